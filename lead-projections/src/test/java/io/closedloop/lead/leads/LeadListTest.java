package io.closedloop.lead.leads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.closedloop.lead.access.KeyId;
import io.closedloop.lead.history.MemoryLog;
import io.closedloop.lead.history.RandomHistory;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.Lead;
import io.closedloop.lead.lifecycle.LeadEvent;
import io.closedloop.lead.oracle.Filled;
import io.closedloop.lead.reporting.InvalidParameterException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Lists of leads, against the leads that the domain itself folds from the same random history. */
class LeadListTest {
    private static final KeyId SOMEBODY = new KeyId(new UUID(0, 1));

    @TempDir
    static Path folder;

    private static final MemoryLog LOG = new MemoryLog();
    private static final List<Lead> NEWEST_FIRST = new ArrayList<>();
    private static Filled filled;

    @BeforeAll
    static void fill() {
        RandomHistory.append(77, 1500, LOG);
        var leads = new LinkedHashMap<LeadId, Lead>();
        var registered = new HashMap<LeadId, Long>();
        for (MemoryLog.Stored stored : LOG.events()) {
            if (stored.payload() instanceof LeadEvent event) {
                leads.put(event.leadId(), Lead.evolve(leads.get(event.leadId()), event, SOMEBODY));
                registered.putIfAbsent(event.leadId(), stored.position());
            }
        }
        NEWEST_FIRST.addAll(leads.values());
        NEWEST_FIRST.sort(Comparator.comparing(Lead::registeredAt)
                .thenComparing(lead -> registered.get(lead.id()))
                .reversed());
        filled = new Filled(folder.resolve("models.duckdb"), LOG);
    }

    @AfterAll
    static void close() {
        filled.close();
    }

    static Stream<Arguments> filters() {
        Instant middle = NEWEST_FIRST.isEmpty() ? Instant.EPOCH : middle();
        return Stream.of(
                filter(Map.of(), lead -> true),
                filter(Map.of("stage", List.of("MQL")), lead -> is(lead, "MQL_AWAITING", "MQL_ACCEPTED")),
                filter(Map.of("stage", List.of("SQL", "NURTURE")), lead -> is(lead, "SQL", "NURTURE")),
                filter(Map.of("acceptance", List.of("ACCEPTED")), lead -> is(lead, "MQL_ACCEPTED")),
                filter(Map.of("outcome", List.of("WON")), lead -> is(lead, "CLOSED_WON")),
                filter(
                        Map.of("stage", List.of("CLOSED"), "outcome", List.of("LOST", "WON")),
                        lead -> is(lead, "CLOSED_LOST", "CLOSED_WON")),
                filter(Map.of("stage", List.of("SQL"), "outcome", List.of("WON")), lead -> false),
                filter(Map.of("owner", List.of("")), lead -> lead.owner() == null),
                filter(
                        Map.of("owner", List.of("rep1", "")),
                        lead -> lead.owner() == null || lead.owner().code().equals("rep1")),
                filter(
                        Map.of("channel", List.of("SOCIAL"), "campaign", List.of("=1+1")),
                        lead -> lead.source().channel().name().equals("SOCIAL")
                                && "=1+1".equals(lead.source().campaign())),
                filter(
                        Map.of("origin", List.of("fair")),
                        lead -> "fair".equals(lead.source().origin())),
                filter(Map.of("attr.city", List.of("São Paulo")), lead -> attribute(lead, "city", "São Paulo")),
                filter(
                        Map.of("attr.size", List.of("10"), "attr.vip", List.of("")),
                        lead -> attribute(lead, "size", new BigDecimal(10)) && attribute(lead, "vip", null)),
                filter(Map.of("attr.unheard", List.of("of")), lead -> false),
                filter(
                        Map.of("registeredFrom", List.of(middle.toString())),
                        lead -> !lead.registeredAt().isBefore(middle)),
                filter(
                        Map.of("registeredTo", List.of(middle.toString())),
                        lead -> lead.registeredAt().isBefore(middle)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("filters")
    void findsTheLeadsThatAreAsAsked(Map<String, List<String>> parameters, Predicate<Lead> filter) {
        List<LeadId> expected =
                NEWEST_FIRST.stream().filter(filter).map(Lead::id).toList();
        assertThat(allPages(parameters, 1000)).isEqualTo(expected);
        assertThat(allPages(parameters, 7)).isEqualTo(expected);
    }

    @Test
    void theRandomHistoryHasLeadsForTheFilters() {
        assertThat(NEWEST_FIRST).hasSizeGreaterThan(100);
        assertThat(NEWEST_FIRST.stream().filter(lead -> lead.owner() == null)).isNotEmpty();
        assertThat(NEWEST_FIRST.stream().filter(lead -> is(lead, "CLOSED_WON"))).isNotEmpty();
        assertThat(NEWEST_FIRST.stream().filter(lead -> attribute(lead, "city", "São Paulo")))
                .isNotEmpty();
    }

    @Test
    void speaksForAPositionAndWantsNoEarlierOneOfTheNextPage() {
        LeadIdPage page = page(Map.of("limit", List.of("5")));
        assertThat(page.position()).isEqualTo(LOG.head());
        assertThat(page.leadIds()).hasSize(5);
        var next = LeadListRequest.parse(Map.of("cursor", List.of(String.valueOf(page.nextCursor()))));
        assertThat(next.minPosition()).isEqualTo(OptionalLong.of(LOG.head()));
    }

    @Test
    void refusesACursorThatItDidNotGiveOutForThisList() {
        String cursor = String.valueOf(page(Map.of("limit", List.of("5"))).nextCursor());
        refuses("cursor", Map.of("cursor", List.of("nonsense!")));
        refuses("cursor", Map.of("cursor", List.of("")));
        refuses("cursor", Map.of("cursor", List.of(cursor.substring(1))));
        refuses("cursor", Map.of("cursor", List.of((cursor.startsWith("A") ? "B" : "A") + cursor.substring(1))));
        refuses("cursor", Map.of("cursor", List.of(cursor), "stage", List.of("MQL")));
        assertThat(LeadListRequest.parse(Map.of("cursor", List.of(cursor), "limit", List.of("9")))
                        .limit())
                .isEqualTo(9);
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                arguments("stage", "mql"),
                arguments("acceptance", "YES"),
                arguments("outcome", "DRAW"),
                arguments("channel", "PIGEON"),
                arguments("landingPage", "x"),
                arguments("month", "2026-01"),
                arguments("colour", "red"),
                arguments("registeredFrom", "soon"),
                arguments("limit", "0"),
                arguments("limit", "1001"),
                arguments("limit", "many"),
                arguments("limit", ""),
                arguments("minPosition", "x"));
    }

    @ParameterizedTest(name = "{0}={1}")
    @MethodSource("wrong")
    void refusesAWrongParameterByItsName(String name, String value) {
        refuses(name, Map.of(name, List.of(value)));
    }

    @Test
    void refusesMoreAttributesThanItsStatementCouldBeMadeOf() {
        var twenty = new TreeMap<String, List<String>>();
        IntStream.range(0, 20).forEach(i -> twenty.put("attr.a%02d".formatted(i), List.of("")));
        assertThat(page(twenty).leadIds()).isNotNull();

        var tooMany = new TreeMap<>(twenty);
        IntStream.range(20, 400).forEach(i -> tooMany.put("attr.b%03d".formatted(i), List.of("")));
        refuses("attr.b020", tooMany);
    }

    @Test
    void refusesAPeriodThatBeginsAfterItsEnd() {
        refuses(
                "registeredFrom",
                Map.of("registeredFrom", List.of("2026-02-01"), "registeredTo", List.of("2026-01-31")));
    }

    private static void refuses(String name, Map<String, List<String>> parameters) {
        assertThatExceptionOfType(InvalidParameterException.class)
                .isThrownBy(() -> LeadListRequest.parse(parameters))
                .satisfies(e -> assertThat(e.parameter()).isEqualTo(name));
    }

    private static List<LeadId> allPages(Map<String, List<String>> parameters, int limit) {
        var all = new ArrayList<LeadId>();
        @Nullable String cursor = null;
        do {
            var asked = new HashMap<>(parameters);
            asked.put("limit", List.of(String.valueOf(limit)));
            if (cursor != null) {
                asked.put("cursor", List.of(cursor));
            }
            LeadIdPage page = page(asked);
            assertThat(page.leadIds().size()).isLessThanOrEqualTo(limit);
            all.addAll(page.leadIds());
            cursor = page.nextCursor();
        } while (cursor != null);
        return all;
    }

    private static LeadIdPage page(Map<String, List<String>> parameters) {
        var request = LeadListRequest.parse(parameters);
        return filled.store().read(snapshot -> LeadList.find(snapshot, request));
    }

    private static Arguments filter(Map<String, List<String>> parameters, Predicate<Lead> filter) {
        return arguments(parameters, filter);
    }

    private static Instant middle() {
        return NEWEST_FIRST.get(NEWEST_FIRST.size() / 2).registeredAt();
    }

    private static boolean is(Lead lead, String... statuses) {
        return List.of(statuses).contains(lead.status().name());
    }

    private static boolean attribute(Lead lead, String name, @Nullable Object value) {
        return java.util.Objects.equals(lead.attributes().values().get(name), value);
    }
}
