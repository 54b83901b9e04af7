/** Reports. */
@NullMarked
package io.closedloop.lead.reporting.reports;

import org.jspecify.annotations.NullMarked;
