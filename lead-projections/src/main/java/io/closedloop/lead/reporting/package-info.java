/** What all reports have in common: how they are asked, how they group, filter and count, and what they answer. */
@NullMarked
package io.closedloop.lead.reporting;

import org.jspecify.annotations.NullMarked;
