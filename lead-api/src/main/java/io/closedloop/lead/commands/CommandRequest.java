package io.closedloop.lead.commands;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.axon.Envelope;
import io.closedloop.lead.http.Correlation;
import io.closedloop.lead.log.Awaited;
import io.closedloop.lead.text.Unsaid;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What accompanies a command besides its content.
 *
 * @param commandId a new id of this command: what its events are caused by
 * @param source by which way it came in, for the envelope
 * @param route method and path that it came by: the scope of its idempotency key
 * @param path the path that a problem names
 * @param expectedVersion the version of {@code If-Match}, or null
 * @param dryRun whether it is only tried
 * @param aside who goes on with the command when what it waits for has come; null: whoever began with it, and waits
 */
public record CommandRequest(
        Actor actor,
        Correlation correlation,
        String commandId,
        String source,
        String route,
        String path,
        @Nullable String idempotencyKey,
        @Nullable Long expectedVersion,
        boolean dryRun,
        @Nullable Executor aside) {
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

    /** Whether the thread that begins with the command waits for the log. */
    boolean waits() {
        return aside == null;
    }

    /** Takes the next step once something has come: never on the thread that brings it. */
    <A, T> CompletableFuture<T> after(CompletableFuture<A> awaited, Function<A, CompletableFuture<T>> step) {
        return aside == null ? step.apply(Awaited.of(awaited)) : awaited.thenComposeAsync(step, aside);
    }

    @Override
    public String toString() {
        return Unsaid.in(this, "idempotencyKey");
    }
}
