/** Answers. */
@NullMarked
package io.closedloop.lead.reporting.answer;

import org.jspecify.annotations.NullMarked;
