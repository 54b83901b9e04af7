/** What readers ask: leads, their history, the log, suppressions, the playbook and reports. */
@NullMarked
package io.closedloop.lead.queries;

import org.jspecify.annotations.NullMarked;
