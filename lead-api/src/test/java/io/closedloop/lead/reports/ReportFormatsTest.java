package io.closedloop.lead.reports;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.http.Caller.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ReportFormatsTest extends ReportCalls {
    private static final String PARQUET = "application/vnd.apache.parquet";

    @TempDir
    private Path directory;

    @Test
    void csvAndParquetHaveTheRowsOfTheJson() throws Exception {
        String only = everything().only();
        for (Described report : reports()) {
            for (String more :
                    List.of("&groupBy=campaign,pass,attr.size", "&compareTo=2026-01-01", "&from=2031-01-01")) {
                String path = "%s?%s%s&minPosition=%d".formatted(report.path(), only, more, told());
                JsonNode answer = ask(path).json();
                List<SequencedMap<String, @Nullable String>> lines =
                        rows(answer).stream().map(row -> line(report, row)).toList();

                // The service knows what other tests won, and in which currencies.
                String table = report.values("layout").isEmpty() ? path : path + "&currencies=EUR,USD";
                Path csv =
                        save("csv", analyst().get(table, "Accept", "text/csv").body());
                Path parquet = Files.write(directory.resolve("report.parquet"), bytes(table, PARQUET));

                assertThat(read("read_csv('%s', header = true, all_varchar = true)".formatted(csv)))
                        .as(path)
                        .isEqualTo(lines);
                assertThat(read("read_parquet('%s')".formatted(parquet)))
                        .as(path)
                        .isEqualTo(lines);
                if (!lines.isEmpty()) {
                    assertThat(Files.readAllLines(csv).getFirst())
                            .as(path)
                            .isEqualTo(String.join(",", lines.getFirst().keySet()));
                }
            }
        }
    }

    /** A row as a line of a table: keys, dimensions, columns, and those of a comparison. */
    private static SequencedMap<String, @Nullable String> line(Described report, JsonNode row) {
        var line = new LinkedHashMap<String, @Nullable String>();
        row.required("key").properties().forEach(part -> line.put(part.getKey(), text(part.getValue())));
        report.dimensions().forEach(dimension -> line.put(dimension, text(row.required(dimension))));
        addColumns(report, row, "", line);
        if (row.has("base")) {
            addColumns(report, row.required("base"), "base_", line);
            addColumns(report, row.required("difference"), "difference_", line);
        }
        return line;
    }

    private static void addColumns(
            Described report, JsonNode values, String prefix, Map<String, @Nullable String> line) {
        for (JsonNode column : report.columns()) {
            String name = column.required("name").asString();
            JsonNode value = report.value(values, name);
            switch (column.required("type").asString()) {
                case "COUNT", "NUMBER", "SECONDS" -> line.put(prefix + name, text(value));
                case "RATIO" -> {
                    line.put(prefix + name, text(value.required("value")));
                    for (String part : List.of("numerator", "denominator", "open", "low", "high")) {
                        line.put(prefix + name + "_" + part, text(value.required(part)));
                    }
                }
                case "MONEY" ->
                    List.of("EUR", "USD")
                            .forEach(currency -> line.put(
                                    "%s%s_%s".formatted(prefix, name, currency),
                                    value.valueStream()
                                            .filter(total -> total.required("currency")
                                                    .asString()
                                                    .equals(currency))
                                            .map(total -> text(total.required("amount")))
                                            .findFirst()
                                            .orElse(null)));
                default -> throw new AssertionError(column);
            }
        }
    }

    private static @Nullable String text(JsonNode value) {
        return value.isNull() ? null : plain(value.asString());
    }

    /** Numbers are compared as numbers, however many digits they are written with. */
    private static String plain(String value) {
        try {
            return new BigDecimal(value).stripTrailingZeros().toPlainString();
        } catch (NumberFormatException e) {
            return value;
        }
    }

    private static List<SequencedMap<String, @Nullable String>> read(String table) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT * FROM " + table)) {
            var lines = new ArrayList<SequencedMap<String, @Nullable String>>();
            while (row.next()) {
                var line = new LinkedHashMap<String, @Nullable String>();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    String value = row.getString(i);
                    line.put(row.getMetaData().getColumnName(i), value == null ? null : plain(value));
                }
                lines.add(line);
            }
            return lines;
        }
    }

    private Path save(String suffix, String text) throws IOException {
        return Files.writeString(directory.resolve("report." + suffix), text);
    }

    private byte[] bytes(String path, String accept) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(service() + path))
                .header("Authorization", "Bearer " + analyst().key())
                .header("Accept", accept)
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<InputStream> answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                assertThat(answer.headers().firstValue("Content-Type")).hasValue(PARQUET);
                return body.readAllBytes();
            }
        }
    }

    @Test
    void columnsThatDifferInCaseOnlyAreBothThere() throws Exception {
        String path = "/v1/reports/winRate?%s&groupBy=attr.Size,attr.size&minPosition=%d"
                .formatted(everything().only(), told());

        Path parquet = Files.write(directory.resolve("case.parquet"), bytes(path, PARQUET));

        assertThat(analyst().get(path, "Accept", "text/csv").body()).startsWith("attr.Size,attr.size,narrow,");
        assertThat(read("read_parquet('%s')".formatted(parquet)).getFirst().keySet())
                .startsWith("attr.Size", "attr.size_1", "narrow");
    }

    @Test
    void everyMediaTypeHasATagOfItsOwnAndIsNotSentTwice() {
        for (Described report : reports()) {
            String path = "%s?%s&asOf=2026-06-01&groupBy=channel"
                    .formatted(report.path(), everything().only());
            var tags = new HashSet<String>();
            for (JsonNode media : report.description().required("mediaTypes")) {
                String type = media.asString();
                Answer answer = ask(path, "Accept", type);
                assertThat(answer.header("Content-Type")).startsWith(type);
                assertThat(answer.header("Vary").toLowerCase(Locale.ROOT)).contains("accept", "authorization");
                assertThat(answer.header("Cache-Control")).contains("private");
                String tag = answer.header("ETag");
                assertThat(tag).startsWith("W/\"");
                assertThat(tags.add(tag)).as("%s %s", type, tag).isTrue();
                String opaque = tag.substring(2);
                for (String known : List.of(tag, opaque, "\"other\", " + tag, " " + opaque + " ", "*")) {
                    Answer again = analyst().get(path, "Accept", type, "If-None-Match", known);
                    assertThat(again.status()).as(known).isEqualTo(304);
                    assertThat(again.body()).isEmpty();
                    assertThat(again.header("ETag")).isEqualTo(tag);
                    assertThat(again.header("Vary").toLowerCase(Locale.ROOT)).contains("accept", "authorization");
                }
                assertThat(analyst()
                                .get(path, "Accept", type, "If-None-Match", "\"other\"")
                                .status())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void anotherQuestionHasAnotherTagAndALaterFactToo() {
        ToldHistory told = new ToldHistory();
        tell(told.register("01-01", "A", "A", "EMAIL", "spring"));
        String path = "/v1/reports/funnel?" + told.only();
        String tag = ask(path).header("ETag");

        assertThat(ask(path + "&strict=true").header("ETag")).isNotEqualTo(tag);
        assertThat(ask(path + "&definition=2").header("ETag")).isEqualTo(tag);
        assertThat(ask(path + "&definition=1").header("ETag")).isNotEqualTo(tag);
        tell(told.then("01-02", "A", "QualifyMarketing"));
        assertThat(ask(path, "If-None-Match", tag).header("ETag")).isNotEqualTo(tag);
    }

    @Test
    void whatIsAcceptedMostIsAnswered() {
        String path = "/v1/reports/winRate";
        assertThat(type(path, "*/*")).startsWith("application/json");
        assertThat(type(path, "text/*")).startsWith("text/csv");
        assertThat(type(path, "text/csv;q=0.5, application/json;q=0.4")).startsWith("text/csv");
        assertThat(type(path, "text/csv;q=0.4, application/json;q=0.5")).startsWith("application/json");
        assertThat(type(path, "text/html, text/csv;q=0.1")).startsWith("text/csv");
        assertThat(type(path, PARQUET + ", */*;q=0.1")).isEqualTo(PARQUET);
        for (String none : List.of("text/html", "application/xml", "image/*")) {
            Answer answer = analyst().get(path, "Accept", none);
            assertThat(answer.status()).as(none).isEqualTo(406);
            assertThat(answer.code()).isEqualTo("not-acceptable");
            assertThat(answer.json().required("detail").asString()).contains("text/csv", PARQUET, "application/json");
        }
    }

    private String type(String path, String accept) {
        return ask(path, "Accept", accept).header("Content-Type");
    }

    @Test
    void aHeadHasTheHeadersOfAGetAndNoBody() {
        for (Described report : reports()) {
            String path = "%s?%s&asOf=2026-06-01"
                    .formatted(report.path(), everything().only());
            Answer get = analyst().get(path);
            Answer head = analyst().send("HEAD", path, null);
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.body()).isEmpty();
            assertThat(head.header("ETag")).isEqualTo(get.header("ETag"));
            assertThat(head.header("Content-Type")).isEqualTo(get.header("Content-Type"));
        }
    }
}
