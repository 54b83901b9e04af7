package io.closedloop.lead.axon;

import io.closedloop.lead.access.KeyId;
import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.lifecycle.ContactUpdated;
import io.closedloop.lead.lifecycle.LeadDisqualified;
import io.closedloop.lead.lifecycle.LeadEvent;
import io.closedloop.lead.lifecycle.LeadLost;
import io.closedloop.lead.lifecycle.LeadRecycled;
import io.closedloop.lead.lifecycle.LeadRegistered;
import io.closedloop.lead.lifecycle.LeadReinstated;
import io.closedloop.lead.lifecycle.LeadReopened;
import io.closedloop.lead.lifecycle.LeadWon;
import io.closedloop.lead.log.NewSuppression;
import io.closedloop.lead.suppression.SuppressionEvent;
import io.closedloop.lead.suppression.SuppressionEvent.RedeliveryBlocked;
import io.closedloop.lead.suppression.SuppressionEvent.SuppressionLifted;
import io.closedloop.lead.suppression.SuppressionEvent.SuppressionWidened;
import io.closedloop.lead.suppression.SuppressionId;
import io.closedloop.lead.suppression.WidenSuppression;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an event changes in the tables beside the log: the identities that it claims, releases and suppresses. The
 * events alone determine this, so nothing else can contradict them.
 *
 * @param claims identities that the lead claims
 * @param releases identities that it gives up
 * @param mustNotBeSuppressed identities that would be delivered
 * @param held identities that it is now known to have held
 * @param suppressions identities that must not be delivered again
 * @param endSuppressionsOfLead whether the suppressions that came from the lead end
 * @param liftSuppression the one suppression that ends; null: none
 * @param widening the one suppression that covers more from now on; null: none
 */
record EntryParts(
        List<IdentityHash> claims,
        List<IdentityHash> releases,
        List<IdentityHash> mustNotBeSuppressed,
        List<IdentityHash> held,
        List<NewSuppression> suppressions,
        boolean endSuppressionsOfLead,
        @Nullable SuppressionId liftSuppression,
        @Nullable WidenSuppression widening) {

    /** Of events that widen no suppression. */
    EntryParts(
            List<IdentityHash> claims,
            List<IdentityHash> releases,
            List<IdentityHash> mustNotBeSuppressed,
            List<IdentityHash> held,
            List<NewSuppression> suppressions,
            boolean endSuppressionsOfLead,
            @Nullable SuppressionId liftSuppression) {
        this(claims, releases, mustNotBeSuppressed, held, suppressions, endSuppressionsOfLead, liftSuppression, null);
    }

    private static final EntryParts NONE =
            new EntryParts(List.of(), List.of(), List.of(), List.of(), List.of(), false, null);

    /** @param actor who brought the events about */
    static EntryParts of(List<?> events, KeyId actor) {
        EntryParts parts = NONE;
        for (Object event : events) {
            parts = parts.and(
                    switch (event) {
                        case LeadEvent ofLead -> of(ofLead, actor);
                        case SuppressionEvent ofSuppression -> of(ofSuppression);
                        default -> throw new IllegalArgumentException(event.getClass() + " is not an event of the log");
                    });
        }
        return parts;
    }

    private static EntryParts of(LeadEvent event, KeyId actor) {
        return switch (event) {
            case LeadRegistered registered -> claiming(registered.claimed()).andHeld(registered.claimed());
            case ContactUpdated updated ->
                new EntryParts(
                        updated.claimed(),
                        updated.released(),
                        updated.added(),
                        updated.identities(),
                        List.of(),
                        false,
                        null);
            case LeadWon won -> releasing(won.released());
            case LeadLost lost -> releasing(lost.released());
            case LeadRecycled recycled -> claiming(recycled.claimed());
            case LeadReopened reopened -> claiming(reopened.claimed());
            case LeadReinstated reinstated -> claiming(reinstated.claimed()).endingSuppressions();
            case LeadDisqualified disqualified -> disqualifying(disqualified, actor);
            default -> NONE;
        };
    }

    private static EntryParts of(SuppressionEvent event) {
        return switch (event) {
            case SuppressionLifted lifted ->
                new EntryParts(List.of(), List.of(), List.of(), List.of(), List.of(), false, lifted.suppressionId());
            case SuppressionWidened widened ->
                new EntryParts(
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        false,
                        null,
                        new WidenSuppression(widened.suppressionId(), widened.base()));
            case RedeliveryBlocked _ ->
                throw new IllegalArgumentException("a blocked delivery is recorded by the log, not by a command");
        };
    }

    /** Who claims an identity delivers it. */
    private static EntryParts claiming(List<IdentityHash> identities) {
        return new EntryParts(identities, List.of(), identities, List.of(), List.of(), false, null);
    }

    private static EntryParts releasing(List<IdentityHash> identities) {
        return new EntryParts(List.of(), identities, List.of(), List.of(), List.of(), false, null);
    }

    private static EntryParts disqualifying(LeadDisqualified event, KeyId actor) {
        var suppressions = event.suppressions().stream()
                .map(suppression -> new NewSuppression(suppression, event.reason(), actor, event.occurredAt()))
                .toList();
        return new EntryParts(List.of(), event.released(), List.of(), List.of(), suppressions, false, null);
    }

    private EntryParts andHeld(List<IdentityHash> identities) {
        return and(new EntryParts(List.of(), List.of(), List.of(), identities, List.of(), false, null));
    }

    private EntryParts endingSuppressions() {
        return and(new EntryParts(List.of(), List.of(), List.of(), List.of(), List.of(), true, null));
    }

    private EntryParts and(EntryParts other) {
        if ((liftSuppression != null && other.liftSuppression != null)
                || (widening != null && other.widening != null)) {
            throw new IllegalArgumentException("one command lifts or widens one suppression");
        }
        return new EntryParts(
                joined(claims, other.claims),
                joined(releases, other.releases),
                joined(mustNotBeSuppressed, other.mustNotBeSuppressed),
                joined(held, other.held),
                joined(suppressions, other.suppressions),
                endSuppressionsOfLead || other.endSuppressionsOfLead,
                liftSuppression != null ? liftSuppression : other.liftSuppression,
                widening != null ? widening : other.widening);
    }

    private static <T> List<T> joined(List<T> some, List<T> others) {
        if (others.isEmpty()) {
            return some;
        }
        var all = new ArrayList<>(some);
        all.addAll(others);
        return List.copyOf(all);
    }
}
