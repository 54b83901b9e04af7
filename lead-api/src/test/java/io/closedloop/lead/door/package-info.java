@NullMarked
package io.closedloop.lead.door;

import org.jspecify.annotations.NullMarked;
