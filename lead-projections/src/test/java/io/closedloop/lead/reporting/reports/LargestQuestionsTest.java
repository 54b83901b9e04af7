package io.closedloop.lead.reporting.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.closedloop.lead.history.MemoryLog;
import io.closedloop.lead.history.RandomHistory;
import io.closedloop.lead.history.Story;
import io.closedloop.lead.leads.LeadList;
import io.closedloop.lead.leads.LeadListRequest;
import io.closedloop.lead.oracle.Filled;
import io.closedloop.lead.reporting.Basis;
import io.closedloop.lead.reporting.Calendar;
import io.closedloop.lead.reporting.CellRequest;
import io.closedloop.lead.reporting.Column;
import io.closedloop.lead.reporting.Dimension;
import io.closedloop.lead.reporting.Filters;
import io.closedloop.lead.reporting.Group;
import io.closedloop.lead.reporting.InvalidParameterException;
import io.closedloop.lead.reporting.ReportDefinition;
import io.closedloop.lead.reporting.ReportRequest;
import io.closedloop.lead.reporting.answer.Explanation;
import io.closedloop.lead.reporting.answer.LeadsBehind;
import io.closedloop.lead.reporting.answer.Report;
import io.closedloop.lead.reporting.formula.ReportQuery;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The largest questions that are let through, of everything that can be asked: they are answered, with the memory that
 * the read models have by default, in a zone whose clocks have changed for more than a century of the data.
 */
class LargestQuestionsTest {
    private static final Instant LONG_AGO = Instant.parse("1850-01-01T00:00:00Z");
    /** More than there are on a page of the leads behind a number. */
    private static final int LEADS = LeadsBehind.MAX_LIMIT + 50;

    @TempDir
    static Path folder;

    private static final MemoryLog LOG = new MemoryLog();
    private static Filled filled;

    @BeforeAll
    static void fill() {
        var story = new Story(LOG);
        story.at(LONG_AGO).register("first");
        story.on(1, 1);
        for (int i = 0; i < LEADS; i++) {
            story.register("lead-" + i);
        }
        RandomHistory.append(5, 1000, LOG);
        filled = new Filled(folder.resolve("models.duckdb"), LOG);
    }

    @AfterAll
    static void close() {
        filled.close();
    }

    static List<ReportQuery> reports() {
        return AllReports.latest();
    }

    private static String attribute(int i) {
        return "attr." + "%03d".formatted(i) + "n".repeat(97);
    }

    private static Stream<String> attributes() {
        return IntStream.range(0, Filters.MAX_ATTRIBUTES).mapToObj(LargestQuestionsTest::attribute);
    }

    private static List<String> longest(int count, int length) {
        return IntStream.range(0, count)
                .mapToObj(i -> "%04d".formatted(i) + "v".repeat(length - 4))
                .toList();
    }

    /** Filters of all groups, that let everything through that has nothing; of as many values as there may be. */
    private static Map<String, List<String>> filters(Stream<Group> fixed) {
        var filters = new LinkedHashMap<String, List<String>>();
        fixed.forEach(group -> filters.put(
                group.parameter(),
                switch (group) {
                    case Group.Field.CHANNEL -> List.of("EMAIL", "SOCIAL", "WEB", "");
                    case Group.Field.SOURCED_BY -> List.of("MARKETING", "SALES", "OTHER", "");
                    case Group.Field field when field.isNumber() -> List.of("1", "2", "");
                    case Group.Field _ -> List.of("", "x".repeat(100));
                    case Group.Period period ->
                        IntStream.range(0, 100)
                                .mapToObj(i -> Calendar.USUAL.format(
                                        period,
                                        Calendar.USUAL.begin(
                                                period, LocalDate.of(2026, 1, 1).plusMonths(3L * i))))
                                .distinct()
                                .toList();
                    case Group.Attribute _ -> throw new AssertionError("attributes are not fixed");
                }));
        attributes().forEach(name -> filters.put(name, List.of("")));
        int left = Filters.MAX_VALUES
                - filters.values().stream().mapToInt(List::size).sum();
        filters.put(
                attribute(0),
                Stream.concat(Stream.of(""), longest(left, 1000).stream()).toList());
        assertThat(filters.values().stream().mapToInt(List::size).sum()).isEqualTo(Filters.MAX_VALUES);
        return filters;
    }

    private static Map<String, List<String>> largest(ReportQuery report, Basis basis) {
        Map<String, List<String>> parameters = filters(Group.fixed());
        parameters.put("zone", List.of("America/New_York"));
        parameters.put("from", List.of("0001-01-01"));
        parameters.put("to", List.of("9999-12-31"));
        parameters.put("basis", List.of(basis.parameter()));
        parameters.put(
                "groupBy",
                List.of(Stream.concat(Group.fixed().map(Group::parameter), attributes())
                        .collect(Collectors.joining(","))));
        if (report.definition().options().contains(ReportDefinition.Option.WITHIN) && basis == Basis.COHORT) {
            parameters.put("within", List.of("P365000D"));
        }
        if (report.definition().options().contains(ReportDefinition.Option.STRICT)) {
            parameters.put("strict", List.of("true"));
        }
        return parameters;
    }

    @ParameterizedTest
    @MethodSource("reports")
    void theLargestQuestionOfEveryReportIsAnsweredNowAndThenAndCompared(ReportQuery report) {
        ReportDefinition definition = report.definition();
        for (Basis basis : definition.bases()) {
            Map<String, List<String>> parameters = largest(report, basis);
            filled.ask(report, ReportRequest.parse(parameters, definition));
            parameters.put("asOf", List.of("2024-06-01"));
            parameters.put("compareTo", List.of("2024-12-01T00:00:00Z"));
            Report compared = filled.ask(report, ReportRequest.parse(parameters, definition));
            assertThat(compared.base()).isNotNull();
        }
    }

    @ParameterizedTest
    @MethodSource("reports")
    void theLeadsBehindEveryNumberOfTheLargestQuestionAreListed(ReportQuery report) {
        ReportDefinition definition = report.definition();
        Map<String, List<String>> parameters =
                largest(report, definition.bases().getFirst());
        ReportRequest.parse(parameters, definition)
                .groupBy()
                .forEach(group -> parameters.put("key.%s.null".formatted(group.parameter()), List.of("true")));
        address(definition, parameters);
        for (Column column : definition.columns()) {
            var cell = new LinkedHashMap<>(parameters);
            cell.put("column", List.of(column.name()));
            CellRequest request = CellRequest.parse(cell, definition);
            assertThat(filled.store()
                            .<LeadsBehind>read(
                                    snapshot -> LeadsBehind.ask(report, snapshot, request, LeadsBehind.MAX_LIMIT, null))
                            .units())
                    .isEmpty();
        }
    }

    /** A thousand changes on one page, each with the events that made it, of passes with as many attributes. */
    @ParameterizedTest
    @MethodSource("reports")
    void theLargestPageOfAnExplanationIsGiven(ReportQuery report) {
        ReportDefinition definition = report.definition();
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        attributes().forEach(name -> parameters.put(name, List.of("")));
        parameters.put(
                attribute(0),
                Stream.concat(Stream.of(""), longest(900, 1000).stream()).toList());
        parameters.put("groupBy", List.of(""));
        parameters.put("zone", List.of("America/New_York"));
        address(definition, parameters);
        parameters.putIfAbsent("column", List.of(definition.columns().getFirst().name()));
        CellRequest request = CellRequest.parse(parameters, definition);

        Explanation explanation = filled.store()
                .read(snapshot -> Explanation.ask(
                        report, snapshot, request, LONG_AGO.plusSeconds(1), LeadsBehind.MAX_LIMIT, null));

        assertThat(explanation.now().position()).isEqualTo(LOG.head());
        if (report instanceof FunnelReport) {
            assertThat(explanation.changes()).hasSize(LeadsBehind.MAX_LIMIT);
        }
        assertThat(explanation.changes())
                .allSatisfy(change -> assertThat(change.events()).isNotEmpty());
    }

    private static void address(ReportDefinition definition, Map<String, List<String>> parameters) {
        for (Dimension dimension : definition.dimensions()) {
            String first =
                    dimension.values().isEmpty() ? "PRICE" : dimension.values().getFirst();
            switch (dimension.name()) {
                case "from" -> parameters.put("stage", List.of("INQUIRY"));
                case "to" -> parameters.put("reached", List.of("MQL_AWAITING"));
                default -> parameters.put("key." + dimension.name(), List.of(first));
            }
        }
    }

    @Test
    void theLargestListOfLeadsIsFound() {
        Map<String, List<String>> parameters =
                filters(Stream.of(Group.Field.OWNER, Group.Field.CHANNEL, Group.Field.ORIGIN, Group.Field.CAMPAIGN));
        parameters.put("registeredFrom", List.of("0001-01-01"));
        parameters.put("registeredTo", List.of("9999-12-31"));
        parameters.put("limit", List.of("1000"));
        LeadListRequest request = LeadListRequest.parse(parameters);
        assertThat(filled.store()
                        .read(snapshot -> LeadList.find(snapshot, request))
                        .leadIds())
                .hasSize(1000);
    }

    private static Map<String, List<String>> with(String name, String... values) {
        return Map.of(name, List.of(values));
    }

    @Test
    void oneMoreThanEachBoundIsRefusedWithTheNameOfTheParameter() {
        var attributes = new LinkedHashMap<String, List<String>>();
        attributes().forEach(name -> attributes.put(name, List.of("")));
        refused("attr.zz", with(attributes, "attr.zz", List.of("")));
        refusedByReports(
                "groupBy",
                with(
                        "groupBy",
                        Stream.concat(attributes(), Stream.of("attr.zz")).collect(Collectors.joining(","))));
        refused("campaign", Map.of("campaign", longest(Filters.MAX_VALUES + 1, 200)));
        refused("origin", Map.of("campaign", longest(900, 200), "origin", longest(101, 200)));
        refused("campaign", with("campaign", "x".repeat(201)));
        refused("owner", with("owner", "x".repeat(101)));
        refused("attr.a", with("attr.a", "x".repeat(1001)));
        refused("attr." + "n".repeat(101), with("attr." + "n".repeat(101), "x"));
        refusedByReports("groupBy", with("groupBy", "attr." + "n".repeat(101)));
        refusedByReports("within", with("within", "P365001D"));
        refusedByReports("from", with("from", "+10000-01-01T00:00:00Z"));
        refusedByReports("zone", with("zone", "x".repeat(5000)));
        refusedByReports("compareTo", with("compareTo", "x".repeat(5000)));
        refusedByReports("day", with("day", "2".repeat(5000)));
    }

    private static Map<String, List<String>> with(
            Map<String, List<String>> parameters, String name, List<String> values) {
        var more = new LinkedHashMap<>(parameters);
        more.put(name, values);
        return more;
    }

    private static void refused(String parameter, Map<String, List<String>> parameters) {
        refusedByReports(parameter, parameters);
        assertThatExceptionOfType(InvalidParameterException.class)
                .isThrownBy(() -> LeadListRequest.parse(parameters))
                .satisfies(e -> assertThat(e.parameter()).isEqualTo(parameter));
    }

    private static void refusedByReports(String parameter, Map<String, List<String>> parameters) {
        for (ReportQuery report : reports()) {
            assertThatExceptionOfType(InvalidParameterException.class)
                    .as("%s of %s", parameter, report.definition().id())
                    .isThrownBy(() -> ReportRequest.parse(parameters, report.definition()))
                    .satisfies(e -> assertThat(e.parameter()).isEqualTo(parameter));
        }
    }

    /** What generators of clients can send says the same as what people type. */
    @Test
    void plainNamesSayTheSame() {
        ReportDefinition definition = new CampaignsReport().definition();
        CellRequest typed = CellRequest.parse(
                Map.of(
                        "attr.city", List.of("Berlin", "Lima: the second"),
                        "attr.vip", List.of(""),
                        "groupBy", List.of("attr.size,owner"),
                        "key.attr.size", List.of("10"),
                        "key.owner.null", List.of("true"),
                        "column", List.of("mql")),
                definition);
        CellRequest plain = CellRequest.parse(
                Map.of(
                        "attr", List.of("city:Berlin", "vip:", "city:Lima: the second"),
                        "groupBy", List.of("attr.size,owner"),
                        "key", List.of("attr.size:10"),
                        "keyNull", List.of("owner"),
                        "column", List.of("mql")),
                definition);

        assertThat(plain.question()).isEqualTo(typed.question());
        assertThat(plain.key()).isEqualTo(typed.key());
        assertThat(LeadListRequest.parse(Map.of("attr", List.of("city:Berlin", "vip:")))
                        .filters())
                .isEqualTo(LeadListRequest.parse(Map.of("attr.city", List.of("Berlin"), "attr.vip", List.of("")))
                        .filters());
        refused("attr", with("attr", "city"));
        refused("attr", with("attr", ":Berlin"));
    }

    @Test
    void aCodeIsAskedForWithoutTheBlanksAtItsEnds() {
        var codes = List.of(" spring", "spring\u00a0", "\ufeffspring", "spring");
        for (String filter : List.of("campaign", "origin", "landingPage", "owner")) {
            assertThat(ReportRequest.parse(Map.of(filter, codes), new FunnelReport().definition())
                            .filters()
                            .sequencedValues())
                    .containsExactly(List.of("spring"));
        }
        assertThat(LeadListRequest.parse(Map.of("attr.city", codes)).filters().get("attr.city"))
                .hasSize(new ArrayList<>(codes).size());
    }
}
