package io.closedloop.lead.checking;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A command as it was sent once, and what its sender was told. A command that is sent again under its idempotency key
 * is an exchange of its own.
 *
 * @param command its name
 * @param correlationId of this sending
 * @param idempotencyKey null without one; then the correlation id belongs to no other command
 * @param dryRun whether it only asked what would be
 * @param ifMatch the version that it was conditional on; null where it was not
 * @param instance that it was sent to, for the reader of a violation
 * @param sentAt a moment before it was sent, on the clock of {@link System#nanoTime()}
 * @param answeredAt a moment after its answer came, on the same clock
 */
public record Exchange(
        String command,
        String correlationId,
        @Nullable String idempotencyKey,
        boolean dryRun,
        @Nullable Long ifMatch,
        String instance,
        long sentAt,
        long answeredAt,
        Outcome outcome) {

    /** What its sender knows. */
    public sealed interface Outcome {
        /**
         * Success.
         *
         * @param target the lead or the suppression
         * @param position of the target's last event; null for a dry run
         * @param events the types of the events that carry it out; none for a repeat
         * @param replayed whether the answer says that it was given before
         * @param digest of status and body
         */
        record Acknowledged(
                int status,
                String target,
                long version,
                @Nullable Long position,
                List<String> events,
                boolean replayed,
                String digest)
                implements Outcome {}

        /**
         * Refused by the rules, for good.
         *
         * @param leadId the lead that the refusal tells of; null where it tells of none
         * @param version of that lead; null where it is not told
         * @param stage of that lead; null where it is not told
         * @param digest of status and body
         */
        record Refused(
                int status,
                String code,
                @Nullable String leadId,
                @Nullable Long version,
                @Nullable String stage,
                String digest)
                implements Outcome {}

        /** Never begun: no connection, too many requests, or another under the same key was still under way. */
        record TurnedAway(String why) implements Outcome {}

        /** No answer, or one that leaves it open. */
        record Uncertain(String why) implements Outcome {}

        /** An answer that this request should never get. */
        record Fault(int status, String body) implements Outcome {}
    }

    /** What all sendings of the command share. */
    String decision() {
        return idempotencyKey == null ? "correlation " + correlationId : "key " + idempotencyKey;
    }
}
