/** What operators ask and order over HTTP: the state of the read models, rebuilds, dead letters, the log's head. */
@NullMarked
package io.closedloop.lead.admin;

import org.jspecify.annotations.NullMarked;
