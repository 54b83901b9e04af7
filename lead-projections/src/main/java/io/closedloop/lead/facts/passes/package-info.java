/** Leads, their passes, and everything that was decided about them. */
@NullMarked
package io.closedloop.lead.facts.passes;

import org.jspecify.annotations.NullMarked;
