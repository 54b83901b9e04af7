/** Logs for tests: the example by hand, random histories, and a log in memory that can fail. */
@NullMarked
package io.closedloop.lead.history;

import org.jspecify.annotations.NullMarked;
