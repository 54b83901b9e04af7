package io.closedloop.lead.commands;

import io.closedloop.lead.axon.TimeOrderedIdentifiers;
import io.closedloop.lead.commands.body.BeginningBody;
import io.closedloop.lead.commands.body.CommandBody;
import io.closedloop.lead.commands.body.FieldReader;
import io.closedloop.lead.commands.body.LiftSuppressionBody;
import io.closedloop.lead.decision.InvalidCommand;
import io.closedloop.lead.decision.WrongField;
import io.closedloop.lead.eventjson.UnknownEventException;
import io.closedloop.lead.http.Access;
import io.closedloop.lead.http.AnswerJson;
import io.closedloop.lead.http.FieldError;
import io.closedloop.lead.http.ProblemCode;
import io.closedloop.lead.http.ProblemException;
import io.closedloop.lead.http.Uuids;
import io.closedloop.lead.identity.ExternalRef;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.CommandKind;
import io.closedloop.lead.lifecycle.LeadCommand;
import io.closedloop.lead.lifecycle.LeadDecider;
import io.closedloop.lead.log.Answer;
import io.closedloop.lead.log.AppendOutcome;
import io.closedloop.lead.log.Awaited;
import io.closedloop.lead.log.Idempotency;
import io.closedloop.lead.playbook.Playbook;
import io.closedloop.lead.suppression.LiftSuppression;
import io.closedloop.lead.suppression.SuppressionDecider;
import io.closedloop.lead.suppression.SuppressionId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.stereotype.Service;

/**
 * Carries out a command, whichever way it came: it checks the role, looks for a kept answer, and has the command
 * decided, again if the lead has moved on in the meantime.
 */
@Service
public class CommandService {
    /** How often a command is decided anew before its sender is told that others keep changing the same thing. */
    private static final int ATTEMPTS = 10;

    /** Stands for the lead of a command that is invalid because it names none. */
    private static final LeadId NOBODY = new LeadId(new UUID(0, 0));

    private final LeadDispatcher leads;
    private final SuppressionDispatcher suppressions;
    private final KeptAnswerBook keptAnswers;
    private final Hashes hashes;
    private final CommandMeters meters;
    private final Playbook playbook;
    private final RequestsInProgress inProgress = new RequestsInProgress();

    CommandService(
            LeadDispatcher leads,
            SuppressionDispatcher suppressions,
            KeptAnswerBook keptAnswers,
            Hashes hashes,
            CommandMeters meters,
            Playbook playbook) {
        this.leads = leads;
        this.suppressions = suppressions;
        this.keptAnswers = keptAnswers;
        this.hashes = hashes;
        this.meters = meters;
        this.playbook = playbook;
    }

    /**
     * Carries a command out and waits for what becomes of it.
     *
     * @return what it came to, a refusal included
     * @throws ProblemException for what is not kept under an idempotency key: form, role, a request in progress, too
     *     many changes
     */
    Answer execute(CommandRequest request, Target target, CommandBody body) {
        return Awaited.of(begin(request, target, body));
    }

    /** As {@link #execute}, of a suppression. */
    Answer lift(CommandRequest request, SuppressionId suppressionId, LiftSuppressionBody body) {
        return Awaited.of(beginToLift(request, suppressionId, body));
    }

    /**
     * Decides on a command and gives it to the log, without waiting for that where the request says so.
     *
     * @return what {@link #execute} returns; or fails with what that throws
     */
    public CompletableFuture<Answer> begin(CommandRequest request, Target target, CommandBody body) {
        CommandKind kind = body.commandKind();
        return meters.measured(request, kind.commandName(), () -> {
            requireShape(body);
            Access.require(request.actor(), kind.roles());
            var idempotency = hashes.idempotency(request, kind.commandName(), targetOf(body, target), body);
            return once(request, idempotency, () -> decide(request, idempotency, target, body));
        });
    }

    /** As {@link #begin}, of a suppression. */
    public CompletableFuture<Answer> beginToLift(
            CommandRequest request, SuppressionId suppressionId, LiftSuppressionBody body) {
        return meters.measured(request, LiftSuppression.NAME, () -> decideToLift(request, suppressionId, body));
    }

    private CompletableFuture<Answer> decideToLift(
            CommandRequest request, SuppressionId suppressionId, LiftSuppressionBody body) {
        Access.require(request.actor(), SuppressionDecider.ROLES);
        var idempotency = hashes.idempotency(request, LiftSuppression.NAME, suppressionId.toString(), body);
        return once(request, idempotency, () -> {
            var fields = new FieldReader();
            var command = body.toCommand(suppressionId, fields);
            return fields.errors().isEmpty()
                    ? untilSettled(request, _ -> suppressions.dispatch(request, idempotency, command), 1)
                    : invalid(request, idempotency, SuppressionDecider.wrongFields(command, fields.errors()));
        });
    }

    /** The lead that begins with it: the caller's choice, else a new one. */
    public static LeadId leadIdOf(BeginningBody body) {
        String given = body.leadId();
        if (given == null) {
            return newLeadId();
        }
        try {
            return new LeadId(Uuids.parse(given));
        } catch (IllegalArgumentException e) {
            return NOBODY;
        }
    }

    private CompletableFuture<Answer> decide(
            CommandRequest request, @Nullable Idempotency idempotency, Target target, CommandBody body) {
        var fields = new FieldReader();
        if (body instanceof BeginningBody beginning) {
            fields.uuid("/leadId", beginning.leadId());
        }
        LeadId lead = leadOf(target, fields);
        LeadCommand command = body.toCommand(lead, fields);
        if (!fields.errors().isEmpty()) {
            return invalid(request, idempotency, LeadDecider.wrongFields(command, playbook, fields.errors()));
        }
        return untilSettled(
                request,
                tries -> {
                    // Whatever this thread logs from now on says what it was about, until it is given to another.
                    MDC.put("command", command.commandKind().commandName());
                    MDC.put("lead", lead.toString());
                    return leads.dispatch(request, idempotency, target, command, tries);
                },
                1);
    }

    /**
     * A new id where nobody ever held the reference: a command for a lead that is not there is judged like any other.
     */
    private LeadId leadOf(Target target, FieldReader fields) {
        return switch (target) {
            case Target.ById byId -> byId.leadId();
            case Target.ByExternalRef byRef -> {
                ExternalRef ref = byRef.ref().read("/externalRef", fields);
                LeadId lead = ref == null ? NOBODY : leads.leadOf(ref);
                yield lead == null ? newLeadId() : lead;
            }
        };
    }

    private CompletableFuture<Answer> invalid(
            CommandRequest request, @Nullable Idempotency idempotency, List<WrongField> errors) {
        var answer = RefusalProblems.refused(new InvalidCommand(errors), request.path());
        return idempotency == null
                ? CompletableFuture.completedFuture(answer)
                : request.after(
                        keptAnswers.keep(idempotency, answer),
                        outcome -> CompletableFuture.completedFuture(
                                settled(outcome).orElse(answer)));
    }

    /** Gives the kept answer where there is one, and else lets {@code execution} run alone under its key. */
    private CompletableFuture<Answer> once(
            CommandRequest request, @Nullable Idempotency idempotency, Supplier<CompletableFuture<Answer>> execution) {
        if (idempotency == null) {
            return execution.get();
        }
        return inProgress.alone(
                request,
                idempotency.scopeHash(),
                () -> keptAnswers
                        .find(idempotency)
                        .flatMap(CommandService::settled)
                        .map(CompletableFuture::completedFuture)
                        .orElseGet(execution));
    }

    /**
     * @param attempt is told which one it is
     * @param tries which one is next, from 1
     */
    private static CompletableFuture<Answer> untilSettled(
            CommandRequest request, IntFunction<CompletableFuture<AppendOutcome>> attempt, int tries) {
        if (tries > ATTEMPTS) {
            throw ProblemException.of(
                    ProblemCode.CONCURRENT_CHANGE,
                    "Others changed the same thing %d times while this command was being decided. Send it again."
                            .formatted(ATTEMPTS));
        }
        CompletableFuture<AppendOutcome> decided;
        try {
            decided = attempt.apply(tries);
        } catch (UnknownEventException e) {
            throw ProblemException.of(ProblemCode.EVENT_UNKNOWN, e.shown());
        }
        return request.after(
                decided,
                outcome -> settled(outcome)
                        .map(CompletableFuture::completedFuture)
                        .orElseGet(() -> untilSettled(request, attempt, tries + 1)));
    }

    /** The answer that an outcome stands for; none when the command has to be decided again. */
    private static Optional<Answer> settled(AppendOutcome outcome) {
        return switch (outcome) {
            case AppendOutcome.Stored stored -> Optional.of(stored.answer());
            case AppendOutcome.Refused refused -> Optional.of(refused.answer());
            case AppendOutcome.Checked checked -> Optional.of(checked.answer());
            case AppendOutcome.Kept kept -> Optional.of(replayed(kept.answer()));
            case AppendOutcome.Moved _, AppendOutcome.Over _, AppendOutcome.GaveWay _ -> Optional.empty();
            case AppendOutcome.KeyReused _ ->
                throw ProblemException.of(
                        ProblemCode.IDEMPOTENCY_KEY_REUSED,
                        "This idempotency key was used before, with another request. A new request needs a new key.");
        };
    }

    private static Answer replayed(Answer answer) {
        Map<String, String> headers = new HashMap<>(answer.headers());
        headers.put("Idempotency-Replayed", "true");
        return new Answer(answer.status(), headers, answer.body());
    }

    private static void requireShape(CommandBody body) {
        List<String> misshapen = body.misshapen();
        if (!misshapen.isEmpty()) {
            throw ProblemException.malformed(
                    "A field has the wrong JSON type.",
                    misshapen.stream()
                            .map(pointer -> new FieldError(pointer, "has the wrong JSON type"))
                            .toArray(FieldError[]::new));
        }
    }

    private static LeadId newLeadId() {
        return new LeadId(TimeOrderedIdentifiers.next());
    }

    private static String targetOf(CommandBody body, Target target) {
        return body instanceof BeginningBody
                ? ""
                : switch (target) {
                    case Target.ById byId -> byId.leadId().toString();
                    case Target.ByExternalRef byRef -> AnswerJson.write(byRef.ref());
                };
    }
}
