package io.closedloop.lead.commands;

import io.closedloop.lead.axon.EventWriter;
import io.closedloop.lead.decision.Decision;
import io.closedloop.lead.decision.Decision.Accepted;
import io.closedloop.lead.decision.Decision.Refused;
import io.closedloop.lead.decision.Decision.Repeat;
import io.closedloop.lead.decision.Refusal;
import io.closedloop.lead.http.AnswerJson;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.Lead;
import io.closedloop.lead.lifecycle.LeadCommand;
import io.closedloop.lead.lifecycle.LeadCommand.RecordTouch;
import io.closedloop.lead.lifecycle.LeadCommand.RegisterLead;
import io.closedloop.lead.lifecycle.LeadEvent;
import io.closedloop.lead.lifecycle.LeadRefusal;
import io.closedloop.lead.log.Answer;
import io.closedloop.lead.log.Answers;
import io.closedloop.lead.log.NewEvent;
import io.closedloop.lead.log.Positions;
import io.closedloop.lead.log.SuppressionHit;
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
 * What a decided lead command is answered with, once the log has judged it.
 *
 * @param after the lead as the decision leaves it; null where there is none
 */
record LeadAnswers(
        CommandRequest request,
        BulkLine.Target target,
        LeadCommand command,
        Decision<LeadEvent> decision,
        @Nullable Lead after,
        EventWriter writer)
        implements Answers {
    @Override
    public Answer accepted(Positions positions) {
        return switch (decision) {
            case Accepted<LeadEvent> accepted -> answer(accepted.events(), positions);
            case Repeat<LeadEvent> _ -> answer(List.of(), positions);
            case Refused<LeadEvent> refused -> RefusalProblems.ofLead(told(refused.refusal()), after, request.path());
        };
    }

    /** Who named a lead by its reference knows nothing of ids. */
    private Refusal told(Refusal refusal) {
        return refusal instanceof LeadRefusal.NoSuchLead && target instanceof BulkLine.Target.ByExternalRef
                ? new NobodyHeldReference()
                : refusal;
    }

    private Answer answer(List<LeadEvent> events, Positions positions) {
        Lead lead = Objects.requireNonNull(after, "what is accepted or repeated has a lead");
        var names =
                events.stream().map(event -> event.getClass().getSimpleName()).toList();
        var body = CommandAnswer.of(lead, names, request.dryRun() ? null : positions.last());
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("ETag", "\"%d\"".formatted(lead.version()));
        boolean registered = command instanceof RegisterLead;
        boolean created = !events.isEmpty() && !request.dryRun() && (registered || command instanceof RecordTouch);
        if (created && registered) {
            headers.put("Location", "/v1/leads/" + lead.id());
        }
        return new Answer(created ? 201 : 200, headers, AnswerJson.write(body));
    }

    @Override
    public Answer suppressed(List<SuppressionHit> hits) {
        return RefusalProblems.suppressed(hits, request.path());
    }

    @Override
    public Answer claimed(LeadId byLeadId) {
        return RefusalProblems.duplicate(byLeadId, request.path());
    }

    @Override
    public NewEvent redeliveryBlocked(SuppressionHit oldest, List<SuppressionHit> all) {
        if (!(decision instanceof Accepted<LeadEvent> accepted)) {
            throw new IllegalStateException("only what was accepted can be blocked");
        }
        var blocked = new RedeliveryBlocked(
                oldest.suppressionId(),
                oldest.leadId(),
                accepted.events().getFirst().occurredAt(),
                command.commandKind().commandName(),
                command.leadId(),
                all.stream().map(SuppressionHit::identity).distinct().toList(),
                source(),
                null);
        return writer.write(
                blocked,
                IdentifierFactory.getInstance().generateIdentifier(),
                request.envelope().metadata(accepted.permittedBy()),
                SubjectKeyLookup.NONE);
    }

    private Source source() {
        return command instanceof RegisterLead register
                ? register.source()
                : Objects.requireNonNull(after, "only a registration has no lead")
                        .source();
    }
}
