/** Who claimed which identity, who is suppressed, and whose delivery was blocked. */
@NullMarked
package io.closedloop.lead.facts.suppressions;

import org.jspecify.annotations.NullMarked;
