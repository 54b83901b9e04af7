/** How numbers are made: units, measures, formulas, and the question on its way through SQL. */
@NullMarked
package io.closedloop.lead.reporting.formula;

import org.jspecify.annotations.NullMarked;
