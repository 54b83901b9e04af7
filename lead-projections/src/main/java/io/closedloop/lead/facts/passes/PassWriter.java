package io.closedloop.lead.facts.passes;

import io.closedloop.lead.columnstore.DuckDbWriter;
import io.closedloop.lead.columnstore.LoggedEvent;
import io.closedloop.lead.columnstore.Micros;
import io.closedloop.lead.columnstore.RowAppender;
import io.closedloop.lead.facts.kind.KindOfFacts;
import io.closedloop.lead.facts.kind.SourceColumns;
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
import io.closedloop.lead.source.SourceChange;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Says what each event makes of leads and passes. It appends the append-only facts and changes the leads' rows. */
final class PassWriter implements KindOfFacts.Writing {
    private final LeadRows rows;
    private final RowAppender transitions;
    private final RowAppender sources;
    private final RowAppender attributes;

    PassWriter(LeadRows rows, DuckDbWriter writer) throws SQLException {
        this.rows = rows;
        transitions = writer.append("transition");
        sources = writer.append("source_history");
        attributes = writer.append("attribute_history");
    }

    /** Whether writing the event takes the lead's row as it was before. */
    static boolean changesALeadOfBefore(Object payload) {
        return payload instanceof LeadEvent
                && !(payload instanceof LeadRegistered
                        || payload instanceof TouchRecorded
                        || payload instanceof ContactUpdated);
    }

    /** @throws IllegalStateException when the log tells of a lead that was never registered, or registered twice */
    @Override
    public void write(LoggedEvent event) throws SQLException {
        if (event.payload() instanceof LeadEvent happened) {
            write(event, happened);
        }
    }

    private void write(LoggedEvent event, LeadEvent happened) throws SQLException {
        var when = new Moment(Micros.of(happened.occurredAt()), event.position());
        switch (happened) {
            case LeadRegistered registered -> register(event, registered, when);
            case TouchRecorded _, ContactUpdated _ -> {
                // Neither moves a stage: touches are facts of their own, and nothing personal is kept here.
            }
            case AttributesUpdated updated -> update(event, updated);
            case LeadMarketingQualified qualified -> {
                LeadRow lead = lead(qualified);
                if (qualified.pass() != lead.current.pass) {
                    lead.current = new PassRow(qualified.pass(), qualified.playbookVersion(), lead.owner);
                }
                lead.current.enter(StageEntry.MQL, when);
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
                var detail = new Detail(out.playbookVersion());
                detail.reason = out.reason();
                detail.duplicate = Playbook.ofVersion(out.playbookVersion()).isDuplicate(out.reason());
                lead.current.disqualified(when, out.reason(), detail.duplicate, lead.stage);
                enter(event, lead, Status.DISQUALIFIED, when, detail);
            }
            case LeadSalesQualified qualified -> {
                LeadRow lead = lead(qualified);
                own(lead, qualified.rep());
                lead.current.enter(StageEntry.SQL, when);
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
                lead.current.enter(StageEntry.NURTURE, when);
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
        first.enter(StageEntry.INQUIRY, when);
        var lead = new LeadRow(id, when.at(), event.position(), registered.source(), first);
        if (!rows.add(lead)) {
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
        LeadRow lead = rows.of(event.leadId().value());
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
        transitions
                .begin()
                .bigint("position", event.position())
                .uuid("lead_id", lead.leadId)
                .integer("pass", lead.current.pass)
                .text("event", event.payload().getClass().getSimpleName())
                .timestamp("occurred_at", when.at())
                .timestamp("recorded_at", Micros.of(event.recordedAt()))
                .name("from_stage", from)
                .name("to_stage", lead.stage)
                .timestamp("from_since", since)
                .text("owner", lead.owner)
                .bool("implied", detail.implied)
                .integer("playbook_version", detail.playbookVersion)
                .text("reason", detail.reason)
                .bool("derailed", detail.derailed)
                .bool("duplicate", detail.duplicate)
                .text("root_cause", detail.rootCause)
                .name("revenue_kind", detail.revenueKind)
                .amount("amount", detail.amount)
                .text("currency", detail.currency)
                .amount("expected_amount", lead.expectedAmount)
                .text("expected_currency", lead.expectedCurrency)
                .end();
    }

    private void source(LoggedEvent event, LeadRow lead, boolean registered) throws SQLException {
        RowAppender row = sources.begin()
                .bigint("position", event.position())
                .uuid("lead_id", lead.leadId)
                .bool("registered", registered);
        SourceColumns.append(row, lead.source)
                .timestamp("recorded_at", Micros.of(event.recordedAt()))
                .end();
    }

    private void attribute(LoggedEvent event, LeadRow lead, boolean registered, String name, @Nullable Object value)
            throws SQLException {
        attributes
                .begin()
                .bigint("position", event.position())
                .uuid("lead_id", lead.leadId)
                .bool("registered", registered)
                .text("name", name)
                .text("value", AttributeText.of(value))
                .timestamp("recorded_at", Micros.of(event.recordedAt()))
                .end();
    }

    @Override
    public void finish() throws SQLException {
        rows.replaceChanged();
    }

    @Override
    public void close() throws SQLException {
        transitions.close();
        sources.close();
        attributes.close();
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
