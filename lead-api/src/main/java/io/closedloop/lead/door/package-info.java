/**
 * Who comes in, and how long the service waits for them: what nobody on the other side of a connection can change by
 * being slow, by being many, or by sending what nobody reads. It stands inside the servlet container, before the first
 * filter, and knows nothing of what the service does.
 */
@NullMarked
package io.closedloop.lead.door;

import org.jspecify.annotations.NullMarked;
