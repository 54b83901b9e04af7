package io.closedloop.lead.log;

import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.suppression.SuppressionId;
import io.closedloop.lead.suppression.WidenSuppression;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one command asks the log to store: all of it or nothing. An entry may carry no events at all: a repeat, or a
 * refusal decided elsewhere whose answer is to be kept.
 *
 * <p>Judged under the log head's lock in this order: idempotency key, version and whatever else the decision relied on,
 * suppressed, claimed. Entries of one transaction see what those before them did.
 *
 * @param idempotency the key under which the answer is kept; null: it is not kept
 * @param expected the stream and the version of it that was decided on; null: not checked, the events' sequences follow
 *     the stream's last
 * @param events in order, all of one stream, that of {@code expected} if there is one
 * @param leadId whose claims, suppressions, held identities and subject key these are; needed where there are any
 * @param claims identities that the lead claims; refused when another lead holds one
 * @param givesWay whether the entry gives way where one other lead holds all that is held of its claims
 *     ({@link Outcome.GaveWay}) instead of being refused; where two hold them it is refused
 * @param delivered identities that a delivery brought which the lead must hold already: at least one of them, and no
 *     other lead any; else {@link Outcome.Moved}
 * @param releases identities that the lead gives up; one that it does not hold is passed over
 * @param mustNotBeSuppressed identities that no active suppression may stand against; with
 *     {@code endSuppressionsOfLead} the lead's own do not count
 * @param suppressions suppressions that the lead's disqualification creates
 * @param claimsElsewhere what the decision believed about other leads' claims; null: it did not ask
 * @param endSuppressionsOfLead whether all active suppressions that come from the lead end (it is reinstated)
 * @param liftSuppression the one suppression that ends; {@link Outcome.Moved} when it has ended already
 * @param widening the one suppression that covers its address's plus-variants from now on; {@link Outcome.Moved} when
 *     it has ended or does so already
 * @param held identities that the lead is now known to have held; those known before are passed over
 * @param wrappedSubjectKey the lead's own key, wrapped, at its registration; null: none
 * @param dryRun whether everything is only judged; nothing is stored, no key used up
 */
public record Entry(
        @Nullable Idempotency idempotency,
        @Nullable StreamVersion expected,
        List<NewEvent> events,
        @Nullable LeadId leadId,
        List<IdentityHash> claims,
        boolean givesWay,
        List<IdentityHash> delivered,
        List<IdentityHash> releases,
        List<IdentityHash> mustNotBeSuppressed,
        List<NewSuppression> suppressions,
        @Nullable ClaimsElsewhere claimsElsewhere,
        boolean endSuppressionsOfLead,
        @Nullable SuppressionId liftSuppression,
        @Nullable WidenSuppression widening,
        List<IdentityHash> held,
        @Nullable WrappedKey wrappedSubjectKey,
        boolean dryRun,
        Answers answers) {
    /** @throws IllegalArgumentException when the parts contradict each other; the message says which */
    public Entry {
        events = List.copyOf(events);
        claims = List.copyOf(claims);
        delivered = List.copyOf(delivered);
        releases = List.copyOf(releases);
        mustNotBeSuppressed = List.copyOf(mustNotBeSuppressed);
        suppressions = List.copyOf(suppressions);
        held = List.copyOf(held);
        if (leadId == null
                && (!claims.isEmpty()
                        || !delivered.isEmpty()
                        || !releases.isEmpty()
                        || !suppressions.isEmpty()
                        || !held.isEmpty()
                        || (claimsElsewhere != null && widening == null)
                        || endSuppressionsOfLead
                        || wrappedSubjectKey != null)) {
            throw new IllegalArgumentException(
                    "claims, suppressions, held identities and keys need the lead that they belong to");
        }
        if (events.isEmpty()
                && (!suppressions.isEmpty()
                        || !held.isEmpty()
                        || endSuppressionsOfLead
                        || liftSuppression != null
                        || widening != null)) {
            throw new IllegalArgumentException(
                    "suppressions and held identities come with the event that tells of them");
        }
        String stream = expected != null
                ? expected.streamId()
                : events.isEmpty() ? null : events.getFirst().streamId();
        for (NewEvent event : events) {
            if (!event.streamId().equals(stream)) {
                throw new IllegalArgumentException("an entry's events belong to one stream, %s, but %s is of %s"
                        .formatted(stream, event.type(), event.streamId()));
            }
        }
    }

    /** The stream that the entry is about; null when it names none. */
    public @Nullable String streamId() {
        if (expected != null) {
            return expected.streamId();
        }
        return events.isEmpty() ? null : events.getFirst().streamId();
    }

    /** An entry that so far asks for nothing but an answer. */
    public static Builder answering(Answers answers) {
        return new Builder(answers);
    }

    /** Puts an entry together; what is not named is empty. */
    public static final class Builder {
        private final Answers answers;
        private @Nullable Idempotency idempotency;
        private @Nullable StreamVersion expected;
        private List<NewEvent> events = List.of();
        private @Nullable LeadId leadId;
        private List<IdentityHash> claims = List.of();
        private boolean givesWay;
        private List<IdentityHash> delivered = List.of();
        private List<IdentityHash> releases = List.of();
        private List<IdentityHash> mustNotBeSuppressed = List.of();
        private List<NewSuppression> suppressions = List.of();
        private @Nullable ClaimsElsewhere claimsElsewhere;
        private boolean endSuppressionsOfLead;
        private @Nullable SuppressionId liftSuppression;
        private @Nullable WidenSuppression widening;
        private List<IdentityHash> held = List.of();
        private @Nullable WrappedKey wrappedSubjectKey;
        private boolean dryRun;

        private Builder(Answers answers) {
            this.answers = Objects.requireNonNull(answers, "an entry needs its answers");
        }

        public Builder idempotency(@Nullable Idempotency value) {
            idempotency = value;
            return this;
        }

        public Builder expected(@Nullable StreamVersion value) {
            expected = value;
            return this;
        }

        public Builder events(List<NewEvent> value) {
            events = value;
            return this;
        }

        public Builder lead(@Nullable LeadId value) {
            leadId = value;
            return this;
        }

        public Builder claims(List<IdentityHash> value) {
            claims = value;
            return this;
        }

        public Builder givesWay(boolean value) {
            givesWay = value;
            return this;
        }

        public Builder delivered(List<IdentityHash> value) {
            delivered = value;
            return this;
        }

        public Builder releases(List<IdentityHash> value) {
            releases = value;
            return this;
        }

        public Builder mustNotBeSuppressed(List<IdentityHash> value) {
            mustNotBeSuppressed = value;
            return this;
        }

        public Builder suppressions(List<NewSuppression> value) {
            suppressions = value;
            return this;
        }

        public Builder claimsElsewhere(@Nullable ClaimsElsewhere value) {
            claimsElsewhere = value;
            return this;
        }

        public Builder endSuppressionsOfLead(boolean value) {
            endSuppressionsOfLead = value;
            return this;
        }

        public Builder liftSuppression(@Nullable SuppressionId value) {
            liftSuppression = value;
            return this;
        }

        public Builder widening(@Nullable WidenSuppression value) {
            widening = value;
            return this;
        }

        public Builder held(List<IdentityHash> value) {
            held = value;
            return this;
        }

        public Builder wrappedSubjectKey(@Nullable WrappedKey value) {
            wrappedSubjectKey = value;
            return this;
        }

        public Builder dryRun(boolean value) {
            dryRun = value;
            return this;
        }

        public Entry build() {
            return new Entry(
                    idempotency,
                    expected,
                    events,
                    leadId,
                    claims,
                    givesWay,
                    delivered,
                    releases,
                    mustNotBeSuppressed,
                    suppressions,
                    claimsElsewhere,
                    endSuppressionsOfLead,
                    liftSuppression,
                    widening,
                    held,
                    wrappedSubjectKey,
                    dryRun,
                    answers);
        }
    }
}
