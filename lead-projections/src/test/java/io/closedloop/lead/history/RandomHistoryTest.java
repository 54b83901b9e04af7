package io.closedloop.lead.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.history.MemoryLog.Stored;
import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.IdentityKind;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.AttributesUpdated;
import io.closedloop.lead.lifecycle.ClosureAmended;
import io.closedloop.lead.lifecycle.ContactUpdated;
import io.closedloop.lead.lifecycle.Disposition;
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
import io.closedloop.lead.lifecycle.RevenueKind;
import io.closedloop.lead.lifecycle.RevenueRecorded;
import io.closedloop.lead.lifecycle.TouchRecorded;
import io.closedloop.lead.suppression.Suppression;
import io.closedloop.lead.suppression.SuppressionEvent.RedeliveryBlocked;
import io.closedloop.lead.suppression.SuppressionEvent.SuppressionLifted;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What is proven with random histories is proven for what happens in them. So everything that reports tell apart has to
 * happen in a history of the length and of the fixed seed that the reports are tried with.
 */
class RandomHistoryTest {
    private static final List<String> HAS_TO_HAPPEN = List.of(
            "pass 2",
            "pass 3",
            "won, reopened, won",
            "won, reopened, lost",
            "lost, reopened, won",
            "lost, reopened, lost",
            "lost and recycled",
            "reopened and disqualified",
            "win amended",
            "win amended, reopened",
            "loss amended to NO_DECISION",
            "loss amended from NO_DECISION",
            "loss with a root cause",
            "refund in BRL",
            "refund in JPY",
            "refund in USD",
            "revenue made void",
            "told a month late",
            "registration told a month late",
            "told ahead of the clock",
            "told of the instant of the change before",
            "touch before the registration",
            "acceptance implied",
            "rejected to recycle",
            "rejected to disqualify",
            "rejected with a root cause",
            "disqualified in INQUIRY",
            "disqualified in MQL_AWAITING",
            "disqualified in MQL_ACCEPTED",
            "disqualified in SQL",
            "disqualified in NURTURE",
            "reinstated",
            "reinstated and disqualified again",
            "source corrected",
            "attribute taken away",
            "expected amount revised",
            "expected amount in pass 2",
            "blocked RegisterLead",
            "blocked UpdateContact",
            "blocked ReinstateLead",
            "blocked ReopenLead",
            "blocked RecycleLead",
            "suppression expired",
            "suppression expired, identity registered again",
            "suppression expired before it was recorded",
            "suppression lifted",
            "suppressed by EMAIL",
            "suppressed by PHONE",
            "suppressed with the plus-variants",
            "suppressed without the plus-variants",
            "nobody suppressed",
            "suppressed by EXTERNAL_REF",
            "events of one transaction",
            "playbook 2");

    private final Map<String, Integer> happened = new TreeMap<>();
    private final Map<LeadId, String> status = new HashMap<>();
    private final Map<LeadId, LeadEvent> last = new HashMap<>();
    private final Map<LeadId, String> reopenedAfter = new HashMap<>();
    private final Map<LeadId, Integer> disqualifications = new HashMap<>();
    private final Map<LeadId, Instant> registered = new HashMap<>();
    private final Map<LeadId, Boolean> amended = new HashMap<>();
    private final Map<LeadId, Integer> revenue = new HashMap<>();
    private final Map<IdentityHash, Instant> expiries = new HashMap<>();
    private @Nullable Instant before;

    @Test
    void everythingThatReportsTellApartHappens() {
        for (Stored stored : history(12, 3000)) {
            if (stored.recordedAt().equals(before)) {
                happens("events of one transaction");
            }
            before = stored.recordedAt();
            switch (stored.payload()) {
                case LeadEvent event -> read(event, stored.recordedAt());
                case RedeliveryBlocked blocked -> happens("blocked " + blocked.command());
                case SuppressionLifted _ -> happens("suppression lifted");
                default -> throw new AssertionError(stored);
            }
        }
        for (Instant expiry : expiries.values()) {
            if (before != null && expiry.isBefore(before)) {
                happens("suppression expired");
            }
        }
        assertThat(HAS_TO_HAPPEN).as("%s", happened).allMatch(happened::containsKey);
    }

    @Test
    void theSameSeedGivesTheSameHistory() {
        assertThat(history(11, 300))
                .extracting(Stored::recordedAt, Stored::payload)
                .isEqualTo(history(11, 300).stream()
                        .map(stored -> org.assertj.core.groups.Tuple.tuple(stored.recordedAt(), stored.payload()))
                        .toList());
    }

    private static List<Stored> history(long seed, int commands) {
        var log = new MemoryLog();
        RandomHistory.append(seed, commands, log);
        return log.events();
    }

    private void read(LeadEvent event, Instant recordedAt) {
        LeadId lead = event.leadId();
        if (event.occurredAt().isBefore(recordedAt.minus(Duration.ofDays(30)))) {
            happens(event instanceof LeadRegistered ? "registration told a month late" : "told a month late");
        }
        if (event.occurredAt().isAfter(recordedAt)) {
            happens("told ahead of the clock");
        }
        if (event.pass() > 1) {
            happens("pass " + event.pass());
        }
        String left = status.getOrDefault(lead, "nowhere");
        moved(event, left);
        described(event);
        claimed(event, recordedAt);
        last.put(lead, event);
    }

    private void moved(LeadEvent event, String left) {
        LeadId lead = event.leadId();
        switch (event) {
            case LeadRegistered e -> {
                registered.put(lead, e.occurredAt());
                enter(event, "INQUIRY");
            }
            case LeadMarketingQualified e -> {
                if (e.playbookVersion() == 2) {
                    happens("playbook 2");
                }
                enter(event, "MQL_AWAITING");
            }
            case LeadAccepted e -> {
                if (e.implied()) {
                    happens("acceptance implied");
                }
                enter(event, "MQL_ACCEPTED");
            }
            case LeadRejected e -> {
                happens(e.disposition() == Disposition.RECYCLE ? "rejected to recycle" : "rejected to disqualify");
                if (e.rootCause() != null) {
                    happens("rejected with a root cause");
                }
            }
            case LeadRecycled _ -> {
                if (left.equals("CLOSED_LOST")) {
                    happens("lost and recycled");
                }
                enter(event, "NURTURE");
            }
            case LeadDisqualified _ -> {
                happens("disqualified in " + left);
                if (left.equals("SQL") && reopenedAfter.containsKey(lead)) {
                    happens("reopened and disqualified");
                }
                if (disqualifications.merge(lead, 1, Integer::sum) > 1) {
                    happens("reinstated and disqualified again");
                }
                enter(event, "DISQUALIFIED");
            }
            case LeadSalesQualified e -> {
                if (e.pass() > 1 && e.expectedAmount() != null) {
                    happens("expected amount in pass 2");
                }
                enter(event, "SQL");
            }
            case LeadWon _ -> closed(event, "won");
            case LeadLost e -> {
                if (e.rootCause() != null) {
                    happens("loss with a root cause");
                }
                closed(event, "lost");
            }
            case LeadReinstated _ -> {
                happens("reinstated");
                enter(event, "NURTURE");
            }
            case LeadReopened _ -> reopened(event, left);
            case TouchRecorded _,
                    ContactUpdated _,
                    AttributesUpdated _,
                    LeadAssigned _,
                    OpportunityRevised _,
                    ClosureAmended _,
                    RevenueRecorded _ -> {}
        }
    }

    private void closed(LeadEvent event, String outcome) {
        if (reopenedAfter.containsKey(event.leadId())) {
            happens("%s, reopened, %s".formatted(reopenedAfter.get(event.leadId()), outcome));
        }
        enter(event, outcome.equals("won") ? "CLOSED_WON" : "CLOSED_LOST");
    }

    private void reopened(LeadEvent event, String left) {
        LeadId lead = event.leadId();
        reopenedAfter.put(lead, left.equals("CLOSED_WON") ? "won" : "lost");
        if (left.equals("CLOSED_WON") && amended.getOrDefault(lead, false)) {
            happens("win amended, reopened");
        }
        if (revenue.getOrDefault(lead, 0) > 0) {
            happens("revenue made void");
        }
        revenue.remove(lead);
        amended.remove(lead);
        enter(event, "SQL");
    }

    private void described(LeadEvent event) {
        LeadId lead = event.leadId();
        if (event instanceof TouchRecorded e && e.occurredAt().isBefore(registered.get(lead))) {
            happens("touch before the registration");
        } else if (event instanceof AttributesUpdated e) {
            happens(e.source().campaign() != null ? "source corrected" : "attributes updated");
            if (e.attributes().values().containsValue(null)) {
                happens("attribute taken away");
            }
        } else if (event instanceof OpportunityRevised) {
            happens("expected amount revised");
        } else if (event instanceof ClosureAmended e && e.newAmount() != null) {
            happens("win amended");
            amended.put(lead, true);
        } else if (event instanceof ClosureAmended e) {
            happens("loss amended to " + e.newReason());
            happens("loss amended from " + e.oldReason());
        } else if (event instanceof RevenueRecorded e) {
            revenue.merge(lead, 1, Integer::sum);
            if (e.kind() == RevenueKind.REFUND) {
                happens("refund in " + e.amount().currency());
            }
        }
    }

    private void claimed(LeadEvent event, Instant recordedAt) {
        if (event instanceof LeadDisqualified e) {
            if (e.suppressions().isEmpty()) {
                happens("nobody suppressed");
            }
            for (Suppression made : e.suppressions()) {
                happens("suppressed by " + made.identity().kind());
                if (made.identity().kind() == IdentityKind.EMAIL) {
                    happens("suppressed %s the plus-variants".formatted(made.base() == null ? "without" : "with"));
                }
                if (made.expiresAt() != null) {
                    expiries.put(made.identity(), made.expiresAt());
                    if (!made.expiresAt().isAfter(recordedAt)) {
                        happens("suppression expired before it was recorded");
                    }
                }
            }
        }
        if (event instanceof LeadRegistered e) {
            for (IdentityHash identity : e.claimed()) {
                if (expiries.containsKey(identity)) {
                    happens("suppression expired, identity registered again");
                }
            }
        }
    }

    private void enter(LeadEvent event, String entered) {
        LeadEvent previous = last.get(event.leadId());
        if (previous != null && previous.occurredAt().equals(event.occurredAt())) {
            happens("told of the instant of the change before");
        }
        status.put(event.leadId(), entered);
    }

    private void happens(String what) {
        happened.merge(what, 1, Integer::sum);
    }
}
