package io.closedloop.lead.lifecycle;

import static io.closedloop.lead.lifecycle.Examples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.access.KeyId;
import io.closedloop.lead.decision.Decision;
import io.closedloop.lead.decision.Decision.Accepted;
import io.closedloop.lead.decision.Decision.Refused;
import io.closedloop.lead.decision.Decision.Repeat;
import io.closedloop.lead.playbook.Playbook;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Random commands, right and wrong, first and repeated: the lead answers what the {@link PlainLead} answers, is where
 * that says it is, and comes out the same when its events are folded again. Another seed: {@code -Dclosedloop.seed=7}.
 */
class RandomHistoriesTest {
    private static final long SEED = Long.getLong("closedloop.seed", 20_260_322L);
    private static final int HISTORIES = Integer.getInteger("closedloop.histories", 300);
    private static final int COMMANDS = 60;

    @BeforeAll
    static void printTheSeed() {
        System.out.printf("RandomHistoriesTest: -Dclosedloop.seed=%d, %d histories%n", SEED, HISTORIES);
    }

    @Test
    void theLeadAnswersWhatItsRulesSayAndIsWhereTheySay() {
        var random = new SplittableRandom(SEED);
        var answers = new TreeSet<String>();
        var accepted = new HashSet<CommandKind>();
        var repeated = new HashSet<CommandKind>();
        var reached = EnumSet.noneOf(Status.class);
        for (int i = 0; i < HISTORIES; i++) {
            var history = new History(i, random.split());
            for (int step = 0; step < COMMANDS; step++) {
                String answer = history.step(step);
                answers.add(answer);
                if (answer.startsWith("BY")) {
                    accepted.add(history.last.commandKind());
                    reached.add(history.lead.status());
                }
                if (answer.equals("REPEAT")) {
                    repeated.add(history.last.commandKind());
                }
            }
            history.comesOutTheSameWhenFoldedAgain();
            history.comesOutTheSameFromASnapshotOfAnyOfItsVersions();
        }
        assertThat(accepted)
                .as("every command was accepted somewhere")
                .containsExactlyInAnyOrderElementsOf(LeadCommands.kinds());
        assertThat(repeated)
                .as("every command was repeated somewhere")
                .containsExactlyInAnyOrderElementsOf(LeadCommands.kinds());
        assertThat(reached).as("every status was reached").containsExactly(Status.values());
        assertThat(answers)
                .as("every answer was given")
                .containsExactlyInAnyOrder(
                        "BY INTEGRATION",
                        "BY MANAGER",
                        "BY MARKETING",
                        "BY SALES",
                        "COMMAND_NOT_ALLOWED",
                        "FORBIDDEN",
                        "INVALID_COMMAND",
                        "LEAD_NOT_FOUND",
                        "OCCURRED_AT_OUT_OF_ORDER",
                        "REPEAT",
                        "VERSION_MISMATCH");
    }

    /** One lead's life, told to the lead and to the plain lead. */
    private static final class History {
        private final int number;
        private final RandomCommands commands;
        private final PlainLead plain = new PlainLead();
        private final List<LeadEvent> events = new ArrayList<>();
        private final List<KeyId> actors = new ArrayList<>();
        private Lead lead;
        private LeadCommand last;

        History(int number, SplittableRandom random) {
            this.number = number;
            this.commands = new RandomCommands(random);
        }

        String step(int step) {
            Instant now = NOW.plus(Duration.ofMinutes(10L * step));
            Actor actor = commands.actor();
            last = commands.next(lead, now);
            Long expectedVersion = commands.expectedVersion(plain.version);
            var circumstances = new Circumstances(
                    actor,
                    now,
                    expectedVersion,
                    Playbook.BUILT_IN,
                    Examples::hash,
                    (_, _) -> Circumstances.HeldByOthers.NOTHING);
            var decision = LeadDecider.decide(lead, last, circumstances);
            String answer = plain.answer(last, actor, now, expectedVersion);
            assertThat(said(decision))
                    .as(
                            "seed %d, history %d, step %d: %s by %s at %s of a lead %s",
                            SEED, number, step, last, actor, now, plain.status)
                    .isEqualTo(answer);
            if (decision instanceof Accepted<LeadEvent> accepted) {
                for (LeadEvent event : accepted.events()) {
                    lead = Lead.evolve(lead, event, actor.id());
                    events.add(event);
                    actors.add(actor.id());
                }
                plain.carryOut(last, actor, now);
                isWhereThePlainLeadIs(step);
            }
            return answer;
        }

        private void isWhereThePlainLeadIs(int step) {
            assertThat(List.of(lead.status().name(), lead.pass(), lead.version(), lead.stageSince()))
                    .as("seed %d, history %d, step %d after %s", SEED, number, step, last)
                    .isEqualTo(List.of(plain.status, plain.pass, plain.version, plain.since));
            assertThat(lead.version()).isEqualTo(events.size());
            assertThat(lead.owner()).isEqualTo(plain.facts.get("owner"));
            assertThat(lead.contact().email()).isEqualTo(plain.facts.get("contact.email"));
            assertThat(lead.contact().phone()).isEqualTo(plain.facts.get("contact.phone"));
            assertThat(lead.source().campaign()).isEqualTo(plain.facts.get("campaign"));
            assertThat(lead.attributes().values().get("size")).isEqualTo(plain.facts.get("attribute.size"));
            assertThat(lead.opportunity().expectedAmount()).isEqualTo(plain.facts.get("expectedAmount"));
            assertThat(lead.opportunity().expectedCloseDate()).isEqualTo(plain.facts.get("expectedCloseDate"));
            assertThat(lead.opportunity().milestone()).isEqualTo(plain.facts.get("milestone"));
            switch (lead.stage()) {
                case Stage.Won won -> assertThat(won.amount()).isEqualTo(plain.facts.get("amount"));
                case Stage.Lost lost -> assertThat(lost.reason()).isEqualTo(plain.facts.get("reason"));
                case Stage.Nurture nurture ->
                    assertThat(nurture.resumeNotBefore()).isEqualTo(plain.facts.get("resumeNotBefore"));
                case Stage.Disqualified out -> {
                    assertThat(out.reason()).isEqualTo(plain.facts.get("reason"));
                    assertThat(out.by()).isEqualTo(plain.facts.get("disqualifiedBy"));
                }
                case Stage.Inquiry _, Stage.MarketingQualified _, Stage.SalesQualified _ -> {}
            }
        }

        void comesOutTheSameWhenFoldedAgain() {
            Lead again = null;
            for (int i = 0; i < events.size(); i++) {
                again = Lead.evolve(again, events.get(i), actors.get(i));
            }
            assertThat(again)
                    .as("seed %d, history %d, folded again", SEED, number)
                    .usingRecursiveComparison()
                    .isEqualTo(lead);
        }

        void comesOutTheSameFromASnapshotOfAnyOfItsVersions() {
            Lead upTo = null;
            for (int version = 1; version <= events.size(); version++) {
                upTo = Lead.evolve(upTo, events.get(version - 1), actors.get(version - 1));
                Lead gone = Lead.of(upTo.snapshot());
                for (int i = version; i < events.size(); i++) {
                    gone = gone.evolve(events.get(i), actors.get(i));
                }
                assertThat(gone.snapshot())
                        .as("seed %d, history %d, from a snapshot of version %d", SEED, number, version)
                        .isEqualTo(lead.snapshot());
            }
        }

        private static String said(Decision<LeadEvent> decision) {
            return switch (decision) {
                case Accepted<LeadEvent> accepted -> "BY " + accepted.permittedBy();
                case Repeat<LeadEvent> _ -> "REPEAT";
                case Refused<LeadEvent> refused -> refused.refusal().code().name();
            };
        }
    }
}
