package io.closedloop.lead.lifecycle;

import io.closedloop.lead.access.KeyId;
import io.closedloop.lead.identity.Contact;
import io.closedloop.lead.identity.ContactChange;
import io.closedloop.lead.identity.ExternalRef;
import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.money.Money;
import io.closedloop.lead.source.Channel;
import io.closedloop.lead.source.Source;
import io.closedloop.lead.source.SourceChange;
import io.closedloop.lead.stream.Effect;
import io.closedloop.lead.stream.Personal;
import io.closedloop.lead.stream.Revision;
import io.closedloop.lead.stream.StreamEvent;
import io.closedloop.lead.stream.StreamType;
import io.closedloop.lead.suppression.Delivery;
import io.closedloop.lead.suppression.EndOfSuppressions;
import io.closedloop.lead.suppression.NewSuppression;
import io.closedloop.lead.suppression.Suppression;
import io.closedloop.lead.text.Unsaid;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a lead. The log keeps the names of these types as logical names, so neither a name nor a component
 * changes once it has been written: a changed event is a new revision.
 *
 * <p>Every event names the pass that it belongs to; every decision names the version of the playbook under which it was
 * made. An event that claims or releases identities carries them, so that the log alone tells which lead held what at
 * any time.
 */
public sealed interface LeadEvent extends StreamEvent {
    StreamType STREAM = new StreamType("Lead", "/v1/leads", LeadEvent.class);

    LeadId leadId();

    @Override
    default StreamType streamType() {
        return STREAM;
    }

    @Override
    default UUID streamId() {
        return leadId().value();
    }

    @Override
    default LeadId subject() {
        return leadId();
    }

    int pass();

    /** The identities that it claims for the lead, which is what delivers a lead; most events claim none. */
    default List<IdentityHash> claimed() {
        return List.of();
    }

    @Nullable
    String note();

    @Revision(2)
    record LeadRegistered(
            LeadId leadId,
            Instant occurredAt,
            int pass,
            int playbookVersion,
            @Personal @Nullable ExternalRef externalRef,
            @Personal Contact contact,
            Source source,
            Attributes attributes,
            List<IdentityHash> claimed,
            @Personal @Nullable String note)
            implements LeadEvent {
        @Override
        public List<Effect> effects(KeyId actor) {
            return List.of(new HoldingChange(leadId, claimed, List.of(), claimed), new Delivery(leadId, claimed));
        }

        @Override
        public String toString() {
            return Unsaid.in(this);
        }
    }

    /**
     * @param reachedHuman whether a person was reached; null where nobody said
     * @param channel the channel that it came by; null where nobody said
     */
    @Revision(2)
    record TouchRecorded(
            LeadId leadId,
            Instant occurredAt,
            int pass,
            String touchId,
            TouchType type,
            TouchedBy by,
            @Nullable Boolean reachedHuman,
            @Nullable Channel channel,
            @Nullable String campaign,
            @Nullable String content,
            List<String> questions,
            @Personal @Nullable String note)
            implements LeadEvent {
        @Override
        public String toString() {
            return Unsaid.in(this);
        }
    }

    /**
     * @param contact what was changed
     * @param identities all identities of the lead after the change, claimed or, on a closed lead, not
     * @param added those of them that the lead did not have before the change
     */
    @Revision(2)
    record ContactUpdated(
            LeadId leadId,
            Instant occurredAt,
            int pass,
            @Personal ContactChange contact,
            List<IdentityHash> identities,
            List<IdentityHash> added,
            List<IdentityHash> claimed,
            List<IdentityHash> released,
            @Personal @Nullable String note)
            implements LeadEvent {
        @Override
        public List<Effect> effects(KeyId actor) {
            return List.of(new HoldingChange(leadId, claimed, released, identities), new Delivery(leadId, added));
        }

        @Override
        public String toString() {
            return Unsaid.in(this);
        }
    }

    record AttributesUpdated(
            LeadId leadId,
            Instant occurredAt,
            int pass,
            AttributesChange attributes,
            SourceChange source,
            @Personal @Nullable String note)
            implements LeadEvent {
        @Override
        public String toString() {
            return Unsaid.in(this);
        }
    }

    /** From {@code NURTURE} it opens the next pass, which {@code pass} then names. */
    record LeadMarketingQualified(
            LeadId leadId,
            Instant occurredAt,
            int pass,
            int playbookVersion,
            @Personal @Nullable String note) implements LeadEvent {
        @Override
        public String toString() {
            return Unsaid.in(this);
        }
    }

    record LeadAssigned(
            LeadId leadId,
            Instant occurredAt,
            int pass,
            int playbookVersion,
            Rep rep,
            @Personal @Nullable String note) implements LeadEvent {
        @Override
        public String toString() {
            return Unsaid.in(this);
        }
    }

    /** @param implied true when nobody accepted the lead, but sales qualified it all the same */
    record LeadAccepted(
            LeadId leadId,
            Instant occurredAt,
            int pass,
            int playbookVersion,
            Rep rep,
            boolean implied,
            @Personal @Nullable String note)
            implements LeadEvent {
        @Override
        public String toString() {
            return Unsaid.in(this);
        }
    }

    /**
     * Followed, in the same transaction, by the {@link LeadRecycled} or {@link LeadDisqualified} that its disposition
     * asks for.
     */
    record LeadRejected(
            LeadId leadId,
            Instant occurredAt,
            int pass,
            int playbookVersion,
            Disposition disposition,
            String reason,
            @Nullable String rootCause,
            @Nullable Instant resumeNotBefore,
            @Nullable Instant expiresAt,
            @Personal @Nullable String note)
            implements LeadEvent {
        @Override
        public String toString() {
            return Unsaid.in(this);
        }
    }

    /** @param claimed what a lost lead claims again on its way back; empty from an open stage */
    @Revision(2)
    record LeadRecycled(
            LeadId leadId,
            Instant occurredAt,
            int pass,
            int playbookVersion,
            String reason,
            @Nullable Instant resumeNotBefore,
            List<IdentityHash> claimed,
            @Personal @Nullable String note)
            implements LeadEvent {
        @Override
        public List<Effect> effects(KeyId actor) {
            return List.of(HoldingChange.claiming(leadId, claimed), new Delivery(leadId, claimed));
        }

        @Override
        public String toString() {
            return Unsaid.in(this);
        }
    }

    @Revision(2)
    record LeadDisqualified(
            LeadId leadId,
            Instant occurredAt,
            int pass,
            int playbookVersion,
            String reason,
            @Nullable Instant expiresAt,
            List<IdentityHash> released,
            List<Suppression> suppressions,
            @Personal @Nullable String note)
            implements LeadEvent {
        @Override
        public List<Effect> effects(KeyId actor) {
            return Stream.concat(
                            Stream.<Effect>of(HoldingChange.releasing(leadId, released)),
                            suppressions.stream().map(it -> new NewSuppression(leadId, it, reason, actor, occurredAt)))
                    .toList();
        }

        @Override
        public String toString() {
            return Unsaid.in(this);
        }
    }

    record LeadSalesQualified(
            LeadId leadId,
            Instant occurredAt,
            int pass,
            int playbookVersion,
            Rep rep,
            Map<String, Boolean> checklist,
            @Nullable Money expectedAmount,
            @Nullable LocalDate expectedCloseDate,
            @Personal @Nullable String note)
            implements LeadEvent {
        @Override
        public String toString() {
            return Unsaid.in(this);
        }
    }

    record OpportunityRevised(
            LeadId leadId,
            Instant occurredAt,
            int pass,
            int playbookVersion,
            @Nullable Money expectedAmount,
            @Nullable LocalDate expectedCloseDate,
            @Nullable Milestone milestone,
            @Personal @Nullable String note)
            implements LeadEvent {
        @Override
        public String toString() {
            return Unsaid.in(this);
        }
    }

    @Revision(2)
    record LeadWon(
            LeadId leadId,
            Instant occurredAt,
            int pass,
            int playbookVersion,
            Money amount,
            List<IdentityHash> released,
            @Personal @Nullable String note)
            implements LeadEvent {
        @Override
        public List<Effect> effects(KeyId actor) {
            return List.of(HoldingChange.releasing(leadId, released));
        }

        @Override
        public String toString() {
            return Unsaid.in(this);
        }
    }

    @Revision(2)
    record LeadLost(
            LeadId leadId,
            Instant occurredAt,
            int pass,
            int playbookVersion,
            String reason,
            @Nullable String rootCause,
            @Personal @Nullable String competitor,
            List<IdentityHash> released,
            @Personal @Nullable String note)
            implements LeadEvent {
        @Override
        public List<Effect> effects(KeyId actor) {
            return List.of(HoldingChange.releasing(leadId, released));
        }

        @Override
        public String toString() {
            return Unsaid.in(this);
        }
    }

    @Revision(2)
    record LeadReinstated(
            LeadId leadId,
            Instant occurredAt,
            int pass,
            int playbookVersion,
            @Personal String justification,
            List<IdentityHash> claimed,
            @Personal @Nullable String note)
            implements LeadEvent {
        @Override
        public List<Effect> effects(KeyId actor) {
            return List.of(
                    HoldingChange.claiming(leadId, claimed),
                    new Delivery(leadId, claimed),
                    new EndOfSuppressions(leadId));
        }

        @Override
        public String toString() {
            return Unsaid.in(this);
        }
    }

    /** The closure before it, and the revenue recorded under that, are void from here on. */
    @Revision(2)
    record LeadReopened(
            LeadId leadId,
            Instant occurredAt,
            int pass,
            int playbookVersion,
            @Personal String justification,
            List<IdentityHash> claimed,
            @Personal @Nullable String note)
            implements LeadEvent {
        @Override
        public List<Effect> effects(KeyId actor) {
            return List.of(HoldingChange.claiming(leadId, claimed), new Delivery(leadId, claimed));
        }

        @Override
        public String toString() {
            return Unsaid.in(this);
        }
    }

    /** Restates a closure: the amount of a win, or the reason of a loss. The other pair is null. */
    @Revision(2)
    record ClosureAmended(
            LeadId leadId,
            Instant occurredAt,
            int pass,
            int playbookVersion,
            @Personal(since = 2) String cause,
            @Nullable Money oldAmount,
            @Nullable Money newAmount,
            @Nullable String oldReason,
            @Nullable String newReason,
            @Personal @Nullable String note)
            implements LeadEvent {
        @Override
        public String toString() {
            return Unsaid.in(this);
        }
    }

    record RevenueRecorded(
            LeadId leadId,
            Instant occurredAt,
            int pass,
            int playbookVersion,
            String revenueId,
            RevenueKind kind,
            Money amount,
            @Personal @Nullable String note)
            implements LeadEvent {
        @Override
        public String toString() {
            return Unsaid.in(this);
        }
    }
}
