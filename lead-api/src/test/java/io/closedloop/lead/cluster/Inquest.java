package io.closedloop.lead.cluster;

import io.closedloop.lead.checking.Checker;
import io.closedloop.lead.checking.Lives;
import io.closedloop.lead.checking.Report;
import io.closedloop.lead.checking.Rule;
import io.closedloop.lead.checking.StoredLog;
import io.closedloop.lead.checking.Violation;
import io.closedloop.lead.http.Caller;
import io.closedloop.lead.log.StoredEvent;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** What is left when everything is over: all that can be asked, read and compared. */
final class Inquest {
    private static final int PAGE = 1_000;

    private final Cluster cluster;
    private final Workload workload;
    private final List<Violation> found = new ArrayList<>();

    private Inquest(Cluster cluster, Workload workload) {
        this.cluster = cluster;
        this.workload = workload;
    }

    /**
     * Adds an instance which fills its read models in one go, asks all of them the same questions, stops them and
     * compares everything. The workload must have ended.
     */
    static List<Violation> hold(Cluster cluster, Workload workload) throws SQLException {
        var inquest = new Inquest(cluster, workload);
        cluster.add();
        var log = StoredLog.read(cluster.dataSource());
        inquest.askEverybody(log);
        cluster.instances().forEach(Instance::stop);
        log = StoredLog.read(cluster.dataSource());
        inquest.compareReadModels(log);
        inquest.found.addAll(Checker.check(log, workload.recorder().history()));
        return inquest.found;
    }

    private void askEverybody(StoredLog log) {
        long position = log.head().position();
        String key = cluster.newKey();
        var instants = new ArrayList<>(workload.market().instants());
        instants.add(log.events().get(log.events().size() / 2).recordedAt());
        for (Instance instance : cluster.instances()) {
            var caller = new Caller(Objects.requireNonNull(instance.uri()), key);
            ask(instance, caller, "/v1/leads?limit=200&minPosition=" + position, position);
            for (String report : Client.REPORTS) {
                String path = "/v1/reports/" + report + (report.contains("?") ? "&" : "?");
                JsonNode now = ask(instance, caller, path + "minPosition=" + position, position);
                if (now.required("position").asLong() != position) {
                    found.add(new Violation(
                            Rule.REPORTS_AGREE,
                            "%s speaks for position %s and not for %d: %s"
                                    .formatted(instance, now.required("position"), position, path)));
                }
                for (Instant instant : instants) {
                    ask(instance, caller, path + "asOf=" + instant, -1);
                }
            }
            recount(instance, caller, position, log);
            feed(instance, caller, log);
        }
    }

    /** @param position that the answer is to speak for; -1 where the question says it */
    private JsonNode ask(Instance instance, Caller caller, String path, long position) {
        Caller.Answer answer = caller.get(path, "Prefer", "wait=60");
        if (answer.status() != 200) {
            throw new AssertionError(
                    "%s answers %s with %d %s".formatted(instance, path, answer.status(), answer.body()));
        }
        workload.recorder()
                .note(new Report(
                        position < 0 ? path : path + " at the end",
                        instance.name(),
                        Answers.digest(answer.status(), answer.body())));
        return answer.json();
    }

    /** A few numbers, counted from nothing but the types of events. */
    private void recount(Instance instance, Caller caller, long position, StoredLog log) {
        JsonNode funnel =
                caller.get("/v1/reports/funnel?minPosition=" + position).json().at("/rows/0/stages");
        JsonNode redelivery = caller.get("/v1/reports/redelivery?minPosition=" + position)
                .json()
                .at("/rows/0");
        var told = new TreeMap<String, Long>();
        told.put("LeadRegistered", funnel.at("/INQUIRY/entries").asLong());
        told.put("LeadMarketingQualified", funnel.at("/MQL/entries").asLong());
        told.put("LeadAccepted", funnel.at("/ACCEPTED/entries").asLong());
        told.put("LeadSalesQualified", funnel.at("/SQL/entries").asLong());
        told.put("RedeliveryBlocked", redelivery.required("blocked").asLong());
        Map<String, Long> counted = count(log);
        told.forEach((type, number) -> {
            if (counted.getOrDefault(type, 0L) != (long) number) {
                found.add(new Violation(
                        Rule.READ_MODELS_EQUAL_THE_LOG,
                        "%s counts %d of %s, the log has %s".formatted(instance, number, type, counted.get(type))));
            }
        });
        if (redelivery.required("delivered").asLong() != 0) {
            found.add(new Violation(Rule.SUPPRESSED_NEVER_DELIVERED, instance + " reports " + redelivery));
        }
    }

    private static Map<String, Long> count(StoredLog log) {
        var counted = new TreeMap<String, Long>();
        for (StoredEvent event : log.events()) {
            counted.merge(event.type(), 1L, Long::sum);
        }
        return counted;
    }

    /** Everybody reads the same log. */
    private void feed(Instance instance, Caller caller, StoredLog log) {
        int next = 0;
        while (next < log.events().size()) {
            JsonNode page = caller.get("/v1/events?limit=%d&after=%d".formatted(PAGE, next))
                    .json()
                    .required("items");
            if (page.isEmpty()) {
                found.add(new Violation(Rule.REPORTS_AGREE, "%s reads nothing after %d".formatted(instance, next)));
                return;
            }
            for (JsonNode item : page) {
                StoredEvent stored = log.events().get(next++);
                boolean same = item.required("position").asLong() == stored.position()
                        && item.required("id").asString().equals(stored.eventId())
                        && item.required("type").asString().equals(stored.type())
                        && item.required("sequence").asLong() == stored.sequence();
                if (!same) {
                    found.add(new Violation(
                            Rule.REPORTS_AGREE, "%s reads %s where %s is stored".formatted(instance, item, stored)));
                }
            }
        }
    }

    private void compareReadModels(StoredLog log) throws SQLException {
        try (var files = ReadModelFiles.open(
                cluster.instances().stream().map(Instance::dataDirectory).toList())) {
            found.addAll(files.violations());
            var census = new TreeMap<String, Long>();
            Lives.of(log).census().forEach((status, leads) -> census.put(status.name(), leads));
            Map<String, Long> rows = files.count("lead", "stage");
            if (!rows.equals(census)) {
                found.add(new Violation(
                        Rule.READ_MODELS_EQUAL_THE_LOG,
                        "the table of leads has %s, the log %s".formatted(rows, census)));
            }
        }
    }
}
