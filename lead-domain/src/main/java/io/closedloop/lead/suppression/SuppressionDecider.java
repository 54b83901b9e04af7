package io.closedloop.lead.suppression;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.access.Role;
import io.closedloop.lead.decision.Decision;
import io.closedloop.lead.decision.Decision.Accepted;
import io.closedloop.lead.decision.Decision.Refused;
import io.closedloop.lead.decision.Decision.Repeat;
import io.closedloop.lead.decision.Forbidden;
import io.closedloop.lead.decision.InvalidCommand;
import io.closedloop.lead.decision.OutOfOrder;
import io.closedloop.lead.decision.TakesASecondPerson;
import io.closedloop.lead.decision.VersionMismatch;
import io.closedloop.lead.playbook.Playbook;
import io.closedloop.lead.playbook.Reason;
import io.closedloop.lead.playbook.ReasonClass;
import io.closedloop.lead.suppression.SuppressionEvent.SuppressionLifted;
import io.closedloop.lead.text.Text;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides on lifting a suppression, in the same order of checks as every lead command. */
public final class SuppressionDecider {
    /** The roles that permit it. */
    public static final List<Role> ROLES = List.of(Role.MANAGER);

    private static final int MAX_PROSE = 4000;

    private SuppressionDecider() {}

    /**
     * @param suppression null where there is none with the command's id
     * @param expectedVersion the version that the caller decided on (If-Match), or null
     * @param now the server's clock
     */
    public static Decision<SuppressionEvent> decide(
            @Nullable SuppressionState suppression,
            LiftSuppression command,
            Actor actor,
            @Nullable Long expectedVersion,
            Playbook playbook,
            Instant now) {
        var problem = Text.problem(command.justification(), MAX_PROSE);
        if (problem.isPresent()) {
            return new Refused<>(new InvalidCommand("/justification", problem.get()));
        }
        if (command.note() != null) {
            var noteProblem = Text.problem(command.note(), MAX_PROSE);
            if (noteProblem.isPresent()) {
                return new Refused<>(new InvalidCommand("/note", noteProblem.get()));
            }
        }
        if (suppression == null) {
            return new Refused<>(new SuppressionRefusal.NoSuchSuppression(command.suppressionId()));
        }
        if (expectedVersion != null && expectedVersion != suppression.version()) {
            return new Refused<>(new VersionMismatch(expectedVersion, suppression.version()));
        }
        SuppressionLifted lifted = suppression.lifted();
        if (lifted != null && lifted.justification().equals(command.justification())) {
            return new Repeat<>();
        }
        if (!reversible(suppression, playbook)) {
            return new Refused<>(new SuppressionRefusal.NeverLifted(suppression.reason()));
        }
        if (!suppression.isActive(now)) {
            return new Refused<>(new SuppressionRefusal.NotActive(command.suppressionId()));
        }
        if (suppression.disqualifiedBy().equals(actor.id())) {
            return new Refused<>(new TakesASecondPerson(LiftSuppression.NAME));
        }
        var permittedBy = actor.permittedBy(ROLES);
        if (permittedBy.isEmpty()) {
            return new Refused<>(new Forbidden(LiftSuppression.NAME, ROLES));
        }
        Instant earliest = suppression.disqualifiedAt();
        Instant given = command.occurredAt();
        Instant occurredAt = given != null ? given : now.isBefore(earliest) ? earliest : now;
        if (occurredAt.isBefore(earliest)) {
            return new Refused<>(new OutOfOrder(occurredAt, earliest));
        }
        if (given != null && given.isAfter(now.plus(OutOfOrder.TOLERANCE))) {
            return new Refused<>(new OutOfOrder(given, null));
        }
        return new Accepted<>(
                List.of(new SuppressionLifted(
                        command.suppressionId(),
                        suppression.leadId(),
                        occurredAt,
                        playbook.version(),
                        command.justification(),
                        command.note())),
                permittedBy.get());
    }

    private static boolean reversible(SuppressionState suppression, Playbook playbook) {
        return playbook.reason(ReasonClass.DISQUALIFY, suppression.reason())
                .map(Reason::reversible)
                .orElse(false);
    }
}
