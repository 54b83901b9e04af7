package io.closedloop.lead.facts;

import io.closedloop.lead.columnstore.LoggedEvent;
import io.closedloop.lead.columnstore.Micros;
import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.AttributesUpdated;
import io.closedloop.lead.lifecycle.ClosureAmended;
import io.closedloop.lead.lifecycle.ContactUpdated;
import io.closedloop.lead.lifecycle.LeadAccepted;
import io.closedloop.lead.lifecycle.LeadAssigned;
import io.closedloop.lead.lifecycle.LeadDisqualified;
import io.closedloop.lead.lifecycle.LeadEvent;
import io.closedloop.lead.lifecycle.LeadLost;
import io.closedloop.lead.lifecycle.LeadMarketingQualified;
import io.closedloop.lead.lifecycle.LeadRecycled;
import io.closedloop.lead.lifecycle.LeadRegistered;
import io.closedloop.lead.lifecycle.LeadReinstated;
import io.closedloop.lead.lifecycle.LeadRejected;
import io.closedloop.lead.lifecycle.LeadReopened;
import io.closedloop.lead.lifecycle.LeadSalesQualified;
import io.closedloop.lead.lifecycle.LeadWon;
import io.closedloop.lead.lifecycle.OpportunityRevised;
import io.closedloop.lead.lifecycle.Rep;
import io.closedloop.lead.lifecycle.RevenueKind;
import io.closedloop.lead.lifecycle.RevenueRecorded;
import io.closedloop.lead.lifecycle.Status;
import io.closedloop.lead.lifecycle.TouchRecorded;
import io.closedloop.lead.money.Money;
import io.closedloop.lead.playbook.Playbook;
import io.closedloop.lead.source.Source;
import io.closedloop.lead.source.SourceChange;
import io.closedloop.lead.stream.StreamEvent;
import io.closedloop.lead.suppression.Suppression;
import io.closedloop.lead.suppression.SuppressionEvent;
import io.closedloop.lead.suppression.SuppressionEvent.RedeliveryBlocked;
import io.closedloop.lead.suppression.SuppressionEvent.SuppressionLifted;
import io.closedloop.lead.suppression.SuppressionEvent.SuppressionWidened;
import io.closedloop.lead.suppression.SuppressionId;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Says which facts each event makes. It appends the append-only facts and changes the leads' rows. */
final class FactWriter {
    private final Map<UUID, LeadRow> leads;
    private final FactAppenders facts;

    FactWriter(Map<UUID, LeadRow> leads, FactAppenders facts) {
        this.leads = leads;
        this.facts = facts;
    }

    /** Whether writing the event takes the lead's row as it was before. */
    static boolean changesALeadOfBefore(Object payload) {
        return payload instanceof LeadEvent
                && !(payload instanceof LeadRegistered
                        || payload instanceof TouchRecorded
                        || payload instanceof ContactUpdated);
    }

    /** @throws IllegalStateException when the log tells of a lead that was never registered, or registered twice */
    void write(LoggedEvent event) throws SQLException {
        switch (event.payload()) {
            case LeadEvent happened -> write(event, happened);
            case SuppressionEvent happened -> write(event, happened);
            case StreamEvent _ -> {
                // Of a stream that no report counts.
            }
            default ->
                throw new IllegalArgumentException(
                        event.payload().getClass().getName() + " is not an event of the log");
        }
    }

    private void write(LoggedEvent event, SuppressionEvent happened) throws SQLException {
        switch (happened) {
            case RedeliveryBlocked attempt -> {
                facts.blocked()
                        .begin()
                        .bigint(event.position())
                        .uuid(attempt.suppressionId().value())
                        .uuid(attempt.leadId().value())
                        .uuid(attempt.attemptedLeadId().value())
                        .text(attempt.command());
                LeadRow.append(facts.blocked(), attempt.source());
                facts.blocked()
                        .timestamp(Micros.of(attempt.occurredAt()))
                        .timestamp(Micros.of(event.recordedAt()))
                        .end();
            }
            case SuppressionLifted lifted -> endSuppression(event, lifted.leadId(), lifted.suppressionId());
            case SuppressionWidened it ->
                facts.widened()
                        .begin()
                        .bigint(event.position())
                        .uuid(it.leadId().value())
                        .uuid(it.suppressionId().value())
                        .uuid(half(it.base(), 0))
                        .uuid(half(it.base(), 32))
                        .end();
        }
    }

    private void write(LoggedEvent event, LeadEvent happened) throws SQLException {
        var when = new Moment(Micros.of(happened.occurredAt()), event.position());
        claim(event, happened);
        switch (happened) {
            case LeadRegistered registered -> register(event, registered, when);
            case TouchRecorded _, ContactUpdated _ -> {
                // Neither moves a stage, and nothing personal is kept here.
            }
            case AttributesUpdated updated -> update(event, updated);
            case LeadMarketingQualified qualified -> {
                LeadRow lead = lead(qualified);
                if (qualified.pass() != lead.current.pass) {
                    lead.current = new PassRow(qualified.pass(), qualified.playbookVersion(), lead.owner);
                }
                lead.current.enter(Entry.MQL, when);
                enter(event, lead, Status.MQL_AWAITING, when, new Detail(qualified.playbookVersion()));
            }
            case LeadAssigned assigned -> {
                LeadRow lead = lead(assigned);
                own(lead, assigned.rep());
                stay(event, lead, when, new Detail(assigned.playbookVersion()));
            }
            case LeadAccepted accepted -> {
                LeadRow lead = lead(accepted);
                own(lead, accepted.rep());
                lead.current.accepted(when, accepted.implied());
                var detail = new Detail(accepted.playbookVersion());
                detail.implied = accepted.implied();
                enter(event, lead, Status.MQL_ACCEPTED, when, detail);
            }
            case LeadRejected rejected -> {
                LeadRow lead = lead(rejected);
                lead.current.rejected(when);
                var detail = new Detail(rejected.playbookVersion());
                detail.reason = rejected.reason();
                detail.rootCause = rejected.rootCause();
                stay(event, lead, when, detail);
            }
            case LeadRecycled recycled -> {
                LeadRow lead = lead(recycled);
                lead.current.recycled(when);
                var detail = new Detail(recycled.playbookVersion());
                detail.reason = recycled.reason();
                enter(event, lead, Status.NURTURE, when, detail);
            }
            case LeadDisqualified out -> {
                LeadRow lead = lead(out);
                suppress(event, out);
                var detail = new Detail(out.playbookVersion());
                detail.reason = out.reason();
                detail.duplicate = Playbook.ofVersion(out.playbookVersion()).isDuplicate(out.reason());
                lead.current.disqualified(when, out.reason(), detail.duplicate, lead.stage);
                enter(event, lead, Status.DISQUALIFIED, when, detail);
            }
            case LeadSalesQualified qualified -> {
                LeadRow lead = lead(qualified);
                own(lead, qualified.rep());
                lead.current.enter(Entry.SQL, when);
                enter(event, lead, Status.SQL, when, new Detail(qualified.playbookVersion()));
                lead.expect(qualified.expectedAmount());
            }
            case OpportunityRevised revised -> {
                LeadRow lead = lead(revised);
                stay(event, lead, when, new Detail(revised.playbookVersion()));
                if (revised.expectedAmount() != null) {
                    lead.expect(revised.expectedAmount());
                }
            }
            case LeadWon won -> {
                LeadRow lead = lead(won);
                lead.current.won(when, won.amount());
                var detail = new Detail(won.playbookVersion());
                detail.money(won.amount());
                enter(event, lead, Status.CLOSED_WON, when, detail);
            }
            case LeadLost lost -> {
                LeadRow lead = lead(lost);
                var detail = new Detail(lost.playbookVersion());
                detail.reason = lost.reason();
                detail.derailed = Playbook.ofVersion(lost.playbookVersion()).isDerailed(lost.reason());
                lead.current.lost(when, lost.reason(), detail.derailed);
                detail.rootCause = lost.rootCause();
                enter(event, lead, Status.CLOSED_LOST, when, detail);
            }
            case LeadReinstated reinstated -> {
                LeadRow lead = lead(reinstated);
                endSuppression(event, reinstated.leadId(), null);
                lead.current.enter(Entry.NURTURE, when);
                enter(event, lead, Status.NURTURE, when, new Detail(reinstated.playbookVersion()));
            }
            case LeadReopened reopened -> {
                LeadRow lead = lead(reopened);
                lead.current.reopened(event.position());
                enter(event, lead, Status.SQL, when, new Detail(reopened.playbookVersion()));
            }
            case ClosureAmended amended -> amend(event, amended, when);
            case RevenueRecorded revenue -> {
                LeadRow lead = lead(revenue);
                var detail = new Detail(revenue.playbookVersion());
                detail.revenueKind = revenue.kind();
                detail.money(revenue.amount());
                stay(event, lead, when, detail);
            }
        }
    }

    private void register(LoggedEvent event, LeadRegistered registered, Moment when) throws SQLException {
        UUID id = registered.leadId().value();
        var first = new PassRow(registered.pass(), registered.playbookVersion(), null);
        first.enter(Entry.INQUIRY, when);
        var lead = new LeadRow(id, when.at(), event.position(), registered.source(), first);
        if (leads.put(id, lead) != null) {
            throw new IllegalStateException("lead %s is registered twice".formatted(id));
        }
        lead.changedBy(event.position());
        transition(event, lead, null, null, when, new Detail(registered.playbookVersion()));
        source(event, lead, true);
        for (Map.Entry<String, Object> attribute :
                registered.attributes().values().entrySet()) {
            attribute(event, lead, true, attribute.getKey(), attribute.getValue());
        }
    }

    private void update(LoggedEvent event, AttributesUpdated updated) throws SQLException {
        LeadRow lead = lead(updated);
        for (Map.Entry<String, @Nullable Object> attribute :
                updated.attributes().values().entrySet()) {
            attribute(event, lead, false, attribute.getKey(), attribute.getValue());
        }
        if (!updated.source().equals(SourceChange.NONE)) {
            lead.source = updated.source().applyTo(lead.source);
            lead.sourceCorrected = true;
            lead.changedBy(event.position());
            source(event, lead, false);
        }
    }

    private void amend(LoggedEvent event, ClosureAmended amended, Moment when) throws SQLException {
        LeadRow lead = lead(amended);
        var detail = new Detail(amended.playbookVersion());
        if (amended.newAmount() != null) {
            lead.current.amend(amended.newAmount());
            detail.money(amended.newAmount());
        }
        if (amended.newReason() != null) {
            detail.reason = amended.newReason();
            detail.derailed = Playbook.ofVersion(amended.playbookVersion()).isDerailed(amended.newReason());
            lead.current.amend(amended.newReason(), detail.derailed);
        }
        stay(event, lead, when, detail);
    }

    private LeadRow lead(LeadEvent event) {
        LeadRow lead = leads.get(event.leadId().value());
        if (lead == null) {
            throw new IllegalStateException("lead %s has a %s but was never registered"
                    .formatted(event.leadId(), event.getClass().getSimpleName()));
        }
        return lead;
    }

    private static void own(LeadRow lead, Rep rep) {
        lead.owner = rep.code();
        lead.current.owner = rep.code();
    }

    private void claim(LoggedEvent event, LeadEvent happened) throws SQLException {
        for (IdentityHash identity : happened.claimed()) {
            facts.claims()
                    .begin()
                    .bigint(event.position())
                    .uuid(happened.leadId().value())
                    .integer(happened.pass())
                    .name(identity.kind())
                    .uuid(high(identity))
                    .uuid(low(identity))
                    .timestamp(Micros.of(happened.occurredAt()))
                    .timestamp(Micros.of(event.recordedAt()))
                    .end();
            claimAlso(event, happened, identity, "BASE", identity.base());
            claimAlso(event, happened, identity, "FORMER", identity.former());
        }
    }

    /** Few identities are kept out by anything but themselves. */
    private void claimAlso(
            LoggedEvent event, LeadEvent happened, IdentityHash identity, String means, @Nullable String hash)
            throws SQLException {
        if (hash != null) {
            facts.claimsAlso()
                    .begin()
                    .bigint(event.position())
                    .uuid(happened.leadId().value())
                    .integer(happened.pass())
                    .text(means)
                    .name(identity.kind())
                    .uuid(half(hash, 0))
                    .uuid(half(hash, 32))
                    .timestamp(Micros.of(happened.occurredAt()))
                    .timestamp(Micros.of(event.recordedAt()))
                    .end();
        }
    }

    private void suppress(LoggedEvent event, LeadDisqualified out) throws SQLException {
        for (Suppression suppression : out.suppressions()) {
            Instant expiresAt = suppression.expiresAt();
            String base = suppression.base();
            facts.suppressions()
                    .begin()
                    .bigint(event.position())
                    .uuid(suppression.suppressionId().value())
                    .uuid(out.leadId().value())
                    .integer(out.pass())
                    .name(suppression.identity().kind())
                    .uuid(high(suppression.identity()))
                    .uuid(low(suppression.identity()))
                    .bool(suppression.identity().hasFormerSpelling())
                    .uuid(base == null ? null : half(base, 0))
                    .uuid(base == null ? null : half(base, 32))
                    .timestamp(Micros.of(out.occurredAt()))
                    .timestamp(expiresAt == null ? null : Micros.of(expiresAt))
                    .end();
        }
    }

    private void endSuppression(LoggedEvent event, LeadId lead, @Nullable SuppressionId suppression)
            throws SQLException {
        facts.suppressionEnds().begin().bigint(event.position()).uuid(lead.value());
        facts.suppressionEnds()
                .uuid(suppression == null ? null : suppression.value())
                .timestamp(Micros.of(event.recordedAt()))
                .end();
    }

    private static UUID high(IdentityHash identity) {
        return half(identity.hash(), 0);
    }

    private static UUID low(IdentityHash identity) {
        return half(identity.hash(), 32);
    }

    private static UUID half(String digits, int from) {
        return new UUID(
                Long.parseUnsignedLong(digits, from, from + 16, 16),
                Long.parseUnsignedLong(digits, from + 16, from + 32, 16));
    }

    /** A fact that leaves the lead where it is. */
    private void stay(LoggedEvent event, LeadRow lead, Moment when, Detail detail) throws SQLException {
        lead.changedBy(event.position());
        transition(event, lead, lead.stage, lead.stageSince, when, detail);
    }

    private void enter(LoggedEvent event, LeadRow lead, Status stage, Moment when, Detail detail) throws SQLException {
        Status before = lead.stage;
        long since = lead.stageSince;
        lead.stage = stage;
        lead.stageSince = when.at();
        lead.changedBy(event.position());
        transition(event, lead, before, since, when, detail);
    }

    private void transition(
            LoggedEvent event, LeadRow lead, @Nullable Status from, @Nullable Long since, Moment when, Detail detail)
            throws SQLException {
        facts.transitions()
                .begin()
                .bigint(event.position())
                .uuid(lead.leadId)
                .integer(lead.current.pass)
                .text(event.payload().getClass().getSimpleName())
                .timestamp(when.at())
                .timestamp(Micros.of(event.recordedAt()))
                .name(from)
                .name(lead.stage)
                .timestamp(since)
                .text(lead.owner)
                .bool(detail.implied)
                .integer(detail.playbookVersion)
                .text(detail.reason)
                .bool(detail.derailed)
                .bool(detail.duplicate)
                .text(detail.rootCause)
                .name(detail.revenueKind)
                .amount(detail.amount)
                .text(detail.currency)
                .amount(lead.expectedAmount)
                .text(lead.expectedCurrency)
                .end();
    }

    private void source(LoggedEvent event, LeadRow lead, boolean registered) throws SQLException {
        facts.sources().begin().bigint(event.position()).uuid(lead.leadId).bool(registered);
        Source source = lead.source;
        LeadRow.append(facts.sources(), source);
        facts.sources().timestamp(Micros.of(event.recordedAt())).end();
    }

    private void attribute(LoggedEvent event, LeadRow lead, boolean registered, String name, @Nullable Object value)
            throws SQLException {
        facts.attributes()
                .begin()
                .bigint(event.position())
                .uuid(lead.leadId)
                .bool(registered)
                .text(name)
                .text(AttributeText.of(value))
                .timestamp(Micros.of(event.recordedAt()))
                .end();
    }

    /** What an event says beside the stage. */
    private static final class Detail {
        private final int playbookVersion;
        private boolean implied;
        private @Nullable String reason;
        private boolean derailed;
        private boolean duplicate;
        private @Nullable String rootCause;
        private @Nullable RevenueKind revenueKind;
        private @Nullable BigDecimal amount;
        private @Nullable String currency;

        Detail(int playbookVersion) {
            this.playbookVersion = playbookVersion;
        }

        void money(Money money) {
            amount = money.amount();
            currency = money.currency().getCurrencyCode();
        }
    }
}
