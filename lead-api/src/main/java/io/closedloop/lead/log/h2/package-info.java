/**
 * The embedded database's file: how H2 reaches it, what happens when a write fails, and how it stays small. The log
 * takes the connections that it gives, and knows no more of it.
 */
@NullMarked
package io.closedloop.lead.log.h2;

import org.jspecify.annotations.NullMarked;
