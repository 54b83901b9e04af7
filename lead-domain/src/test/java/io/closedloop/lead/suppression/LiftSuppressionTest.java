package io.closedloop.lead.suppression;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.access.KeyId;
import io.closedloop.lead.access.Role;
import io.closedloop.lead.decision.Decision;
import io.closedloop.lead.decision.Decision.Accepted;
import io.closedloop.lead.decision.Decision.Refused;
import io.closedloop.lead.decision.Decision.Repeat;
import io.closedloop.lead.decision.Forbidden;
import io.closedloop.lead.decision.InvalidCommand;
import io.closedloop.lead.decision.OutOfOrder;
import io.closedloop.lead.decision.Refusal;
import io.closedloop.lead.decision.RefusalCode;
import io.closedloop.lead.decision.TakesASecondPerson;
import io.closedloop.lead.decision.VersionMismatch;
import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.IdentityKind;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.playbook.Playbook;
import io.closedloop.lead.suppression.SuppressionEvent.SuppressionLifted;
import io.closedloop.lead.suppression.SuppressionRefusal.NeverLifted;
import io.closedloop.lead.suppression.SuppressionRefusal.NoSuchSuppression;
import io.closedloop.lead.suppression.SuppressionRefusal.NotActive;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A manager lets an identity be delivered again. */
class LiftSuppressionTest {
    private static final SuppressionId ID = new SuppressionId(new UUID(9, 1));
    private static final LeadId LEAD = new LeadId(new UUID(0, 1));
    private static final Instant DISQUALIFIED = Instant.parse("2026-03-05T09:00:00Z");
    private static final Instant NOW = Instant.parse("2026-03-20T12:00:00Z");
    private static final Actor MANAGER = actor(1, Role.MANAGER);
    private static final KeyId DISQUALIFIER = actor(2, Role.MANAGER).id();
    private static final LiftSuppression LIFT = lift("they asked for it");

    @Test
    void aManagerLiftsAnActiveSuppression() {
        assertThat(decide(active(), LIFT))
                .isEqualTo(new Accepted<SuppressionEvent>(
                        List.of(new SuppressionLifted(ID, LEAD, NOW, 1, "they asked for it", null)), Role.MANAGER));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MANAGER")
    void nobodyElseDoes(Role role) {
        assertThat(refusal(decide(active(), LIFT, actor(3, role), null)))
                .isEqualTo(new Forbidden("LiftSuppression", List.of(Role.MANAGER)));
    }

    @Test
    void whoeverDisqualifiedTheLeadDoesNotLiftItsSuppression() {
        var same = new Actor(DISQUALIFIER, "same", Set.of(Role.MANAGER));

        assertThat(refusal(decide(active(), LIFT, same, null))).isEqualTo(new TakesASecondPerson("LiftSuppression"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SPAM_OR_FAKE", "SOLICITATION", "DO_NOT_CONTACT", "LEGAL_OR_SANCTIONS", "NONSENSE"})
    void aSuppressionForOneOfTheseReasonsIsNeverLifted(String reason) {
        var refusal = refusal(decide(active(reason), LIFT));

        assertThat(refusal).isEqualTo(new NeverLifted(reason));
        assertThat(refusal.code()).isEqualTo(RefusalCode.COMMAND_NOT_ALLOWED);
        assertThat(refusal.detail()).isEqualTo("a suppression for %s is never lifted".formatted(reason));
    }

    @Test
    void aSuppressionThatIsNotThereIsNotFound() {
        var refusal = refusal(decide(null, LIFT));

        assertThat(refusal).isEqualTo(new NoSuchSuppression(ID));
        assertThat(refusal.code()).isEqualTo(RefusalCode.SUPPRESSION_NOT_FOUND);
        assertThat(refusal.detail()).isEqualTo("there is no suppression 00000000-0000-0009-0000-000000000001");
    }

    @Test
    void aSuppressionIsLiftedOnceAndARepeatIsHarmless() {
        var lifted = lifted("they asked for it");

        assertThat(decide(lifted, LIFT)).isInstanceOf(Repeat.class);
        assertThat(decide(lifted, new LiftSuppression(ID, "they asked for it", NOW, "again")))
                .isInstanceOf(Repeat.class);
        assertThat(refusal(decide(lifted, lift("another justification")))).isEqualTo(new NotActive(ID));
    }

    @Test
    void aSuppressionThatHasEndedIsNotLifted() {
        var expired =
                new SuppressionState(suppression(NOW), LEAD, "NO_NEED", DISQUALIFIER, DISQUALIFIED, null, false, 0);
        var reinstated =
                new SuppressionState(suppression(null), LEAD, "NO_NEED", DISQUALIFIER, DISQUALIFIED, null, true, 0);

        assertThat(refusal(decide(expired, LIFT))).isEqualTo(new NotActive(ID));
        assertThat(refusal(decide(reinstated, LIFT))).isEqualTo(new NotActive(ID));
        assertThat(new NotActive(ID).code()).isEqualTo(RefusalCode.COMMAND_NOT_ALLOWED);
        assertThat(new NotActive(ID).detail()).contains(ID.toString()).contains("ended already");
    }

    @Test
    void aSuppressionIsActiveUntilItIsLiftedOrItsLeadReinstatedOrItsTimeHasCome() {
        assertThat(active().isActive(NOW)).isTrue();
        assertThat(lifted("x").isActive(NOW)).isFalse();
        var expiring =
                new SuppressionState(suppression(NOW), LEAD, "NO_NEED", DISQUALIFIER, DISQUALIFIED, null, false, 0);
        assertThat(expiring.isActive(NOW.minusNanos(1000))).isTrue();
        assertThat(expiring.isActive(NOW)).isFalse();
    }

    @Test
    void aLiftingLiesBetweenTheDisqualificationAndFiveMinutesAhead() {
        Instant limit = NOW.plus(Duration.ofMinutes(5));
        assertThat(refusal(decide(active(), at(DISQUALIFIED.minusNanos(1000)))))
                .isEqualTo(new OutOfOrder(DISQUALIFIED.minusNanos(1000), DISQUALIFIED));
        assertThat(occurredAt(active(), at(DISQUALIFIED), NOW)).isEqualTo(DISQUALIFIED);
        assertThat(occurredAt(active(), at(limit), NOW)).isEqualTo(limit);
        assertThat(refusal(decide(active(), at(limit.plusNanos(1000)))))
                .isEqualTo(new OutOfOrder(limit.plusNanos(1000), null));
    }

    @Test
    void aLiftingThatDoesNotSayWhenHappenedNowAndNotBeforeTheDisqualification() {
        assertThat(occurredAt(active(), LIFT, NOW)).isEqualTo(NOW);
        assertThat(occurredAt(active(), LIFT, DISQUALIFIED.minusSeconds(60))).isEqualTo(DISQUALIFIED);
    }

    @Test
    void justificationAndNoteAreTexts() {
        assertThat(refusal(decide(active(), new LiftSuppression(ID, " ", null, ""))))
                .isInstanceOfSatisfying(
                        InvalidCommand.class,
                        invalid -> assertThat(invalid.errors())
                                .extracting(error -> error.pointer())
                                .containsExactly("/justification", "/note"));
        assertThat(refusal(decide(active(), lift("x".repeat(4001)))).code()).isEqualTo(RefusalCode.INVALID_COMMAND);
        assertThat(decide(active(), new LiftSuppression(ID, "x".repeat(4000), null, "x".repeat(4000))))
                .isInstanceOf(Accepted.class);
    }

    @Test
    void theChecksComeInTheirOrder() {
        var nobody = actor(3, Role.SALES);
        var same = new Actor(DISQUALIFIER, "same", Set.of(Role.MANAGER));
        var wrongField = new LiftSuppression(ID, " ", DISQUALIFIED.minusSeconds(1), null);
        var early = at(DISQUALIFIED.minusSeconds(1));

        assertThat(code(decide(null, wrongField, nobody, 9L))).isEqualTo(RefusalCode.FORBIDDEN);
        assertThat(code(decide(null, wrongField, same, 9L))).isEqualTo(RefusalCode.INVALID_COMMAND);
        assertThat(code(decide(null, early, same, 9L))).isEqualTo(RefusalCode.SUPPRESSION_NOT_FOUND);
        assertThat(refusal(decide(lifted("they asked for it"), LIFT, MANAGER, 0L)))
                .isEqualTo(new VersionMismatch(0, 1));
        assertThat(decide(lifted("they asked for it"), early, same, 1L)).isInstanceOf(Repeat.class);
        assertThat(code(decide(active("SPAM_OR_FAKE"), early, same, null))).isEqualTo(RefusalCode.COMMAND_NOT_ALLOWED);
        assertThat(code(decide(active(), early, same, null))).isEqualTo(RefusalCode.FORBIDDEN);
        assertThat(code(decide(active(), early, MANAGER, 0L))).isEqualTo(RefusalCode.OCCURRED_AT_OUT_OF_ORDER);
    }

    private static Decision<SuppressionEvent> decide(SuppressionState state, LiftSuppression command) {
        return decide(state, command, MANAGER, null);
    }

    private static Decision<SuppressionEvent> decide(
            SuppressionState state, LiftSuppression command, Actor actor, Long expectedVersion) {
        return SuppressionDecider.decide(state, command, actor, expectedVersion, Playbook.BUILT_IN, NOW, NOW);
    }

    private static Instant occurredAt(SuppressionState state, LiftSuppression command, Instant now) {
        var decision = SuppressionDecider.decide(state, command, MANAGER, null, Playbook.BUILT_IN, now, now);
        assertThat(decision).isInstanceOf(Accepted.class);
        return ((Accepted<SuppressionEvent>) decision).events().getFirst().occurredAt();
    }

    private static Refusal refusal(Decision<SuppressionEvent> decision) {
        assertThat(decision).isInstanceOf(Refused.class);
        return ((Refused<SuppressionEvent>) decision).refusal();
    }

    private static RefusalCode code(Decision<SuppressionEvent> decision) {
        return refusal(decision).code();
    }

    private static LiftSuppression lift(String justification) {
        return new LiftSuppression(ID, justification, null, null);
    }

    private static LiftSuppression at(Instant occurredAt) {
        return new LiftSuppression(ID, "they asked for it", occurredAt, null);
    }

    private static SuppressionState active() {
        return active("NO_NEED");
    }

    private static SuppressionState active(String reason) {
        return new SuppressionState(suppression(null), LEAD, reason, DISQUALIFIER, DISQUALIFIED, null, false, 0);
    }

    private static SuppressionState lifted(String justification) {
        var lifting = new SuppressionLifted(ID, LEAD, NOW, 1, justification, null);
        return new SuppressionState(suppression(null), LEAD, "NO_NEED", DISQUALIFIER, DISQUALIFIED, lifting, false, 1);
    }

    private static Suppression suppression(Instant expiresAt) {
        return new Suppression(ID, new IdentityHash(IdentityKind.EMAIL, "a".repeat(64)), expiresAt);
    }

    private static Actor actor(int number, Role role) {
        return new Actor(new KeyId(new UUID(7, number)), "key " + number, Set.of(role));
    }
}
