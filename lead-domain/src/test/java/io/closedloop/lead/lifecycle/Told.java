package io.closedloop.lead.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.decision.Decision;
import io.closedloop.lead.decision.Decision.Accepted;
import io.closedloop.lead.decision.Decision.Refused;
import io.closedloop.lead.decision.Decision.Repeat;
import io.closedloop.lead.decision.InvalidCommand;
import io.closedloop.lead.decision.Refusal;
import io.closedloop.lead.decision.RefusalCode;
import java.util.ArrayList;
import java.util.List;

/** A lead's life told by commands: each is decided, and what was decided is folded, as the service does it. */
final class Told {
    private Lead lead;
    private final List<LeadEvent> events = new ArrayList<>();

    private Told() {}

    /** Begins with nothing. */
    static Told fromNothing() {
        return new Told();
    }

    /** Begins with an example of a lead in {@code status}. */
    static Told from(Status status) {
        return from(Examples.history(status));
    }

    static Told from(List<LeadEvent> history) {
        var told = new Told();
        told.events.addAll(history);
        told.lead = Examples.fold(history);
        return told;
    }

    Lead lead() {
        return lead;
    }

    List<LeadEvent> events() {
        return List.copyOf(events);
    }

    /** Has {@code command} decided and does not carry it out. */
    Decision<LeadEvent> decision(LeadCommand command, Circumstances circumstances) {
        return LeadDecider.decide(lead, command, circumstances);
    }

    /** Carries {@code command} out, which must be accepted. */
    Told then(LeadCommand command) {
        return then(command, Examples.circumstances());
    }

    Told then(LeadCommand command, Circumstances circumstances) {
        for (LeadEvent event : events(command, circumstances)) {
            lead = Lead.evolve(lead, event, circumstances.actor().id());
            events.add(event);
        }
        return this;
    }

    /** The events that come of {@code command}, which must be accepted; the lead stays as it is. */
    List<LeadEvent> events(LeadCommand command) {
        return events(command, Examples.circumstances());
    }

    List<LeadEvent> events(LeadCommand command, Circumstances circumstances) {
        return accepted(command, circumstances).events();
    }

    Accepted<LeadEvent> accepted(LeadCommand command, Circumstances circumstances) {
        var decision = decision(command, circumstances);
        assertThat(decision).as("%s", command).isInstanceOf(Accepted.class);
        return (Accepted<LeadEvent>) decision;
    }

    /** The one event of type {@code type} that comes of {@code command}. */
    <E extends LeadEvent> E event(Class<E> type, LeadCommand command) {
        return event(type, command, Examples.circumstances());
    }

    <E extends LeadEvent> E event(Class<E> type, LeadCommand command, Circumstances circumstances) {
        var ofType = events(command, circumstances).stream()
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
        assertThat(ofType).as("%s of %s", type.getSimpleName(), command).hasSize(1);
        return ofType.getFirst();
    }

    Refusal refusal(LeadCommand command) {
        return refusal(command, Examples.circumstances());
    }

    Refusal refusal(LeadCommand command, Circumstances circumstances) {
        var decision = decision(command, circumstances);
        assertThat(decision).as("%s", command).isInstanceOf(Refused.class);
        return ((Refused<LeadEvent>) decision).refusal();
    }

    RefusalCode code(LeadCommand command) {
        return refusal(command).code();
    }

    RefusalCode code(LeadCommand command, Circumstances circumstances) {
        return refusal(command, circumstances).code();
    }

    /** The JSON pointers of the fields that {@code command} is refused for. */
    List<String> wrongFields(LeadCommand command) {
        var refusal = refusal(command);
        assertThat(refusal).as("%s", command).isInstanceOf(InvalidCommand.class);
        return ((InvalidCommand) refusal)
                .errors().stream().map(error -> error.pointer()).toList();
    }

    void repeats(LeadCommand command) {
        repeats(command, Examples.circumstances());
    }

    void repeats(LeadCommand command, Circumstances circumstances) {
        assertThat(decision(command, circumstances)).as("%s", command).isInstanceOf(Repeat.class);
    }

    void doesNotRepeat(LeadCommand command) {
        assertThat(decision(command, Examples.circumstances()))
                .as("%s", command)
                .isNotInstanceOf(Repeat.class);
    }
}
