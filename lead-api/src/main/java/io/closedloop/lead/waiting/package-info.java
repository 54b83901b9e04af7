/** Requests that wait: none of them on a thread of the web server, and not more of them than there are places for. */
@NullMarked
package io.closedloop.lead.waiting;

import org.jspecify.annotations.NullMarked;
