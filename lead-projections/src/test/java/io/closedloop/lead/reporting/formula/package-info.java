/** Formulas. */
@NullMarked
package io.closedloop.lead.reporting.formula;

import org.jspecify.annotations.NullMarked;
