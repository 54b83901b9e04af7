/** Leads as their events make them: kept at hand, from a snapshot, or from the log. */
@NullMarked
package io.closedloop.lead.folding;

import org.jspecify.annotations.NullMarked;
