package io.closedloop.lead.commands;

import io.closedloop.lead.axon.EventWriter;
import io.closedloop.lead.commands.body.CommandAnswer;
import io.closedloop.lead.decision.Decision;
import io.closedloop.lead.decision.Decision.Accepted;
import io.closedloop.lead.decision.Decision.Refused;
import io.closedloop.lead.decision.Decision.Repeat;
import io.closedloop.lead.decision.Refusal;
import io.closedloop.lead.http.AnswerJson;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.Lead;
import io.closedloop.lead.lifecycle.LeadCommand;
import io.closedloop.lead.lifecycle.LeadEvent;
import io.closedloop.lead.lifecycle.LeadRefusal;
import io.closedloop.lead.lifecycle.RecordTouch;
import io.closedloop.lead.lifecycle.RegisterLead;
import io.closedloop.lead.log.Answer;
import io.closedloop.lead.log.Answers;
import io.closedloop.lead.log.NewEvent;
import io.closedloop.lead.log.Positions;
import io.closedloop.lead.log.SuppressionHit;
import io.closedloop.lead.playbook.Playbook;
import io.closedloop.lead.sealing.SubjectKeyLookup;
import io.closedloop.lead.source.Source;
import io.closedloop.lead.suppression.SuppressionEvent.RedeliveryBlocked;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.axonframework.common.IdentifierFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes the answer to a decided lead command, once the appender has checked it. The answer to an accepted command is
 * written as soon as it is decided, all but the position in it, because all others wait while the appender holds the
 * lock.
 */
final class LeadAnswers implements Answers {
    private static final String NO_POSITION = "\"position\":null";
    private static final String POSITION = "\"position\":";

    private final CommandRequest request;
    private final LeadCommand command;
    private final @Nullable RegisterLead insteadOf;
    private final Decision<LeadEvent> decision;
    private final @Nullable Lead after;
    private final Playbook playbook;
    private final EventWriter writer;
    private final Answer accepted;

    /**
     * @param insteadOf the registration that the command stands for, being a touch instead; null: none
     * @param after the lead as the decision leaves it; null without a lead
     * @param playbook the one that it was decided under
     */
    LeadAnswers(
            CommandRequest request,
            Target target,
            LeadCommand command,
            @Nullable RegisterLead insteadOf,
            Decision<LeadEvent> decision,
            @Nullable Lead after,
            Playbook playbook,
            EventWriter writer) {
        this.request = request;
        this.command = command;
        this.insteadOf = insteadOf;
        this.decision = decision;
        this.after = after;
        this.playbook = playbook;
        this.writer = writer;
        this.accepted = switch (decision) {
            case Accepted<LeadEvent> it -> answer(it.events());
            case Repeat<LeadEvent> _ -> answer(List.of());
            case Refused<LeadEvent> it ->
                RefusalProblems.ofLead(told(it.refusal(), target), after, playbook, request.path());
        };
    }

    @Override
    public Answer accepted(Positions positions) {
        if (request.dryRun() || decision instanceof Refused<LeadEvent>) {
            return accepted;
        }
        String body = accepted.body();
        int at = body.indexOf(NO_POSITION);
        return new Answer(
                accepted.status(),
                accepted.headers(),
                body.substring(0, at) + POSITION + positions.last() + body.substring(at + NO_POSITION.length()));
    }

    /** Who named a lead by its reference knows nothing of ids. */
    private static Refusal told(Refusal refusal, Target target) {
        return refusal instanceof LeadRefusal.NoSuchLead && target instanceof Target.ByExternalRef
                ? new NobodyHeldReference()
                : refusal;
    }

    private Answer answer(List<LeadEvent> events) {
        Lead lead = Objects.requireNonNull(after, "what is accepted or repeated has a lead");
        var names =
                events.stream().map(event -> event.getClass().getSimpleName()).toList();
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("ETag", "\"" + lead.version() + "\"");
        boolean registered = command instanceof RegisterLead;
        boolean creates = registered || (command instanceof RecordTouch && insteadOf == null);
        boolean created = creates && !events.isEmpty() && !request.dryRun();
        if (created && registered) {
            headers.put("Location", "/v1/leads/" + lead.id());
        }
        return new Answer(
                created ? 201 : 200,
                headers,
                AnswerJson.write(CommandAnswer.of(lead, names, playbook, request.dryRun())));
    }

    @Override
    public Answer suppressed(List<SuppressionHit> hits) {
        return RefusalProblems.suppressed(hits, request.path());
    }

    @Override
    public Answer claimed(List<LeadId> byLeadIds) {
        return RefusalProblems.duplicate(byLeadIds, request.path());
    }

    @Override
    public NewEvent redeliveryBlocked(SuppressionHit oldest, List<SuppressionHit> all) {
        if (!(decision instanceof Accepted<LeadEvent> accepted)) {
            throw new IllegalStateException("only what was accepted can be blocked");
        }
        LeadCommand sent = insteadOf == null ? command : insteadOf;
        var blocked = new RedeliveryBlocked(
                oldest.suppressionId(),
                oldest.leadId(),
                accepted.events().getFirst().occurredAt(),
                sent.commandKind().commandName(),
                sent.leadId(),
                all.stream().map(SuppressionHit::identity).distinct().toList(),
                source(sent),
                null);
        return writer.write(
                blocked,
                IdentifierFactory.getInstance().generateIdentifier(),
                request.envelope().metadata(accepted.permittedBy()),
                SubjectKeyLookup.NONE);
    }

    private Source source(LeadCommand sent) {
        return sent instanceof RegisterLead register
                ? register.source()
                : Objects.requireNonNull(after, "only a registration has no lead")
                        .source();
    }
}
