package io.closedloop.lead.oracle;

import static io.closedloop.lead.oracle.Recount.Name.campaigns;
import static io.closedloop.lead.oracle.Recount.Name.funnel;
import static io.closedloop.lead.oracle.Recount.Name.reasons;
import static io.closedloop.lead.oracle.Recount.Name.redelivery;
import static io.closedloop.lead.oracle.Recount.Name.transitions;
import static io.closedloop.lead.oracle.Recount.Name.winRate;
import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.history.MemoryLog;
import io.closedloop.lead.history.Story;
import io.closedloop.lead.lifecycle.Disposition;
import io.closedloop.lead.lifecycle.RevenueKind;
import io.closedloop.lead.source.Channel;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the worked example does not have, in histories of a few lines. */
class RecountOfSmallHistoriesTest {
    private static final Map<String, @Nullable Object> ALL = Map.of();
    private static final Instant FIRST_OF_FEBRUARY = Instant.parse("2026-02-01T00:00:00Z");

    private final MemoryLog log = new MemoryLog();
    private final Story story = new Story(log);

    @Test
    void aReopenedWinIsVoidWithItsRevenueAndCountsOnlyFromItsNextClosure() {
        worked("A", "B");
        story.on(1, 10).win("A", "100", "USD").earn("A", RevenueKind.UPSELL, "40", "USD");
        story.on(1, 11).reopen("A");
        assertThat(row(funnel, Asked.EVERYTHING)).containsEntry("WON", 0L).containsEntry("SQL_to_WON", "0/2 2");
        assertThat(row(campaigns, Asked.EVERYTHING)).containsEntry("revenue", "{}");

        story.on(2, 3).win("A", "70", "USD");
        assertThat(row(campaigns, Asked.EVERYTHING)).containsEntry("revenue", "{USD=70}");
        assertThat(row(winRate, Asked.EVERYTHING.in(null, FIRST_OF_FEBRUARY))).containsEntry("narrow", "0/0 0");
        assertThat(row(winRate, Asked.EVERYTHING.in(FIRST_OF_FEBRUARY, null))).containsEntry("narrow", "1/1 0");
        // The visits remain: six days, and then twenty-three.
        assertThat(row(transitions, Asked.EVERYTHING.asFlow(), "from", "SQL", "to", "CLOSED_WON"))
                .containsEntry("share", "2/2 null")
                .containsEntry("medianSeconds", "1252800.000000");
    }

    @Test
    void anAmendmentRestatesTheClosureInTheClosuresOwnPeriod() {
        worked("A", "B");
        story.on(1, 10).win("A", "100", "USD").lose("B", "PRICE", "SLOW_FOLLOW_UP");
        story.on(2, 10).amendWin("A", "80", "BRL").amendLoss("B", "NO_DECISION");

        assertThat(row(campaigns, Asked.EVERYTHING.asFlow().in(null, FIRST_OF_FEBRUARY)))
                .containsEntry("revenue", "{BRL=80}");
        assertThat(row(campaigns, Asked.EVERYTHING.asFlow().in(FIRST_OF_FEBRUARY, null)))
                .containsEntry("revenue", "{}");
        assertThat(row(winRate, Asked.EVERYTHING))
                .containsEntry("narrow", "1/1 0")
                .containsEntry("broad", "1/2 0");
        assertThat(rows(reasons, Asked.EVERYTHING.asFlow()).keySet())
                .containsExactlyInAnyOrder(
                        key("kind", "LOSS", "reason", "NO_DECISION"),
                        key("kind", "ROOT_CAUSE", "reason", "SLOW_FOLLOW_UP"));
        assertThat(new Recount(log.events(), FIRST_OF_FEBRUARY)
                        .count(reasons, Asked.EVERYTHING.asFlow())
                        .rows())
                .containsKey(key("kind", "LOSS", "reason", "PRICE"));
    }

    @Test
    void laterRevenueCountsOnItsOwnDayAndARefundIsTakenAway() {
        worked("A", "B");
        story.on(1, 10).win("A", "100", "USD").win("B", "5000", "JPY");
        story.on(2, 5).earn("A", RevenueKind.RENEWAL, "30.50", "USD").earn("A", RevenueKind.REFUND, "130.5", "USD");

        Asked february = Asked.EVERYTHING.in(FIRST_OF_FEBRUARY, null);
        assertThat(row(campaigns, february.asFlow())).containsEntry("revenue", "{USD=-100}");
        assertThat(row(campaigns, february)).containsEntry("revenue", "{}");
        assertThat(row(campaigns, Asked.EVERYTHING)).containsEntry("revenue", "{JPY=5000, USD=0}");
        assertThat(new Recount(log.events(), null)
                        .count(campaigns, Asked.EVERYTHING)
                        .behind(ALL, "revenue"))
                .hasSize(4);
    }

    @Test
    void withinLeavesOutWhoIsTooYoungAndWhoCameTooLateButCallsOnlyThoseOpenThatMayStillCome() {
        story.on(1, 1).register("A").register("B").register("C").register("D");
        story.on(1, 3).qualify("A").qualify("D");
        story.on(1, 9).qualify("B");
        story.on(1, 10).register("E").qualify("E");
        story.on(1, 11).describe("C", Map.of("city", "Lima"));

        // A and D came in time, B too late, C has not come, and E is not old enough to count.
        assertThat(row(funnel, Asked.EVERYTHING.within(Duration.ofDays(2))))
                .containsEntry("INQUIRY", 5L)
                .containsEntry("INQUIRY_to_MQL", "2/4 1");
        assertThat(row(funnel, Asked.EVERYTHING.within(Duration.ofHours(47)))).containsEntry("INQUIRY_to_MQL", "0/4 1");
        assertThat(row(funnel, Asked.EVERYTHING.within(Duration.ofHours(24)))).containsEntry("INQUIRY_to_MQL", "1/5 1");
    }

    @Test
    void whatWasAtStakeIsWhatWasExpectedJustBefore() {
        worked("A", "B", "C");
        story.on(1, 5).expect("A", "100", "USD").expect("B", "7", "BRL");
        story.on(1, 6).expect("A", "250", "USD");
        story.on(1, 7)
                .lose("A", "PRICE", "SLOW_FOLLOW_UP")
                .lose("B", "PRICE", null)
                .lose("C", "PRICE", null);

        assertThat(row(reasons, Asked.EVERYTHING.asFlow(), "kind", "LOSS", "reason", "PRICE"))
                .containsEntry("count", 3L)
                .containsEntry("amountAtStake", "{BRL=7, USD=250}");
        assertThat(row(reasons, Asked.EVERYTHING.asFlow(), "kind", "ROOT_CAUSE", "reason", "SLOW_FOLLOW_UP"))
                .containsEntry("amountAtStake", "{USD=250}");
    }

    @Test
    void onlyTheFirstDisqualificationOfAPassIsAnEntryButEachHasItsReason() {
        worked("A");
        story.on(1, 5).disqualify("A", "NO_NEED", null);
        story.on(1, 6).reinstate("A");
        story.on(2, 7).disqualify("A", "POOR_FIT", null);

        assertThat(row(funnel, Asked.EVERYTHING.asFlow().in(FIRST_OF_FEBRUARY, null)))
                .containsEntry("DISQUALIFIED", 0L);
        assertThat(row(winRate, Asked.EVERYTHING)).containsEntry("broad", "0/1 0");
        assertThat(rows(reasons, Asked.EVERYTHING.asFlow())).hasSize(2);
        // The first suppression ended when the lead came back.
        assertThat(row(redelivery, Asked.EVERYTHING.in(FIRST_OF_FEBRUARY, null)))
                .containsEntry("suppressed", 1L);
        assertThat(row(redelivery, Asked.EVERYTHING.in(null, FIRST_OF_FEBRUARY)))
                .containsEntry("suppressed", 0L);
    }

    @Test
    void aSuppressionIsCountedUntilItExpires() {
        story.on(1, 1).register("A").disqualify("A", "NO_NEED", Story.noon(1, 20));

        assertThat(suppressedAt(Story.noon(1, 20).minusNanos(1000))).isEqualTo(1L);
        assertThat(suppressedAt(Story.noon(1, 20))).isEqualTo(0L);
    }

    @Test
    void theVisitThatARequalificationEndsBelongsToThePassInWhichItBegan() {
        worked("A");
        story.on(1, 5).recycle("A");
        story.on(1, 8).assign("A", "rob").qualify("A");

        Asked byPass = Asked.EVERYTHING.asFlow().by("pass", "owner");
        assertThat(row(transitions, byPass, "pass", 1L, "owner", "rob", "from", "NURTURE", "to", "MQL_AWAITING"))
                .containsEntry("share", "1/1 null");
    }

    @Test
    void sourcesAndAttributesAreThoseThatAreKnownAtTheTime() {
        story.on(1, 1).register("A").describe("A", Map.of("city", "Lima"));
        story.on(1, 9).correct("A", Channel.SOCIAL).describe("A", Collections.singletonMap("city", null));

        Asked grouped = Asked.EVERYTHING.by("channel", "attr.city");
        assertThat(new Recount(log.events(), Story.noon(1, 8))
                        .count(funnel, grouped)
                        .rows())
                .containsOnlyKeys(key("channel", "EMAIL", "attr.city", "Lima"));
        assertThat(rows(funnel, grouped)).containsOnlyKeys(key("channel", "SOCIAL", "attr.city", null));
        assertThat(rows(funnel, grouped.with("attr.city", "Lima"))).isEmpty();
        assertThat(rows(funnel, grouped.with("attr.city", "Lima", ""))).hasSize(1);
    }

    @Test
    void datesAreThoseOfTheZone() {
        // The last Monday of 2024 belongs to the first week of 2025; in Kathmandu it is already Tuesday.
        story.at(Instant.parse("2024-12-30T18:20:00Z")).register("A");

        Asked grouped = Asked.EVERYTHING.by("day", "week", "month", "quarter");
        assertThat(rows(funnel, grouped))
                .containsOnlyKeys(
                        key("day", "2024-12-30", "week", "2025-W01", "month", "2024-12", "quarter", "2024-Q4"));
        assertThat(rows(funnel, grouped.inZone("Asia/Kathmandu")))
                .containsOnlyKeys(
                        key("day", "2024-12-31", "week", "2025-W01", "month", "2024-12", "quarter", "2024-Q4"));
    }

    @Test
    void weeksAndYearsBeginWhereTheQuestionSays() {
        // The last day of March 2026 is a Tuesday.
        story.at(Instant.parse("2026-03-31T22:30:00Z")).register("A");

        Asked grouped = Asked.EVERYTHING.by("week", "quarter", "year");
        assertThat(rows(funnel, grouped))
                .containsOnlyKeys(key("week", "2026-W14", "quarter", "2026-Q1", "year", "2026"));
        assertThat(rows(funnel, grouped.dated(DayOfWeek.SUNDAY, 4, true)))
                .containsOnlyKeys(key("week", "2026-03-29", "quarter", "FY2026-Q4", "year", "FY2026"));
        assertThat(rows(funnel, grouped.dated(DayOfWeek.WEDNESDAY, 4, true).inZone("Europe/Berlin")))
                .containsOnlyKeys(key("week", "2026-04-01", "quarter", "FY2027-Q1", "year", "FY2027"));
        assertThat(rows(funnel, grouped.dated(DayOfWeek.TUESDAY, 2, true)))
                .containsOnlyKeys(key("week", "2026-03-31", "quarter", "FY2027-Q1", "year", "FY2027"));
    }

    @Test
    void rowsByDatesAloneIncludeTheEmptyOnesBetweenTheFirstAndTheLast() {
        story.on(1, 1).register("A");
        story.on(4, 1).register("B").qualify("B").reject("B", Disposition.RECYCLE, "TIMING");

        assertThat(rows(funnel, Asked.EVERYTHING.by("month")))
                .containsOnlyKeys(
                        key("month", "2026-01"),
                        key("month", "2026-02"),
                        key("month", "2026-03"),
                        key("month", "2026-04"));
        assertThat(row(funnel, Asked.EVERYTHING.by("month"), "month", "2026-02"))
                .containsEntry("INQUIRY", 0L)
                .containsEntry("INQUIRY_to_MQL", "0/0 0");
        assertThat(rows(funnel, Asked.EVERYTHING.by("month").dated(DayOfWeek.MONDAY, 1, false)))
                .containsOnlyKeys(key("month", "2026-01"), key("month", "2026-04"));
        assertThat(rows(funnel, Asked.EVERYTHING.by("month").asDefined(1)))
                .containsOnlyKeys(key("month", "2026-01"), key("month", "2026-04"));
        assertThat(rows(funnel, Asked.EVERYTHING.by("month", "channel")))
                .containsOnlyKeys(
                        key("month", "2026-01", "channel", "EMAIL"), key("month", "2026-04", "channel", "EMAIL"));
        story.on(6, 1).qualify("A").reject("A", Disposition.RECYCLE, "NOT_READY");
        assertThat(rows(reasons, Asked.EVERYTHING.asFlow().by("month"))).hasSize(3 * 4);
    }

    @Test
    void aDuplicateCountsInNoWinRateButInTheFirstDefinition() {
        worked("A", "B", "C", "D");
        story.on(1, 10)
                .win("A", "100", "USD")
                .lose("B", "PRICE", null)
                .disqualify("C", "DUPLICATE", null)
                .disqualify("D", "NO_NEED", null);

        assertThat(row(winRate, Asked.EVERYTHING))
                .containsEntry("narrow", "1/2 0")
                .containsEntry("broad", "1/3 0")
                .containsEntry("created", "1/3 0");
        assertThat(row(winRate, Asked.EVERYTHING.asFlow())).containsEntry("created", "1/3 null");
        assertThat(row(winRate, Asked.EVERYTHING.asDefined(1)))
                .containsEntry("narrow", "1/2 0")
                .containsEntry("broad", "1/4 0")
                .containsEntry("created", "1/4 0");
    }

    @Test
    void aDuplicateThatWasLostBeforeCountsInNoWinRateEither() {
        worked("A", "B");
        story.on(1, 10).win("A", "100", "USD").lose("B", "PRICE", null);
        assertThat(row(winRate, Asked.EVERYTHING))
                .containsEntry("narrow", "1/2 0")
                .containsEntry("created", "1/2 0");

        story.on(1, 11).recycle("B").disqualify("B", "DUPLICATE", null);
        assertThat(row(winRate, Asked.EVERYTHING))
                .containsEntry("narrow", "1/1 0")
                .containsEntry("created", "1/1 0");
    }

    @Test
    void whatIsRecordedLaterChangesNothingThatWasKnownBefore() {
        worked("A", "B");
        Instant then = log.events().getLast().recordedAt();
        var before = new Recount(log.events(), null);
        story.on(1, 8).lose("A", "PRICE", null).reopen("A").disqualify("B", "NO_NEED", null);

        for (Recount.Name report : Recount.Name.values()) {
            assertThat(new Recount(log.events(), then)
                            .count(report, Asked.EVERYTHING)
                            .rows())
                    .as("%s", report)
                    .isEqualTo(before.count(report, Asked.EVERYTHING).rows());
        }
    }

    /** Leads that come on 1 January and are SQLs from the 4th on. */
    private void worked(String... leads) {
        List.of(leads).forEach(lead -> story.on(1, 1).register(lead));
        List.of(leads).forEach(lead -> story.on(1, 2).qualify(lead));
        List.of(leads).forEach(lead -> story.on(1, 4).sql(lead));
    }

    private Object suppressedAt(Instant asOf) {
        return new Recount(log.events(), asOf)
                .count(redelivery, Asked.EVERYTHING)
                .rows()
                .getOrDefault(ALL, Map.of())
                .getOrDefault("suppressed", "no such row");
    }

    private Map<Map<String, @Nullable Object>, Map<String, Object>> rows(Recount.Name report, Asked asked) {
        return new Recount(log.events(), null).count(report, asked).rows();
    }

    private Map<String, Object> row(Recount.Name report, Asked asked, Object... key) {
        return rows(report, asked).getOrDefault(key(key), Map.of());
    }

    private static Map<String, @Nullable Object> key(@Nullable Object... values) {
        var row = new LinkedHashMap<String, @Nullable Object>();
        for (int i = 0; i < values.length; i += 2) {
            row.put(String.valueOf(values[i]), values[i + 1]);
        }
        return row;
    }
}
