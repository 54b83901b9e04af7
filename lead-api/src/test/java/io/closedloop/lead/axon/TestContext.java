package io.closedloop.lead.axon;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.access.KeyId;
import io.closedloop.lead.access.Role;
import io.closedloop.lead.identity.IdentityHasher;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.Circumstances;
import io.closedloop.lead.lifecycle.LeadCommandHandler;
import io.closedloop.lead.log.Answer;
import io.closedloop.lead.log.Answers;
import io.closedloop.lead.log.ClaimsElsewhere;
import io.closedloop.lead.log.Idempotency;
import io.closedloop.lead.log.NewEvent;
import io.closedloop.lead.log.Positions;
import io.closedloop.lead.log.SuppressionHit;
import io.closedloop.lead.playbook.Playbook;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What goes with a command of somebody who may do everything. */
record TestContext(IdentityHasher hasher, @Nullable Idempotency idempotency, boolean dryRun, boolean begins)
        implements CommandContext {
    static final Actor ACTOR = new Actor(
            new KeyId(UUID.fromString("0195f5a0-0000-7000-8000-0000000000aa")),
            "crm",
            Set.of(Role.MARKETING, Role.SALES, Role.MANAGER));

    @Override
    public Envelope envelope() {
        return new Envelope(ACTOR.id(), ACTOR.name(), "import", "correlation-1", null, null, null);
    }

    @Override
    public @Nullable ClaimsElsewhere claimsElsewhere() {
        return null;
    }

    @Override
    public Answers answers(Object result, List<NewEvent> events) {
        return new Answers() {
            @Override
            public Answer accepted(Positions positions) {
                var decided = (LeadCommandHandler.Decided) result;
                return new Answer(
                        200,
                        Map.of(),
                        "%s %s v%d"
                                .formatted(
                                        decided.decision().getClass().getSimpleName(),
                                        events.stream().map(NewEvent::type).toList(),
                                        positions.version()));
            }

            @Override
            public Answer suppressed(List<SuppressionHit> hits) {
                return new Answer(409, Map.of(), "suppressed");
            }

            @Override
            public Answer claimed(List<LeadId> byLeadIds) {
                return new Answer(
                        409,
                        Map.of(),
                        "claimed by " + byLeadIds.stream().map(LeadId::toString).collect(Collectors.joining(" and ")));
            }

            @Override
            public NewEvent redeliveryBlocked(SuppressionHit oldest, List<SuppressionHit> all) {
                throw new AssertionError("nothing is suppressed in these tests");
            }
        };
    }

    @Override
    public Map<String, ?> forTheHandler() {
        return Map.of(
                LeadCommandHandler.CIRCUMSTANCES,
                new Circumstances(
                        ACTOR,
                        Instant.parse("2026-02-01T00:00:00Z"),
                        null,
                        Playbook.BUILT_IN,
                        hasher,
                        (identities, lead) -> Circumstances.HeldByOthers.NOTHING),
                LeadCommandHandler.BEGINS,
                begins);
    }
}
