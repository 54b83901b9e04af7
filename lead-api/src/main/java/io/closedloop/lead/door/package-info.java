/**
 * The door decides who comes in and how long the service waits for them, so that nobody on the other side of a
 * connection can hold up others by being slow, by being many, or by sending unwanted bytes. It stands inside the
 * servlet container, before the first filter, and knows nothing of what the service does.
 */
@NullMarked
package io.closedloop.lead.door;

import org.jspecify.annotations.NullMarked;
