package io.closedloop.lead.lifecycle;

import static io.closedloop.lead.lifecycle.Examples.ANYBODY;
import static io.closedloop.lead.lifecycle.Examples.LEAD;
import static io.closedloop.lead.lifecycle.Examples.NOW;
import static io.closedloop.lead.lifecycle.Examples.SOMEBODY_ELSE;
import static io.closedloop.lead.lifecycle.Examples.by;
import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.decision.Decision.Accepted;
import io.closedloop.lead.decision.RefusalCode;
import io.closedloop.lead.playbook.Playbook;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Why a lead is rejected, recycled, lost or disqualified, and what hangs on the reason. */
class ReasonsTest {
    private static final Set<String> NEVER_REVERSIBLE =
            Set.of("SPAM_OR_FAKE", "SOLICITATION", "DO_NOT_CONTACT", "LEGAL_OR_SANCTIONS");
    private static final Set<String> REVERSIBLE_WITHOUT_EXPIRY = Set.of("POOR_FIT", "COMPETITOR_EMPLOYEE");
    private static final Set<String> MAY_EXPIRE = Set.of(
            "INVALID_CONTACT_DATA",
            "OUT_OF_TERRITORY",
            "EXISTING_CUSTOMER",
            "STUDENT_OR_JOBSEEKER",
            "NO_NEED",
            "DUPLICATE",
            "OTHER");
    private static final Set<String> RECYCLE = Set.of(
            "NOT_READY",
            "SENT_TOO_EARLY",
            "UNRESPONSIVE",
            "NO_BUDGET_NOW",
            "NO_AUTHORITY_YET",
            "TIMING",
            "INSUFFICIENT_DATA");
    private static final Set<String> LOSS = Set.of(
            "PRICE",
            "COMPETITOR",
            "BUDGET",
            "MISSING_FEATURES",
            "NO_DECISION",
            "NO_DECISION_MAKER",
            "LONG_SALES_CYCLE",
            "UNRESPONSIVE",
            "POOR_FIT",
            "CAPACITY_OR_STOCK",
            "NO_LONGER_INTERESTED",
            "OTHER");
    private static final Set<String> ROOT_CAUSE = Set.of(
            "SENT_TOO_EARLY", "NOT_PRICE_QUALIFIED", "DID_NOT_UNDERSTAND_PRODUCT", "WRONG_SEGMENT", "SLOW_FOLLOW_UP");
    private static final Set<String> DISQUALIFY = union(NEVER_REVERSIBLE, REVERSIBLE_WITHOUT_EXPIRY, MAY_EXPIRE);
    private static final Set<String> EVERY_CODE =
            union(DISQUALIFY, RECYCLE, LOSS, ROOT_CAUSE, Set.of("", "price", "NONSENSE"));
    private static final Instant LATER = NOW.plus(Duration.ofDays(90));

    @Test
    void aDisqualificationTakesADisqualifyReason() {
        assertThat(accepted(Status.INQUIRY, Commands::disqualify)).isEqualTo(DISQUALIFY);
        assertThat(accepted(Status.MQL_AWAITING, code -> Commands.reject(Disposition.DISQUALIFY, code)))
                .isEqualTo(DISQUALIFY);
    }

    @Test
    void aRecyclingTakesARecycleReason() {
        assertThat(accepted(Status.SQL, Commands::recycle)).isEqualTo(RECYCLE);
        assertThat(accepted(Status.MQL_AWAITING, code -> Commands.reject(Disposition.RECYCLE, code)))
                .isEqualTo(RECYCLE);
    }

    @Test
    void aLossTakesALossReason() {
        assertThat(accepted(Status.SQL, Commands::closeLost)).isEqualTo(LOSS);
        assertThat(accepted(Status.CLOSED_LOST, code -> Commands.amendReason("heard more", code)))
                .as("any but the present one")
                .isEqualTo(LOSS.stream().filter(code -> !code.equals("PRICE")).collect(Collectors.toSet()));
    }

    @Test
    void aRootCauseIsOptionalAndOfItsOwnClass() {
        assertThat(accepted(Status.SQL, code -> lost("PRICE", code, null))).isEqualTo(ROOT_CAUSE);
        assertThat(accepted(Status.MQL_AWAITING, code -> rejected(Disposition.RECYCLE, "TIMING", code)))
                .isEqualTo(ROOT_CAUSE);
        assertThat(accepted(Status.MQL_AWAITING, code -> rejected(Disposition.DISQUALIFY, "NO_NEED", code)))
                .isEqualTo(ROOT_CAUSE);
        assertThat(Told.from(Status.SQL).wrongFields(lost("PRICE", "NONSENSE", null)))
                .containsExactly("/rootCause");
        assertThat(Told.from(Status.SQL)
                        .event(LeadLost.class, lost("PRICE", "SLOW_FOLLOW_UP", null))
                        .rootCause())
                .isEqualTo("SLOW_FOLLOW_UP");
    }

    @Test
    void theReasonOtherNeedsANote() {
        for (LeadCommand command : List.of(
                Commands.disqualify("OTHER"),
                Commands.reject(Disposition.DISQUALIFY, "OTHER"),
                Commands.closeLost("OTHER"),
                Commands.amendReason("heard more", "OTHER"))) {
            var told = Told.from(
                    switch (command.commandKind().commandName()) {
                        case "RejectLead" -> Status.MQL_AWAITING;
                        case "AmendClosure" -> Status.CLOSED_LOST;
                        default -> Status.SQL;
                    });
            assertThat(told.wrongFields(command)).containsExactly("/note");
            assertThat(told.events(Commands.noted(command, "they moved to the moon")))
                    .isNotEmpty();
        }
    }

    @Test
    void aReasonOfAnotherClassIsRefusedWithThoseOfItsOwn() {
        var refusal = Told.from(Status.SQL).refusal(Commands.recycle("PRICE"));

        assertThat(refusal.code()).isEqualTo(RefusalCode.INVALID_COMMAND);
        assertThat(refusal.detail())
                .isEqualTo("/reason: the playbook's reasons here are NOT_READY, SENT_TOO_EARLY, UNRESPONSIVE,"
                        + " NO_BUDGET_NOW, NO_AUTHORITY_YET, TIMING, INSUFFICIENT_DATA");
    }

    @Test
    void onlySomeDisqualificationsExpire() {
        assertThat(accepted(Status.INQUIRY, code -> Commands.disqualify(code, LATER)))
                .isEqualTo(MAY_EXPIRE);
        assertThat(accepted(Status.MQL_AWAITING, code -> rejectedUntil(code, LATER)))
                .isEqualTo(MAY_EXPIRE);
        assertThat(Told.from(Status.INQUIRY).wrongFields(Commands.disqualify("POOR_FIT", LATER)))
                .containsExactly("/expiresAt");
        assertThat(Told.from(Status.INQUIRY).wrongFields(Commands.disqualify("NONSENSE", LATER)))
                .as("one error is enough")
                .containsExactly("/reason");
    }

    @Test
    void aDisqualificationExpiresAfterItHappened() {
        var told = Told.from(Status.INQUIRY);
        assertThat(told.wrongFields(Commands.disqualify("NO_NEED", NOW))).containsExactly("/expiresAt");
        assertThat(told.events(Commands.disqualify("NO_NEED", NOW.plusNanos(1000))))
                .hasSize(1);
        Instant before = NOW.minus(Duration.ofDays(1));
        assertThat(told.events(Commands.at(Commands.disqualify("NO_NEED", NOW), before)))
                .hasSize(1);
        assertThat(Told.from(Status.MQL_AWAITING).wrongFields(rejectedUntil("NO_NEED", NOW)))
                .containsExactly("/expiresAt");
        assertThat(Told.from(Status.MQL_AWAITING).events(rejectedUntil("NO_NEED", NOW.plusNanos(1000))))
                .hasSize(2);
    }

    @Test
    void onlyARejectionThatRecyclesNamesWhenToResumeAndOnlyOneForGoodWhenItExpires() {
        var told = Told.from(Status.MQL_AWAITING);
        assertThat(told.wrongFields(
                        new RejectLead(LEAD, Disposition.RECYCLE, "TIMING", null, LATER, LATER, null, null)))
                .containsExactly("/expiresAt");
        assertThat(told.wrongFields(
                        new RejectLead(LEAD, Disposition.DISQUALIFY, "NO_NEED", null, LATER, LATER, null, null)))
                .containsExactly("/resumeNotBefore");
    }

    @Test
    void aRejectionSaysItAllAndItsSecondEventWhatBecameOfTheLead() {
        var events = Told.from(Status.MQL_AWAITING)
                .events(new RejectLead(
                        LEAD, Disposition.RECYCLE, "TIMING", "SLOW_FOLLOW_UP", LATER, null, null, "in spring"));

        assertThat(events)
                .containsExactly(
                        new LeadRejected(
                                LEAD,
                                NOW,
                                1,
                                1,
                                Disposition.RECYCLE,
                                "TIMING",
                                "SLOW_FOLLOW_UP",
                                LATER,
                                null,
                                "in spring"),
                        new LeadRecycled(LEAD, NOW, 1, 1, "TIMING", LATER, List.of(), "in spring"));
    }

    @Test
    void aRejectionForGoodIsADisqualification() {
        var told = Told.from(Status.MQL_ACCEPTED);
        var events = told.events(rejectedUntil("NO_NEED", LATER));

        assertThat(events).hasExactlyElementsOfTypes(LeadRejected.class, LeadDisqualified.class);
        var rejected = (LeadRejected) events.getFirst();
        assertThat(rejected.expiresAt()).isEqualTo(LATER);
        var disqualified = (LeadDisqualified) events.getLast();
        assertThat(disqualified.reason()).isEqualTo("NO_NEED");
        assertThat(disqualified.expiresAt()).isEqualTo(LATER);
        assertThat(disqualified.suppressions()).hasSize(2);
    }

    @Test
    void aRecycledLeadRestsUntilItIsTimeToResume() {
        assertThat(Told.from(Status.SQL)
                        .then(Commands.recycle("TIMING", LATER))
                        .lead()
                        .stage())
                .isEqualTo(new Stage.Nurture(LATER));
        assertThat(Told.from(Status.SQL).then(Commands.recycle("TIMING")).lead().stage())
                .isEqualTo(new Stage.Nurture(null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SPAM_OR_FAKE", "SOLICITATION", "DO_NOT_CONTACT", "LEGAL_OR_SANCTIONS"})
    void aDisqualificationForOneOfTheseReasonsIsNeverTakenBack(String reason) {
        var told = Told.from(Status.INQUIRY).then(Commands.disqualify(reason), by(SOMEBODY_ELSE));

        assertThat(told.code(Commands.reinstate("after all"), by(ANYBODY))).isEqualTo(RefusalCode.COMMAND_NOT_ALLOWED);
        assertThat(told.lead().allowedCommands(Playbook.BUILT_IN)).containsExactly(RecordTouch.KIND);
    }

    @Test
    void everyOtherDisqualificationCanBeTakenBack() {
        for (String reason : union(REVERSIBLE_WITHOUT_EXPIRY, MAY_EXPIRE)) {
            var told = Told.from(Status.INQUIRY)
                    .then(Commands.noted(Commands.disqualify(reason), "a note"), by(SOMEBODY_ELSE));

            assertThat(told.lead().allowedCommands(Playbook.BUILT_IN))
                    .containsExactly(RecordTouch.KIND, ReinstateLead.KIND);
            assertThat(told.then(Commands.reinstate("after all")).lead().stage())
                    .isEqualTo(new Stage.Nurture(null));
        }
    }

    /** Which of all codes are accepted; a note is given, for those that need one. */
    private static Set<String> accepted(Status from, Function<String, LeadCommand> command) {
        var accepted = new TreeSet<String>();
        for (String code : EVERY_CODE) {
            var decision =
                    Told.from(from).decision(Commands.noted(command.apply(code), "a note"), Examples.circumstances());
            if (decision instanceof Accepted) {
                accepted.add(code);
            }
        }
        return accepted;
    }

    private static CloseLost lost(String reason, String rootCause, String note) {
        return new CloseLost(LEAD, reason, rootCause, null, null, note);
    }

    private static RejectLead rejected(Disposition disposition, String reason, String rootCause) {
        return new RejectLead(LEAD, disposition, reason, rootCause, null, null, null, null);
    }

    private static RejectLead rejectedUntil(String reason, Instant expiresAt) {
        return new RejectLead(LEAD, Disposition.DISQUALIFY, reason, null, null, expiresAt, null, null);
    }

    @SafeVarargs
    private static Set<String> union(Set<String>... sets) {
        var all = new TreeSet<String>();
        for (var set : sets) {
            all.addAll(set);
        }
        return all;
    }
}
