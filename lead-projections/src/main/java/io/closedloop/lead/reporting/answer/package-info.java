/** Answers: rows and their values, comparisons, the units behind a number, and why it has changed. */
@NullMarked
package io.closedloop.lead.reporting.answer;

import org.jspecify.annotations.NullMarked;
