package io.closedloop.lead.lifecycle;

import static io.closedloop.lead.lifecycle.Examples.ANYBODY;
import static io.closedloop.lead.lifecycle.Examples.ENDED;
import static io.closedloop.lead.lifecycle.Examples.NOW;
import static io.closedloop.lead.lifecycle.Examples.QUALIFIED;
import static io.closedloop.lead.lifecycle.Examples.REGISTERED;
import static io.closedloop.lead.lifecycle.Examples.circumstances;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.closedloop.lead.decision.OutOfOrder;
import io.closedloop.lead.decision.RefusalCode;
import io.closedloop.lead.decision.WrongField;
import io.closedloop.lead.playbook.Playbook;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Business time runs forward inside a lead. */
class BusinessTimeTest {
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

    @Test
    void aCommandThatDoesNotSayWhenHappenedNow() {
        var told = Told.from(Status.INQUIRY).then(Commands.qualifyMarketing());

        assertThat(told.events().getLast().occurredAt()).isEqualTo(NOW);
        assertThat(told.lead().stageSince()).isEqualTo(NOW);
    }

    @Test
    void aCommandThatDoesNotSayWhenHappenedNotBeforeTheLastStageChange() {
        var told = Told.from(Status.INQUIRY).then(Commands.at(Commands.qualifyMarketing(), NOW.plus(FIVE_MINUTES)));

        assertThat(told.events(Commands.accept(Examples.ANA)).getFirst().occurredAt())
                .isEqualTo(NOW.plus(FIVE_MINUTES));
        assertThat(told.events(Commands.touch("t1")).getFirst().occurredAt()).isEqualTo(NOW.plus(FIVE_MINUTES));
    }

    @Test
    void aCommandThatSaysWhenHappenedThen() {
        assertThat(Told.from(Status.INQUIRY)
                        .events(Commands.at(Commands.qualifyMarketing(), QUALIFIED))
                        .getFirst()
                        .occurredAt())
                .isEqualTo(QUALIFIED);
    }

    @TestFactory
    Stream<DynamicTest> noCommandHappenedBefore1900() {
        return LeadCommands.kinds().stream()
                .map(kind -> dynamicTest(kind.commandName(), () -> {
                    var command = Commands.fresh(kind, Status.INQUIRY);
                    for (String date :
                            List.of("0001-01-01T00:00:00Z", "1753-01-01T00:00:00Z", "1899-12-31T23:59:59.999999Z")) {
                        assertThat(FieldChecks.of(
                                        Commands.at(command, Instant.parse(date)), Playbook.BUILT_IN, List.of()))
                                .as(date)
                                .containsExactly(
                                        new WrongField(
                                                "/occurredAt",
                                                "is before 1900, too early for a lead; leave the date out, or say when it happened"));
                    }
                    assertThat(FieldChecks.of(
                                    Commands.at(command, Instant.parse("1900-01-01T00:00:00Z")),
                                    Playbook.BUILT_IN,
                                    List.of()))
                            .isEmpty();
                }));
    }

    @Test
    void noOtherDateOfACommandLiesBefore1900() {
        Instant old = Instant.parse("0001-01-01T00:00:00Z");
        LocalDate oldDate = LocalDate.of(1899, 12, 31);
        assertThat(wrong(new RecycleLead(Examples.LEAD, "NOT_READY", old, null, null)))
                .containsExactly("/resumeNotBefore");
        assertThat(wrong(new RejectLead(Examples.LEAD, Disposition.RECYCLE, "NOT_READY", null, old, null, null, null)))
                .containsExactly("/resumeNotBefore");
        assertThat(wrong(new RejectLead(Examples.LEAD, Disposition.DISQUALIFY, "NO_NEED", null, null, old, null, null)))
                .containsExactly("/expiresAt");
        assertThat(wrong(new DisqualifyLead(Examples.LEAD, "NO_NEED", old, null, null)))
                .containsExactly("/expiresAt");
        assertThat(wrong(new QualifySales(Examples.LEAD, Examples.ANA, Map.of(), null, oldDate, null, null)))
                .containsExactly("/expectedCloseDate");
        assertThat(wrong(new ReviseOpportunity(Examples.LEAD, null, oldDate, null, null, null)))
                .containsExactly("/expectedCloseDate");
        assertThat(wrong(new ReviseOpportunity(Examples.LEAD, null, oldDate.plusDays(1), null, null, null)))
                .isEmpty();
    }

    private static List<String> wrong(LeadCommand command) {
        return FieldChecks.of(command, Playbook.BUILT_IN, List.of()).stream()
                .map(WrongField::pointer)
                .toList();
    }

    @TestFactory
    Stream<DynamicTest> nothingButATouchLiesBeforeTheLastStageChange() {
        return placed().filter(place -> place.kind != RecordTouch.KIND)
                .map(place -> dynamicTest(place.toString(), () -> {
                    var told = Told.from(place.status);
                    Instant since = told.lead().stageSince();

                    assertThat(told.refusal(Commands.at(place.command(), since.minusNanos(1000))))
                            .isEqualTo(new OutOfOrder(since.minusNanos(1000), since));
                    assertThat(told.events(Commands.at(place.command(), since))).isNotEmpty();
                }));
    }

    @TestFactory
    Stream<DynamicTest> nothingLiesMoreThanFiveMinutesAhead() {
        return placed().map(place -> dynamicTest(place.toString(), () -> {
            var told = Told.from(place.status);
            Instant limit = NOW.plus(FIVE_MINUTES);

            assertThat(told.refusal(Commands.at(place.command(), limit.plusNanos(1000))))
                    .isEqualTo(new OutOfOrder(limit.plusNanos(1000), null));
            assertThat(told.events(Commands.at(place.command(), limit))).isNotEmpty();
        }));
    }

    @Test
    void aRegistrationLiesAnywhereInThePastButNotMoreThanFiveMinutesAhead() {
        Instant longAgo = Instant.parse("1999-12-31T23:59:59Z");
        assertThat(Told.fromNothing()
                        .event(LeadRegistered.class, Commands.at(Commands.register(), longAgo))
                        .occurredAt())
                .isEqualTo(longAgo);
        assertThat(Told.fromNothing()
                        .code(Commands.at(
                                Commands.register(), NOW.plus(FIVE_MINUTES).plusNanos(1000))))
                .isEqualTo(RefusalCode.OCCURRED_AT_OUT_OF_ORDER);
    }

    @Test
    void aTouchLiesAnywhereInThePastBeforeTheRegistrationToo() {
        Instant before = REGISTERED.minus(Duration.ofDays(400));
        var told = Told.from(Status.CLOSED_WON);

        assertThat(told.event(TouchRecorded.class, Commands.at(Commands.touch("t1"), before))
                        .occurredAt())
                .isEqualTo(before);
    }

    @Test
    void aTouchNeverMovesAStage() {
        for (Status status : Status.values()) {
            var told = Told.from(status);
            Instant since = told.lead().stageSince();
            told.then(Commands.at(Commands.touch("t1"), NOW));

            assertThat(told.lead().status()).isEqualTo(status);
            assertThat(told.lead().stageSince()).isEqualTo(since);
        }
    }

    @Test
    void whatMovesNoStageDoesNotHoldBackWhatFollows() {
        var told = Told.from(Status.CLOSED_WON)
                .then(Commands.amendAmount("a typo", Examples.usd("120")))
                .then(Commands.revenue("r1", Examples.HUNDRED))
                .then(Commands.updateAttributes("size", 3));

        assertThat(told.lead().stageSince()).isEqualTo(ENDED);
        assertThat(told.then(Commands.at(Commands.reopen("not over"), ENDED))
                        .lead()
                        .stageSince())
                .isEqualTo(ENDED);
    }

    @Test
    void anAcceptanceIsAStageChange() {
        var told = Told.from(Status.MQL_AWAITING).then(Commands.accept(Examples.ANA));

        assertThat(told.lead().stageSince()).isEqualTo(NOW);
        assertThat(told.code(Commands.at(Commands.qualifySales(null), NOW.minusSeconds(1))))
                .isEqualTo(RefusalCode.OCCURRED_AT_OUT_OF_ORDER);
    }

    @Test
    void bothEventsOfOneCommandHappenedAtOnce() {
        assertThat(Told.from(Status.MQL_AWAITING).events(Commands.reject(Disposition.RECYCLE, "TIMING")))
                .extracting(LeadEvent::occurredAt)
                .containsExactly(NOW, NOW);
        assertThat(Told.from(Status.MQL_AWAITING).events(Commands.qualifySales(Examples.ANA)))
                .extracting(LeadEvent::occurredAt)
                .containsExactly(NOW, NOW);
    }

    @Test
    void aRefusalNamesTheMomentAndTheLimit() {
        assertThat(Told.from(Status.SQL)
                        .refusal(Commands.at(Commands.closeLost("PRICE"), REGISTERED))
                        .detail())
                .isEqualTo("occurredAt 2026-03-01T09:00:00Z is before the last change, which was at"
                        + " 2026-03-04T09:00:00Z");
        assertThat(Told.from(Status.SQL)
                        .refusal(Commands.at(Commands.closeLost("PRICE"), Instant.parse("2027-01-01T00:00:00Z")))
                        .detail())
                .isEqualTo("occurredAt 2027-01-01T00:00:00Z is more than 5 minutes ahead of the server's clock");
    }

    @Test
    void aLeadSaysWhenItWasRegisteredAndSinceWhenItIsWhereItIs() {
        var lead = Examples.lead(Status.CLOSED_LOST);

        assertThat(lead.registeredAt()).isEqualTo(REGISTERED);
        assertThat(lead.stageSince()).isEqualTo(ENDED);
    }

    @Test
    void theServersClockDecidesAndNotThatOfTheTest() {
        var early = circumstances(ANYBODY, QUALIFIED);

        assertThat(Told.from(Status.INQUIRY).code(Commands.at(Commands.qualifyMarketing(), NOW), early))
                .isEqualTo(RefusalCode.OCCURRED_AT_OUT_OF_ORDER);
    }

    private record Place(CommandKind kind, Status status) {
        LeadCommand command() {
            return Commands.fresh(kind, status);
        }

        @Override
        public String toString() {
            return kind.commandName() + " in " + status;
        }
    }

    /** Every command in every status that allows it. */
    private static Stream<Place> placed() {
        return LeadCommands.kinds().stream()
                .flatMap(kind -> Arrays.stream(Status.values())
                        .filter(kind::allowedFrom)
                        .map(status -> new Place(kind, status)));
    }
}
