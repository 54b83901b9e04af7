package io.closedloop.lead.suppression;

import io.closedloop.lead.access.KeyId;
import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.source.Source;
import io.closedloop.lead.stream.Effect;
import io.closedloop.lead.stream.Personal;
import io.closedloop.lead.stream.Revision;
import io.closedloop.lead.stream.StreamEvent;
import io.closedloop.lead.stream.StreamType;
import io.closedloop.lead.text.Unsaid;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a suppression. A suppression is a stream of its own; its events are not part of the disqualified
 * lead's version and history.
 */
public sealed interface SuppressionEvent extends StreamEvent {
    /** Its events are about the disqualified lead. */
    StreamType STREAM = new StreamType("Suppression", "/v1/leads", SuppressionEvent.class);

    SuppressionId suppressionId();

    /** The disqualified lead that the suppression comes from. */
    LeadId leadId();

    @Override
    default StreamType streamType() {
        return STREAM;
    }

    @Override
    default UUID streamId() {
        return suppressionId().value();
    }

    @Override
    default LeadId subject() {
        return leadId();
    }

    @Nullable
    String note();

    /**
     * A command was refused because it would have delivered a suppressed identity. One per command, on the oldest
     * active suppression that was hit.
     *
     * @param command the name of the refused command
     * @param attemptedLeadId the lead that the command was for
     * @param identities all identities of the command that are suppressed
     * @param source the source of the command, else of its lead
     */
    @Revision(2)
    record RedeliveryBlocked(
            SuppressionId suppressionId,
            LeadId leadId,
            Instant occurredAt,
            String command,
            LeadId attemptedLeadId,
            List<IdentityHash> identities,
            Source source,
            @Personal @Nullable String note)
            implements SuppressionEvent {
        @Override
        public List<Effect> effects(KeyId actor) {
            throw new IllegalArgumentException("a blocked delivery is recorded by the log, not by a command");
        }

        @Override
        public String toString() {
            return Unsaid.in(this);
        }
    }

    record SuppressionLifted(
            SuppressionId suppressionId,
            LeadId leadId,
            Instant occurredAt,
            int playbookVersion,
            @Personal String justification,
            @Personal @Nullable String note)
            implements SuppressionEvent {
        @Override
        public List<Effect> effects(KeyId actor) {
            return List.of(new Lift(suppressionId));
        }

        @Override
        public String toString() {
            return Unsaid.in(this);
        }
    }

    /**
     * A suppression of an e-mail address that was hashed under the former spelling covers the address's plus-variants
     * from here on, too. The service found that out by itself.
     *
     * @param base the hash that the address shares with its plus-variants
     */
    record SuppressionWidened(SuppressionId suppressionId, LeadId leadId, Instant occurredAt, String base)
            implements SuppressionEvent {
        @Override
        public List<Effect> effects(KeyId actor) {
            return List.of(new Widening(suppressionId, base));
        }

        @Override
        public @Nullable String note() {
            return null;
        }
    }
}
