/** The touches of leads. */
@NullMarked
package io.closedloop.lead.facts.touches;

import org.jspecify.annotations.NullMarked;
