/**
 * How Axon is put together here: it routes commands, locks and loads leads, and streams the log to the read models.
 * Storing is left to the appender of {@code io.closedloop.lead.log}; a command's unit of work has no database
 * transaction of its own.
 */
@NullMarked
package io.closedloop.lead.axon;

import org.jspecify.annotations.NullMarked;
