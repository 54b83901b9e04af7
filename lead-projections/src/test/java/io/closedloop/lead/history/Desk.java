package io.closedloop.lead.history;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.access.KeyId;
import io.closedloop.lead.access.Role;
import io.closedloop.lead.decision.Decision;
import io.closedloop.lead.identity.Identity;
import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.AttributesUpdated;
import io.closedloop.lead.lifecycle.Circumstances;
import io.closedloop.lead.lifecycle.Circumstances.HeldByOthers;
import io.closedloop.lead.lifecycle.ClosureAmended;
import io.closedloop.lead.lifecycle.ContactUpdated;
import io.closedloop.lead.lifecycle.Lead;
import io.closedloop.lead.lifecycle.LeadAccepted;
import io.closedloop.lead.lifecycle.LeadAssigned;
import io.closedloop.lead.lifecycle.LeadCommand;
import io.closedloop.lead.lifecycle.LeadDecider;
import io.closedloop.lead.lifecycle.LeadDisqualified;
import io.closedloop.lead.lifecycle.LeadEvent;
import io.closedloop.lead.lifecycle.LeadLost;
import io.closedloop.lead.lifecycle.LeadMarketingQualified;
import io.closedloop.lead.lifecycle.LeadRecycled;
import io.closedloop.lead.lifecycle.LeadRegistered;
import io.closedloop.lead.lifecycle.LeadReinstated;
import io.closedloop.lead.lifecycle.LeadRejected;
import io.closedloop.lead.lifecycle.LeadReopened;
import io.closedloop.lead.lifecycle.LeadSalesQualified;
import io.closedloop.lead.lifecycle.LeadWon;
import io.closedloop.lead.lifecycle.OpportunityRevised;
import io.closedloop.lead.lifecycle.RegisterLead;
import io.closedloop.lead.lifecycle.RevenueRecorded;
import io.closedloop.lead.lifecycle.TouchRecorded;
import io.closedloop.lead.playbook.Playbook;
import io.closedloop.lead.source.Source;
import io.closedloop.lead.suppression.LiftSuppression;
import io.closedloop.lead.suppression.Suppression;
import io.closedloop.lead.suppression.SuppressionDecider;
import io.closedloop.lead.suppression.SuppressionEvent;
import io.closedloop.lead.suppression.SuppressionEvent.RedeliveryBlocked;
import io.closedloop.lead.suppression.SuppressionEvent.SuppressionLifted;
import io.closedloop.lead.suppression.SuppressionState;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Takes commands one after the other, as the service does: the domain decides, and claims and suppressions are kept.
 */
final class Desk {
    private final Map<LeadId, Lead> leads = new LinkedHashMap<>();
    /** All that there ever were, the oldest first. */
    private final List<SuppressionState> suppressions = new ArrayList<>();

    private final Map<IdentityHash, LeadId> claimed = new HashMap<>();
    private Playbook playbook = Playbook.BUILT_IN;

    /** Someone who may do everything. */
    static Actor actor(String name) {
        return new Actor(
                new KeyId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))),
                name,
                EnumSet.complementOf(EnumSet.of(Role.SERVICE)));
    }

    List<Lead> leads() {
        return List.copyOf(leads.values());
    }

    List<SuppressionState> suppressions() {
        return List.copyOf(suppressions);
    }

    /** From now on decisions are made under the next version, which has the same reasons. */
    void nextPlaybook() {
        playbook = new Playbook(playbook.version() + 1, playbook.reasons());
    }

    /** The events that come of a command: none where it is refused, the blocked attempt where that leaves a trace. */
    List<?> decide(LeadCommand command, Actor actor, Instant now) {
        @Nullable Lead lead = leads.get(command.leadId());
        var circumstances = new Circumstances(actor, now, null, playbook, Desk::hash, this::claimedByOthers);
        if (!(LeadDecider.decide(lead, command, circumstances) instanceof Decision.Accepted<LeadEvent> accepted)) {
            return List.of();
        }
        LeadEvent first = accepted.events().getFirst();
        List<IdentityHash> delivered = delivered(accepted.events());
        List<SuppressionState> hit = suppressing(delivered, first, now);
        if (!hit.isEmpty()) {
            return List.of(blocked(command, lead, delivered, hit, first.occurredAt()));
        }
        boolean duplicate = accepted.events().stream()
                .flatMap(event -> claimedBy(event).stream())
                .anyMatch(claim -> !command.leadId().equals(claimed.getOrDefault(claim, command.leadId())));
        if (duplicate) {
            return List.of();
        }
        for (LeadEvent event : accepted.events()) {
            lead = Lead.evolve(lead, event, actor.id());
            keep(event, actor);
        }
        leads.put(command.leadId(), Objects.requireNonNull(lead));
        return accepted.events();
    }

    /** The event that comes of lifting a suppression; none where that is refused. */
    List<?> decide(LiftSuppression command, Actor actor, Instant now) {
        @Nullable
        SuppressionState state = suppressions.stream()
                .filter(s -> s.suppression().suppressionId().equals(command.suppressionId()))
                .findFirst()
                .orElse(null);
        if (!(SuppressionDecider.decide(state, command, actor, null, playbook, now, now)
                instanceof Decision.Accepted<SuppressionEvent> accepted)) {
            return List.of();
        }
        accepted.events().forEach(event -> {
            if (event instanceof SuppressionLifted lifted) {
                suppressions.replaceAll(s -> s.suppression().suppressionId().equals(lifted.suppressionId())
                        ? changed(s, lifted, s.endedByReinstatement())
                        : s);
            }
        });
        return accepted.events();
    }

    private HeldByOthers claimedByOthers(Set<IdentityHash> identities, LeadId lead) {
        var held = new HashSet<IdentityHash>();
        var bases = new HashSet<String>();
        claimed.forEach((identity, holder) -> {
            if (!holder.equals(lead)) {
                held.add(identity);
                if (identity.sharedBase() != null) {
                    bases.add(identity.sharedBase());
                }
            }
        });
        held.retainAll(identities);
        bases.retainAll(identities.stream().map(IdentityHash::sharedBase).toList());
        return new HeldByOthers(held, bases);
    }

    /** What would be delivered: what is claimed, and what a lead that claims nothing gets to be known by. */
    private static List<IdentityHash> delivered(List<LeadEvent> events) {
        return events.stream()
                .flatMap(event ->
                        event instanceof ContactUpdated updated ? updated.added().stream() : claimedBy(event).stream())
                .toList();
    }

    /** Those that keep one of the identities out; a lead that comes back is not in its own way. */
    private List<SuppressionState> suppressing(List<IdentityHash> identities, LeadEvent first, Instant now) {
        return suppressions.stream()
                .filter(s -> identities.stream().anyMatch(it -> covers(s.suppression(), it)) && s.isActive(now))
                .filter(s -> !(first instanceof LeadReinstated && s.leadId().equals(first.leadId())))
                .toList();
    }

    private static boolean covers(Suppression suppression, IdentityHash identity) {
        return suppression.identity().equals(identity)
                || (suppression.base() != null && suppression.base().equals(identity.sharedBase()));
    }

    private static RedeliveryBlocked blocked(
            LeadCommand command,
            @Nullable Lead lead,
            List<IdentityHash> attempted,
            List<SuppressionState> hit,
            Instant occurredAt) {
        Source source = command instanceof RegisterLead register
                ? register.source()
                : Objects.requireNonNull(lead).source();
        return new RedeliveryBlocked(
                hit.getFirst().suppression().suppressionId(),
                hit.getFirst().leadId(),
                occurredAt,
                command.commandKind().commandName(),
                command.leadId(),
                attempted.stream()
                        .filter(it -> hit.stream().anyMatch(s -> covers(s.suppression(), it)))
                        .distinct()
                        .toList(),
                source,
                null);
    }

    private static List<IdentityHash> claimedBy(LeadEvent event) {
        return switch (event) {
            case LeadRegistered e -> e.claimed();
            case ContactUpdated e -> e.claimed();
            case LeadRecycled e -> e.claimed();
            case LeadReinstated e -> e.claimed();
            case LeadReopened e -> e.claimed();
            case TouchRecorded _,
                    AttributesUpdated _,
                    LeadMarketingQualified _,
                    LeadAssigned _,
                    LeadAccepted _,
                    LeadRejected _,
                    LeadDisqualified _,
                    LeadSalesQualified _,
                    OpportunityRevised _,
                    LeadWon _,
                    LeadLost _,
                    ClosureAmended _,
                    RevenueRecorded _ -> List.of();
        };
    }

    private void keep(LeadEvent event, Actor actor) {
        claimedBy(event).forEach(claim -> claimed.put(claim, event.leadId()));
        if (event instanceof LeadDisqualified out) {
            out.released().forEach(claimed::remove);
            out.suppressions()
                    .forEach(made -> suppressions.add(new SuppressionState(
                            made, out.leadId(), out.reason(), actor.id(), out.occurredAt(), null, false, 0)));
        } else if (event instanceof LeadReinstated back) {
            suppressions.replaceAll(s -> s.leadId().equals(back.leadId()) ? changed(s, s.lifted(), true) : s);
        } else if (event instanceof LeadWon won) {
            won.released().forEach(claimed::remove);
        } else if (event instanceof LeadLost lost) {
            lost.released().forEach(claimed::remove);
        } else if (event instanceof ContactUpdated updated) {
            updated.released().forEach(claimed::remove);
        }
    }

    private static SuppressionState changed(
            SuppressionState state, @Nullable SuppressionLifted lifted, boolean endedByReinstatement) {
        return new SuppressionState(
                state.suppression(),
                state.leadId(),
                state.reason(),
                state.disqualifiedBy(),
                state.disqualifiedAt(),
                lifted,
                endedByReinstatement,
                state.version() + 1);
    }

    private static IdentityHash hash(Identity identity) {
        String base = identity.base();
        return new IdentityHash(
                identity.kind(), digest(identity.canonical()), base == null ? null : digest(base), null, null);
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
