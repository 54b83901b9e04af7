package io.closedloop.lead.log;

import java.time.Instant;

/**
 * The end of the log.
 *
 * @param position the position of the last event; 0 in an empty log
 * @param batch the number of the last transaction
 * @param recordedAt no event is recorded at or before this instant any more
 */
public record LogHead(long position, long batch, Instant recordedAt) {}
