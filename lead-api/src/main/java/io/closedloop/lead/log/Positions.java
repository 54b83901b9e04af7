package io.closedloop.lead.log;

import java.time.Instant;

/**
 * Where an append's events stand in the log.
 *
 * @param first position of its first event; without events that of the stream's last one, 0 when it has none
 * @param last position of its last event; without events the same as {@code first}
 * @param recordedAt when the transaction was recorded, to the microsecond
 * @param version the number of events of its first stream afterwards
 */
public record Positions(long first, long last, Instant recordedAt, long version) {}
