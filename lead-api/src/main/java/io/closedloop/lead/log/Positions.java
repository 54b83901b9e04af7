package io.closedloop.lead.log;

import java.time.Instant;

/**
 * Where an entry's events stand in the log.
 *
 * @param first position of the entry's first event; without events that of the stream's last one, 0 when it has none
 * @param last position of the entry's last event; without events the same as {@code first}
 * @param recordedAt when the transaction was recorded, to the microsecond
 * @param version the number of events of the stream afterwards
 */
public record Positions(long first, long last, Instant recordedAt, long version) {}
