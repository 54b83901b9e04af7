package io.closedloop.lead.columnstore;

import java.time.Instant;
import java.util.UUID;

/**
 * An event as the log holds it.
 *
 * @param position its place in the whole log, from 1 and without gaps
 * @param stream the lead or suppression that it belongs to
 * @param recordedAt when it was stored, by the database's clock
 */
public record LoggedEvent(long position, String eventId, UUID stream, Instant recordedAt, Object payload) {}
