package io.closedloop.lead.suppression;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.access.KeyId;
import io.closedloop.lead.access.Role;
import io.closedloop.lead.decision.Decision.Accepted;
import io.closedloop.lead.decision.Decision.Refused;
import io.closedloop.lead.decision.Decision.Repeat;
import io.closedloop.lead.decision.Forbidden;
import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.IdentityKind;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.suppression.SuppressionEvent.SuppressionWidened;
import io.closedloop.lead.suppression.SuppressionRefusal.NoSuchSuppression;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The service gives an older suppression the base of its address. */
class WidenSuppressionTest {
    private static final SuppressionId ID = new SuppressionId(new UUID(9, 1));
    private static final LeadId LEAD = new LeadId(new UUID(0, 1));
    private static final Instant NOW = Instant.parse("2026-03-20T12:00:00Z");
    private static final String BASE = "b".repeat(64);
    private static final WidenSuppression WIDEN = new WidenSuppression(ID, BASE);

    @Test
    void theServiceWidensASuppressionThatIsStillActive() {
        assertThat(SuppressionDecider.decide(state(null, null, false), WIDEN, Actor.SERVICE, NOW))
                .isEqualTo(new Accepted<SuppressionEvent>(
                        List.of(new SuppressionWidened(ID, LEAD, NOW, BASE)), Role.SERVICE));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SERVICE")
    void nobodyElseDoes(Role role) {
        var actor = new Actor(new KeyId(new UUID(7, 1)), "somebody", Set.of(role));
        assertThat(SuppressionDecider.decide(state(null, null, false), WIDEN, actor, NOW))
                .isEqualTo(new Refused<>(new Forbidden("WidenSuppression", List.of(Role.SERVICE))));
    }

    @Test
    void oneThatHasItsBaseOrHasEndedIsLeftAsItIs() {
        assertThat(SuppressionDecider.decide(state(BASE, null, false), WIDEN, Actor.SERVICE, NOW))
                .isEqualTo(new Repeat<>());
        assertThat(SuppressionDecider.decide(state(null, NOW, false), WIDEN, Actor.SERVICE, NOW))
                .isEqualTo(new Repeat<>());
        assertThat(SuppressionDecider.decide(state(null, null, true), WIDEN, Actor.SERVICE, NOW))
                .isEqualTo(new Repeat<>());
    }

    @Test
    void oneThatIsNotThereIsNotFound() {
        assertThat(SuppressionDecider.decide(null, WIDEN, Actor.SERVICE, NOW))
                .isEqualTo(new Refused<>(new NoSuchSuppression(ID)));
    }

    private static SuppressionState state(@Nullable String base, @Nullable Instant expiresAt, boolean ended) {
        var identity = new IdentityHash(IdentityKind.EMAIL, "a".repeat(64));
        return new SuppressionState(
                new Suppression(ID, identity, base, expiresAt),
                LEAD,
                "POOR_FIT",
                new KeyId(new UUID(7, 2)),
                NOW.minusSeconds(60),
                null,
                ended,
                0);
    }
}
