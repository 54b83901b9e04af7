package io.closedloop.lead.reports;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.http.Caller.Answer;
import io.closedloop.lead.log.EventLog;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

class ReportsAsOfTest extends ReportCalls {
    @Autowired
    private EventLog events;

    @Test
    void anAnswerForAnInstantStaysTheSameWhateverIsRecordedLater() {
        ToldHistory told = tell(ToldHistory.ofEverything());
        Instant asOf = now();
        var first = new HashMap<String, Answer>();
        for (Described report : reports()) {
            for (String media : List.of("application/json", "text/csv")) {
                String path = question(report, told) + "&asOf=" + asOf;
                first.put(media + path, analyst().get(path, "Accept", media));
            }
        }

        changeMindsAbout(told);

        for (Described report : reports()) {
            String question = question(report, told);
            for (String media : List.of("application/json", "text/csv")) {
                String path = question + "&asOf=" + asOf;
                Answer before = first.getOrDefault(media + path, null);
                Answer again = ask(path, "Accept", media);
                assertThat(again.body()).as(path).isEqualTo(before.body());
                assertThat(again.header("ETag")).as(path).isEqualTo(before.header("ETag"));
                assertThat(analyst()
                                .get(path, "Accept", media, "If-None-Match", before.header("ETag"))
                                .status())
                        .as(path)
                        .isEqualTo(304);
            }
            assertThat(ask(question).json().required("rows"))
                    .as("%s now", report.id())
                    .isNotEqualTo(first.getOrDefault("application/json" + question + "&asOf=" + asOf, null)
                            .json()
                            .required("rows"));
        }
    }

    private static String question(Described report, ToldHistory told) {
        return "%s?%s&groupBy=channel,owner".formatted(report.path(), told.only());
    }

    /** Late and backdated facts, an amendment, a reopening, a refund, a new source and a lifted suppression. */
    private void changeMindsAbout(ToldHistory told) {
        tell(told.register("2026-01-02T00:00:00Z", "late", "late", "EMAIL", "spring")
                .then("01-04", "late", "QualifyMarketing")
                .then("03-01", "B", "AmendClosure", "\"cause\": \"They told us.\", \"reason\": \"BUDGET\"")
                .then("03-01", "A", "ReopenLead", "\"justification\": \"It was never signed.\"")
                .then(
                        "03-02",
                        "C",
                        "RecordRevenue",
                        "\"kind\": \"REFUND\", \"amount\": {\"amount\": \"30\", \"currency\": \"EUR\"}")
                .then("03-01", "I", "UpdateAttributes", "\"source\": {\"channel\": \"WEB\"}")
                .then("03-01", "K", "ReinstateLead", "\"justification\": \"They do need it.\""));
    }

    @Test
    void nothingIsRecordedAtOrBeforeAnInstantOnceItHasBeenAskedFor() {
        for (int i = 0; i < 5; i++) {
            Instant asOf = now();
            ask("/v1/reports/funnel?asOf=" + asOf);
            assertThat(events.head().recordedAt()).isAfterOrEqualTo(asOf);

            ToldHistory told = new ToldHistory();
            tell(told.register("01-01", "A", "A", "EMAIL", "spring"));
            assertThat(recordedAt(told.id("A"))).isAfter(asOf);
            assertThat(ask("/v1/reports/funnel?%s&asOf=%s".formatted(told.only(), asOf))
                            .json()
                            .at("/rows/0/stages/INQUIRY/entries")
                            .asInt())
                    .isZero();
        }
    }

    @Test
    void whatIsRecordedAtTheInstantItselfIsKnownThen() {
        ToldHistory told = new ToldHistory();
        tell(told.register("01-01", "A", "A", "EMAIL", "spring"));
        Instant recordedAt = recordedAt(told.id("A"));

        assertThat(inquiries(told, recordedAt)).isEqualTo(1);
        assertThat(inquiries(told, recordedAt.minus(1, ChronoUnit.MICROS))).isZero();
    }

    private int inquiries(ToldHistory told, Instant asOf) {
        return ask("/v1/reports/funnel?%s&asOf=%s".formatted(told.only(), asOf))
                .json()
                .at("/rows/0/stages/INQUIRY/entries")
                .asInt();
    }

    private Instant recordedAt(UUID lead) {
        return Instant.parse(as(Role.AUDITOR)
                .get("/v1/leads/%s/history".formatted(lead))
                .json()
                .at("/items/0/recordedAt")
                .asString());
    }

    @Test
    void whatIsStillToComeCannotBeSaid() {
        Instant tomorrow = now().plus(Duration.ofDays(1));
        for (Described report : reports()) {
            for (String parameter : List.of("asOf", "compareTo")) {
                Answer answer = analyst().get("%s?%s=%s".formatted(report.path(), parameter, tomorrow));
                assertThat(answer.code()).isEqualTo("malformed-request");
                assertThat(answer.json().at("/errors/0/pointer").asString()).isEqualTo("?" + parameter);
            }
        }
        Answer explained = analyst().get("/v1/reports/funnel/explain?stage=WON&asOf=2026-01-01&asOf=" + tomorrow);
        assertThat(explained.json().at("/errors/0/pointer").asString()).isEqualTo("?asOf");
    }

    @Test
    void aComparisonWithAPeriodHasItsNumbersAndTheDifference() {
        String only = everything().only();
        for (Described report : reports()) {
            for (String basis : report.values("basis")) {
                String question = "%s?%s&groupBy=channel&basis=%s".formatted(report.path(), only, basis);
                JsonNode january =
                        ask(question + "&from=2026-01-01&to=2026-02-01").json();
                JsonNode february =
                        ask(question + "&from=2026-02-01&to=2026-03-01").json();
                JsonNode compared = ask(question + "&from=2026-02-01&to=2026-03-01&compareTo=previous")
                        .json();

                assertThat(compared.at("/base/from").asString()).isEqualTo("2026-01-01T00:00:00Z");
                assertThat(compared.at("/base/to").asString()).isEqualTo("2026-02-01T00:00:00Z");
                isTheDifference(report, compared, february, january);
                assertThat(ask(question + "&from=2026-02-01&to=2026-03-01&compareTo=2026-01-01/2026-02-01")
                                .json())
                        .isEqualTo(compared);
            }
        }
    }

    @Test
    void aComparisonWithAnInstantHasWhatWasKnownThenAndTheDifference() {
        ToldHistory told = tell(ToldHistory.ofEverything());
        Instant before = now();
        changeMindsAbout(told);
        Instant after = now();
        for (Described report : reports()) {
            String question = question(report, told);
            isTheDifference(
                    report,
                    ask(question + "&compareTo=" + before).json(),
                    ask(question).json(),
                    ask(question + "&asOf=" + before).json());
            JsonNode backward = ask("%s&asOf=%s&compareTo=%s".formatted(question, before, after))
                    .json();
            isTheDifference(
                    report,
                    backward,
                    ask(question + "&asOf=" + before).json(),
                    ask(question + "&asOf=" + after).json());
        }
    }

    private static void isTheDifference(Described report, JsonNode compared, JsonNode now, JsonNode base) {
        assertThat(compared.required("position")).isEqualTo(now.required("position"));
        assertThat(compared.at("/base/position")).isEqualTo(base.required("position"));
        Set<String> keys = new HashSet<>();
        rows(now).forEach(row -> keys.add(report.address(row)));
        rows(base).forEach(row -> keys.add(report.address(row)));
        assertThat(rows(compared)).extracting(report::address).containsExactlyInAnyOrderElementsOf(keys);
        for (JsonNode row : rows(compared)) {
            String key = report.address(row);
            for (JsonNode column : report.columns()) {
                String name = column.required("name").asString();
                if (column.required("type").asString().equals("COUNT")) {
                    long is = count(report, now, key, name);
                    long was = count(report, base, key, name);
                    assertThat(List.of(
                                    report.value(row, name).asLong(),
                                    report.value(row.required("base"), name).asLong(),
                                    report.value(row.required("difference"), name)
                                            .asLong()))
                            .as("%s %s %s", report.id(), key, name)
                            .containsExactly(is, was, is - was);
                }
            }
            rows(base).stream()
                    .filter(other -> report.address(other).equals(key))
                    .forEach(other -> report.columns().forEach(column -> {
                        String name = column.required("name").asString();
                        assertThat(report.value(row.required("base"), name))
                                .as("%s %s %s", report.id(), key, name)
                                .isEqualTo(report.value(other, name));
                    }));
        }
    }

    private static long count(Described report, JsonNode answer, String key, String column) {
        return rows(answer).stream()
                .filter(row -> report.address(row).equals(key))
                .mapToLong(row -> report.value(row, column).asLong())
                .sum();
    }

    @Test
    void anExplanationSaysWhichUnitsMovedTheNumberAndBecauseOfWhat() {
        ToldHistory told = tell(ToldHistory.ofEverything());
        Instant before = now();
        changeMindsAbout(told);
        Instant after = now();
        for (Described report : reports()) {
            String question = "%s&groupBy=".formatted(told.only());
            JsonNode was = ask("%s?%s&asOf=%s".formatted(report.path(), question, before))
                    .json();
            JsonNode is = ask("%s?%s&asOf=%s".formatted(report.path(), question, after))
                    .json();
            for (JsonNode row : rows(is)) {
                for (JsonNode column : report.columns()) {
                    String name = column.required("name").asString();
                    if (column.required("type").asString().equals("COUNT")) {
                        String cell = "%s/explain?%s%s&column=%s"
                                .formatted(report.path(), question, report.address(row), name);
                        JsonNode explained = ask("%s&asOf=%s&asOf=%s".formatted(cell, before, after))
                                .json();
                        long units = count(report, was, report.address(row), name);
                        assertThat(explained.at("/before/units").asLong())
                                .as(cell)
                                .isEqualTo(units);
                        assertThat(explained.at("/now/units").asLong())
                                .as(cell)
                                .isEqualTo(report.value(row, name).asLong());
                        assertThat(sum(explained))
                                .as(cell)
                                .isEqualTo(report.value(row, name).asLong() - units);
                        explained
                                .required("items")
                                .forEach(item -> assertThat(
                                                item.required("events").isEmpty())
                                        .as("%s: %s", cell, item)
                                        .isFalse());
                    }
                }
            }
        }
    }

    private static long sum(JsonNode explained) {
        return explained
                .required("items")
                .valueStream()
                .mapToLong(item -> switch (item.required("change").asString()) {
                    case "ADDED" -> 1;
                    case "REMOVED" -> -1;
                    default -> 0;
                })
                .sum();
    }

    @Test
    void anExplanationOfMoneyAddsUpAndIsReadPageByPage() {
        ToldHistory told = tell(ToldHistory.ofEverything());
        Instant before = now();
        changeMindsAbout(told);
        Instant after = now();
        String cell = "/v1/reports/campaigns/explain?%s&groupBy=&column=revenue".formatted(told.only());

        JsonNode explained =
                ask("%s&asOf=%s&asOf=%s".formatted(cell, after, before)).json();
        assertThat(explained)
                .isEqualTo(
                        ask("%s&asOf=%s&asOf=%s".formatted(cell, before, after)).json());
        assertThat(explained.at("/before/totals").valueStream().map(JsonNode::toString))
                .containsExactly(
                        "{\"amount\":\"300.00\",\"currency\":\"EUR\"}", "{\"amount\":\"115.00\",\"currency\":\"USD\"}");
        assertThat(explained.at("/now/totals").valueStream().map(JsonNode::toString))
                .containsExactly("{\"amount\":\"270.00\",\"currency\":\"EUR\"}");
        assertThat(explained.required("items").findValuesAsString("change"))
                .containsExactlyInAnyOrder("REMOVED", "REMOVED", "REMOVED", "ADDED");

        JsonNode now = ask("%s&asOf=%s".formatted(cell, before)).json();
        assertThat(now.required("items")).isEqualTo(explained.required("items"));

        var items = new ArrayList<JsonNode>();
        String next = "";
        do {
            JsonNode page =
                    ask("%s&asOf=%s&limit=1%s".formatted(cell, before, next)).json();
            assertThat(page.required("items").size()).isEqualTo(1);
            page.required("items").forEach(items::add);
            JsonNode cursor = page.required("nextCursor");
            next = cursor.isNull() ? "" : "&cursor=" + cursor.asString();
            tell(told.register("01-01", "x" + items.size(), "x" + items.size(), "EMAIL", "spring"));
        } while (!next.isEmpty());
        assertThat(items).isEqualTo(explained.required("items").valueStream().toList());
    }

    @Test
    void anExplanationTakesOneInstantOrTwo() {
        for (String instants : List.of("", "&asOf=2026-01-01&asOf=2026-01-02&asOf=2026-01-03")) {
            Answer answer = analyst().get("/v1/reports/funnel/explain?stage=WON" + instants);
            assertThat(answer.code()).isEqualTo("malformed-request");
            assertThat(answer.json().at("/errors/0/pointer").asString()).isEqualTo("?asOf");
        }
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
