package io.closedloop.lead.lifecycle;

import static io.closedloop.lead.lifecycle.Examples.ANA;
import static io.closedloop.lead.lifecycle.Examples.BEN;
import static io.closedloop.lead.lifecycle.Examples.CONTACT;
import static io.closedloop.lead.lifecycle.Examples.HUNDRED;
import static io.closedloop.lead.lifecycle.Examples.LEAD;
import static io.closedloop.lead.lifecycle.Examples.NOW;
import static io.closedloop.lead.lifecycle.Examples.REF;
import static io.closedloop.lead.lifecycle.Examples.REGISTERED;
import static io.closedloop.lead.lifecycle.Examples.SOURCE;
import static io.closedloop.lead.lifecycle.Examples.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.closedloop.lead.decision.RefusalCode;
import io.closedloop.lead.identity.ContactChange;
import io.closedloop.lead.lifecycle.LeadRefusal.RegisteredWithOtherContent;
import io.closedloop.lead.lifecycle.LeadRefusal.RevenueRecordedWithOtherContent;
import io.closedloop.lead.lifecycle.LeadRefusal.TouchRecordedWithOtherContent;
import io.closedloop.lead.money.Money;
import io.closedloop.lead.source.Channel;
import io.closedloop.lead.source.Source;
import io.closedloop.lead.source.SourceChange;
import io.closedloop.lead.source.SourcedBy;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A repeated command is harmless: whoever does not know whether a command arrived sends it again. */
class RepeatsTest {
    private static final LocalDate MAY = LocalDate.of(2026, 5, 1);
    private static final Instant LATER = NOW.plusSeconds(1_000_000);
    private static final Source OTHER_SOURCE = new Source(Channel.WEB, null, null, null, SourcedBy.SALES);

    /** A command, where it is sent, and commands that differ from it in one field each and are therefore others. */
    private record Case(Status from, LeadCommand command, List<LeadCommand> others) {
        Told carriedOut() {
            return Told.from(from).then(command);
        }

        @Override
        public String toString() {
            return command.commandKind().commandName() + " in " + from;
        }
    }

    private static Case of(Status from, LeadCommand command, LeadCommand... others) {
        return new Case(from, command, List.of(others));
    }

    private static Stream<Case> settingCommands() {
        return Stream.of(
                of(
                        Status.INQUIRY,
                        Commands.updateContact(ContactChange.Field.name, "J."),
                        Commands.updateContact(ContactChange.Field.name, "J. S."),
                        Commands.updateContact(ContactChange.Field.title, "J."),
                        Commands.updateContact(ContactChange.Field.name, null)),
                of(Status.CLOSED_WON, Commands.updateContact(ContactChange.Field.title, null)),
                of(
                        Status.INQUIRY,
                        updateSource("autumn"),
                        updateSource("winter"),
                        Commands.updateAttributes("size", 1)),
                of(
                        Status.INQUIRY,
                        Commands.updateAttributes("size", 1),
                        Commands.updateAttributes("size", 2),
                        Commands.updateAttributes("age", 1),
                        Commands.updateAttributes("size", null)),
                of(Status.INQUIRY, Commands.updateAttributes("size", null)),
                of(Status.INQUIRY, Commands.qualifyMarketing()),
                of(Status.NURTURE, Commands.qualifyMarketing()),
                of(Status.SQL, Commands.assign(BEN), Commands.assign(ANA)),
                of(Status.MQL_AWAITING, Commands.accept(BEN), Commands.accept(ANA)),
                of(
                        Status.MQL_AWAITING,
                        rejectToRecycle("TIMING", "SLOW_FOLLOW_UP", LATER),
                        rejectToRecycle("NOT_READY", "SLOW_FOLLOW_UP", LATER),
                        rejectToRecycle("TIMING", null, LATER),
                        rejectToRecycle("TIMING", "SLOW_FOLLOW_UP", null)),
                of(
                        Status.MQL_ACCEPTED,
                        rejectForGood("NO_NEED", LATER),
                        rejectForGood("DUPLICATE", LATER),
                        rejectForGood("NO_NEED", null),
                        Commands.reject(Disposition.RECYCLE, "TIMING")),
                of(
                        Status.MQL_ACCEPTED,
                        qualifySales(BEN, Map.of("budget", true), HUNDRED, MAY),
                        qualifySales(ANA, Map.of("budget", true), HUNDRED, MAY),
                        qualifySales(BEN, Map.of("budget", false), HUNDRED, MAY),
                        qualifySales(BEN, Map.of("budget", true), usd("101"), MAY),
                        qualifySales(BEN, Map.of("budget", true), HUNDRED, MAY.plusDays(1)),
                        qualifySales(BEN, Map.of("budget", true), null, MAY),
                        qualifySales(BEN, Map.of("budget", true), HUNDRED, null)),
                of(
                        Status.SQL,
                        revise("100", MAY, Milestone.DEMO),
                        revise("101", MAY, Milestone.DEMO),
                        revise("100", MAY.plusDays(1), Milestone.DEMO),
                        revise("100", MAY, Milestone.PROPOSAL),
                        revise("100", MAY, null)),
                of(Status.SQL, Commands.closeWon(HUNDRED), Commands.closeWon(usd("101"))),
                of(
                        Status.SQL,
                        closeLost("PRICE", "SLOW_FOLLOW_UP", "Initech"),
                        closeLost("BUDGET", "SLOW_FOLLOW_UP", "Initech"),
                        closeLost("PRICE", "WRONG_SEGMENT", "Initech"),
                        closeLost("PRICE", "SLOW_FOLLOW_UP", null)),
                of(
                        Status.SQL,
                        Commands.disqualify("NO_NEED", LATER),
                        Commands.disqualify("DUPLICATE", LATER),
                        Commands.disqualify("NO_NEED", LATER.plusSeconds(1)),
                        Commands.disqualify("NO_NEED", null)),
                of(
                        Status.CLOSED_LOST,
                        Commands.recycle("TIMING", LATER),
                        Commands.recycle("NOT_READY", LATER),
                        Commands.recycle("TIMING", null)),
                of(Status.DISQUALIFIED, Commands.reinstate("after all"), Commands.reinstate("just because")),
                of(Status.CLOSED_WON, Commands.reopen("not over"), Commands.reopen("just because")),
                of(
                        Status.CLOSED_WON,
                        Commands.amendAmount("a typo", usd("120")),
                        Commands.amendAmount("another typo", usd("120")),
                        Commands.amendAmount("a typo", usd("121"))),
                of(
                        Status.CLOSED_LOST,
                        Commands.amendReason("heard more", "COMPETITOR"),
                        Commands.amendReason("heard still more", "COMPETITOR"),
                        Commands.amendReason("heard more", "BUDGET")));
    }

    @TestFactory
    Stream<DynamicTest> aRepeatedCommandChangesNothing() {
        return settingCommands()
                .map(example -> dynamicTest(
                        example.toString(), () -> example.carriedOut().repeats(example.command)));
    }

    @Test
    void aCommandRepeatsWithBlanksAtTheEndsOfItsCodes() {
        Told.from(Status.MQL_AWAITING)
                .then(Commands.accept(new Rep("ana\u00a0")))
                .repeats(Commands.accept(new Rep(" ana")));
        Told.from(Status.INQUIRY).then(touch("spring ", "price")).repeats(touch("\ufeffspring", " price\u2003"));
        Told.from(Status.SQL)
                .then(new CloseLost(LEAD, "COMPETITOR", null, "Acme", null, null))
                .repeats(new CloseLost(LEAD, "COMPETITOR", null, "\tAcme ", null, null));
        Told.from(Status.INQUIRY)
                .then(new UpdateAttributes(
                        LEAD, AttributesChange.NONE, new SourceChange(null, null, "spring ", null, null), null, null))
                .repeats(new UpdateAttributes(
                        LEAD,
                        AttributesChange.NONE,
                        new SourceChange(null, null, "\u00a0spring", null, null),
                        null,
                        null));
        Told.from(Status.MQL_ACCEPTED)
                .then(new QualifySales(LEAD, ANA, Map.of("budget ", true), null, null, null, null))
                .repeats(new QualifySales(LEAD, ANA, Map.of("budget", true), null, null, null, null));
    }

    @Test
    void whatWasStoredWithBlanksIsReadWithThemAndACommandWithoutThemRepeatsIt() {
        var source = new Source(Channel.EMAIL, "x ", "spring ", "/a ", SourcedBy.MARKETING);
        var registered = new LeadRegistered(
                LEAD, NOW, 1, 1, null, Commands.email("a@example.com"), source, Attributes.NONE, List.of(), null);
        var told = Told.from(List.of(registered));

        assertThat(told.lead().source().campaign()).isEqualTo("spring ");
        told.repeats(new RegisterLead(
                LEAD, null, Commands.email("a@example.com"), source.tidy(), Attributes.NONE, null, null));

        var change = new SourceChange(null, null, "autumn ", null, null);
        told = Told.from(List.of(
                registered,
                new AttributesUpdated(LEAD, NOW, 1, AttributesChange.NONE, change, null),
                new LeadMarketingQualified(LEAD, NOW, 1, 1, null),
                new LeadAssigned(LEAD, NOW, 1, 1, new Rep("ana "), null)));
        assertThat(told.lead().source().campaign()).isEqualTo("autumn ");
        assertThat(told.lead().owner()).hasToString("ana ");
        told.repeats(new UpdateAttributes(LEAD, AttributesChange.NONE, change.tidy(), null, null));
        told.repeats(new AssignLead(LEAD, new Rep("ana"), null, null));
        var touch = touch("spring", "price");
        told = Told.from(List.of(
                registered,
                new TouchRecorded(
                        LEAD,
                        NOW,
                        1,
                        "t",
                        touch.type(),
                        touch.by(),
                        touch.reachedHuman(),
                        null,
                        "spring ",
                        " spring",
                        List.of("price "),
                        null),
                new LeadMarketingQualified(LEAD, NOW, 1, 1, null),
                new LeadAssigned(LEAD, NOW, 1, 1, new Rep("ana "), null)));
        told.repeats(touch);
        assertThat(told.event(LeadAccepted.class, Commands.accept(new Rep(" ana")))
                        .rep())
                .hasToString("ana");
    }

    private static RecordTouch touch(String campaign, String question) {
        return new RecordTouch(
                LEAD,
                "t",
                TouchType.CALL,
                TouchedBy.SALES,
                true,
                null,
                campaign,
                campaign,
                List.of(question),
                null,
                null);
    }

    @TestFactory
    Stream<DynamicTest> aRepeatMayHaveAnotherMomentAndAnotherNote() {
        return settingCommands()
                .map(example -> dynamicTest(example.toString(), () -> {
                    example.carriedOut().repeats(Commands.at(example.command, REGISTERED));
                    example.carriedOut().repeats(Commands.at(example.command, NOW.plusSeconds(1_000_000)));
                    example.carriedOut().repeats(Commands.noted(example.command, "again"));
                }));
    }

    @TestFactory
    Stream<DynamicTest> aCommandStillRepeatsAfterDecisionsOfOtherKinds() {
        return settingCommands()
                .map(example -> dynamicTest(example.toString(), () -> {
                    var told = example.carriedOut().then(Commands.touch("t1"));
                    if (told.lead().status() != Status.DISQUALIFIED) {
                        if (!(example.command instanceof UpdateContact)) {
                            told.then(Commands.updateContact(ContactChange.Field.phone, "+55 11 98765-4321"));
                        }
                        if (!(example.command instanceof UpdateAttributes)) {
                            told.then(Commands.updateAttributes("colour", "green"));
                        }
                    }
                    told.repeats(example.command);
                }));
    }

    @TestFactory
    Stream<DynamicTest> aCommandThatDiffersInOneFieldIsNoRepeat() {
        return settingCommands()
                .map(example -> dynamicTest(example.toString(), () -> {
                    for (var other : example.others) {
                        example.carriedOut().doesNotRepeat(other);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> theTableOfRepeatsHasEverySettingCommand() {
        var told = List.of(RegisterLead.KIND, RecordTouch.KIND, RecordRevenue.KIND);
        return LeadCommands.kinds().stream()
                .filter(kind -> !told.contains(kind))
                .map(kind -> dynamicTest(
                        kind.commandName(),
                        () -> assertThat(settingCommands().map(example -> example.command.commandKind()))
                                .contains(kind)));
    }

    @Test
    void aCommandThatWasNeverDecidedIsNoRepeatThoughItChangesNothing() {
        assertThat(Told.from(Status.INQUIRY).events(Commands.updateContact(ContactChange.Field.email, CONTACT.email())))
                .hasSize(1);
        assertThat(Told.from(Status.MQL_ACCEPTED).events(Commands.assign(ANA))).hasSize(1);
        assertThat(Told.from(Status.INQUIRY).events(updateSource("spring"))).hasSize(1);
        assertThat(Told.from(Status.CLOSED_WON).code(Commands.amendAmount("a typo", HUNDRED)))
                .isEqualTo(RefusalCode.COMMAND_NOT_ALLOWED);
        assertThat(Told.from(Status.CLOSED_LOST).code(Commands.amendReason("a typo", "PRICE")))
                .isEqualTo(RefusalCode.COMMAND_NOT_ALLOWED);
    }

    @Test
    void onlyTheLatestDecisionOfAKindIsRepeated() {
        Told.from(Status.SQL)
                .then(Commands.assign(BEN))
                .then(Commands.assign(ANA))
                .doesNotRepeat(Commands.assign(BEN));
        Told.from(Status.SQL)
                .then(revise("100", MAY, null))
                .then(revise("200", MAY, null))
                .doesNotRepeat(revise("100", MAY, null));
        Told.from(Status.CLOSED_WON)
                .then(Commands.amendAmount("a typo", usd("120")))
                .then(Commands.amendAmount("a second typo", usd("130")))
                .doesNotRepeat(Commands.amendAmount("a typo", usd("120")));
        Told.from(Status.INQUIRY)
                .then(Commands.updateAttributes("size", 1))
                .then(Commands.updateAttributes("colour", "red"))
                .doesNotRepeat(Commands.updateAttributes("size", 1));
        Told.from(Status.INQUIRY)
                .then(Commands.updateContact(ContactChange.Field.name, "J."))
                .then(Commands.updateContact(ContactChange.Field.title, "CTO"))
                .doesNotRepeat(Commands.updateContact(ContactChange.Field.name, "J."));
    }

    @Test
    void anAssignmentIsNoLongerSoOnceAnotherRepHasTakenTheLead() {
        Told.from(Status.MQL_AWAITING)
                .then(Commands.assign(ANA))
                .then(Commands.accept(BEN))
                .doesNotRepeat(Commands.assign(ANA));
    }

    @Test
    void anAcceptanceIsNoLongerSoOnceTheLeadIsAssignedToAnotherRep() {
        assertThat(Told.from(Status.MQL_AWAITING)
                        .then(Commands.accept(ANA))
                        .then(Commands.assign(BEN))
                        .code(Commands.accept(ANA)))
                .isEqualTo(RefusalCode.COMMAND_NOT_ALLOWED);
    }

    @Test
    void anAssignmentIsStillSoInALaterPass() {
        Told.from(Status.MQL_AWAITING)
                .then(Commands.assign(ANA))
                .then(Commands.recycle("TIMING"))
                .then(Commands.qualifyMarketing())
                .repeats(Commands.assign(ANA));
    }

    @Test
    void aSalesQualificationIsNoLongerSoOnceItsOwnerOrItsForecastHasChanged() {
        var qualification = qualifySales(BEN, Map.of(), HUNDRED, MAY);
        Told.from(Status.MQL_ACCEPTED)
                .then(qualification)
                .then(Commands.assign(ANA))
                .doesNotRepeat(qualification);
        Told.from(Status.MQL_ACCEPTED)
                .then(qualification)
                .then(revise("200", null, null))
                .doesNotRepeat(qualification);
        Told.from(Status.MQL_ACCEPTED)
                .then(qualification)
                .then(revise(null, MAY.plusDays(1), null))
                .doesNotRepeat(qualification);
        Told.from(Status.MQL_ACCEPTED)
                .then(qualification)
                .then(revise(null, null, Milestone.DEMO))
                .repeats(qualification);
    }

    @Test
    void aSalesQualificationRepeatsWithItsRepAsResolved() {
        Told.from(Status.MQL_ACCEPTED).then(Commands.qualifySales(null)).repeats(Commands.qualifySales(ANA));
        Told.from(Status.MQL_ACCEPTED).then(Commands.qualifySales(ANA)).repeats(Commands.qualifySales(null));
        Told.from(Status.MQL_ACCEPTED).then(Commands.qualifySales(null)).doesNotRepeat(Commands.qualifySales(BEN));
        Told.from(Status.MQL_AWAITING).then(Commands.qualifySales(ANA)).repeats(Commands.qualifySales(ANA));
    }

    @Test
    void aRevisionIsNoLongerSoOnceANewOpportunityHasBegun() {
        Told.from(Status.SQL)
                .then(revise("100", null, null))
                .then(Commands.recycle("TIMING"))
                .then(Commands.qualifyMarketing())
                .then(Commands.qualifySales(null))
                .doesNotRepeat(revise("100", null, null));
    }

    @Test
    void aClosureIsNoLongerSoOnceItWasAmendedAndIsAgainOnceThatWasTakenBack() {
        var told = Told.from(Status.SQL).then(Commands.closeWon(HUNDRED)).then(Commands.amendAmount("up", usd("120")));
        told.doesNotRepeat(Commands.closeWon(HUNDRED));
        told.doesNotRepeat(Commands.closeWon(usd("120")));
        told.then(Commands.amendAmount("down", HUNDRED)).repeats(Commands.closeWon(HUNDRED));

        var lost = Told.from(Status.SQL)
                .then(Commands.closeLost("PRICE"))
                .then(Commands.amendReason("heard more", "BUDGET"));
        lost.doesNotRepeat(Commands.closeLost("PRICE"));
        lost.then(Commands.amendReason("heard less", "PRICE")).repeats(Commands.closeLost("PRICE"));
    }

    @Test
    void anAmendmentIsNoLongerSoInAnotherClosure() {
        var told = Told.from(Status.CLOSED_WON)
                .then(Commands.amendAmount("a typo", usd("120")))
                .then(Commands.reopen("not over"));
        told.doesNotRepeat(Commands.amendAmount("a typo", usd("120")));
        told.then(Commands.closeWon(HUNDRED)).doesNotRepeat(Commands.amendAmount("a typo", usd("120")));
        told.then(Commands.reopen("still not over"))
                .then(Commands.closeLost("PRICE"))
                .doesNotRepeat(Commands.amendAmount("a typo", usd("120")));
    }

    @Test
    void anUpdateIsNoLongerSoOnceAnotherRouteChangedWhatItSet() {
        var told = Told.from(Status.INQUIRY).then(updateSource("autumn"));
        told.repeats(updateSource("autumn"));
        told.then(updateSource("winter")).doesNotRepeat(updateSource("autumn"));
    }

    @Test
    void aLeadThatIsSomewhereAgainIsNotStillThere() {
        var requalified = Told.from(Status.MQL_ACCEPTED)
                .then(Commands.qualifySales(null))
                .then(Commands.closeLost("PRICE"))
                .then(Commands.reopen("not over"));
        assertThat(requalified.code(Commands.qualifySales(null))).isEqualTo(RefusalCode.COMMAND_NOT_ALLOWED);

        var nurturedAgain = Told.from(Status.SQL)
                .then(Commands.recycle("TIMING"))
                .then(Commands.disqualify("NO_NEED"), Examples.by(Examples.SOMEBODY_ELSE))
                .then(Commands.reinstate("after all"));
        assertThat(nurturedAgain.code(Commands.recycle("TIMING"))).isEqualTo(RefusalCode.COMMAND_NOT_ALLOWED);
        nurturedAgain.repeats(Commands.reinstate("after all"));
    }

    @Test
    void aRejectionIsRepeatedByARejectionAndNotByWhatItLeadsTo() {
        var recycled = Told.from(Status.MQL_AWAITING).then(Commands.reject(Disposition.RECYCLE, "TIMING"));
        assertThat(recycled.code(Commands.recycle("TIMING"))).isEqualTo(RefusalCode.COMMAND_NOT_ALLOWED);

        var disqualified = Told.from(Status.MQL_AWAITING).then(Commands.reject(Disposition.DISQUALIFY, "NO_NEED"));
        assertThat(disqualified.code(Commands.disqualify("NO_NEED"))).isEqualTo(RefusalCode.COMMAND_NOT_ALLOWED);

        var later = recycled.then(Commands.disqualify("NO_NEED"));
        later.doesNotRepeat(Commands.reject(Disposition.RECYCLE, "TIMING"));
        later.repeats(Commands.disqualify("NO_NEED"));
    }

    @Test
    void aRegistrationRepeatsWhereverTheLeadNowIs() {
        for (Status status : Status.values()) {
            Told.from(status).repeats(Commands.noted(Commands.at(Commands.register(), NOW), "again"));
        }
        Told.from(Status.INQUIRY)
                .then(Commands.updateContact(ContactChange.Field.email, "joana@example.org"))
                .repeats(Commands.register());
    }

    @Test
    void aLeadIsNotRegisteredAgainWithOtherContent() {
        var told = Told.from(Status.INQUIRY);
        for (RegisterLead other : List.of(
                Commands.register(Commands.email("other@example.com"), REF),
                Commands.register(CONTACT, null),
                new RegisterLead(LEAD, REF, CONTACT, OTHER_SOURCE, Attributes.NONE, null, null),
                new RegisterLead(LEAD, REF, CONTACT, SOURCE, new Attributes(Map.of("size", 1)), null, null))) {
            assertThat(told.refusal(other)).isEqualTo(new RegisteredWithOtherContent(LEAD));
        }
        assertThat(told.refusal(Commands.register(CONTACT, null)).detail())
                .contains(LEAD.toString())
                .contains("UpdateContact");
    }

    @Test
    void aTouchRepeatsByItsId() {
        var told = Told.from(Status.INQUIRY).then(Commands.touch("t1")).then(Commands.touch("t2"));

        told.repeats(Commands.touch("t1"));
        told.repeats(Commands.noted(Commands.at(Commands.touch("t2"), REGISTERED), "again"));
        assertThat(told.events(Commands.touch("t3"))).hasSize(1);
        told.then(Commands.disqualify("NO_NEED")).repeats(Commands.touch("t1"));
    }

    @Test
    void aTouchIdStandsForOneTouchOfTheLead() {
        var told = Told.from(Status.INQUIRY).then(Commands.touch("t1"));
        RecordTouch same = Commands.touch("t1");
        for (RecordTouch other : List.of(
                touch("t1", TouchType.EMAIL, same.by(), true, "spring", "brochure", List.of("price")),
                touch("t1", same.type(), TouchedBy.LEAD, true, "spring", "brochure", List.of("price")),
                touch("t1", same.type(), same.by(), null, "spring", "brochure", List.of("price")),
                touch("t1", same.type(), same.by(), true, "autumn", "brochure", List.of("price")),
                touch("t1", same.type(), same.by(), true, "spring", null, List.of("price")),
                touch("t1", same.type(), same.by(), true, "spring", "brochure", List.of()),
                new RecordTouch(
                        LEAD,
                        "t1",
                        same.type(),
                        same.by(),
                        true,
                        Channel.WEB,
                        "spring",
                        "brochure",
                        List.of("price"),
                        null,
                        null))) {
            assertThat(told.refusal(other)).isEqualTo(new TouchRecordedWithOtherContent("t1"));
        }
        assertThat(told.refusal(touch("t1", TouchType.EMAIL, same.by(), true, null, null, List.of()))
                        .detail())
                .contains("t1", "an id of its own");
        assertThat(told.code(touch("t1", TouchType.EMAIL, same.by(), true, null, null, List.of())))
                .isEqualTo(RefusalCode.COMMAND_NOT_ALLOWED);
    }

    @Test
    void aTouchWithoutAnIdIsANewOneWithAnIdOfItsOwn() {
        var told = Told.from(Status.INQUIRY).then(Commands.touch(null)).then(Commands.touch(null));

        assertThat(told.events().stream()
                        .filter(TouchRecorded.class::isInstance)
                        .map(event -> ((TouchRecorded) event).touchId())
                        .distinct())
                .hasSize(2);
    }

    @Test
    void revenueRepeatsByItsIdEvenAfterAReopening() {
        var told = Told.from(Status.CLOSED_WON)
                .then(Commands.revenue("r1", HUNDRED))
                .then(Commands.revenue("r2", HUNDRED));

        told.repeats(Commands.noted(Commands.at(Commands.revenue("r1", HUNDRED), NOW), "again"));
        told.then(Commands.reopen("not over")).repeats(Commands.revenue("r1", HUNDRED));
        assertThat(told.then(Commands.closeWon(HUNDRED)).refusal(Commands.revenue("r1", usd("1"))))
                .isEqualTo(new RevenueRecordedWithOtherContent("r1"));
    }

    @Test
    void aRevenueIdStandsForOneRevenueOfTheLead() {
        var told = Told.from(Status.CLOSED_WON).then(Commands.revenue("r1", HUNDRED));

        assertThat(told.refusal(Commands.revenue("r1", usd("99"))))
                .isEqualTo(new RevenueRecordedWithOtherContent("r1"));
        assertThat(told.code(Commands.revenue("r1", usd("99")))).isEqualTo(RefusalCode.COMMAND_NOT_ALLOWED);
        assertThat(told.refusal(Commands.revenue("r1", usd("99"))).detail()).contains("r1", "an id of its own");
        assertThat(told.refusal(new RecordRevenue(LEAD, "r1", RevenueKind.REFUND, HUNDRED, null, null)))
                .isEqualTo(new RevenueRecordedWithOtherContent("r1"));
        assertThat(told.events(Commands.revenue("r2", HUNDRED))).hasSize(1);
    }

    @Test
    void revenueWithoutAnIdIsNewWithAnIdOfItsOwn() {
        var told = Told.from(Status.CLOSED_WON)
                .then(Commands.revenue(null, HUNDRED))
                .then(Commands.revenue(null, HUNDRED));

        assertThat(told.events().stream()
                        .filter(RevenueRecorded.class::isInstance)
                        .map(event -> ((RevenueRecorded) event).revenueId())
                        .distinct())
                .hasSize(2);
    }

    @Test
    void moneyRepeatsWhenItIsWorthTheSame() {
        Told.from(Status.SQL).then(Commands.closeWon(usd("100"))).repeats(Commands.closeWon(usd("100.00")));
        Told.from(Status.INQUIRY)
                .then(Commands.updateAttributes("size", 12))
                .repeats(Commands.updateAttributes("size", 12.0));
    }

    private static UpdateAttributes updateSource(String campaign) {
        return new UpdateAttributes(
                LEAD, AttributesChange.NONE, new SourceChange(null, null, campaign, null, null), null, null);
    }

    private static RejectLead rejectToRecycle(String reason, String rootCause, Instant resumeNotBefore) {
        return new RejectLead(LEAD, Disposition.RECYCLE, reason, rootCause, resumeNotBefore, null, null, null);
    }

    private static RejectLead rejectForGood(String reason, Instant expiresAt) {
        return new RejectLead(LEAD, Disposition.DISQUALIFY, reason, null, null, expiresAt, null, null);
    }

    private static QualifySales qualifySales(
            Rep rep, Map<String, Boolean> checklist, Money amount, LocalDate closeDate) {
        return new QualifySales(LEAD, rep, checklist, amount, closeDate, null, null);
    }

    private static ReviseOpportunity revise(String amount, LocalDate closeDate, Milestone milestone) {
        return new ReviseOpportunity(LEAD, amount == null ? null : usd(amount), closeDate, milestone, null, null);
    }

    private static CloseLost closeLost(String reason, String rootCause, String competitor) {
        return new CloseLost(LEAD, reason, rootCause, competitor, null, null);
    }

    private static RecordTouch touch(
            String id,
            TouchType type,
            TouchedBy by,
            Boolean reachedHuman,
            String campaign,
            String content,
            List<String> questions) {
        return new RecordTouch(
                LEAD, id, type, by, reachedHuman, Channel.EVENT, campaign, content, questions, null, null);
    }
}
