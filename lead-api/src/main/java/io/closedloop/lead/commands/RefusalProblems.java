package io.closedloop.lead.commands;

import io.closedloop.lead.decision.InvalidCommand;
import io.closedloop.lead.decision.Refusal;
import io.closedloop.lead.decision.RefusalCode;
import io.closedloop.lead.http.AnswerJson;
import io.closedloop.lead.http.FieldError;
import io.closedloop.lead.http.Problem;
import io.closedloop.lead.http.ProblemCode;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.CommandKind;
import io.closedloop.lead.lifecycle.Lead;
import io.closedloop.lead.log.Answer;
import io.closedloop.lead.log.SuppressionHit;
import io.closedloop.lead.playbook.Playbook;
import io.closedloop.lead.suppression.SuppressionState;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The problems that a command's refusals are answered with. */
final class RefusalProblems {
    private RefusalProblems() {}

    /** A refusal that is about the command alone. */
    static Answer refused(Refusal refusal, String path) {
        return answer(problem(refusal), path);
    }

    /**
     * @param lead where the command was refused for a lead that is there
     * @param playbook the one that it was decided under
     */
    static Answer ofLead(Refusal refusal, @Nullable Lead lead, Playbook playbook, String path) {
        Problem problem = problem(refusal);
        return answer(lead == null ? problem : withLead(problem, lead, playbook), path);
    }

    /** @param suppression where the command was refused for a suppression that is there */
    static Answer ofSuppression(Refusal refusal, @Nullable SuppressionState suppression, String path) {
        Problem problem = problem(refusal);
        if (suppression != null) {
            problem = problem.withSuppression(
                            suppression.suppression().suppressionId().value(), suppression.reason())
                    .withVersion(suppression.version());
        }
        return answer(problem, path);
    }

    /** @param hits the suppressions that stand in the way, oldest first */
    static Answer suppressed(List<SuppressionHit> hits, String path) {
        SuppressionHit oldest = hits.getFirst();
        String detail = "an identity of this contact was disqualified for %s and must not be delivered again"
                .formatted(oldest.reason());
        return answer(
                Problem.of(ProblemCode.CONTACT_SUPPRESSED, detail)
                        .withSuppression(oldest.suppressionId().value(), oldest.reason()),
                path);
    }

    /** @param holders the open leads that stand in the way */
    static Answer duplicate(List<LeadId> holders, String path) {
        String detail = holders.size() == 1
                ? "the open lead %s holds an identity of this contact already".formatted(holders.getFirst())
                : "the open leads %s each hold an identity of this contact already"
                        .formatted(holders.stream().map(LeadId::toString).collect(Collectors.joining(" and ")));
        return answer(
                Problem.of(ProblemCode.DUPLICATE_LEAD, detail)
                        .withLeadIds(holders.stream().map(LeadId::value).toList()),
                path);
    }

    static Answer answer(Problem problem, String path) {
        return new Answer(
                problem.status(), Map.of("Content-Type", Problem.MEDIA_TYPE), AnswerJson.write(problem.at(path)));
    }

    private static Problem problem(Refusal refusal) {
        Problem problem = Problem.of(code(refusal.code()), refusal.detail());
        return refusal instanceof InvalidCommand invalid
                ? problem.withErrors(invalid.errors().stream()
                        .map(error -> new FieldError(error.pointer(), error.detail()))
                        .toList())
                : problem;
    }

    private static Problem withLead(Problem problem, Lead lead, Playbook playbook) {
        return problem.withLead(
                lead.id().value(),
                lead.stage().stageName().name(),
                lead.version(),
                lead.allowedCommands(playbook).stream()
                        .map(CommandKind::commandName)
                        .toList());
    }

    private static ProblemCode code(RefusalCode code) {
        return switch (code) {
            case INVALID_COMMAND -> ProblemCode.INVALID_COMMAND;
            case LEAD_NOT_FOUND -> ProblemCode.LEAD_NOT_FOUND;
            case SUPPRESSION_NOT_FOUND -> ProblemCode.SUPPRESSION_NOT_FOUND;
            case VERSION_MISMATCH -> ProblemCode.VERSION_MISMATCH;
            case COMMAND_NOT_ALLOWED -> ProblemCode.COMMAND_NOT_ALLOWED;
            case FORBIDDEN -> ProblemCode.FORBIDDEN;
            case OCCURRED_AT_OUT_OF_ORDER -> ProblemCode.OCCURRED_AT_OUT_OF_ORDER;
            case CONTACT_SUPPRESSED -> ProblemCode.CONTACT_SUPPRESSED;
            case DUPLICATE_LEAD -> ProblemCode.DUPLICATE_LEAD;
        };
    }
}
