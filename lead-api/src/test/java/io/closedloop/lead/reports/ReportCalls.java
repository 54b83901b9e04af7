package io.closedloop.lead.reports;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.http.Caller;
import io.closedloop.lead.http.Caller.Answer;
import io.closedloop.lead.http.RunningService;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Asks reports of the running service, about a history that it has been told. */
abstract class ReportCalls extends RunningService {
    private static @Nullable ToldHistory everything;

    /** The position of the last event that a history was told with. */
    private static long told;

    /** The history that has everything; told once, for tests that add nothing to it. */
    ToldHistory everything() {
        synchronized (ReportCalls.class) {
            if (everything == null) {
                everything = tell(ToldHistory.ofEverything());
            }
            return Objects.requireNonNull(everything);
        }
    }

    /** Tells the service what has been added to a history. */
    ToldHistory tell(ToldHistory history) {
        history.tell(as(Role.MARKETING, Role.SALES, Role.MANAGER, Role.INTEGRATION), as(Role.MANAGER));
        synchronized (ReportCalls.class) {
            told = as(Role.AUDITOR)
                    .get("/v1/events?after=" + Long.MAX_VALUE)
                    .json()
                    .required("position")
                    .asLong();
        }
        return history;
    }

    Caller analyst() {
        return as(Role.ANALYST);
    }

    /** The position that answers have to know for all that has been told. */
    long told() {
        synchronized (ReportCalls.class) {
            return told;
        }
    }

    /** Asks with all that has been told. */
    Answer ask(String path, String... headers) {
        String fresh = path.contains("minPosition=") ? "" : (path.contains("?") ? "&" : "?") + "minPosition=" + told();
        Answer answer = analyst().get(path + fresh, headers);
        assertThat(answer.status()).as("%s: %s", path, answer.body()).isEqualTo(200);
        return answer;
    }

    /** The reports as they describe themselves. */
    List<Described> reports() {
        return analyst()
                .get("/v1/reports")
                .json()
                .required("items")
                .valueStream()
                .map(Described::new)
                .toList();
    }

    Described report(String id) {
        return reports().stream()
                .filter(report -> report.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** A report as it describes itself. */
    record Described(JsonNode description) {
        String id() {
            return description.required("id").asString();
        }

        String path() {
            return description.required("path").asString();
        }

        List<JsonNode> columns() {
            return description.required("columns").valueStream().toList();
        }

        List<String> dimensions() {
            return description.required("dimensions").findValuesAsString("name");
        }

        List<String> groups() {
            return description
                    .required("groups")
                    .valueStream()
                    .map(JsonNode::asString)
                    .toList();
        }

        /** All that a parameter may be; empty where there is no list of them, or no such parameter. */
        List<String> values(String parameter) {
            return description
                    .required("parameters")
                    .valueStream()
                    .filter(described -> described.required("name").asString().equals(parameter))
                    .flatMap(described -> described.required("values").valueStream())
                    .map(JsonNode::asString)
                    .toList();
        }

        /** The value of a column, wherever the report's rows have it. */
        JsonNode value(JsonNode row, String column) {
            if (!row.has("stages")) {
                return row.required(column);
            }
            return row.at("/stages").has(column)
                    ? row.at("/stages/" + column + "/entries")
                    : row.required("conversions")
                            .valueStream()
                            .filter(step -> column.equals(step.required("from").asString() + "_to_"
                                    + step.required("to").asString()))
                            .findFirst()
                            .orElseThrow();
        }

        /** The parameters that name a row. */
        String address(JsonNode row) {
            var parts = new ArrayList<String>();
            row.required("key")
                    .properties()
                    .forEach(part -> parts.add(
                            part.getValue().isNull()
                                    ? "key.%s.null=true".formatted(part.getKey())
                                    : "key.%s=%s"
                                            .formatted(
                                                    part.getKey(),
                                                    encoded(part.getValue().asString()))));
            for (String dimension : dimensions()) {
                String name = dimensions().contains("from")
                        ? (dimension.equals("from") ? "stage" : "reached")
                        : "key." + dimension;
                parts.add(
                        "%s=%s".formatted(name, encoded(row.required(dimension).asString())));
            }
            return parts.isEmpty() ? "" : "&" + String.join("&", parts);
        }
    }

    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** The columns that a rate has in a table. */
    static List<String> rate(String name) {
        return Stream.of("", "_numerator", "_denominator", "_open", "_low", "_high")
                .map(name::concat)
                .toList();
    }

    static List<JsonNode> rows(JsonNode report) {
        return report.required("rows").valueStream().toList();
    }
}
