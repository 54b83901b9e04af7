@NullMarked
package io.closedloop.lead.health;

import org.jspecify.annotations.NullMarked;
