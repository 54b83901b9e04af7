package io.closedloop.lead.columnstore;

import java.time.Instant;
import java.util.UUID;

/**
 * An event that the read models do not know because it, or an earlier one of the same stream, could not be written.
 *
 * @param stream the lead or suppression whose events are left out from this one on
 * @param cause what went wrong, without the event's content
 */
public record DeadLetter(long position, String eventId, UUID stream, String type, Instant recordedAt, String cause) {}
