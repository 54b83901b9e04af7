package io.closedloop.lead.lifecycle;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.decision.Decision;
import io.closedloop.lead.decision.Decision.Accepted;
import io.closedloop.lead.decision.Decision.Refused;
import io.closedloop.lead.decision.Decision.Repeat;
import io.closedloop.lead.decision.Forbidden;
import io.closedloop.lead.decision.InvalidCommand;
import io.closedloop.lead.decision.OutOfOrder;
import io.closedloop.lead.decision.Refusal;
import io.closedloop.lead.decision.TakesASecondPerson;
import io.closedloop.lead.decision.VersionMismatch;
import io.closedloop.lead.decision.WrongField;
import io.closedloop.lead.lifecycle.LeadRefusal.NoSuchLead;
import io.closedloop.lead.playbook.Playbook;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides every lead command, always in the same order, so that the same command always gets the same answer: the
 * command's roles, its own fields, whether the lead exists, the expected version, whether the command is a repeat, the
 * lead's stage, permissions that depend on the lead, and business time. The appender checks last, when it stores the
 * decision, whether an identity is suppressed or claimed.
 */
public final class LeadDecider {
    private LeadDecider() {}

    /** @param lead null where there is none with the command's id */
    public static Decision<LeadEvent> decide(@Nullable Lead lead, LeadCommand command, Circumstances circumstances) {
        Forbidden usual = command.commandKind().usual();
        if (circumstances.actor().permittedBy(usual.takes()).isEmpty()) {
            return new Refused<>(usual);
        }
        var errors = FieldChecks.of(command, circumstances.playbook(), List.of());
        if (!errors.isEmpty()) {
            return new Refused<>(new InvalidCommand(errors));
        }
        if (lead == null && !command.begins()) {
            return new Refused<>(new NoSuchLead(command.leadId()));
        }
        long version = lead == null ? 0 : lead.version();
        Long expected = circumstances.expectedVersion();
        if (expected != null && expected != version) {
            return new Refused<>(new VersionMismatch(expected, version));
        }
        if (lead != null && command.isRepeat(lead)) {
            return new Repeat<>();
        }
        Optional<Refusal> misplaced =
                lead == null ? Optional.empty() : misplaced(lead, command, circumstances.playbook());
        if (misplaced.isPresent()) {
            return new Refused<>(misplaced.get());
        }
        Instant occurredAt = occurredAt(lead, command, circumstances);
        if (lead != null && command.takesASecondPerson(lead, circumstances.actor())) {
            return new Refused<>(new TakesASecondPerson(command.commandKind().commandName()));
        }
        Forbidden here = lead == null ? usual : command.takes(lead, occurredAt);
        Optional<Role> permittedBy = circumstances.actor().permittedBy(here.takes());
        if (permittedBy.isEmpty()) {
            return new Refused<>(here);
        }
        Optional<Refusal> mistimed = mistimed(lead, command, occurredAt, circumstances.now());
        if (mistimed.isPresent()) {
            return new Refused<>(mistimed.get());
        }
        return new Accepted<>(command.events(new Occasion(lead, occurredAt, circumstances)), permittedBy.get());
    }

    /**
     * Every wrong field of a command that could not be read as a whole, for an answer that names them all.
     *
     * @param command with stand-ins where fields could not be read
     * @param unread what is wrong with those: what depends on them is not judged
     */
    public static List<WrongField> wrongFields(LeadCommand command, Playbook playbook, List<WrongField> unread) {
        return Stream.concat(unread.stream(), FieldChecks.of(command, playbook, unread).stream())
                .toList();
    }

    /** Why the lead, being where it is, does not take the command. */
    private static Optional<Refusal> misplaced(Lead lead, LeadCommand command, Playbook playbook) {
        return command.commandKind().allowedFrom(lead.status())
                ? command.unfit(lead, playbook)
                : Optional.of(command.notHere(lead));
    }

    private static Instant occurredAt(@Nullable Lead lead, LeadCommand command, Circumstances circumstances) {
        if (command.occurredAt() != null) {
            return command.occurredAt();
        }
        Instant now = circumstances.now();
        return lead != null && lead.stageSince().isAfter(now) ? lead.stageSince() : now;
    }

    private static Optional<Refusal> mistimed(
            @Nullable Lead lead, LeadCommand command, Instant occurredAt, Instant now) {
        boolean stageMayMove = !command.mayPrecedeTheStage();
        if (lead != null && stageMayMove && occurredAt.isBefore(lead.stageSince())) {
            return Optional.of(new OutOfOrder(occurredAt, lead.stageSince()));
        }
        boolean given = command.occurredAt() != null;
        if (given && occurredAt.isAfter(now.plus(OutOfOrder.TOLERANCE))) {
            return Optional.of(new OutOfOrder(occurredAt, null));
        }
        Instant expiresAt = command.expiresAt();
        return expiresAt != null && !expiresAt.isAfter(occurredAt)
                ? Optional.of(new InvalidCommand(
                        "/expiresAt", "a suppression ends after the disqualification at " + occurredAt))
                : Optional.empty();
    }
}
