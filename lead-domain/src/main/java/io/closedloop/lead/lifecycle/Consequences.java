package io.closedloop.lead.lifecycle;

import io.closedloop.lead.identity.Contact;
import io.closedloop.lead.identity.Identities;
import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.lifecycle.Circumstances.HeldByOthers;
import io.closedloop.lead.lifecycle.LeadCommand.AcceptLead;
import io.closedloop.lead.lifecycle.LeadCommand.AmendClosure;
import io.closedloop.lead.lifecycle.LeadCommand.AssignLead;
import io.closedloop.lead.lifecycle.LeadCommand.CloseLost;
import io.closedloop.lead.lifecycle.LeadCommand.CloseWon;
import io.closedloop.lead.lifecycle.LeadCommand.DisqualifyLead;
import io.closedloop.lead.lifecycle.LeadCommand.QualifyMarketing;
import io.closedloop.lead.lifecycle.LeadCommand.QualifySales;
import io.closedloop.lead.lifecycle.LeadCommand.RecordRevenue;
import io.closedloop.lead.lifecycle.LeadCommand.RecordTouch;
import io.closedloop.lead.lifecycle.LeadCommand.RecycleLead;
import io.closedloop.lead.lifecycle.LeadCommand.RegisterLead;
import io.closedloop.lead.lifecycle.LeadCommand.ReinstateLead;
import io.closedloop.lead.lifecycle.LeadCommand.RejectLead;
import io.closedloop.lead.lifecycle.LeadCommand.ReopenLead;
import io.closedloop.lead.lifecycle.LeadCommand.ReviseOpportunity;
import io.closedloop.lead.lifecycle.LeadCommand.UpdateAttributes;
import io.closedloop.lead.lifecycle.LeadCommand.UpdateContact;
import io.closedloop.lead.lifecycle.LeadEvent.AttributesUpdated;
import io.closedloop.lead.lifecycle.LeadEvent.ClosureAmended;
import io.closedloop.lead.lifecycle.LeadEvent.ContactUpdated;
import io.closedloop.lead.lifecycle.LeadEvent.LeadAccepted;
import io.closedloop.lead.lifecycle.LeadEvent.LeadAssigned;
import io.closedloop.lead.lifecycle.LeadEvent.LeadDisqualified;
import io.closedloop.lead.lifecycle.LeadEvent.LeadLost;
import io.closedloop.lead.lifecycle.LeadEvent.LeadMarketingQualified;
import io.closedloop.lead.lifecycle.LeadEvent.LeadRecycled;
import io.closedloop.lead.lifecycle.LeadEvent.LeadRegistered;
import io.closedloop.lead.lifecycle.LeadEvent.LeadReinstated;
import io.closedloop.lead.lifecycle.LeadEvent.LeadRejected;
import io.closedloop.lead.lifecycle.LeadEvent.LeadReopened;
import io.closedloop.lead.lifecycle.LeadEvent.LeadSalesQualified;
import io.closedloop.lead.lifecycle.LeadEvent.LeadWon;
import io.closedloop.lead.lifecycle.LeadEvent.OpportunityRevised;
import io.closedloop.lead.lifecycle.LeadEvent.RevenueRecorded;
import io.closedloop.lead.lifecycle.LeadEvent.TouchRecorded;
import io.closedloop.lead.money.Money;
import io.closedloop.lead.suppression.Suppression;
import io.closedloop.lead.suppression.SuppressionId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The events that follow from an accepted command. */
final class Consequences {
    private final @Nullable Lead lead;
    private final Instant at;
    private final Circumstances circumstances;
    private final int playbook;

    /** @param at when it occurred */
    Consequences(@Nullable Lead lead, Instant at, Circumstances circumstances) {
        this.lead = lead;
        this.at = at;
        this.circumstances = circumstances;
        this.playbook = circumstances.playbook().version();
    }

    List<LeadEvent> of(LeadCommand command) {
        return switch (command) {
            case RegisterLead register -> List.of(registered(register));
            case RecordTouch touch -> List.of(touched(lead(), touch));
            case UpdateContact update -> List.of(contactUpdated(lead(), update));
            case UpdateAttributes update -> List.of(attributesUpdated(lead(), update));
            case QualifyMarketing qualify -> List.of(marketingQualified(lead(), qualify));
            case AssignLead assign ->
                List.of(new LeadAssigned(lead().id(), at, lead().pass(), playbook, assign.rep(), assign.note()));
            case AcceptLead accept -> List.of(accepted(lead(), accept.rep(), false, accept.note()));
            case RejectLead reject -> rejected(lead(), reject);
            case QualifySales qualify -> salesQualified(lead(), qualify);
            case ReviseOpportunity revise -> List.of(revised(lead(), revise));
            case CloseWon close ->
                List.of(new LeadWon(
                        lead().id(), at, lead().pass(), playbook, close.amount(), lead().identities(), close.note()));
            case CloseLost close -> List.of(lost(lead(), close));
            case DisqualifyLead out -> List.of(disqualified(lead(), out.reason(), out.expiresAt(), out.note()));
            case RecycleLead recycle ->
                List.of(recycled(lead(), recycle.reason(), recycle.resumeNotBefore(), recycle.note()));
            case ReinstateLead reinstate ->
                List.of(new LeadReinstated(
                        lead().id(),
                        at,
                        lead().pass(),
                        playbook,
                        reinstate.justification(),
                        lead().identities(circumstances.hasher()),
                        reinstate.note()));
            case ReopenLead reopen ->
                List.of(new LeadReopened(
                        lead().id(),
                        at,
                        lead().pass(),
                        playbook,
                        reopen.justification(),
                        lead().identities(circumstances.hasher()),
                        reopen.note()));
            case AmendClosure amend -> List.of(amended(lead(), amend));
            case RecordRevenue revenue -> List.of(revenueRecorded(lead(), revenue));
        };
    }

    private Lead lead() {
        return Objects.requireNonNull(lead, "only a registration begins without a lead");
    }

    private LeadRegistered registered(RegisterLead register) {
        return new LeadRegistered(
                register.leadId(),
                at,
                1,
                playbook,
                register.externalRef(),
                register.contact().tidy(),
                register.source(),
                register.attributes(),
                Identities.of(register.contact(), register.externalRef(), circumstances.hasher()),
                register.note());
    }

    private TouchRecorded touched(Lead lead, RecordTouch touch) {
        String id = touch.touchId() != null
                ? touch.touchId()
                : DerivedId.of(lead, "touch").toString();
        return new TouchRecorded(
                lead.id(),
                at,
                lead.pass(),
                id,
                touch.type(),
                touch.by(),
                touch.reachedHuman(),
                touch.channel(),
                touch.campaign(),
                touch.content(),
                touch.questions(),
                touch.note());
    }

    private ContactUpdated contactUpdated(Lead lead, UpdateContact update) {
        List<IdentityHash> before = lead.identities();
        Contact contact = update.contact().applyTo(lead.contact());
        List<IdentityHash> after = contact.identifiesAs(lead.contact())
                ? before
                : Identities.of(contact, lead.externalRef(), circumstances.hasher());
        List<IdentityHash> added = without(after, before);
        boolean open = lead.status().isOpen();
        return new ContactUpdated(
                lead.id(),
                at,
                lead.pass(),
                update.contact().tidy(),
                after,
                added,
                open ? added : List.of(),
                open ? without(before, after) : List.of(),
                update.note());
    }

    private AttributesUpdated attributesUpdated(Lead lead, UpdateAttributes update) {
        return new AttributesUpdated(lead.id(), at, lead.pass(), update.attributes(), update.source(), update.note());
    }

    private LeadMarketingQualified marketingQualified(Lead lead, QualifyMarketing qualify) {
        int pass = lead.status() == Status.NURTURE ? lead.pass() + 1 : lead.pass();
        return new LeadMarketingQualified(lead.id(), at, pass, playbook, qualify.note());
    }

    private LeadAccepted accepted(Lead lead, Rep rep, boolean implied, @Nullable String note) {
        return new LeadAccepted(lead.id(), at, lead.pass(), playbook, rep, implied, note);
    }

    private List<LeadEvent> rejected(Lead lead, RejectLead reject) {
        var rejected = new LeadRejected(
                lead.id(),
                at,
                lead.pass(),
                playbook,
                reject.disposition(),
                reject.reason(),
                reject.rootCause(),
                reject.resumeNotBefore(),
                reject.expiresAt(),
                reject.note());
        LeadEvent then = switch (reject.disposition()) {
            case RECYCLE -> recycled(lead, reject.reason(), reject.resumeNotBefore(), reject.note());
            case DISQUALIFY -> disqualified(lead, reject.reason(), reject.expiresAt(), reject.note());
        };
        return List.of(rejected, then);
    }

    private List<LeadEvent> salesQualified(Lead lead, QualifySales qualify) {
        Rep rep = qualify.rep() != null
                ? qualify.rep()
                : Objects.requireNonNull(lead.owner(), "a lead without an owner needs the rep");
        var events = new ArrayList<LeadEvent>();
        if (lead.status() == Status.MQL_AWAITING) {
            events.add(accepted(lead, rep, true, null));
        }
        events.add(new LeadSalesQualified(
                lead.id(),
                at,
                lead.pass(),
                playbook,
                rep,
                qualify.checklist(),
                qualify.expectedAmount(),
                qualify.expectedCloseDate(),
                qualify.note()));
        return events;
    }

    private OpportunityRevised revised(Lead lead, ReviseOpportunity revise) {
        Money amount = revise.expectedAmount();
        LocalDate closeDate = revise.expectedCloseDate();
        return new OpportunityRevised(
                lead.id(), at, lead.pass(), playbook, amount, closeDate, revise.milestone(), revise.note());
    }

    private LeadLost lost(Lead lead, CloseLost close) {
        return new LeadLost(
                lead.id(),
                at,
                lead.pass(),
                playbook,
                close.reason(),
                close.rootCause(),
                close.competitor(),
                lead.identities(),
                close.note());
    }

    private LeadRecycled recycled(Lead lead, String reason, @Nullable Instant resumeNotBefore, @Nullable String note) {
        List<IdentityHash> claimed = lead.status().isOpen() ? List.of() : lead.identities(circumstances.hasher());
        return new LeadRecycled(lead.id(), at, lead.pass(), playbook, reason, resumeNotBefore, claimed, note);
    }

    private LeadDisqualified disqualified(
            Lead lead, String reason, @Nullable Instant expiresAt, @Nullable String note) {
        return new LeadDisqualified(
                lead.id(),
                at,
                lead.pass(),
                playbook,
                reason,
                expiresAt,
                lead.identities(),
                suppressions(lead, reason, expiresAt),
                note);
    }

    /**
     * One suppression for everything that the reason suppresses, but for what another open lead holds now. It covers an
     * e-mail address with its plus-variants, unless another open lead holds one of those.
     */
    private List<Suppression> suppressions(Lead lead, String reason, @Nullable Instant expiresAt) {
        var suppressed = new TreeSet<IdentityHash>();
        switch (circumstances.playbook().suppresses(reason)) {
            case NOTHING -> {
                return List.of();
            }
            case IDENTITIES -> suppressed.addAll(lead.everHeld(circumstances.hasher()));
            case IDENTITIES_AND_TELEPHONE -> {
                suppressed.addAll(lead.everHeld(circumstances.hasher()));
                suppressed.addAll(lead.everyPhone(circumstances.hasher()));
            }
        }
        HeldByOthers held = circumstances.claims().among(Set.copyOf(suppressed), lead.id());
        suppressed.removeAll(held.identities());
        return suppressed.stream()
                .map(identity -> new Suppression(
                        new SuppressionId(DerivedId.of(lead, "suppression " + identity.kind() + identity.hash())),
                        identity,
                        base(identity, held),
                        expiresAt))
                .toList();
    }

    private static @Nullable String base(IdentityHash identity, HeldByOthers held) {
        String base = identity.sharedBase();
        return base == null || held.bases().contains(base) ? null : base;
    }

    private ClosureAmended amended(Lead lead, AmendClosure amend) {
        Money oldAmount = lead.stage() instanceof Stage.Won won ? won.amount() : null;
        String oldReason = lead.stage() instanceof Stage.Lost lost ? lost.reason() : null;
        return new ClosureAmended(
                lead.id(),
                at,
                lead.pass(),
                playbook,
                amend.cause(),
                oldAmount,
                amend.amount(),
                oldReason,
                amend.reason(),
                amend.note());
    }

    private RevenueRecorded revenueRecorded(Lead lead, RecordRevenue revenue) {
        String id = revenue.revenueId() != null
                ? revenue.revenueId()
                : DerivedId.of(lead, "revenue").toString();
        return new RevenueRecorded(
                lead.id(), at, lead.pass(), playbook, id, revenue.kind(), revenue.amount(), revenue.note());
    }

    private static List<IdentityHash> without(List<IdentityHash> all, List<IdentityHash> left) {
        return all.stream().filter(identity -> !left.contains(identity)).toList();
    }
}
