package io.closedloop.lead.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.closedloop.lead.http.Caller.Answer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class LeadsBehindEveryNumberTest extends ReportCalls {
    @Test
    void areAsManyAsTheNumberSaysInEveryCellOfEveryReport() {
        String only = everything().only();
        long head = told();
        var checked = new TreeMap<String, Integer>();
        for (Described report : reports()) {
            for (String basis : report.values("basis")) {
                String groups = basis.equals("flow") ? "owner,pass" : "channel";
                String question = "%s&basis=%s&groupBy=%s&minPosition=%d".formatted(only, basis, groups, head);
                List<JsonNode> rows =
                        rows(ask("%s?%s".formatted(report.path(), question)).json());
                assertThat(rows).as(report.id()).isNotEmpty();
                for (JsonNode row : rows) {
                    for (JsonNode column : report.columns()) {
                        new Cell(report, question, row, column.required("name").asString())
                                .check(column.required("type").asString());
                        checked.merge(report.id(), 1, Integer::sum);
                    }
                }
            }
        }
        assertThat(checked.values()).hasSize(reports().size()).allMatch(cells -> cells > 2);
    }

    private final class Cell {
        private final Described report;
        private final String question;
        private final JsonNode row;
        private final String column;
        private final JsonNode value;

        Cell(Described report, String question, JsonNode row, String column) {
            this.report = report;
            this.question = question;
            this.row = row;
            this.column = column;
            this.value = report.value(row, column);
        }

        void check(String type) {
            switch (type) {
                case "COUNT" -> isMadeOf(value.asLong(), column);
                case "RATIO" -> {
                    isMadeOf(value.required("numerator").asLong(), column);
                    isMadeOf(value.required("numerator").asLong(), column + "_numerator");
                    isMadeOf(value.required("denominator").asLong(), column + "_denominator");
                    if (!value.required("open").isNull()) {
                        isMadeOf(value.required("open").asLong(), column + "_open");
                    }
                }
                case "NUMBER" -> {
                    long whole = row.at("/share/denominator").asLong();
                    isMadeOf(Math.round(value.asDouble() * whole), column);
                }
                case "SECONDS" -> {
                    double[] seconds = items(column).stream()
                            .mapToDouble(item -> item.required("seconds").asDouble())
                            .sorted()
                            .toArray();
                    assertThat(seconds).hasSize(row.required("count").asInt());
                    double rank = column.startsWith("median") ? 0.5 : 0.9;
                    assertThat(value.asDouble()).as(this::toString).isCloseTo(quantile(seconds, rank), within(1e-6));
                }
                case "MONEY" -> {
                    Map<String, BigDecimal> sums = items(column).stream()
                            .map(item -> item.required("amount"))
                            .collect(Collectors.toMap(
                                    amount -> amount.required("currency").asString(),
                                    amount -> new BigDecimal(
                                            amount.required("amount").asString()),
                                    BigDecimal::add,
                                    TreeMap::new));
                    assertThat(value.valueStream()
                                    .map(total -> total.required("currency").asString() + " "
                                            + new BigDecimal(total.required("amount")
                                                            .asString())
                                                    .stripTrailingZeros()))
                            .as(this::toString)
                            .containsExactlyElementsOf(sums.entrySet().stream()
                                    .map(sum ->
                                            sum.getKey() + " " + sum.getValue().stripTrailingZeros())
                                    .toList());
                }
                default -> throw new AssertionError("nobody has said what is behind a column of type " + type);
            }
        }

        private void isMadeOf(long number, String part) {
            assertThat(items(part)).as("%s %s", this, part).hasSize(Math.toIntExact(number));
        }

        /** All pages together, each item once, in the order of the log. */
        private List<JsonNode> items(String part) {
            String list =
                    "%s/leads?%s%s&column=%s&limit=3".formatted(report.path(), question, report.address(row), part);
            var items = new ArrayList<JsonNode>();
            String next = "";
            do {
                Answer answer = analyst().get(list + next);
                assertThat(answer.status()).as("%s: %s", list, answer.body()).isEqualTo(200);
                List<JsonNode> page =
                        answer.json().required("items").valueStream().toList();
                JsonNode cursor = answer.json().required("nextCursor");
                assertThat(page).as(list).hasSizeLessThanOrEqualTo(3);
                assertThat(cursor.isNull() || page.size() == 3)
                        .as("a full page before another")
                        .isTrue();
                items.addAll(page);
                next = cursor.isNull() ? "" : "&cursor=" + cursor.asString();
            } while (!next.isEmpty());
            assertThat(items).as(list).doesNotHaveDuplicates();
            assertThat(items)
                    .extracting(item -> item.required("position").asLong())
                    .as(list)
                    .isSorted();
            return items;
        }

        @Override
        public String toString() {
            return "%s %s %s".formatted(report.id(), row.required("key"), column);
        }
    }

    /** Interpolated linearly between the two nearest. */
    private static double quantile(double[] sorted, double rank) {
        double at = (sorted.length - 1) * rank;
        int below = (int) Math.floor(at);
        int above = (int) Math.ceil(at);
        return sorted[below] + (sorted[above] - sorted[below]) * (at - below);
    }

    @Test
    void allPagesKnowWhatTheFirstOneKnew() {
        ToldHistory told = tell(ToldHistory.ofEverything());
        String list = "/v1/reports/funnel/leads?%s&stage=INQUIRY&limit=5".formatted(told.only());
        JsonNode first = ask(list).json();
        tell(told.register("2026-01-01T12:00:00Z", "later", "later", "EMAIL", "spring"));

        JsonNode second =
                ask(list + "&cursor=" + first.required("nextCursor").asString()).json();
        JsonNode third = ask(list + "&cursor=" + second.required("nextCursor").asString())
                .json();

        assertThat(third.required("nextCursor").isNull()).isTrue();
        assertThat(first.required("items").size()
                        + second.required("items").size()
                        + third.required("items").size())
                .isEqualTo(13);
        assertThat(List.of(second.required("position"), third.required("position")))
                .containsOnly(first.required("position"));
        assertThat(ask("/v1/reports/funnel?" + told.only())
                        .json()
                        .at("/rows/0/stages/INQUIRY/entries")
                        .asInt())
                .isEqualTo(14);
    }

    @Test
    void aCursorGoesOnInItsOwnListAlone() {
        String only = everything().only();
        String path = "/v1/reports/funnel/leads?%s&limit=3&stage=".formatted(only);
        String cursor = ask(path + "INQUIRY").json().required("nextCursor").asString();

        for (String other : List.of(
                path + "MQL&cursor=" + cursor,
                path + "INQUIRY&strict=true&cursor=" + cursor,
                "/v1/reports/campaigns/leads?%s&groupBy=&limit=3&column=leads&cursor=%s".formatted(only, cursor),
                "/v1/reports/funnel/explain?%s&limit=3&stage=INQUIRY&asOf=2026-01-01&cursor=%s"
                        .formatted(only, cursor))) {
            Answer answer = analyst().get(other);
            assertThat(answer.code()).as(other).isEqualTo("malformed-request");
            assertThat(answer.json().at("/errors/0/pointer").asString()).isEqualTo("?cursor");
        }
    }

    @Test
    void aRowThatIsNotThereHasNobodyBehindIt() {
        JsonNode page = ask("/v1/reports/funnel/leads?%s&groupBy=channel&key.channel=TV&stage=INQUIRY"
                        .formatted(everything().only()))
                .json();

        assertThat(page.required("items").isEmpty()).isTrue();
        assertThat(page.required("nextCursor").isNull()).isTrue();
    }
}
