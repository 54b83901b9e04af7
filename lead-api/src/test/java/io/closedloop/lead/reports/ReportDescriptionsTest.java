package io.closedloop.lead.reports;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.reporting.reports.AllReports;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ReportDescriptionsTest extends ReportCalls {
    private static final List<String> DATES = List.of("day", "week", "month", "quarter", "year");

    /** What makes sense only where there are dates, and which. */
    private static final Map<String, String> ABOUT_DATES =
            Map.of("weekStart", "&groupBy=week", "fiscalYearStart", "&groupBy=quarter,year", "gaps", "&groupBy=month");

    @Test
    void everyReportOfTheContractIsListed() {
        assertThat(reports())
                .extracting(Described::id)
                .containsExactlyElementsOf(AllReports.names())
                .startsWith("funnel", "campaigns", "winRate", "transitions", "reasons", "redelivery");
    }

    @Test
    void whateverIsListedCanBeAskedAndHasTheColumnsThatAreListed() {
        String only = everything().only();
        for (Described report : reports()) {
            var questions = new ArrayList<String>(List.of(""));
            for (JsonNode parameter : report.description().required("parameters")) {
                if (!parameter
                        .required("mediaTypes")
                        .equals(report.description().required("mediaTypes"))) {
                    // That of tables alone is asked for by ReportTablesTest.
                    continue;
                }
                String name = parameter.required("name").asString();
                String asking = "&%s=%s" + ABOUT_DATES.getOrDefault(name, "");
                parameter.required("values").forEach(value -> questions.add(asking.formatted(name, value.asString())));
                JsonNode standard = parameter.required("defaultValue");
                if (!standard.isNull()) {
                    questions.add(asking.formatted(name, standard.asString()));
                }
            }
            for (String group : report.groups()) {
                questions.add("&groupBy=" + group.replace("<name>", "size"));
            }
            for (String question : questions) {
                hasItsColumns(report, "%s?%s%s".formatted(report.path(), only, question));
            }
        }
    }

    private void hasItsColumns(Described report, String path) {
        JsonNode answer = ask(path).json();
        assertThat(rows(answer)).as(path).isNotEmpty();
        assertThat(answer.at("/definition/id").asString()).isEqualTo(report.id());
        var header = new ArrayList<String>();
        answer.required("groupBy").forEach(group -> header.add(group.asString()));
        header.addAll(report.dimensions());
        for (JsonNode column : report.columns()) {
            String name = column.required("name").asString();
            assertThat(column.required("description").asString()).endsWith(".");
            header.addAll(
                    switch (column.required("type").asString()) {
                        case "RATIO" -> rate(name);
                        case "MONEY" -> List.of(name + "_EUR", name + "_USD");
                        default -> List.of(name);
                    });
        }
        String table = report.values("layout").isEmpty() ? path : path + "&currencies=EUR,USD";
        assertThat(ask(table, "Accept", "text/csv").body().lines().findFirst().orElseThrow())
                .as(table)
                .isEqualTo(String.join(",", header));
        for (JsonNode row : rows(answer)) {
            assertThat(row.required("key").propertyNames())
                    .as(path)
                    .containsExactlyElementsOf(answer.required("groupBy")
                            .valueStream()
                            .map(JsonNode::asString)
                            .toList());
            if (!row.has("stages")) {
                assertThat(row.propertyNames())
                        .as(path)
                        .containsExactlyElementsOf(Stream.of(
                                        Stream.of("key"),
                                        report.dimensions().stream(),
                                        report.columns().stream()
                                                .map(column ->
                                                        column.required("name").asString()))
                                .flatMap(names -> names)
                                .toList());
            }
        }
    }

    @Test
    void everyGroupThatIsListedFiltersTheRowsThatItHas() {
        String only = everything().only();
        for (Described report : reports()) {
            for (String listed : report.groups()) {
                String group = listed.replace("<name>", "size");
                // Empty rows are there because of others, which a filter takes away.
                String gaps = DATES.contains(group) ? "&gaps=false" : "";
                String path = "%s?%s&groupBy=%s%s".formatted(report.path(), only, group, gaps);
                List<JsonNode> rows = rows(ask(path).json());
                for (JsonNode row : List.of(rows.getFirst(), rows.getLast())) {
                    JsonNode value = row.at("/key").required(group);
                    String filter = "&%s=%s".formatted(group, value.isNull() ? "" : encoded(value.asString()));
                    if (!group.equals("origin")) {
                        assertThat(rows(ask(path + filter).json()).stream()
                                        .map(report::address)
                                        .distinct())
                                .as(path + filter)
                                .hasSize((int) rows.stream()
                                        .filter(other ->
                                                other.at("/key").required(group).equals(value))
                                        .map(report::address)
                                        .distinct()
                                        .count());
                    }
                }
            }
        }
    }

    @Test
    void aFilterTakesSeveralValues() {
        String path =
                "/v1/reports/funnel?%s&groupBy=channel".formatted(everything().only());

        assertThat(ask(path + "&channel=EMAIL&channel=SOCIAL").json().required("rows"))
                .isEqualTo(ask(path).json().required("rows"));
        assertThat(ask(path + "&channel=EMAIL&channel=TV")
                        .json()
                        .required("filters")
                        .required("channel"))
                .hasSize(2);
    }

    @Test
    void groupsAreNamedInOneListOrOneByOne() {
        String path = "/v1/reports/funnel?%s&groupBy=".formatted(everything().only());

        assertThat(ask(path + "channel&groupBy=owner").json())
                .isEqualTo(ask(path + "channel,owner").json());
    }

    @Test
    void answersAreWhatTheDescriptionOfTheApiSays() {
        var api = new DescribedAnswers(nobody().get("/v3/api-docs").json());
        String only = everything().only();
        assertThat(api.complaints("/v1/reports", analyst().get("/v1/reports").json()))
                .isEmpty();
        for (Described report : reports()) {
            for (String question : List.of(
                    "",
                    "&groupBy=channel,owner,pass",
                    "&groupBy=week,quarter&weekStart=SUNDAY&fiscalYearStart=04",
                    "&compareTo=2026-01-01",
                    "&from=2031-01-01",
                    "&from=2026-01-01&to=2026-02-01&compareTo=previous&zone=Asia/Tokyo")) {
                String path = "%s?%s%s".formatted(report.path(), only, question);
                assertThat(api.complaints(report.path(), ask(path).json()))
                        .as(path)
                        .isEmpty();
            }
            String address = "?%s&groupBy=channel%s&column=%s&limit=2"
                    .formatted(
                            only,
                            report.address(rows(ask("%s?%s&groupBy=channel".formatted(report.path(), only))
                                            .json())
                                    .getFirst()),
                            report.columns().getLast().required("name").asString());
            assertThat(api.complaints(
                            report.path() + "/leads",
                            ask(report.path() + "/leads" + address).json()))
                    .as(report.id())
                    .isEmpty();
            assertThat(api.complaints(
                            report.path() + "/explain",
                            ask(report.path() + "/explain" + address + "&asOf=2026-01-01")
                                    .json()))
                    .as(report.id())
                    .isEmpty();
        }
    }

    @Test
    void theDescriptionOfTheApiOffersEachReportWhatTheReportListsItself() {
        JsonNode api = nobody().get("/v3/api-docs").json();
        for (Described report : reports()) {
            List<JsonNode> parameters = api.required("paths")
                    .required(report.path())
                    .required("get")
                    .required("parameters")
                    .valueStream()
                    .toList();
            List<String> names = parameters.stream()
                    .filter(parameter -> parameter.required("in").asString().equals("query"))
                    .map(parameter -> parameter.required("name").asString())
                    .toList();
            List<String> listed = Stream.concat(
                            report.description().required("parameters").findValuesAsString("name").stream(),
                            report.groups().stream().map(group -> group.replace(".<name>", "")))
                    .toList();
            assertThat(names).as(report.id()).containsExactlyInAnyOrderElementsOf(listed);
            JsonNode basis = parameters.stream()
                    .filter(parameter -> parameter.required("name").asString().equals("basis"))
                    .findFirst()
                    .orElseThrow()
                    .required("schema");
            assertThat(basis.required("enum").valueStream().map(JsonNode::asString))
                    .containsExactlyElementsOf(report.values("basis"));
            assertThat(basis.required("default").asString())
                    .isEqualTo(report.values("basis").getFirst());
        }
    }
}
