package io.closedloop.lead.lifecycle;

import static io.closedloop.lead.lifecycle.Examples.HUNDRED;
import static io.closedloop.lead.lifecycle.Examples.LEAD;
import static io.closedloop.lead.lifecycle.Examples.NOW;
import static io.closedloop.lead.lifecycle.Examples.REGISTERED;
import static io.closedloop.lead.lifecycle.Examples.SOMEBODY_ELSE;
import static io.closedloop.lead.lifecycle.Examples.history;
import static io.closedloop.lead.lifecycle.Examples.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.closedloop.lead.identity.Contact;
import io.closedloop.lead.identity.ContactChange;
import io.closedloop.lead.identity.ContactChange.Field;
import io.closedloop.lead.playbook.Playbook;
import io.closedloop.lead.source.Channel;
import io.closedloop.lead.source.Source;
import io.closedloop.lead.source.SourceChange;
import io.closedloop.lead.source.SourcedBy;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A lead as its events tell it. */
class LeadTest {

    @Test
    void aLeadIsWhatItWasRegisteredWith() {
        var attributes = new Attributes(Map.of("size", 12));
        var lead = Lead.registered(new LeadRegistered(
                LEAD,
                REGISTERED,
                1,
                1,
                Examples.REF,
                Examples.CONTACT,
                Examples.SOURCE,
                attributes,
                Examples.HASHES,
                null));

        assertThat(lead.id()).isEqualTo(LEAD);
        assertThat(lead.version()).isEqualTo(1);
        assertThat(lead.pass()).isEqualTo(1);
        assertThat(lead.stage()).isEqualTo(new Stage.Inquiry());
        assertThat(lead.owner()).isNull();
        assertThat(lead.registeredAt()).isEqualTo(REGISTERED);
        assertThat(lead.stageSince()).isEqualTo(REGISTERED);
        assertThat(lead.contact()).isEqualTo(Examples.CONTACT);
        assertThat(lead.externalRef()).isEqualTo(Examples.REF);
        assertThat(lead.source()).isEqualTo(Examples.SOURCE);
        assertThat(lead.attributes()).isEqualTo(attributes);
        assertThat(lead.opportunity()).isEqualTo(Opportunity.NONE);
        assertThat(lead.touches().count()).isZero();
        assertThat(lead.identities()).isEqualTo(Examples.HASHES);
    }

    @Test
    void aDamagedLogIsAFaultAndNoLead() {
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        Lead.evolve(null, new LeadAssigned(LEAD, NOW, 1, 1, Examples.ANA, null), SOMEBODY_ELSE.id()))
                .withMessage("lead %s begins with LeadAssigned instead of LeadRegistered", LEAD);
        assertThatIllegalStateException()
                .isThrownBy(() -> Lead.evolve(
                        Examples.lead(Status.SQL), history(Status.INQUIRY).getFirst(), SOMEBODY_ELSE.id()))
                .withMessage("lead %s is registered twice", LEAD);
        assertThatIllegalStateException()
                .isThrownBy(() -> Examples.lead(Status.CLOSED_WON)
                        .evolve(
                                new ClosureAmended(LEAD, NOW, 1, 1, "?", HUNDRED, null, null, null, null),
                                SOMEBODY_ELSE.id()))
                .withMessageContaining("neither a new amount nor a new reason");
    }

    @Test
    void foldingAnEventLeavesTheLeadBeforeItAsItWas() {
        var before = Examples.lead(Status.MQL_ACCEPTED);
        var after = before.evolve(new LeadAssigned(LEAD, NOW, 1, 1, Examples.BEN, null), SOMEBODY_ELSE.id());

        assertThat(after.owner()).isEqualTo(Examples.BEN);
        assertThat(after.version()).isEqualTo(4);
        assertThat(before).usingRecursiveComparison().isEqualTo(Examples.lead(Status.MQL_ACCEPTED));
    }

    @Test
    void anUpdateOfTheContactReplacesWhatIsGivenAndRemovesWhatIsNull() {
        var fields = new EnumMap<Field, String>(Field.class);
        fields.put(Field.name, "J. Silva");
        fields.put(Field.company, null);
        var lead = Told.from(Status.INQUIRY)
                .then(new UpdateContact(LEAD, new ContactChange(fields), null, null))
                .lead();

        assertThat(lead.contact()).isEqualTo(new Contact("J. Silva", "joana@example.com", null, null, "CEO", "BR"));
    }

    @Test
    void anUpdateOfAttributesAndSourceReplacesWhatIsGiven() {
        var change = new TreeMap<String, Object>();
        change.put("size", null);
        change.put("colour", "green");
        var lead = Told.from(Status.INQUIRY)
                .then(Commands.updateAttributes("size", 12))
                .then(Commands.updateAttributes("vip", true))
                .then(new UpdateAttributes(
                        LEAD,
                        new AttributesChange(change),
                        new SourceChange(Channel.EVENT, null, "fair", "/fair", null),
                        null,
                        null))
                .lead();

        assertThat(lead.attributes().values()).isEqualTo(Map.of("colour", "green", "vip", true));
        assertThat(lead.source())
                .isEqualTo(new Source(Channel.EVENT, "newsletter", "fair", "/fair", SourcedBy.MARKETING));
        assertThat(new SourceChange(null, "web", null, null, SourcedBy.SALES).applyTo(lead.source()))
                .isEqualTo(new Source(Channel.EVENT, "web", "fair", "/fair", SourcedBy.SALES));
    }

    @Test
    void aTouchIsKeptAsItWasGiven() {
        assertThat(Told.from(Status.INQUIRY).events(Commands.noted(Commands.touch("t1"), "nice talk")))
                .containsExactly(new TouchRecorded(
                        LEAD,
                        NOW,
                        1,
                        "t1",
                        TouchType.CALL,
                        TouchedBy.SALES,
                        true,
                        Channel.EVENT,
                        "spring",
                        "brochure",
                        List.of("price"),
                        "nice talk"));
    }

    @Test
    void touchesAreCountedAndTheLatestIsToldFromTheLastRecorded() {
        var told = Told.from(Status.INQUIRY);
        assertThat(told.lead().touches().lastAt()).isNull();
        assertThat(told.lead().touches().lastHumanContactAt()).isNull();

        told.then(touchAt(NOW, true)).then(touchAt(NOW.minusSeconds(60), true)).then(touchAt(NOW.plusSeconds(1), null));
        told.then(touchAt(NOW.plusSeconds(2), false));

        assertThat(told.lead().touches().count()).isEqualTo(4);
        assertThat(told.lead().touches().lastAt()).isEqualTo(NOW.plusSeconds(2));
        assertThat(told.lead().touches().lastHumanContactAt()).isEqualTo(NOW);
    }

    @Test
    void aLeadTakesThousandsOfTouches() {
        var told = Told.from(Status.INQUIRY);
        for (int i = 0; i < 2_000; i++) {
            told.then(touchAt(NOW, null));
        }

        assertThat(told.lead().touches().count()).isEqualTo(2_000);
        assertThat(told.lead().touches()).isEqualTo(Examples.fold(told.events()).touches());
        assertThat(told.lead().touches())
                .hasSameHashCodeAs(Examples.fold(told.events()).touches());
        assertThat(told.lead().touches().toString()).hasSizeLessThan(300);
    }

    @Test
    void aRevisionReplacesWhatItGives() {
        var may = LocalDate.of(2026, 5, 1);
        var told = Told.from(Status.SQL).then(Commands.revise(HUNDRED, Milestone.DEMO));
        assertThat(told.events(new ReviseOpportunity(LEAD, null, may, null, null, "later")))
                .containsExactly(new OpportunityRevised(LEAD, NOW, 1, 1, null, may, null, "later"));

        told.then(new ReviseOpportunity(LEAD, null, may, null, null, null));
        assertThat(told.lead().opportunity()).isEqualTo(new Opportunity(HUNDRED, may, Milestone.DEMO));
    }

    @Test
    void anAmendmentSaysTheOldAndTheNewAndRestatesTheClosure() {
        var won = Told.from(Status.CLOSED_WON);
        assertThat(won.events(Commands.amendAmount("a typo", usd("120"))))
                .containsExactly(new ClosureAmended(LEAD, NOW, 1, 1, "a typo", HUNDRED, usd("120"), null, null, null));
        assertThat(won.then(Commands.amendAmount("a typo", usd("120"))).lead().stage())
                .isEqualTo(new Stage.Won(usd("120")));

        var lost = Told.from(Status.CLOSED_LOST);
        assertThat(lost.events(Commands.amendReason("heard more", "BUDGET")))
                .containsExactly(
                        new ClosureAmended(LEAD, NOW, 1, 1, "heard more", null, null, "PRICE", "BUDGET", null));
        assertThat(lost.then(Commands.amendReason("heard more", "BUDGET"))
                        .lead()
                        .stage())
                .isEqualTo(new Stage.Lost("BUDGET"));
    }

    @Test
    void revenueIsKeptAsItWasGiven() {
        assertThat(Told.from(Status.CLOSED_WON).events(Commands.revenue("r1", HUNDRED)))
                .containsExactly(new RevenueRecorded(LEAD, NOW, 1, 1, "r1", RevenueKind.UPSELL, HUNDRED, null));
    }

    @ParameterizedTest
    @EnumSource
    void aLeadSaysWhichCommandsItsPlaceAllows(Status status) {
        assertThat(Examples.lead(status).allowedCommands(Playbook.BUILT_IN))
                .containsExactlyElementsOf(LeadCommands.kinds().stream()
                        .filter(kind -> kind.allowedFrom(status))
                        .toList());
    }

    @Test
    void theStageAndItsPartsAreToldApart() {
        assertThat(parts(Status.INQUIRY)).containsExactly(StageName.INQUIRY, null, null);
        assertThat(parts(Status.MQL_AWAITING)).containsExactly(StageName.MQL, Acceptance.AWAITING, null);
        assertThat(parts(Status.MQL_ACCEPTED)).containsExactly(StageName.MQL, Acceptance.ACCEPTED, null);
        assertThat(parts(Status.SQL)).containsExactly(StageName.SQL, null, null);
        assertThat(parts(Status.CLOSED_WON)).containsExactly(StageName.CLOSED, null, Outcome.WON);
        assertThat(parts(Status.CLOSED_LOST)).containsExactly(StageName.CLOSED, null, Outcome.LOST);
        assertThat(parts(Status.NURTURE)).containsExactly(StageName.NURTURE, null, null);
        assertThat(parts(Status.DISQUALIFIED)).containsExactly(StageName.DISQUALIFIED, null, null);
    }

    @Test
    void aLeadIsOpenUntilItIsClosedOrDisqualified() {
        assertThat(Stream.of(Status.values()).filter(Status::isOpen))
                .containsExactly(Status.INQUIRY, Status.MQL_AWAITING, Status.MQL_ACCEPTED, Status.SQL, Status.NURTURE);
    }

    @Test
    void aCommandIsKnownByItsName() {
        for (CommandKind kind : LeadCommands.kinds()) {
            assertThat(LeadCommands.named(kind.commandName())).contains(kind);
            assertThat(Commands.fresh(kind, Status.CLOSED_WON).commandKind()).isEqualTo(kind);
            assertThat(Commands.fresh(kind, Status.CLOSED_WON).getClass().getSimpleName())
                    .isEqualTo(kind.commandName());
        }
        assertThat(LeadCommands.named("registerlead")).isEmpty();
    }

    private static List<Object> parts(Status status) {
        var stage = Examples.lead(status).stage();
        assertThat(stage.status()).isEqualTo(status);
        return Arrays.asList(stage.stageName(), stage.acceptance(), stage.outcome());
    }

    private static RecordTouch touchAt(Instant at, Boolean reachedHuman) {
        return new RecordTouch(
                LEAD, null, TouchType.CALL, TouchedBy.SALES, reachedHuman, null, null, null, List.of(), at, null);
    }
}
