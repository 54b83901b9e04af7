package io.closedloop.lead.checking;

import static io.closedloop.lead.lifecycle.Status.CLOSED_LOST;
import static io.closedloop.lead.lifecycle.Status.CLOSED_WON;
import static io.closedloop.lead.lifecycle.Status.DISQUALIFIED;
import static io.closedloop.lead.lifecycle.Status.INQUIRY;
import static io.closedloop.lead.lifecycle.Status.MQL_ACCEPTED;
import static io.closedloop.lead.lifecycle.Status.MQL_AWAITING;
import static io.closedloop.lead.lifecycle.Status.NURTURE;
import static io.closedloop.lead.lifecycle.Status.SQL;

import io.closedloop.lead.lifecycle.Status;
import io.closedloop.lead.log.StoredEvent;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What every lead has lived through, by the table that is written for people ("the lead's life"), which knows nothing
 * of the code that decides.
 */
public final class Lives {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<Status> OPEN = EnumSet.of(INQUIRY, MQL_AWAITING, MQL_ACCEPTED, SQL, NURTURE);
    private static final Set<Status> MQL = EnumSet.of(MQL_AWAITING, MQL_ACCEPTED);
    private static final Set<Status> CLOSED = EnumSet.of(CLOSED_WON, CLOSED_LOST);
    private static final Set<Status> IN_PLAY = EnumSet.complementOf(EnumSet.of(DISQUALIFIED));
    private static final Set<Status> RECYCLABLE = EnumSet.of(MQL_AWAITING, MQL_ACCEPTED, SQL, CLOSED_LOST);

    /** From where an event may come, and where it leads; null leaves the lead where it is. */
    private record Step(Set<Status> from, @Nullable Status to) {}

    private static final Map<String, Step> STEPS = Map.ofEntries(
            Map.entry("TouchRecorded", new Step(EnumSet.allOf(Status.class), null)),
            Map.entry("ContactUpdated", new Step(IN_PLAY, null)),
            Map.entry("AttributesUpdated", new Step(IN_PLAY, null)),
            Map.entry("LeadMarketingQualified", new Step(EnumSet.of(INQUIRY, NURTURE), MQL_AWAITING)),
            Map.entry("LeadAssigned", new Step(OPEN, null)),
            Map.entry("LeadAccepted", new Step(EnumSet.of(MQL_AWAITING), MQL_ACCEPTED)),
            Map.entry("LeadRejected", new Step(MQL, null)),
            Map.entry("LeadSalesQualified", new Step(EnumSet.of(MQL_ACCEPTED), SQL)),
            Map.entry("OpportunityRevised", new Step(EnumSet.of(SQL), null)),
            Map.entry("LeadWon", new Step(EnumSet.of(SQL), CLOSED_WON)),
            Map.entry("LeadLost", new Step(EnumSet.of(SQL), CLOSED_LOST)),
            Map.entry("LeadDisqualified", new Step(OPEN, DISQUALIFIED)),
            Map.entry("LeadRecycled", new Step(RECYCLABLE, NURTURE)),
            Map.entry("LeadReinstated", new Step(EnumSet.of(DISQUALIFIED), NURTURE)),
            Map.entry("LeadReopened", new Step(CLOSED, SQL)),
            Map.entry("ClosureAmended", new Step(CLOSED, null)),
            Map.entry("RevenueRecorded", new Step(EnumSet.of(CLOSED_WON), null)));

    private final Map<String, List<Status>> statuses = new HashMap<>();
    private final List<Violation> violations = new ArrayList<>();

    private Lives() {}

    public static Lives of(StoredLog log) {
        var lives = new Lives();
        log.streams().forEach((id, events) -> {
            if (events.getFirst().streamType().equals("Lead")) {
                lives.replay(id, events);
            }
        });
        return lives;
    }

    public List<Violation> violations() {
        return violations;
    }

    /** Where a lead was after so many events; null where it never had that many. */
    @Nullable
    Status status(String leadId, long version) {
        List<Status> life = statuses.getOrDefault(leadId, List.of());
        return version < 1 || version > life.size() ? null : life.get((int) version - 1);
    }

    /** How many leads are where. */
    public Map<Status, Long> census() {
        var census = new HashMap<Status, Long>();
        statuses.values().forEach(life -> census.merge(life.getLast(), 1L, Long::sum));
        return census;
    }

    private void replay(String leadId, List<StoredEvent> events) {
        var life = new ArrayList<Status>();
        int pass = 1;
        StoredEvent rejected = null;
        for (StoredEvent event : events) {
            Status before = life.isEmpty() ? null : life.getLast();
            Status after = after(before, event);
            if (event.type().equals("LeadMarketingQualified") && before == NURTURE) {
                pass++;
            }
            int told = JSON.readTree(event.payload()).required("pass").asInt();
            if (told != pass) {
                violations.add(Violation.of(
                        Rule.LEGAL_TRANSITIONS, "lead %s is in pass %d, but says %d in %s", leadId, pass, told, event));
            }
            if (rejected != null && !followsUp(rejected, event)) {
                violations.add(Violation.of(
                        Rule.LEGAL_TRANSITIONS, "a rejection is not carried out: after %s comes %s", rejected, event));
            }
            rejected = event.type().equals("LeadRejected") ? event : null;
            life.add(after);
        }
        if (rejected != null) {
            violations.add(Violation.of(Rule.LEGAL_TRANSITIONS, "a rejection is not carried out: %s", rejected));
        }
        statuses.put(leadId, life);
    }

    private Status after(@Nullable Status before, StoredEvent event) {
        if (before == null || event.type().equals("LeadRegistered")) {
            if (before != null || !event.type().equals("LeadRegistered")) {
                violations.add(Violation.of(
                        Rule.LEGAL_TRANSITIONS, "a lead begins with LeadRegistered and nothing else does: %s", event));
            }
            return INQUIRY;
        }
        Step step = STEPS.get(event.type());
        if (step == null || !step.from().contains(before)) {
            violations.add(Violation.of(Rule.LEGAL_TRANSITIONS, "a lead in %s takes no %s", before, event));
        }
        return step == null ? before : Objects.requireNonNullElse(step.to(), before);
    }

    private static boolean followsUp(StoredEvent rejected, StoredEvent event) {
        return event.batch() == rejected.batch()
                && (event.type().equals("LeadRecycled") || event.type().equals("LeadDisqualified"));
    }
}
