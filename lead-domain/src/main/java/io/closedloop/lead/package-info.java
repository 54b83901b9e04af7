/** The life of a lead: what may happen to it, and what is true of it after. */
@NullMarked
package io.closedloop.lead;

import org.jspecify.annotations.NullMarked;
