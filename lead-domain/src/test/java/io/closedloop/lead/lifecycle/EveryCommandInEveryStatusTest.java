package io.closedloop.lead.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.axonframework.test.matchers.Matchers.predicate;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.closedloop.lead.decision.Decision.Accepted;
import io.closedloop.lead.decision.Decision.Refused;
import io.closedloop.lead.decision.Decision.Repeat;
import io.closedloop.lead.decision.RefusalCode;
import io.closedloop.lead.lifecycle.LeadCommandHandler.Decided;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.correlation.SimpleCorrelationDataProvider;
import org.axonframework.messaging.interceptors.CorrelationDataInterceptor;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.ResultValidator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every command in every place of a lead, through Axon as the service uses it. A cell names where the command leads to,
 * or says {@code no} where it is refused as {@link RefusalCode#COMMAND_NOT_ALLOWED}, or {@code repeat} where it can
 * only be one. The events are those of the command's line, unless the cell names its own.
 */
class EveryCommandInEveryStatusTest {
    private static final String TABLE = """
| command                | events                         | INQUIRY      | MQL_AWAITING                          | MQL_ACCEPTED | SQL          | CLOSED_WON  | CLOSED_LOST | NURTURE      | DISQUALIFIED |
| RegisterLead           | LeadRegistered                 | no           | no                                    | no           | no           | no          | no          | no           | no           |
| RecordTouch            | TouchRecorded                  | INQUIRY      | MQL_AWAITING                          | MQL_ACCEPTED | SQL          | CLOSED_WON  | CLOSED_LOST | NURTURE      | DISQUALIFIED |
| UpdateContact          | ContactUpdated                 | INQUIRY      | MQL_AWAITING                          | MQL_ACCEPTED | SQL          | CLOSED_WON  | CLOSED_LOST | NURTURE      | no           |
| UpdateAttributes       | AttributesUpdated              | INQUIRY      | MQL_AWAITING                          | MQL_ACCEPTED | SQL          | CLOSED_WON  | CLOSED_LOST | NURTURE      | no           |
| QualifyMarketing       | LeadMarketingQualified         | MQL_AWAITING | repeat                                | no           | no           | no          | no          | MQL_AWAITING | no           |
| AssignLead             | LeadAssigned                   | INQUIRY      | MQL_AWAITING                          | MQL_ACCEPTED | SQL          | no          | no          | NURTURE      | no           |
| AcceptLead             | LeadAccepted                   | no           | MQL_ACCEPTED                          | no           | no           | no          | no          | no           | no           |
| RejectLead, recycling  | LeadRejected, LeadRecycled     | no           | NURTURE                               | NURTURE      | no           | no          | no          | no           | no           |
| RejectLead, for good   | LeadRejected, LeadDisqualified | no           | DISQUALIFIED                          | DISQUALIFIED | no           | no          | no          | no           | no           |
| QualifySales           | LeadSalesQualified             | no           | LeadAccepted, LeadSalesQualified: SQL | SQL          | no           | no          | no          | no           | no           |
| ReviseOpportunity      | OpportunityRevised             | no           | no                                    | no           | SQL          | no          | no          | no           | no           |
| CloseWon               | LeadWon                        | no           | no                                    | no           | CLOSED_WON   | no          | no          | no           | no           |
| CloseLost              | LeadLost                       | no           | no                                    | no           | CLOSED_LOST  | no          | no          | no           | no           |
| DisqualifyLead         | LeadDisqualified               | DISQUALIFIED | DISQUALIFIED                          | DISQUALIFIED | DISQUALIFIED | no          | no          | DISQUALIFIED | no           |
| RecycleLead            | LeadRecycled                   | no           | NURTURE                               | NURTURE      | NURTURE      | no          | NURTURE     | no           | no           |
| ReinstateLead          | LeadReinstated                 | no           | no                                    | no           | no           | no          | no          | no           | NURTURE      |
| ReopenLead             | LeadReopened                   | no           | no                                    | no           | no           | SQL         | SQL         | no           | no           |
| AmendClosure           | ClosureAmended                 | no           | no                                    | no           | no           | CLOSED_WON  | CLOSED_LOST | no           | no           |
| RecordRevenue          | RevenueRecorded                | no           | no                                    | no           | no           | CLOSED_WON  | no          | no           | no           |
""";

    /** What a cell says. */
    private record Cell(String line, CommandKind kind, Status from, List<String> events, String to) {
        LeadCommand command() {
            return line.equals("RejectLead, for good")
                    ? Commands.reject(Disposition.DISQUALIFY, "POOR_FIT")
                    : Commands.fresh(kind, from);
        }
    }

    @TestFactory
    Stream<DynamicTest> givenALeadInAStatusWhenACommandComesThenTheTableSaysWhatFollows() {
        return cells().stream()
                .map(cell -> dynamicTest("%s in %s: %s".formatted(cell.line, cell.from, cell.to), () -> prove(cell)));
    }

    @Test
    void theTableHasACellForEveryCommandInEveryStatus() {
        var crossed = cells().stream()
                .filter(cell -> !cell.to.isEmpty())
                .map(cell -> cell.kind + " in " + cell.from)
                .distinct();
        var all = LeadCommands.kinds().stream()
                .flatMap(kind -> Arrays.stream(Status.values()).map(status -> kind + " in " + status));
        assertThat(crossed).containsExactlyInAnyOrderElementsOf(all.toList());
    }

    @Test
    void givenNoLeadWhenItIsRegisteredThenItBeginsAsAnInquiry() {
        var fixture = fixture();
        then(fixture, List.of(), Commands.register())
                .expectEvents(registered())
                .expectResultMessagePayloadMatching(predicate(EveryCommandInEveryStatusTest::isAccepted))
                .expectState(lead -> assertThat(lead.lead().status()).isEqualTo(Status.INQUIRY));
    }

    @TestFactory
    Stream<DynamicTest> givenNoLeadWhenAnotherCommandComesThenThereIsNoSuchLead() {
        return LeadCommands.kinds().stream()
                .filter(kind -> kind != RegisterLead.KIND)
                .map(kind -> dynamicTest(
                        kind.commandName(),
                        () -> then(fixture(), List.of(), Commands.fresh(kind, Status.INQUIRY))
                                .expectNoEvents()
                                .expectResultMessagePayloadMatching(
                                        predicate(result -> isRefused(result, RefusalCode.LEAD_NOT_FOUND)))));
    }

    private static Object registered() {
        return new LeadRegistered(
                Examples.LEAD,
                Examples.NOW,
                1,
                1,
                Examples.REF,
                Examples.CONTACT,
                Examples.SOURCE,
                Attributes.NONE,
                Examples.HASHES,
                null);
    }

    private static void prove(Cell cell) {
        var then = then(fixture(), Examples.history(cell.from), cell.command());
        switch (cell.to) {
            case "no" ->
                then.expectNoEvents()
                        .expectResultMessagePayloadMatching(
                                predicate(result -> isRefused(result, RefusalCode.COMMAND_NOT_ALLOWED)))
                        .expectState(lead -> assertThat(lead.lead().status()).isEqualTo(cell.from));
            case "repeat" ->
                then.expectNoEvents()
                        .expectResultMessagePayloadMatching(predicate(EveryCommandInEveryStatusTest::isRepeat))
                        .expectState(lead -> assertThat(lead.lead().status()).isEqualTo(cell.from));
            default ->
                then.expectEventsMatching(
                                predicate((List<EventMessage<?>> events) -> cell.events.equals(names(events))))
                        .expectResultMessagePayloadMatching(predicate(EveryCommandInEveryStatusTest::isAccepted))
                        .expectState(lead -> assertThat(lead.lead().status()).isEqualTo(Status.valueOf(cell.to)));
        }
    }

    private static AggregateTestFixture<LeadAggregate> fixture() {
        var fixture = new AggregateTestFixture<>(LeadAggregate.class);
        fixture.registerAnnotatedCommandHandler(new LeadCommandHandler(fixture.getRepository()))
                .registerCommandHandlerInterceptor(
                        new CorrelationDataInterceptor<>(new SimpleCorrelationDataProvider(LeadAggregate.ACTOR_ID)));
        return fixture;
    }

    private static ResultValidator<LeadAggregate> then(
            AggregateTestFixture<LeadAggregate> fixture, List<LeadEvent> history, LeadCommand command) {
        var given = history.stream()
                .map(event -> new GenericEventMessage<>(event, actor(Examples.SOMEBODY_ELSE.id())))
                .toList();
        var when = new GenericCommandMessage<>(
                new GenericMessage<>(command, Map.of(LeadCommandHandler.CIRCUMSTANCES, Examples.circumstances()))
                        .andMetaData(actor(Examples.ANYBODY.id())),
                LeadCommand.class.getName());
        return fixture.given(given).when(when).expectSuccessfulHandlerExecution();
    }

    private static Map<String, String> actor(io.closedloop.lead.access.KeyId key) {
        return Map.of(LeadAggregate.ACTOR_ID, key.toString());
    }

    private static boolean isAccepted(Object result) {
        return result instanceof Decided(Accepted<LeadEvent> _, var after) && after != null;
    }

    private static boolean isRepeat(Object result) {
        return result instanceof Decided(Repeat<LeadEvent> _, var after) && after != null;
    }

    private static boolean isRefused(Object result, RefusalCode code) {
        return result instanceof Decided(Refused<LeadEvent>(var refusal), var _) && refusal.code() == code;
    }

    private static List<String> names(List<? extends EventMessage<?>> events) {
        return events.stream()
                .map(event -> event.getPayloadType().getSimpleName())
                .toList();
    }

    private static List<Cell> cells() {
        var lines = TABLE.lines().map(EveryCommandInEveryStatusTest::columns).toList();
        var statuses = lines.getFirst().subList(2, lines.getFirst().size()).stream()
                .map(Status::valueOf)
                .toList();
        var cells = new ArrayList<Cell>();
        for (var line : lines.subList(1, lines.size())) {
            var kind = LeadCommands.named(line.getFirst().split(",", 2)[0]).orElseThrow();
            for (int i = 0; i < statuses.size(); i++) {
                String cell = line.get(2 + i);
                int own = cell.indexOf(": ");
                String events = own < 0 ? line.get(1) : cell.substring(0, own);
                String to = own < 0 ? cell : cell.substring(own + 2);
                cells.add(new Cell(line.getFirst(), kind, statuses.get(i), List.of(events.split(", ")), to));
            }
        }
        return cells;
    }

    private static List<String> columns(String line) {
        var columns = Arrays.stream(line.split("\\|")).map(String::strip).toList();
        return columns.subList(1, columns.size());
    }
}
