package io.closedloop.lead.suppression;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.access.Role;
import io.closedloop.lead.decision.Decision;
import io.closedloop.lead.decision.Decision.Accepted;
import io.closedloop.lead.decision.Decision.Refused;
import io.closedloop.lead.decision.Decision.Repeat;
import io.closedloop.lead.decision.EarliestDate;
import io.closedloop.lead.decision.Forbidden;
import io.closedloop.lead.decision.InvalidCommand;
import io.closedloop.lead.decision.OutOfOrder;
import io.closedloop.lead.decision.TakesASecondPerson;
import io.closedloop.lead.decision.VersionMismatch;
import io.closedloop.lead.decision.WrongField;
import io.closedloop.lead.playbook.Playbook;
import io.closedloop.lead.suppression.SuppressionEvent.SuppressionLifted;
import io.closedloop.lead.suppression.SuppressionEvent.SuppressionWidened;
import io.closedloop.lead.text.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Decides on lifting and widening a suppression, in the same order of checks as every lead command. */
public final class SuppressionDecider {
    /** The roles that permit lifting one. */
    public static final List<Role> ROLES = List.of(Role.MANAGER);

    private SuppressionDecider() {}

    /**
     * @param suppression null where there is none with the command's id
     * @param expectedVersion the version that the caller decided on (If-Match), or null
     * @param now the server's clock
     * @param judgedAt the time by which it is judged whether the suppression has ended by itself; what counts in the
     *     end is the log's
     */
    public static Decision<SuppressionEvent> decide(
            @Nullable SuppressionState suppression,
            LiftSuppression command,
            Actor actor,
            @Nullable Long expectedVersion,
            Playbook playbook,
            Instant now,
            Instant judgedAt) {
        var permittedBy = actor.permittedBy(ROLES);
        if (permittedBy.isEmpty()) {
            return new Refused<>(new Forbidden(LiftSuppression.NAME, ROLES));
        }
        var errors = errors(command);
        if (!errors.isEmpty()) {
            return new Refused<>(new InvalidCommand(errors));
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
        if (!playbook.isReversible(suppression.reason())) {
            return new Refused<>(new SuppressionRefusal.NeverLifted(suppression.reason()));
        }
        if (!suppression.isActive(judgedAt)) {
            return new Refused<>(new SuppressionRefusal.NotActive(command.suppressionId()));
        }
        if (suppression.disqualifiedBy().equals(actor.id())) {
            return new Refused<>(new TakesASecondPerson(LiftSuppression.NAME));
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

    /**
     * Every wrong field of a command that could not be read as a whole, for an answer that names them all.
     *
     * @param unread what is wrong with fields that could not be read; they have stand-ins
     */
    public static List<WrongField> wrongFields(LiftSuppression command, List<WrongField> unread) {
        Set<String> known = unread.stream().map(WrongField::pointer).collect(Collectors.toSet());
        return Stream.concat(
                        unread.stream(), errors(command).stream().filter(error -> !known.contains(error.pointer())))
                .toList();
    }

    /**
     * Decides on widening one, which only the service does. One that has ended, or has its base, is as it should be.
     *
     * @param suppression null where there is none with the command's id
     * @param now the server's clock
     */
    public static Decision<SuppressionEvent> decide(
            @Nullable SuppressionState suppression, WidenSuppression command, Actor actor, Instant now) {
        List<Role> roles = List.of(Role.SERVICE);
        var permittedBy = actor.permittedBy(roles);
        if (permittedBy.isEmpty()) {
            return new Refused<>(new Forbidden(WidenSuppression.NAME, roles));
        }
        if (suppression == null) {
            return new Refused<>(new SuppressionRefusal.NoSuchSuppression(command.suppressionId()));
        }
        if (suppression.suppression().base() != null || !suppression.isActive(now)) {
            return new Repeat<>();
        }
        return new Accepted<>(
                List.of(new SuppressionWidened(command.suppressionId(), suppression.leadId(), now, command.base())),
                permittedBy.get());
    }

    private static List<WrongField> errors(LiftSuppression command) {
        var errors = new ArrayList<WrongField>();
        Text.problem(command.justification(), Text.MAX_PROSE)
                .ifPresent(problem -> errors.add(new WrongField("/justification", problem)));
        EarliestDate.problemOfOccurrence(command.occurredAt()).ifPresent(errors::add);
        if (command.note() != null) {
            Text.problem(command.note(), Text.MAX_PROSE)
                    .ifPresent(problem -> errors.add(new WrongField("/note", problem)));
        }
        return errors;
    }
}
