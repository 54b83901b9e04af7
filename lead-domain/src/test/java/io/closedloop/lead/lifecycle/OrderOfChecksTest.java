package io.closedloop.lead.lifecycle;

import static io.closedloop.lead.lifecycle.Examples.NOW;
import static io.closedloop.lead.lifecycle.Examples.REGISTERED;
import static io.closedloop.lead.lifecycle.Examples.actor;
import static io.closedloop.lead.lifecycle.Examples.by;
import static io.closedloop.lead.lifecycle.Examples.circumstances;
import static io.closedloop.lead.lifecycle.Examples.expecting;
import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.access.Role;
import io.closedloop.lead.decision.Decision.Accepted;
import io.closedloop.lead.decision.RefusalCode;
import io.closedloop.lead.decision.VersionMismatch;
import io.closedloop.lead.identity.ContactChange;
import io.closedloop.lead.lifecycle.LeadRefusal.NotAllowedInStage;
import io.closedloop.lead.lifecycle.LeadRefusal.NotReversible;
import io.closedloop.lead.lifecycle.LeadRefusal.RegisteredWithOtherContent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A command that is wrong in several ways always gets the same answer: that of the check that comes first. */
class OrderOfChecksTest {
    private static final Actor SALESPERSON = actor(3, Role.SALES);
    private static final Actor MARKETER = actor(4, Role.MARKETING);
    private static final long WRONG_VERSION = 99;

    /** Nothing is right with it: it names no loss reason and would have happened before the lead's last change. */
    private static final LeadCommand ALL_WRONG =
            Commands.at(Commands.closeLost("NONSENSE"), REGISTERED.minusSeconds(1));

    @Test
    void theRoleComesFirst() {
        assertThat(Told.fromNothing().code(ALL_WRONG, expecting(by(MARKETER), WRONG_VERSION)))
                .isEqualTo(RefusalCode.FORBIDDEN);
        Told disqualified = Told.from(Status.DISQUALIFIED);
        assertThat(disqualified.code(Commands.reinstate(" "), by(actor(2, Role.SALES))))
                .as("a role is missing before a second person is")
                .isEqualTo(RefusalCode.FORBIDDEN);
        assertThat(Told.from(Status.INQUIRY).code(Commands.register(), by(actor(3, Role.ANALYST))))
                .as("a repeat too")
                .isEqualTo(RefusalCode.FORBIDDEN);
    }

    @Test
    void theFieldsComeBeforeTheLeadsExistence() {
        assertThat(Told.fromNothing().code(ALL_WRONG, expecting(by(SALESPERSON), WRONG_VERSION)))
                .isEqualTo(RefusalCode.INVALID_COMMAND);
    }

    @Test
    void theExistenceComesBeforeTheExpectedVersion() {
        assertThat(Told.fromNothing().code(Commands.closeLost("PRICE"), expecting(by(SALESPERSON), WRONG_VERSION)))
                .isEqualTo(RefusalCode.LEAD_NOT_FOUND);
        assertThat(Told.fromNothing().refusal(Commands.closeLost("PRICE")).detail())
                .isEqualTo("there is no lead 00000000-0000-0000-0000-000000000001");
    }

    @Test
    void theExpectedVersionComesBeforeARepeat() {
        assertThat(Told.from(Status.INQUIRY).refusal(Commands.register(), expecting(circumstances(), WRONG_VERSION)))
                .isEqualTo(new VersionMismatch(WRONG_VERSION, 1));
        Told.from(Status.INQUIRY).repeats(Commands.register(), expecting(circumstances(), 1));
    }

    @Test
    void theExpectedVersionComesBeforeTheStage() {
        var refusal = Told.from(Status.INQUIRY)
                .refusal(Commands.closeLost("PRICE"), expecting(by(SALESPERSON), WRONG_VERSION));

        assertThat(refusal.code()).isEqualTo(RefusalCode.VERSION_MISMATCH);
        assertThat(refusal.detail())
                .isEqualTo("If-Match asks for version 99, but the present version is 1; read it again and decide anew");
    }

    @Test
    void aRegistrationMayExpectThatThereIsNothingYet() {
        assertThat(Told.fromNothing().decision(Commands.register(), expecting(circumstances(), 0)))
                .isInstanceOf(Accepted.class);
        assertThat(Told.fromNothing().refusal(Commands.register(), expecting(circumstances(), 1)))
                .isEqualTo(new VersionMismatch(1, 0));
    }

    @Test
    void theExpectedVersionIsTheNumberOfTheLeadsEvents() {
        for (Status status : Status.values()) {
            var told = Told.from(status);
            long version = told.events().size();
            assertThat(told.lead().version()).isEqualTo(version);
            assertThat(told.decision(Commands.touch("t1"), expecting(circumstances(), version)))
                    .isInstanceOf(Accepted.class);
            assertThat(told.code(Commands.touch("t1"), expecting(circumstances(), version - 1)))
                    .isEqualTo(RefusalCode.VERSION_MISMATCH);
        }
    }

    @Test
    void aRepeatComesBeforeTheStageAndTheTime() {
        var told = Told.from(Status.DISQUALIFIED);
        told.repeats(Commands.at(Commands.disqualify("NO_NEED"), NOW.plusSeconds(100_000)));
        told.repeats(Commands.at(Commands.register(), REGISTERED.minusSeconds(1)));
    }

    @Test
    void aRepeatComesBeforeTheSecondPerson() {
        var told = Told.from(Status.DISQUALIFIED).then(Commands.reinstate("after all"));
        told.repeats(Commands.reinstate("after all"), by(Examples.SOMEBODY_ELSE));
    }

    @Test
    void theStageComesBeforeWhoMayWithThisLead() {
        var told = Told.from(Status.SQL);
        assertThat(told.refusal(Commands.accept(Examples.BEN), by(SALESPERSON)))
                .isEqualTo(new NotAllowedInStage(AcceptLead.KIND, Status.SQL));
        assertThat(Told.from(Status.CLOSED_WON).code(Commands.disqualify("NO_NEED"), by(MARKETER)))
                .isEqualTo(RefusalCode.COMMAND_NOT_ALLOWED);
        assertThat(told.refusal(Commands.accept(Examples.BEN), by(SALESPERSON)).detail())
                .isEqualTo("AcceptLead is not allowed in SQL");
    }

    @Test
    void anIrreversibleReasonComesBeforeTheSecondPerson() {
        var history = Examples.append(Examples.history(Status.MQL_ACCEPTED), Examples.disqualified("SPAM_OR_FAKE"));
        assertThat(Told.from(history).refusal(Commands.reinstate("after all"), by(Examples.SOMEBODY_ELSE)))
                .isEqualTo(new NotReversible("SPAM_OR_FAKE"))
                .extracting(refusal -> refusal.detail())
                .isEqualTo("a disqualification for SPAM_OR_FAKE is never taken back");
    }

    @Test
    void whoMayWithThisLeadComesBeforeTheTime() {
        assertThat(Told.from(Status.MQL_ACCEPTED)
                        .code(Commands.at(Commands.disqualify("NO_NEED"), REGISTERED), by(MARKETER)))
                .isEqualTo(RefusalCode.FORBIDDEN);
        assertThat(Told.from(Status.DISQUALIFIED)
                        .code(Commands.at(Commands.reinstate("after all"), REGISTERED), by(Examples.SOMEBODY_ELSE)))
                .isEqualTo(RefusalCode.FORBIDDEN);
    }

    @Test
    void theOrderOfTheLeadComesBeforeTheExpiry() {
        assertThat(Told.from(Status.SQL).code(Commands.at(Commands.disqualify("NO_NEED", REGISTERED), REGISTERED)))
                .isEqualTo(RefusalCode.OCCURRED_AT_OUT_OF_ORDER);
    }

    @Test
    void otherContentOfARegistrationComesBeforeItsTime() {
        assertThat(Told.from(Status.INQUIRY)
                        .refusal(Commands.at(Commands.register(Examples.CONTACT, null), NOW.plusSeconds(100_000))))
                .isEqualTo(new RegisteredWithOtherContent(Examples.LEAD));
    }

    @Test
    void whatTheLeadMakesWrongOfAFieldComesAfterTheStage() {
        var onlyEmail = Told.fromNothing().then(Commands.register(Commands.email("a@example.com"), null));
        var without = Commands.updateContact(ContactChange.Field.email, null);

        assertThat(onlyEmail.wrongFields(without)).containsExactly("/contact");
        assertThat(onlyEmail.then(Commands.disqualify("NO_NEED")).code(without))
                .isEqualTo(RefusalCode.COMMAND_NOT_ALLOWED);
        assertThat(Told.from(Status.INQUIRY).code(Commands.qualifySales(null)))
                .isEqualTo(RefusalCode.COMMAND_NOT_ALLOWED);
    }

    @Test
    void aRefusedCommandChangesNothing() {
        for (Status status : Status.values()) {
            var told = Told.from(status);
            var before = told.lead();
            for (var code : List.of(
                    told.code(Commands.register(Examples.CONTACT, null)),
                    told.code(Commands.at(Commands.touch("t1"), NOW.plusSeconds(100_000))))) {
                assertThat(code).isNotNull();
            }
            assertThat(told.lead()).isSameAs(before);
            assertThat(told.lead()).usingRecursiveComparison().isEqualTo(Examples.lead(status));
        }
    }
}
