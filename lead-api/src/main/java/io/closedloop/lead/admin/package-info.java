/** What operators ask and order over HTTP: how the read models stand, rebuilds, parked events, the log's head. */
@NullMarked
package io.closedloop.lead.admin;

import org.jspecify.annotations.NullMarked;
