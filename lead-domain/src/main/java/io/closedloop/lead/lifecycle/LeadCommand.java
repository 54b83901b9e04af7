package io.closedloop.lead.lifecycle;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.decision.Forbidden;
import io.closedloop.lead.decision.Refusal;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.LeadRefusal.NotAllowedInStage;
import io.closedloop.lead.playbook.Playbook;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What callers may ask of a lead. Each command is a room of its own and says everything about itself: its fields and
 * their checks, who may send it and where a lead must be for it, when it is a repeat, and what comes of it.
 * {@link LeadDecider} asks these in its one order. Callers see the commands in the order of this list.
 *
 * <p>Reading a command strips blanks from the ends of codes; ids and free texts stay as they are.
 *
 * <p>{@code occurredAt} is null where the caller leaves it to the service: then it is the later of the server's clock
 * and the lead's last stage change.
 */
public sealed interface LeadCommand
        permits RegisterLead,
                RecordTouch,
                UpdateContact,
                UpdateAttributes,
                QualifyMarketing,
                AssignLead,
                AcceptLead,
                RejectLead,
                QualifySales,
                ReviseOpportunity,
                CloseWon,
                CloseLost,
                DisqualifyLead,
                RecycleLead,
                ReinstateLead,
                ReopenLead,
                AmendClosure,
                RecordRevenue {
    LeadId leadId();

    @Nullable
    Instant occurredAt();

    @Nullable
    String note();

    /**
     * When what the command suppresses may be delivered again; null where that never ends, or nothing is suppressed.
     */
    default @Nullable Instant expiresAt() {
        return null;
    }

    /** Its name, who may send it and where; each command has it as a constant {@code KIND}, too. */
    CommandKind commandKind();

    /**
     * Checks its own fields, without regard to its lead, in their order. {@code expiresAt}, {@code occurredAt} and
     * {@code note} are checked for every command.
     */
    default void check(FieldChecks fields) {}

    /** Whether a lead begins with it; every other command is about a lead that is there. */
    default boolean begins() {
        return false;
    }

    /**
     * Whether the same was decided before and still holds. Sending a command twice is harmless: a caller that does not
     * know whether a command arrived sends it again.
     *
     * <p>A command that sets something is a repeat when it is the lead's latest decision of its kind, everything that
     * it set still holds, and all fields except {@code occurredAt} and {@code note} are equal. Codes that were stored
     * with blanks at their ends equal those that commands give without them.
     *
     * <p>A stage still holds during the same stay in it: a reopened lead is sales-qualified again, not still, and the
     * old sales qualification is not a repeat for it.
     */
    boolean isRepeat(Lead lead);

    /** What those hear whose lead is not where {@link #commandKind} has to find it. */
    default Refusal notHere(Lead lead) {
        return new NotAllowedInStage(commandKind(), lead.status());
    }

    /** Why the lead does not take it, though it is where it has to be. */
    default Optional<Refusal> unfit(Lead lead, Playbook playbook) {
        return Optional.empty();
    }

    /** Whether somebody else than the actor has to send it. */
    default boolean takesASecondPerson(Lead lead, Actor actor) {
        return false;
    }

    /**
     * Which roles it takes for this lead: what those hear who have none of them.
     *
     * @param at when it occurred
     */
    default Forbidden takes(Lead lead, Instant at) {
        return commandKind().usual();
    }

    /** Whether it may have occurred before the lead's last stage change. */
    default boolean mayPrecedeTheStage() {
        return false;
    }

    /** What comes of it once it is accepted. */
    List<LeadEvent> events(Occasion on);
}
