package io.closedloop.lead.commands;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.axon.Envelope;
import io.closedloop.lead.http.Correlation;
import org.jspecify.annotations.Nullable;

/**
 * What comes with a command besides its content.
 *
 * @param commandId a new id of this command: what its events are caused by
 * @param source by which way it came in, for the envelope
 * @param route method and path that it came by: the scope of its idempotency key
 * @param path the path that a problem names
 * @param expectedVersion the version of {@code If-Match}, or null
 * @param dryRun whether it is only tried
 */
record CommandRequest(
        Actor actor,
        Correlation correlation,
        String commandId,
        String source,
        String route,
        String path,
        @Nullable String idempotencyKey,
        @Nullable Long expectedVersion,
        boolean dryRun) {
    /** What every event that comes of it keeps of where it came from. */
    Envelope envelope() {
        return new Envelope(
                actor.id(),
                actor.name(),
                source,
                correlation.id(),
                commandId,
                idempotencyKey,
                correlation.traceparent());
    }
}
