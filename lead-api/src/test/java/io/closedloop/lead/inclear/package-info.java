@NullMarked
package io.closedloop.lead.inclear;

import org.jspecify.annotations.NullMarked;
