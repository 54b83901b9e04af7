package io.closedloop.lead.reporting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.closedloop.lead.reporting.ReportDefinition.Option;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ReportRequestTest {
    private static final ReportDefinition PLAIN =
            new ReportDefinition("plain", 1, List.of(Group.Field.CAMPAIGN), Set.of());
    private static final ReportDefinition RICH =
            new ReportDefinition("rich", 3, List.of(), Set.of(Option.FLOW, Option.STRICT));

    @Test
    void withoutParametersAsksForEverythingAsACohort() {
        ReportRequest request = ReportRequest.parse(Map.of(), PLAIN);
        assertThat(request.basis()).isEqualTo(Basis.COHORT);
        assertThat(request.from()).isNull();
        assertThat(request.to()).isNull();
        assertThat(request.groupBy()).containsExactly(Group.Field.CAMPAIGN);
        assertThat(request.filters()).isEmpty();
        assertThat(request.minPosition()).isEmpty();
    }

    @Test
    void beginsADateInTheZone() {
        ReportRequest request = ReportRequest.parse(
                Map.of(
                        "from",
                        List.of("2026-01-01"),
                        "to",
                        List.of("2026-02-01T00:00:00+01:00"),
                        "zone",
                        List.of("Europe/Berlin")),
                PLAIN);
        assertThat(request.from()).isEqualTo(Instant.parse("2025-12-31T23:00:00Z"));
        assertThat(request.to()).isEqualTo(Instant.parse("2026-01-31T23:00:00Z"));
        assertThat(request.zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
    }

    @Test
    void takesGroupsInTheirOrderAndFiltersWithAllTheirValues() {
        ReportRequest request = ReportRequest.parse(
                Map.of(
                        "groupBy", List.of("attr.city,month"),
                        "channel", List.of("EMAIL", "SOCIAL"),
                        "owner", List.of(""),
                        "attr.size", List.of("10"),
                        "basis", List.of("flow"),
                        "strict", List.of("true"),
                        "definition", List.of("3"),
                        "minPosition", List.of("1042")),
                RICH);
        assertThat(request.groupBy()).containsExactly(new Group.Attribute("city"), Group.Period.MONTH);
        assertThat(request.filters())
                .isEqualTo(Map.of(
                        Group.Field.CHANNEL,
                        List.of("EMAIL", "SOCIAL"),
                        Group.Field.OWNER,
                        List.of(""),
                        new Group.Attribute("size"),
                        List.of("10")));
        assertThat(request.basis()).isEqualTo(Basis.FLOW);
        assertThat(request.strict()).isTrue();
        assertThat(request.minPosition()).isEqualTo(OptionalLong.of(1042));
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                arguments("colour", List.of("red")),
                arguments("attr.", List.of("x")),
                arguments("from", List.of("yesterday")),
                arguments("from", List.of("2026-02-30")),
                arguments("from", List.of("2026-01-01T00:00:00")),
                arguments("from", List.of("+999999999-01-01T00:00:00Z")),
                arguments("from", List.of("2026-01-01", "2026-01-02")),
                arguments("to", List.of("")),
                arguments("zone", List.of("Mars/Olympus")),
                arguments("basis", List.of("gut")),
                arguments("basis", List.of("flow")),
                arguments("groupBy", List.of("colour")),
                arguments("groupBy", List.of("channel,")),
                arguments("groupBy", List.of("channel,channel")),
                arguments("groupBy", List.of("channel", "channel")),
                arguments("channel", List.of("email")),
                arguments("sourcedBy", List.of("NOBODY")),
                arguments("pass", List.of("one")),
                arguments("pass", List.of("99999999999999999999")),
                arguments("playbookVersion", List.of("-1")),
                arguments("day", List.of("2026-02-30")),
                arguments("week", List.of("2026-W54")),
                arguments("week", List.of("2026-5")),
                arguments("month", List.of("2026-13")),
                arguments("quarter", List.of("2026-Q5")),
                arguments("definition", List.of("2")),
                arguments("strict", List.of("true")),
                arguments("within", List.of("P90D")),
                arguments("asOf", List.of("2026-01-01")),
                arguments("compareTo", List.of("previous")),
                arguments("minPosition", List.of("-1")));
    }

    @ParameterizedTest(name = "{0}={1}")
    @MethodSource("wrong")
    void refusesAWrongParameterByItsName(String name, List<String> values) {
        assertThatExceptionOfType(InvalidParameterException.class)
                .isThrownBy(() -> ReportRequest.parse(Map.of(name, values), PLAIN))
                .satisfies(e -> assertThat(e.parameter()).isEqualTo(name));
    }

    @Test
    void refusesAPeriodThatBeginsAfterItsEnd() {
        assertThatExceptionOfType(InvalidParameterException.class)
                .isThrownBy(() ->
                        ReportRequest.parse(Map.of("from", List.of("2026-02-01"), "to", List.of("2026-01-01")), PLAIN))
                .satisfies(e -> assertThat(e.parameter()).isEqualTo("from"));
    }

    @ParameterizedTest
    @CsvSource({
        "DAY, 2026-01-31, 2026-01-31",
        "WEEK, 2026-W01, 2025-12-29",
        "WEEK, 2020-W53, 2020-12-28",
        "MONTH, 2026-01, 2026-01-01",
        "QUARTER, 2026-Q4, 2026-10-01"
    })
    void readsAPeriodAsItWritesIt(Group.Period period, String text, java.time.LocalDate start) {
        assertThat(period.parse(text)).isEqualTo(start);
        assertThat(period.format(start)).isEqualTo(text);
    }

    @Test
    void refusesAnAnswerWithMoreRowsThanAnybodyReads() {
        var rows = new Rows<>(ReportRequest.parse(Map.of(), PLAIN), Object::new);
        for (long i = 0; i < Rows.MAX; i++) {
            rows.of(key(i));
        }
        assertThat(rows.toList((key, counts) -> key)).hasSize(Rows.MAX);
        assertThatExceptionOfType(InvalidParameterException.class)
                .isThrownBy(() -> rows.of(key(Rows.MAX)))
                .satisfies(e -> assertThat(e.parameter()).isEqualTo("groupBy"));
    }

    private static RowKey key(long value) {
        var values = new LinkedHashMap<String, @Nullable Object>();
        values.put("pass", value);
        return new RowKey(values);
    }
}
