package io.closedloop.lead.suppression;

import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.source.Source;
import io.closedloop.lead.text.Unsaid;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a suppression. A suppression is a stream of its own; its events are not part of the disqualified
 * lead's version and history.
 */
public sealed interface SuppressionEvent {
    SuppressionId suppressionId();

    /** The disqualified lead that the suppression comes from. */
    LeadId leadId();

    Instant occurredAt();

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
    record RedeliveryBlocked(
            SuppressionId suppressionId,
            LeadId leadId,
            Instant occurredAt,
            String command,
            LeadId attemptedLeadId,
            List<IdentityHash> identities,
            Source source,
            @Nullable String note)
            implements SuppressionEvent {
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
            String justification,
            @Nullable String note)
            implements SuppressionEvent {
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
        public @Nullable String note() {
            return null;
        }
    }
}
