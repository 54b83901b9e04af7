package io.closedloop.lead.commands;

import io.closedloop.lead.axon.CommandContext;
import io.closedloop.lead.axon.CommandSender;
import io.closedloop.lead.axon.Envelope;
import io.closedloop.lead.commands.SuppressionCommandHandler.Decided;
import io.closedloop.lead.commands.SuppressionCommandHandler.LiftCircumstances;
import io.closedloop.lead.commands.body.SuppressionAnswer;
import io.closedloop.lead.decision.Decision.Accepted;
import io.closedloop.lead.decision.Decision.Refused;
import io.closedloop.lead.decision.Decision.Repeat;
import io.closedloop.lead.http.AnswerJson;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.log.Answer;
import io.closedloop.lead.log.Answers;
import io.closedloop.lead.log.AppendOutcome;
import io.closedloop.lead.log.ClaimsElsewhere;
import io.closedloop.lead.log.Idempotency;
import io.closedloop.lead.log.NewEvent;
import io.closedloop.lead.log.Positions;
import io.closedloop.lead.log.SuppressionHit;
import io.closedloop.lead.log.Suppressions;
import io.closedloop.lead.suppression.LiftSuppression;
import io.closedloop.lead.suppression.SuppressionEvent;
import io.closedloop.lead.suppression.SuppressionState;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Sends the command of a suppression with everything that its decision depends on. */
@Component
class SuppressionDispatcher {
    private final CommandSender sender;
    private final Suppressions suppressions;
    private final InstantSource clock;

    SuppressionDispatcher(CommandSender sender, Suppressions suppressions, InstantSource clock) {
        this.sender = sender;
        this.suppressions = suppressions;
        this.clock = clock;
    }

    /**
     * Decides on the suppression as it is now. Whether it has ended by itself is for the log to say, because the clock
     * of this instance may be wrong in either direction: it is judged by the time that the log goes by, and where the
     * log then says that it has ended since, once more as of that time.
     */
    CompletableFuture<AppendOutcome> dispatch(
            CommandRequest request, @Nullable Idempotency idempotency, LiftSuppression command) {
        return request.after(
                decide(request, idempotency, command, suppressions.judgedAt()),
                outcome -> outcome instanceof AppendOutcome.Over over
                        ? decide(request, idempotency, command, over.at())
                        : CompletableFuture.completedFuture(outcome));
    }

    private CompletableFuture<AppendOutcome> decide(
            CommandRequest request, @Nullable Idempotency idempotency, LiftSuppression command, Instant judgedAt) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var circumstances = new LiftCircumstances(request.actor(), request.expectedVersion(), now, judgedAt);
        return sender.submit(command, new LiftContext(request, idempotency, circumstances), request.waits());
    }

    private record LiftContext(
            CommandRequest request, @Nullable Idempotency idempotency, LiftCircumstances circumstances)
            implements CommandContext {
        @Override
        public Envelope envelope() {
            return request.envelope();
        }

        @Override
        public boolean dryRun() {
            return request.dryRun();
        }

        @Override
        public @Nullable ClaimsElsewhere claimsElsewhere() {
            return null;
        }

        @Override
        public Answers answers(Object result, List<NewEvent> events) {
            return new LiftAnswers(request, (Decided) result);
        }

        @Override
        public Map<String, ?> forTheHandler() {
            return Map.of(SuppressionCommandHandler.CIRCUMSTANCES, circumstances);
        }
    }

    private record LiftAnswers(CommandRequest request, Decided decided) implements Answers {
        @Override
        public Answer accepted(Positions positions) {
            return switch (decided.decision()) {
                case Accepted<SuppressionEvent> accepted -> answer(accepted.events(), positions);
                case Repeat<SuppressionEvent> _ -> answer(List.of(), positions);
                case Refused<SuppressionEvent> refused ->
                    RefusalProblems.ofSuppression(refused.refusal(), decided.before(), request.path());
            };
        }

        private Answer answer(List<SuppressionEvent> events, Positions positions) {
            SuppressionState before = Objects.requireNonNull(decided.before(), "what is lifted is there");
            long version = before.version() + events.size();
            var body = new SuppressionAnswer(
                    before.suppression().suppressionId().value(),
                    before.leadId().value(),
                    version,
                    request.dryRun() ? null : positions.last(),
                    events.stream()
                            .map(event -> event.getClass().getSimpleName())
                            .toList(),
                    request.dryRun() ? true : null);
            return new Answer(
                    200,
                    Map.of("Content-Type", "application/json", "ETag", "\"%d\"".formatted(version)),
                    AnswerJson.write(body));
        }

        @Override
        public Answer suppressed(List<SuppressionHit> hits) {
            throw new IllegalStateException("lifting a suppression delivers no identity");
        }

        @Override
        public Answer claimed(List<LeadId> byLeadIds) {
            throw new IllegalStateException("lifting a suppression claims no identity");
        }

        @Override
        public NewEvent redeliveryBlocked(SuppressionHit oldest, List<SuppressionHit> all) {
            throw new IllegalStateException("lifting a suppression delivers no identity");
        }
    }
}
