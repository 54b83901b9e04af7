package io.closedloop.lead.checking;

import io.closedloop.lead.checking.Exchange.Outcome;
import io.closedloop.lead.log.StoredEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whether the log has what callers were told, and nothing that nobody asked for. Every event says in its metadata which
 * command it came from: its idempotency key, else its correlation id.
 */
public final class Promises {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String TRACE = "RedeliveryBlocked";
    private static final String SUPPRESSED = "contact-suppressed";

    /** The events that carry a command out, in each way that there is. */
    private static final Map<String, List<List<String>>> WAYS = Map.ofEntries(
            Map.entry("RegisterLead", List.of(List.of("LeadRegistered"))),
            Map.entry("RecordTouch", List.of(List.of("TouchRecorded"))),
            Map.entry("UpdateContact", List.of(List.of("ContactUpdated"))),
            Map.entry("UpdateAttributes", List.of(List.of("AttributesUpdated"))),
            Map.entry("QualifyMarketing", List.of(List.of("LeadMarketingQualified"))),
            Map.entry("AssignLead", List.of(List.of("LeadAssigned"))),
            Map.entry("AcceptLead", List.of(List.of("LeadAccepted"))),
            Map.entry(
                    "RejectLead",
                    List.of(List.of("LeadRejected", "LeadRecycled"), List.of("LeadRejected", "LeadDisqualified"))),
            Map.entry(
                    "QualifySales",
                    List.of(List.of("LeadSalesQualified"), List.of("LeadAccepted", "LeadSalesQualified"))),
            Map.entry("ReviseOpportunity", List.of(List.of("OpportunityRevised"))),
            Map.entry("CloseWon", List.of(List.of("LeadWon"))),
            Map.entry("CloseLost", List.of(List.of("LeadLost"))),
            Map.entry("DisqualifyLead", List.of(List.of("LeadDisqualified"))),
            Map.entry("RecycleLead", List.of(List.of("LeadRecycled"))),
            Map.entry("ReinstateLead", List.of(List.of("LeadReinstated"))),
            Map.entry("ReopenLead", List.of(List.of("LeadReopened"))),
            Map.entry("AmendClosure", List.of(List.of("ClosureAmended"))),
            Map.entry("RecordRevenue", List.of(List.of("RevenueRecorded"))),
            Map.entry("LiftSuppression", List.of(List.of("SuppressionLifted"))));

    private final Map<String, List<StoredEvent>> stored = new HashMap<>();
    private final List<Violation> found = new ArrayList<>();

    private Promises() {}

    public static List<Violation> violations(StoredLog log, History history) {
        var promises = new Promises();
        log.events()
                .forEach(event -> promises.stored
                        .computeIfAbsent(decisionOf(event), _ -> new ArrayList<>())
                        .add(event));
        var sendings = new HashMap<String, List<Exchange>>();
        history.exchanges()
                .forEach(exchange -> sendings.computeIfAbsent(exchange.decision(), _ -> new ArrayList<>())
                        .add(exchange));
        sendings.forEach(promises::hold);
        promises.stored.forEach((decision, events) -> {
            if (!sendings.containsKey(decision)) {
                promises.violated(Rule.NOTHING_UNASKED, "nobody sent what is stored under %s: %s", decision, events);
            }
        });
        return promises.found;
    }

    private static String decisionOf(StoredEvent event) {
        JsonNode metadata = JSON.readTree(event.metadata());
        return metadata.hasNonNull("idempotencyKey")
                ? "key " + metadata.required("idempotencyKey").asString()
                : "correlation " + metadata.required("correlationId").asString();
    }

    private void hold(String decision, List<Exchange> sendings) {
        List<StoredEvent> events = stored.getOrDefault(decision, List.of());
        sendings.forEach(this::noFault);
        if (sendings.getFirst().dryRun()) {
            nothing(Rule.REFUSED_NEVER, sendings, events);
            return;
        }
        Set<String> answers = new HashSet<>();
        outcomes(sendings, Outcome.Acknowledged.class).forEach(it -> answers.add(it.digest()));
        outcomes(sendings, Outcome.Refused.class).forEach(it -> answers.add(it.digest()));
        if (answers.size() > 1) {
            violated(Rule.ONE_KEY_ONE_ANSWER, "%d answers to one command: %s", answers.size(), sendings);
        }
        var acknowledged = outcomes(sendings, Outcome.Acknowledged.class).findFirst();
        var refused = outcomes(sendings, Outcome.Refused.class).findFirst();
        if (acknowledged.isPresent()) {
            acknowledged(acknowledged.get(), sendings, events);
        } else if (refused.isPresent()) {
            refused(refused.get(), sendings, events);
        } else if (outcomes(sendings, Outcome.Uncertain.class).findAny().isPresent()) {
            uncertain(sendings, events);
        } else {
            nothing(Rule.REFUSED_NEVER, sendings, events);
        }
    }

    private void acknowledged(Outcome.Acknowledged answer, List<Exchange> sendings, List<StoredEvent> events) {
        if (answer.events().isEmpty()) {
            nothing(Rule.ACKNOWLEDGED_EXACTLY_ONCE, sendings, events);
            return;
        }
        if (!types(events).equals(answer.events())) {
            violated(
                    Rule.ACKNOWLEDGED_EXACTLY_ONCE,
                    "acknowledged as %s, but stored is %s: %s",
                    answer.events(),
                    events,
                    sendings);
            return;
        }
        StoredEvent last = events.getLast();
        boolean asAnswered = oneTransactionOfOneStream(events)
                && last.streamId().equals(answer.target())
                && last.sequence() + 1 == answer.version()
                && answer.position() != null
                && last.position() == answer.position();
        if (!asAnswered) {
            violated(Rule.ACKNOWLEDGED_EXACTLY_ONCE, "stored is not what was answered: %s for %s", events, sendings);
        }
        for (Exchange sending : sendings) {
            if (sending.ifMatch() != null && events.getFirst().sequence() != sending.ifMatch()) {
                violated(
                        Rule.ACKNOWLEDGED_EXACTLY_ONCE,
                        "decided on version %d instead of the one asked for: %s",
                        events.getFirst().sequence(),
                        sending);
            }
        }
    }

    private void refused(Outcome.Refused refusal, List<Exchange> sendings, List<StoredEvent> events) {
        if (!refusal.code().equals(SUPPRESSED)) {
            nothing(Rule.REFUSED_NEVER, sendings, events);
        } else if (!types(events).equals(List.of(TRACE))) {
            violated(Rule.REFUSED_NEVER, "a blocked delivery has left %s instead of one trace: %s", events, sendings);
        }
    }

    private void uncertain(List<Exchange> sendings, List<StoredEvent> events) {
        List<String> types = types(events);
        boolean once = types.isEmpty()
                || (oneTransactionOfOneStream(events)
                        && (types.equals(List.of(TRACE))
                                || WAYS.getOrDefault(sendings.getFirst().command(), List.of())
                                        .contains(types)));
        if (!once) {
            violated(Rule.UNCERTAIN_AT_MOST_ONCE, "stored in parts or more than once: %s for %s", events, sendings);
        }
    }

    private void nothing(Rule rule, List<Exchange> sendings, List<StoredEvent> events) {
        if (!events.isEmpty()) {
            violated(rule, "there should be nothing of it in the log, but there is %s: %s", events, sendings);
        }
    }

    private void noFault(Exchange sending) {
        if (sending.outcome() instanceof Outcome.Fault) {
            violated(Rule.NO_FAULTS, "%s", sending);
        }
    }

    private void violated(Rule rule, String sentence, Object... values) {
        found.add(Violation.of(rule, sentence, values));
    }

    private static <T extends Outcome> Stream<T> outcomes(List<Exchange> sendings, Class<T> kind) {
        return sendings.stream().map(Exchange::outcome).filter(kind::isInstance).map(kind::cast);
    }

    private static List<String> types(List<StoredEvent> events) {
        return events.stream().map(StoredEvent::type).toList();
    }

    private static boolean oneTransactionOfOneStream(List<StoredEvent> events) {
        StoredEvent first = events.getFirst();
        return events.stream()
                .allMatch(it -> it.batch() == first.batch() && it.streamId().equals(first.streamId()));
    }
}
