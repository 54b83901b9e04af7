/** All reports, a file each, and the one list of them. */
@NullMarked
package io.closedloop.lead.reporting.reports;

import org.jspecify.annotations.NullMarked;
