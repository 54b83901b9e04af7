package io.closedloop.lead.lifecycle;

import static io.closedloop.lead.lifecycle.Examples.ANA;
import static io.closedloop.lead.lifecycle.Examples.ANYBODY;
import static io.closedloop.lead.lifecycle.Examples.BEN;
import static io.closedloop.lead.lifecycle.Examples.LEAD;
import static io.closedloop.lead.lifecycle.Examples.NOW;
import static io.closedloop.lead.lifecycle.Examples.QUALIFIED;
import static io.closedloop.lead.lifecycle.Examples.SOMEBODY_ELSE;
import static io.closedloop.lead.lifecycle.Examples.actor;
import static io.closedloop.lead.lifecycle.Examples.by;
import static io.closedloop.lead.lifecycle.Examples.history;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.decision.Decision.Accepted;
import io.closedloop.lead.decision.Forbidden;
import io.closedloop.lead.decision.RefusalCode;
import io.closedloop.lead.decision.TakesASecondPerson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Which role permits which command, and which rep may take a lead. */
class WhoMayTest {
    private static final String TABLE = """
| command          | lead          | MARKETING | SALES | MANAGER | INTEGRATION | ANALYST | AUDITOR | PRIVACY | ADMIN | SERVICE |
| RegisterLead     | none          | yes       | yes   | yes     | yes         |         |         |         |       |         |
| RecordTouch      | INQUIRY       | yes       | yes   | yes     | yes         |         |         |         |       |         |
| UpdateContact    | INQUIRY       | yes       | yes   | yes     | yes         |         |         |         |       |         |
| UpdateAttributes | INQUIRY       | yes       | yes   | yes     | yes         |         |         |         |       |         |
| QualifyMarketing | INQUIRY       | yes       |       | yes     | yes         |         |         |         |       |         |
| QualifyMarketing | NURTURE       | yes       |       | yes     | yes         |         |         |         |       |         |
| QualifyMarketing | resting       |           |       | yes     |             |         |         |         |       |         |
| AssignLead       | INQUIRY       | yes       | yes   | yes     |             |         |         |         |       |         |
| AcceptLead       | MQL_AWAITING  |           | yes   | yes     |             |         |         |         |       |         |
| AcceptLead       | assigned      |           | yes   | yes     |             |         |         |         |       |         |
| AcceptLead       | of another    |           |       | yes     |             |         |         |         |       |         |
| RejectLead       | MQL_AWAITING  |           | yes   | yes     |             |         |         |         |       |         |
| QualifySales     | MQL_AWAITING  |           | yes   | yes     |             |         |         |         |       |         |
| QualifySales     | assigned      |           | yes   | yes     |             |         |         |         |       |         |
| QualifySales     | of another    |           |       | yes     |             |         |         |         |       |         |
| ReviseOpportunity| SQL           |           | yes   | yes     |             |         |         |         |       |         |
| CloseWon         | SQL           |           | yes   | yes     |             |         |         |         |       |         |
| CloseLost        | SQL           |           | yes   | yes     |             |         |         |         |       |         |
| DisqualifyLead   | INQUIRY       | yes       | yes   | yes     |             |         |         |         |       |         |
| DisqualifyLead   | NURTURE       | yes       | yes   | yes     |             |         |         |         |       |         |
| DisqualifyLead   | MQL_AWAITING  |           | yes   | yes     |             |         |         |         |       |         |
| DisqualifyLead   | MQL_ACCEPTED  |           | yes   | yes     |             |         |         |         |       |         |
| DisqualifyLead   | SQL           |           | yes   | yes     |             |         |         |         |       |         |
| RecycleLead      | MQL_AWAITING  | yes       | yes   | yes     |             |         |         |         |       |         |
| RecycleLead      | MQL_ACCEPTED  | yes       | yes   | yes     |             |         |         |         |       |         |
| RecycleLead      | SQL           | yes       | yes   | yes     |             |         |         |         |       |         |
| RecycleLead      | CLOSED_LOST   | yes       | yes   | yes     |             |         |         |         |       |         |
| ReinstateLead    | DISQUALIFIED  |           |       | yes     |             |         |         |         |       |         |
| ReopenLead       | CLOSED_WON    |           |       | yes     |             |         |         |         |       |         |
| AmendClosure     | CLOSED_WON    |           |       | yes     |             |         |         |         |       |         |
| RecordRevenue    | CLOSED_WON    |           | yes   | yes     | yes         |         |         |         |       |         |
""";

    private record Row(CommandKind kind, String lead, Role role, boolean may) {
        Told told() {
            return switch (lead) {
                case "none" -> Told.fromNothing();
                case "assigned" -> awaiting(BEN);
                case "of another" -> awaiting(ANA);
                case "resting" -> resting();
                default -> Told.from(Status.valueOf(lead));
            };
        }

        LeadCommand command() {
            return Commands.fresh(
                    kind, lead.equals("none") ? Status.INQUIRY : told().lead().status());
        }
    }

    @TestFactory
    Stream<DynamicTest> aCommandIsPermittedToTheRolesInItsLine() {
        return rows().stream()
                .map(row -> dynamicTest(
                        "%s of a lead %s by %s".formatted(row.kind.commandName(), row.lead, row.role), () -> {
                            var decision = row.told().decision(row.command(), by(actor(3, row.role)));
                            if (row.may) {
                                assertThat(decision)
                                        .isInstanceOfSatisfying(
                                                Accepted.class,
                                                accepted -> assertThat(accepted.permittedBy())
                                                        .isEqualTo(row.role));
                            } else {
                                assertThat(row.told().code(row.command(), by(actor(3, row.role))))
                                        .isEqualTo(RefusalCode.FORBIDDEN);
                            }
                        }));
    }

    @Test
    void theTableHasALineForEveryCommandAndAColumnForEveryRole() {
        assertThat(rows().stream().map(Row::kind).distinct()).containsExactlyInAnyOrderElementsOf(LeadCommands.kinds());
        assertThat(rows().stream().map(Row::role).distinct()).containsExactly(Role.values());
    }

    @Test
    void theFirstRoleThatFitsInTheOrderOfTheCommandTableIsTheOneThatPermits() {
        assertThat(permits(Told.fromNothing(), Commands.register(), Role.SALES, Role.MARKETING))
                .isEqualTo(Role.MARKETING);
        assertThat(permits(Told.from(Status.SQL), Commands.recycle("TIMING"), Role.SALES, Role.MARKETING))
                .isEqualTo(Role.SALES);
        assertThat(permits(Told.from(Status.INQUIRY), Commands.qualifyMarketing(), Role.MANAGER, Role.INTEGRATION))
                .isEqualTo(Role.INTEGRATION);
        assertThat(permits(Told.from(Status.INQUIRY), Commands.touch("t"), Role.INTEGRATION, Role.MANAGER))
                .as("a manager does what sales may, and sales comes before integration")
                .isEqualTo(Role.MANAGER);
        assertThat(permits(Told.from(Status.SQL), Commands.closeLost("PRICE"), Role.MANAGER, Role.SALES))
                .isEqualTo(Role.SALES);
    }

    @Test
    void aRoleThatFitsOnlyElsewhereDoesNotPermit() {
        assertThat(permits(awaiting(ANA), Commands.accept(BEN), Role.SALES, Role.MANAGER))
                .isEqualTo(Role.MANAGER);
        assertThat(permits(awaiting(ANA), Commands.accept(ANA), Role.SALES, Role.MANAGER))
                .isEqualTo(Role.SALES);
    }

    @Test
    void aRefusalSaysWhichRoleItTakesForThisLead() {
        assertThat(Told.from(Status.SQL).refusal(Commands.closeLost("PRICE"), by(actor(3, Role.MARKETING))))
                .isEqualTo(new Forbidden("CloseLost", List.of(Role.SALES)))
                .extracting(refusal -> refusal.detail())
                .isEqualTo("CloseLost takes the role SALES");
        assertThat(Told.from(Status.SQL).refusal(Commands.disqualify("NO_NEED"), by(actor(3, Role.MARKETING))))
                .isEqualTo(new Forbidden("DisqualifyLead of a lead that sales works", List.of(Role.SALES)));
        assertThat(awaiting(ANA).refusal(Commands.accept(BEN), by(actor(3, Role.SALES))))
                .isEqualTo(new Forbidden(
                        "AcceptLead for another rep than the lead is assigned to", List.of(Role.MANAGER)));
        assertThat(awaiting(ANA).refusal(Commands.qualifySales(BEN), by(actor(3, Role.SALES))))
                .isEqualTo(new Forbidden(
                        "QualifySales for another rep than the lead is assigned to", List.of(Role.MANAGER)));
        assertThat(resting().refusal(Commands.qualifyMarketing(), by(actor(3, Role.MARKETING))))
                .isEqualTo(new Forbidden("QualifyMarketing before " + NOW.plusSeconds(1), List.of(Role.MANAGER)));
    }

    @Test
    void aLeadThatNobodyOwnsIsTakenByAnyRep() {
        var accepted = Told.from(Status.MQL_AWAITING).event(LeadAccepted.class, Commands.accept(BEN));

        assertThat(accepted.rep()).isEqualTo(BEN);
        assertThat(accepted.implied()).isFalse();
    }

    @Test
    void aManagerGivesAnAssignedLeadToAnotherRep() {
        var told = awaiting(ANA).then(Commands.accept(BEN), by(actor(3, Role.MANAGER)));

        assertThat(told.lead().owner()).isEqualTo(BEN);
    }

    @Test
    void theOwnerIsTheRepOfTheLatestAssignmentAcceptanceOrSalesQualification() {
        var told = Told.from(Status.INQUIRY);
        assertThat(told.lead().owner()).isNull();
        assertThat(told.then(Commands.assign(ANA)).lead().owner()).isEqualTo(ANA);
        told.then(Commands.qualifyMarketing());
        assertThat(told.then(Commands.accept(BEN)).lead().owner()).isEqualTo(BEN);
        assertThat(told.then(Commands.qualifySales(ANA)).lead().owner()).isEqualTo(ANA);
        assertThat(told.then(Commands.assign(BEN)).lead().owner()).isEqualTo(BEN);
    }

    @Test
    void theOwnerIsKeptInNurtureAndWhenTheLeadIsClosedOrDisqualified() {
        assertThat(Told.from(Status.NURTURE).lead().owner()).isEqualTo(ANA);
        assertThat(Told.from(Status.CLOSED_WON).lead().owner()).isEqualTo(ANA);
        assertThat(Told.from(Status.CLOSED_LOST).lead().owner()).isEqualTo(ANA);
        assertThat(Told.from(Status.DISQUALIFIED).lead().owner()).isEqualTo(ANA);
    }

    @Test
    void anAssignmentKeepsStageAndAcceptance() {
        assertThat(Told.from(Status.MQL_ACCEPTED)
                        .then(Commands.assign(BEN))
                        .lead()
                        .status())
                .isEqualTo(Status.MQL_ACCEPTED);
        assertThat(Told.from(Status.MQL_AWAITING)
                        .event(LeadAssigned.class, Commands.assign(BEN))
                        .rep())
                .isEqualTo(BEN);
    }

    @Test
    void theOwnerQualifiesWhereTheSalesQualificationNamesNoRep() {
        var qualified = awaiting(ANA).event(LeadSalesQualified.class, Commands.qualifySales(null));

        assertThat(qualified.rep()).isEqualTo(ANA);
        assertThat(awaiting(ANA).decision(Commands.qualifySales(null), by(actor(3, Role.SALES))))
                .isInstanceOf(Accepted.class);
    }

    @Test
    void aSalesQualificationNamesTheRepWhereTheLeadHasNoOwner() {
        assertThat(Told.from(Status.MQL_AWAITING).wrongFields(Commands.qualifySales(null)))
                .containsExactly("/rep");
    }

    @Test
    void aRestingLeadIsQualifiedByMarketingOnceItsTimeHasCome() {
        var told = resting();
        assertThat(told.decision(
                        Commands.at(Commands.qualifyMarketing(), NOW.plusSeconds(1)), by(actor(3, Role.MARKETING))))
                .isInstanceOf(Accepted.class);
        assertThat(told.code(Commands.at(Commands.qualifyMarketing(), NOW), by(actor(3, Role.INTEGRATION))))
                .isEqualTo(RefusalCode.FORBIDDEN);
    }

    @Test
    void whoeverDisqualifiedALeadDoesNotReinstateIt() {
        var told = Told.from(Status.DISQUALIFIED);

        assertThat(told.refusal(Commands.reinstate("after all"), by(SOMEBODY_ELSE)))
                .isEqualTo(new TakesASecondPerson("ReinstateLead"));
        assertThat(told.then(Commands.reinstate("after all"), by(ANYBODY))
                        .lead()
                        .status())
                .isEqualTo(Status.NURTURE);
    }

    @Test
    void whoeverRejectedALeadForGoodDoesNotReinstateIt() {
        var told = Told.from(Status.MQL_AWAITING).then(Commands.reject(Disposition.DISQUALIFY, "NO_NEED"), by(ANYBODY));

        assertThat(told.refusal(Commands.reinstate("after all"), by(ANYBODY)))
                .isInstanceOf(TakesASecondPerson.class)
                .satisfies(refusal -> {
                    assertThat(refusal.code()).isEqualTo(RefusalCode.FORBIDDEN);
                    assertThat(refusal.detail())
                            .isEqualTo("ReinstateLead takes the role MANAGER and another key than the one that"
                                    + " disqualified the lead");
                });
        assertThat(told.then(Commands.reinstate("after all"), by(SOMEBODY_ELSE))
                        .lead()
                        .status())
                .isEqualTo(Status.NURTURE);
    }

    private static Role permits(Told told, LeadCommand command, Role... roles) {
        return told.accepted(command, by(actor(3, roles))).permittedBy();
    }

    /** Marketing-qualified, assigned to {@code rep}, not accepted yet. */
    private static Told awaiting(Rep rep) {
        return Told.from(
                Examples.append(history(Status.MQL_AWAITING), new LeadAssigned(LEAD, QUALIFIED, 1, 1, rep, null)));
    }

    /** In nurture, and to be left alone until a second after now. */
    private static Told resting() {
        return Told.from(Examples.append(
                history(Status.MQL_ACCEPTED),
                new LeadRecycled(LEAD, QUALIFIED, 1, 1, "TIMING", NOW.plusSeconds(1), List.of(), null)));
    }

    private static List<Row> rows() {
        var lines = TABLE.lines()
                .map(line ->
                        Arrays.stream(line.split("\\|", -1)).map(String::strip).toList())
                .toList();
        var roles = lines.getFirst();
        var rows = new ArrayList<Row>();
        for (var line : lines.subList(1, lines.size())) {
            for (int i = 3; i < roles.size() - 1; i++) {
                rows.add(new Row(
                        LeadCommands.named(line.get(1)).orElseThrow(),
                        line.get(2),
                        Role.valueOf(roles.get(i)),
                        line.get(i).equals("yes")));
            }
        }
        return rows;
    }
}
