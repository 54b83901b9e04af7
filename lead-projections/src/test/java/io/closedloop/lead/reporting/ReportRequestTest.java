package io.closedloop.lead.reporting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.closedloop.lead.reporting.ReportDefinition.Option;
import io.closedloop.lead.reporting.ReportDefinition.Order;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.Month;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ReportRequestTest {
    private static final ReportDefinition PLAIN =
            definition("plain", 1, List.of(Basis.COHORT), List.of(Group.Field.CAMPAIGN), Set.of());
    private static final ReportDefinition RICH =
            definition("rich", 3, List.of(Basis.COHORT, Basis.FLOW), List.of(), Set.of(Option.values()));

    private static ReportDefinition definition(
            String id, int version, List<Basis> bases, List<Group> groupBy, Set<Option> options) {
        return new ReportDefinition(
                id, version, "A sample.", bases, groupBy, options, List.of(), List.of(), List.of(), Order.IN_TIME);
    }

    @Test
    void withoutParametersAsksForEverythingAsACohort() {
        ReportRequest request = ReportRequest.parse(Map.of(), PLAIN);
        assertThat(request.basis()).isEqualTo(Basis.COHORT);
        assertThat(request.from()).isNull();
        assertThat(request.to()).isNull();
        assertThat(request.groupBy()).containsExactly(Group.Field.CAMPAIGN);
        assertThat(request.filters()).isEmpty();
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
                arguments("quarter", List.of("FY2026-Q1")),
                arguments("year", List.of("26")),
                arguments("year", List.of("-0001")),
                arguments("year", List.of("FY2026")),
                arguments("weekStart", List.of("SOMEDAY")),
                arguments("weekStart", List.of("sunday")),
                arguments("weekStart", List.of("")),
                arguments("weekStart", List.of("SUNDAY", "SUNDAY")),
                arguments("weekStart", List.of("SUNDAY")),
                arguments("weekStart", List.of("MONDAY")),
                arguments("fiscalYearStart", List.of("13")),
                arguments("fiscalYearStart", List.of("00")),
                arguments("fiscalYearStart", List.of("4")),
                arguments("fiscalYearStart", List.of("APRIL")),
                arguments("fiscalYearStart", List.of("04")),
                arguments("gaps", List.of("true")),
                arguments("gaps", List.of("false")),
                arguments("definition", List.of("2")),
                arguments("strict", List.of("true")),
                arguments("within", List.of("P90D")),
                arguments("asOf", List.of("soon")),
                arguments("compareTo", List.of("previous")),
                arguments("compareTo", List.of("2026-02-01/2026-01-01")),
                arguments("compareTo", List.of("last year")));
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

    static Stream<Arguments> contradictions() {
        return Stream.of(
                arguments("within", Map.of("within", "P90D", "basis", "flow")),
                arguments("within", Map.of("within", "P3M")),
                arguments("within", Map.of("within", "PT0S")),
                arguments("within", Map.of("within", "-P1D")),
                arguments("within", Map.of("within", "ninety days")),
                arguments("weekStart", Map.of("weekStart", "SUNDAY", "groupBy", "day,month,quarter,year")),
                arguments("fiscalYearStart", Map.of("fiscalYearStart", "04", "groupBy", "day,week,month")),
                arguments("week", Map.of("weekStart", "SUNDAY", "week", "2026-W05")),
                arguments("week", Map.of("weekStart", "SUNDAY", "week", "2026-03-02")),
                arguments("week", Map.of("week", "2026-03-02")),
                arguments("quarter", Map.of("fiscalYearStart", "04", "quarter", "2026-Q1")),
                arguments("quarter", Map.of("fiscalYearStart", "01", "quarter", "FY2026-Q1")),
                arguments("year", Map.of("fiscalYearStart", "04", "year", "2026")),
                arguments("year", Map.of("fiscalYearStart", "04", "year", "FY26")),
                arguments("gaps", Map.of("gaps", "false", "groupBy", "channel")),
                arguments("gaps", Map.of("gaps", "true", "groupBy", "month,channel")),
                arguments("gaps", Map.of("gaps", "perhaps", "groupBy", "month")),
                arguments("compareTo", Map.of("compareTo", "2025-01-01/2026-01-01", "groupBy", "year")),
                arguments("compareTo", Map.of("compareTo", "previous", "from", "2026-01-01")),
                arguments("compareTo", Map.of("compareTo", "2025-01-01/2026-01-01", "groupBy", "month")),
                arguments("compareTo", Map.of("compareTo", "2025-01-01/2026-01-01", "day", "2026-01-01")));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("contradictions")
    void refusesParametersThatContradictEachOther(String name, Map<String, String> parameters) {
        assertThatExceptionOfType(InvalidParameterException.class)
                .isThrownBy(() -> ask(parameters))
                .satisfies(e -> assertThat(e.parameter()).isEqualTo(name));
    }

    @ParameterizedTest(name = "{0} to {1} in {2}")
    @CsvSource({
        "2026-03-01, 2026-04-01, UTC, 2026-02-01T00:00:00Z",
        "2026-01-01, 2026-04-01, UTC, 2025-10-01T00:00:00Z",
        "2026-04-01, 2026-05-01, Europe/Berlin, 2026-02-28T23:00:00Z",
        "2026-03-30, 2026-04-06, Europe/Berlin, 2026-03-22T23:00:00Z",
        "2026-01-01T00:00:00Z, 2026-01-01T06:00:00Z, UTC, 2025-12-31T18:00:00Z"
    })
    void comparesWithThePeriodBeforeAsCalendarsSeeIt(String from, String to, String zone, Instant begin) {
        ReportRequest request = ask(Map.of("from", from, "to", to, "zone", zone, "compareTo", "previous"));
        ReportRequest compared = Objects.requireNonNull(request.compared());
        assertThat(compared.from()).isEqualTo(begin);
        assertThat(compared.to()).isEqualTo(request.from());
        assertThat(compared.base()).isNull();
    }

    @Test
    void comparesWithAnotherInstantWhateverTheGroups() {
        ReportRequest request = ask(Map.of(
                "from",
                "2026-01-01",
                "compareTo",
                "2026-02-01",
                "asOf",
                "2026-03-01",
                "groupBy",
                "month",
                "zone",
                "Asia/Tokyo"));
        ReportRequest compared = Objects.requireNonNull(request.compared());
        assertThat(compared.from()).isEqualTo(request.from());
        assertThat(compared.asOf()).isEqualTo(Instant.parse("2026-01-31T15:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource({"P90D, 7776000", "P12W, 7257600", "PT36H, 129600", "P1DT1.5S, 86401"})
    void readsALengthOfTime(String text, long seconds) {
        assertThat(Objects.requireNonNull(ask(Map.of("within", text)).within()).toSeconds())
                .isEqualTo(seconds);
    }

    @Test
    void takesWhereWeeksAndYearsBeginWhereThereAreAny() {
        assertThat(ask(Map.of("groupBy", "week")).calendar()).isEqualTo(Calendar.USUAL);
        assertThat(ask(Map.of("groupBy", "week", "weekStart", "SUNDAY")).calendar())
                .isEqualTo(new Calendar(DayOfWeek.SUNDAY, Month.JANUARY));
        assertThat(ask(Map.of("weekStart", "SATURDAY", "week", "2026-02-28", "fiscalYearStart", "10", "year", "FY2027"))
                        .calendar())
                .isEqualTo(new Calendar(DayOfWeek.SATURDAY, Month.OCTOBER));
        assertThat(ask(Map.of("groupBy", "quarter", "fiscalYearStart", "01")).calendar())
                .isEqualTo(Calendar.USUAL);
    }

    @Test
    void hasNoGapsWhereDatesAreTheOnlyGroupsUnlessTheDefinitionIsOlderThanThat() {
        assertThat(ask(Map.of("groupBy", "month,week")).gaps()).isTrue();
        assertThat(ask(Map.of("groupBy", "month", "gaps", "true")).gaps()).isTrue();
        assertThat(ask(Map.of("groupBy", "month", "gaps", "false")).gaps()).isFalse();
        assertThat(ask(Map.of("groupBy", "month,channel")).gaps()).isNull();
        assertThat(ask(Map.of()).gaps()).isNull();

        ReportDefinition first = RICH.ordered(1, Order.LARGEST_FIRST);
        assertThat(ReportRequest.parse(Map.of("groupBy", List.of("month")), first)
                        .gaps())
                .isNull();
        assertThatExceptionOfType(InvalidParameterException.class)
                .isThrownBy(
                        () -> ReportRequest.parse(Map.of("groupBy", List.of("month"), "gaps", List.of("true")), first))
                .satisfies(e -> assertThat(e.parameter()).isEqualTo("gaps"))
                .withMessageContaining("definition 1");
    }

    @Test
    void whatIsNoWeekIsAnsweredWithHowOneIsWritten() {
        assertThatExceptionOfType(InvalidParameterException.class)
                .isThrownBy(() -> ask(Map.of("week", "2026-W05", "weekStart", "SUNDAY")))
                .withMessageContaining("2026-01-25");
        assertThatExceptionOfType(InvalidParameterException.class)
                .isThrownBy(() -> ask(Map.of("quarter", "2026-Q1", "fiscalYearStart", "04")))
                .withMessageContaining("FY2026-Q4");
    }

    @Test
    void refusesMoreAttributesThanItWouldLookUp() {
        String twenty = IntStream.range(0, 20).mapToObj(i -> "attr.a" + i).collect(Collectors.joining(","));
        assertThat(ask(Map.of("groupBy", twenty, "attr.a7", "x")).groupBy()).hasSize(20);
        assertThatExceptionOfType(InvalidParameterException.class)
                .isThrownBy(() -> ask(Map.of("groupBy", twenty + ",attr.more")))
                .satisfies(e -> assertThat(e.parameter()).isEqualTo("groupBy"));
        assertThatExceptionOfType(InvalidParameterException.class)
                .isThrownBy(() -> ask(Map.of("groupBy", twenty, "attr.more", "x")))
                .satisfies(e -> assertThat(e.parameter()).isEqualTo("attr.more"));
    }

    private static ReportRequest ask(Map<String, String> parameters) {
        var values = new LinkedHashMap<String, List<String>>();
        parameters.forEach((name, value) -> values.put(name, List.of(value)));
        return ReportRequest.parse(values, RICH);
    }
}
