package io.closedloop.lead.history;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.access.KeyId;
import io.closedloop.lead.access.Role;
import io.closedloop.lead.decision.Decision;
import io.closedloop.lead.identity.Identity;
import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.Circumstances;
import io.closedloop.lead.lifecycle.Lead;
import io.closedloop.lead.lifecycle.LeadCommand;
import io.closedloop.lead.lifecycle.LeadDecider;
import io.closedloop.lead.lifecycle.LeadEvent;
import io.closedloop.lead.playbook.Playbook;
import io.closedloop.lead.source.Source;
import io.closedloop.lead.suppression.Suppression;
import io.closedloop.lead.suppression.SuppressionEvent.RedeliveryBlocked;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
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
    private final Map<IdentityHash, Suppression> suppressed = new HashMap<>();
    private final Map<IdentityHash, LeadId> suppressedBy = new HashMap<>();
    private final Map<IdentityHash, LeadId> claimed = new HashMap<>();

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

    /** The events that come of a command: none where it is refused, the blocked attempt where that leaves a trace. */
    List<?> decide(LeadCommand command, Actor actor, Instant now) {
        @Nullable Lead lead = leads.get(command.leadId());
        var circumstances =
                new Circumstances(actor, now, null, Playbook.BUILT_IN, Desk::hash, (identities, of) -> Set.of());
        if (!(LeadDecider.decide(lead, command, circumstances) instanceof Decision.Accepted<LeadEvent> accepted)) {
            return List.of();
        }
        List<IdentityHash> claims = accepted.events().stream()
                .flatMap(event -> claimedBy(event).stream())
                .toList();
        List<IdentityHash> hit = claims.stream().filter(suppressed::containsKey).toList();
        if (!hit.isEmpty()) {
            return List.of(blocked(command, lead, hit, now));
        }
        if (claims.stream()
                .anyMatch(claim -> !command.leadId().equals(claimed.getOrDefault(claim, command.leadId())))) {
            return List.of();
        }
        for (LeadEvent event : accepted.events()) {
            lead = Lead.evolve(lead, event, actor.id());
            keep(event);
        }
        leads.put(command.leadId(), Objects.requireNonNull(lead));
        return accepted.events();
    }

    private RedeliveryBlocked blocked(LeadCommand command, @Nullable Lead lead, List<IdentityHash> hit, Instant now) {
        Source source = command instanceof LeadCommand.RegisterLead register
                ? register.source()
                : Objects.requireNonNull(lead).source();
        return new RedeliveryBlocked(
                Objects.requireNonNull(suppressed.get(hit.getFirst())).suppressionId(),
                Objects.requireNonNull(suppressedBy.get(hit.getFirst())),
                command.occurredAt() == null ? now : command.occurredAt(),
                command.commandKind().commandName(),
                command.leadId(),
                hit,
                source,
                null);
    }

    private static List<IdentityHash> claimedBy(LeadEvent event) {
        return switch (event) {
            case LeadEvent.LeadRegistered e -> e.claimed();
            case LeadEvent.ContactUpdated e -> e.claimed();
            case LeadEvent.LeadRecycled e -> e.claimed();
            case LeadEvent.LeadReopened e -> e.claimed();
            // A reinstatement lifts the lead's own suppressions in the same breath.
            case LeadEvent.LeadReinstated _,
                    LeadEvent.TouchRecorded _,
                    LeadEvent.AttributesUpdated _,
                    LeadEvent.LeadMarketingQualified _,
                    LeadEvent.LeadAssigned _,
                    LeadEvent.LeadAccepted _,
                    LeadEvent.LeadRejected _,
                    LeadEvent.LeadDisqualified _,
                    LeadEvent.LeadSalesQualified _,
                    LeadEvent.OpportunityRevised _,
                    LeadEvent.LeadWon _,
                    LeadEvent.LeadLost _,
                    LeadEvent.ClosureAmended _,
                    LeadEvent.RevenueRecorded _ -> List.of();
        };
    }

    private void keep(LeadEvent event) {
        claimedBy(event).forEach(claim -> claimed.put(claim, event.leadId()));
        if (event instanceof LeadEvent.LeadDisqualified out) {
            out.released().forEach(claimed::remove);
            out.suppressions().forEach(suppression -> {
                suppressed.put(suppression.identity(), suppression);
                suppressedBy.put(suppression.identity(), out.leadId());
            });
        } else if (event instanceof LeadEvent.LeadReinstated back) {
            suppressedBy.entrySet().removeIf(entry -> {
                boolean own = entry.getValue().equals(back.leadId());
                if (own) {
                    suppressed.remove(entry.getKey());
                }
                return own;
            });
        } else if (event instanceof LeadEvent.LeadWon won) {
            won.released().forEach(claimed::remove);
        } else if (event instanceof LeadEvent.LeadLost lost) {
            lost.released().forEach(claimed::remove);
        } else if (event instanceof LeadEvent.ContactUpdated updated) {
            updated.released().forEach(claimed::remove);
        }
    }

    private static IdentityHash hash(Identity identity) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(identity.canonical().getBytes(StandardCharsets.UTF_8));
            return new IdentityHash(identity.kind(), HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
