package io.closedloop.lead.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.log.FaultyDataSource.Fault;
import io.closedloop.lead.suppression.NewSuppression;
import io.closedloop.lead.suppression.Suppression;
import io.closedloop.lead.suppression.SuppressionId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the log promises when its database fails: before and after every statement, the commit and the sync. */
abstract class LogFaultsSuite extends LogSuite {
    private static final LogLimits IMPATIENT = new LogLimits(
            500,
            4_000_000,
            1_000,
            64_000_000,
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofMillis(100),
            Duration.ofSeconds(1));

    private FaultyDataSource faulty;
    private GroupCommitAppender failing;

    @BeforeEach
    void startOnAFaultyDatabase() {
        faulty = new FaultyDataSource(database.dataSource());
        failing = GroupCommitAppender.start(faulty, visibility, IMPATIENT, () -> {});
    }

    @AfterEach
    void stopOnTheFaultyDatabase() {
        faulty.listen(null);
        faulty.heal();
        failing.close();
    }

    /** One command that touches every table, on a lead that was disqualified before. */
    private record Everything(
            LeadId lead, IdentityHash suppressed, IdentityHash mine, SuppressionId old, SuppressionId created) {
        static Everything prepare(LogFaultsSuite suite) {
            var it = new Everything(
                    Samples.newLead(),
                    Samples.email("suppressed " + Samples.newLead()),
                    Samples.email("mine " + Samples.newLead()),
                    Samples.newSuppression(),
                    Samples.newSuppression());
            suite.append(Samples.register(it.lead, it.mine).wrappedSubjectKey(null));
            suite.append(Samples.decide(it.lead, 1, "LeadDisqualified")
                    .suppressions(List.of(new NewSuppression(
                            it.lead,
                            new Suppression(it.old, it.suppressed, null),
                            "OTHER",
                            Samples.CRM,
                            Samples.OCCURRED))));
            return it;
        }

        Append entry() {
            return Samples.decide(lead, 2, "LeadReinstated")
                    .idempotency(Samples.key(lead.toString(), "r"))
                    .events(List.of(Samples.event(lead, "LeadReinstated"), Samples.event(lead, "LeadDisqualified")))
                    .claims(List.of(suppressed))
                    .releases(List.of(mine))
                    .mustNotBeSuppressed(List.of(suppressed))
                    .endSuppressionsOfLead(true)
                    .suppressions(List.of(new NewSuppression(
                            lead, new Suppression(created, mine, null), "OTHER", Samples.CRM, Samples.OCCURRED)))
                    .held(List.of(suppressed))
                    .wrappedSubjectKey(WrappedKey.of(new byte[60]))
                    .build();
        }

        /** Whether each of its traces is there; all of them or none have to be. */
        Set<Boolean> traces(LogFaultsSuite suite) {
            var identities = new HeldIdentities(suite.database.dataSource(), suite.visibility);
            var suppressions = new Suppressions(suite.database.dataSource(), suite.visibility);
            var traces = new LinkedHashSet<Boolean>();
            List<StoredEvent> events = suite.log.stream(lead.toString());
            assertThat(events).hasSizeBetween(2, 4).hasSizeLessThanOrEqualTo(events.size() == 3 ? 2 : 4);
            traces.add(events.size() == 4);
            traces.add(identities.openHolder(suppressed).isPresent());
            traces.add(identities.openHolder(mine).isEmpty());
            traces.add(identities.heldBy(lead).contains(suppressed));
            traces.add(!suppressions.find(old).orElseThrow().activeAt(Instant.now()));
            traces.add(suppressions.find(created).isPresent());
            traces.add(suite.keepsAnswer(Samples.sha256(lead.toString())));
            traces.add(suite.hasKey(lead));
            return traces;
        }
    }

    boolean hasKey(LeadId lead) {
        return isThere("select 1 from subject_key where lead_id = ?", lead.value());
    }

    boolean keepsAnswer(String scopeHash) {
        return isThere("select 1 from kept_answer where scope_hash = ?", scopeHash);
    }

    private boolean isThere(String sql, Object key) {
        return Reading.from(database.dataSource(), connection -> {
            try (var select = connection.prepareStatement(sql)) {
                select.setObject(1, key);
                try (var row = select.executeQuery()) {
                    return row.next();
                }
            }
        });
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void storesEverythingOrNothingWhicheverStepFails(Fault fault) {
        int step = 0;
        int stored = 0;
        int unavailable = 0;
        int unknown = 0;
        boolean reached;
        do {
            step++;
            Everything everything = Everything.prepare(this);
            faulty.failAt(step, fault);

            Throwable failure = failureOf(everything.entry());
            reached = faulty.failed();
            String at = reached ? fault + " at step " + step + ", " + faulty.failingStep() : "no fault";

            // Another instance goes on meanwhile: it waits for the lost transaction's end, and syncs what that left
            // behind.
            assertThat(append(Samples.register(Samples.newLead(), Samples.email(at + everything.lead()))))
                    .as(at)
                    .isInstanceOf(AppendOutcome.Stored.class);
            Set<Boolean> traces = everything.traces(this);
            assertThat(traces).as("traces after " + at).hasSize(1);
            boolean there = traces.contains(true);
            switch (failure) {
                case null -> {
                    assertThat(there).as("answered as stored after " + at).isTrue();
                    stored++;
                }
                case OutcomeUnknownException _ -> unknown++;
                case StoreUnavailableException _ -> {
                    assertThat(there).as("answered as not stored after " + at).isFalse();
                    unavailable++;
                }
                default -> throw new AssertionError(at, failure);
            }
            faulty.heal();
            if (!there) {
                // The instance itself goes on as well, and the same command is good again.
                assertThat(failureOf(everything.entry()))
                        .as("tried again after " + at)
                        .isNull();
                assertThat(everything.traces(this)).as(at).containsExactly(true);
            } else {
                assertThat(failing.append(everything.entry()).join())
                        .as("repeated after " + at)
                        .isInstanceOf(AppendOutcome.Kept.class);
            }
        } while (reached);

        long head = log.head().position();
        assertThat(positions(log.after(0, 10_000)))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, head).boxed().toList());
        // On PostgreSQL all reading is one step, all writing another, and the commit the last.
        boolean together = visibility.dialect() == Dialect.POSTGRESQL;
        assertThat(step).as("steps").isGreaterThan(together ? 3 : 18);
        assertThat(unavailable).isGreaterThan(together ? 1 : 15);
        if (fault.cutsOff()) {
            assertThat(unknown)
                    .as("a commit whose answer is lost and that cannot be looked up")
                    .isPositive();
        } else {
            assertThat(unknown).isZero();
            assertThat(stored).as("with no fault, and at the commit").isGreaterThan(1);
        }
    }

    private @Nullable Throwable failureOf(Append entry) {
        try {
            assertThat(failing.append(entry).join()).isInstanceOf(AppendOutcome.Stored.class);
            return null;
        } catch (CompletionException e) {
            return e.getCause();
        }
    }

    @Test
    void storesACommitWhoseAnswerWasLostOnlyOnce() {
        LeadId lead = Samples.newLead();
        faulty.listen(new FaultyDataSource.StepListener() {
            private boolean lost;

            @Override
            public void before(String step) {
                if (step.equals("commit") && !lost) {
                    lost = true;
                    faulty.failNow(Fault.BREAKS_AFTER);
                }
            }
        });

        AppendOutcome outcome = failing.append(
                        Samples.register(lead, Samples.email("a")).build())
                .join();

        assertThat(outcome).isInstanceOf(AppendOutcome.Stored.class);
        assertThat(log.stream(lead.toString())).hasSize(1);
        assertThat(log.head().position()).isEqualTo(1);
    }

    @Test
    void answersWhatItFoundOnlyAfterACommitOfItsOwn() {
        var commits = new AtomicInteger();
        faulty.listen(step -> {
            if (step.equals("commit") && commits.incrementAndGet() == 1) {
                faulty.failNow(Fault.BREAKS_AFTER);
            }
        });

        AppendOutcome outcome = failing.append(
                        Samples.register(Samples.newLead(), Samples.email("a")).build())
                .join();

        assertThat(outcome).isInstanceOf(AppendOutcome.Stored.class);
        assertThat(commits).hasValue(2);
    }

    @Test
    void takesAWarningAtACommitForALostAnswer() {
        LeadId lead = Samples.newLead();
        var commits = new AtomicInteger();
        faulty.listen(step -> commits.addAndGet(step.equals("commit") ? 1 : 0));
        faulty.warnAtCommits(1);

        AppendOutcome outcome = failing.append(
                        Samples.register(lead, Samples.email("a")).build())
                .join();

        assertThat(outcome).isInstanceOf(AppendOutcome.Stored.class);
        assertThat(commits).as("its own, and one that proves it").hasValue(2);
        assertThat(log.stream(lead.toString())).hasSize(1);
    }

    @Test
    void saysThatTheOutcomeIsUnknownWhenEveryCommitIsWarnedOf() {
        faulty.warnAtCommits(Integer.MAX_VALUE);

        assertThatThrownBy(() -> failing.append(Samples.register(Samples.newLead(), Samples.email("a"))
                                .build())
                        .join())
                .cause()
                .isInstanceOf(OutcomeUnknownException.class);

        faulty.warnAtCommits(0);
        assertThat(failing.append(Samples.register(Samples.newLead(), Samples.email("b"))
                                .build())
                        .join())
                .isInstanceOf(AppendOutcome.Stored.class);
    }

    @Test
    void tellsOfAnUnknownCommitOnlyAfterOneThatProvesIt() {
        String key = Samples.newLead().toString();
        Append keyed = Samples.register(Samples.newLead(), Samples.email("a"))
                .idempotency(Samples.key(key, "r"))
                .build();
        var kept = new KeptAnswers(database.dataSource(), visibility);
        faulty.warnAtCommits(Integer.MAX_VALUE);
        assertThatThrownBy(() -> failing.append(keyed).join()).cause().isInstanceOf(OutcomeUnknownException.class);

        assertThatThrownBy(() -> failing.append(keyed).join())
                .as("while nothing proves it")
                .cause()
                .isInstanceOf(StoreUnavailableException.class)
                .isNotInstanceOf(OutcomeUnknownException.class);
        assertThat(kept.find(Samples.sha256(key))).as("unproven").isEmpty();

        faulty.warnAtCommits(0);
        var commits = new AtomicInteger();
        faulty.listen(step -> commits.addAndGet(step.equals("commit") ? 1 : 0));
        assertThat(failing.append(keyed).join()).isInstanceOf(AppendOutcome.Kept.class);
        assertThat(commits).as("one that proves it").hasValue(1);
        assertThat(kept.find(Samples.sha256(key))).as("proven").isPresent();
    }

    @Test
    void tellsOfWhatAnotherInstanceCommittedOnlyAfterACommitOfItsOwn() {
        LeadId lead = Samples.newLead();
        append(Samples.register(lead, Samples.email("a")));
        Append repeat = Samples.answering(new Samples.TestAnswers())
                .expected(Samples.version(lead, 1))
                .build();
        Append overtaken = Samples.decide(lead, 0, "LeadDisqualified").build();
        var commits = new AtomicInteger();
        faulty.listen(step -> commits.addAndGet(step.equals("commit") ? 1 : 0));

        assertThat(failing.append(overtaken).join()).isInstanceOf(AppendOutcome.Moved.class);
        assertThat(commits).as("an answer that is not final tells nothing").hasValue(0);
        faulty.warnAtCommits(1);
        boolean together = visibility.dialect() == Dialect.POSTGRESQL;
        if (together) {
            assertThatThrownBy(() -> failing.append(repeat).join())
                    .cause()
                    .isInstanceOf(StoreUnavailableException.class)
                    .isNotInstanceOf(OutcomeUnknownException.class);
        }
        faulty.warnAtCommits(0);
        assertThat(failing.append(repeat).join()).isInstanceOf(AppendOutcome.Stored.class);
        int proven = commits.get();
        assertThat(proven).as("H2 has one process").isEqualTo(together ? 2 : 0);
        assertThat(failing.append(repeat).join()).isInstanceOf(AppendOutcome.Stored.class);
        assertThat(commits).as("what is proven stays so").hasValue(proven);
    }

    @Test
    void givesUpWithoutASecondDecisionWhenEveryCommitIsLost() {
        faulty.listen(step -> {
            if (step.equals("commit")) {
                faulty.failNow(Fault.BREAKS_BEFORE);
            }
        });

        assertThatThrownBy(() -> failing.append(Samples.register(Samples.newLead(), Samples.email("a"))
                                .build())
                        .join())
                .cause()
                .isInstanceOf(StoreUnavailableException.class)
                .isNotInstanceOf(OutcomeUnknownException.class);
        assertThat(log.head().position()).isZero();
    }

    @Test
    void turnsCommandsAwayWhileAnotherHoldsTheHeadAndTakesThemAfterwards() throws Exception {
        Append entry = Samples.register(Samples.newLead(), Samples.email("a")).build();
        try (var connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            lockHead(connection);

            assertThatThrownBy(() -> failing.append(entry).join())
                    .cause()
                    .isInstanceOf(StoreUnavailableException.class)
                    .isNotInstanceOf(OutcomeUnknownException.class);
            connection.rollback();
        }

        assertThat(failing.append(entry).join()).isInstanceOf(AppendOutcome.Stored.class);
    }

    @Test
    void storesNothingInALogThatEndsBeforeWhatWasDurable() throws Exception {
        append(Samples.register(Samples.newLead(), Samples.email("before")));
        append(Samples.register(Samples.newLead(), Samples.email("lost")));
        LogHead durable = log.head();
        moveHead(new LogHead(durable.position() - 1, durable.batch() - 1, durable.recordedAt()));

        Append entry =
                Samples.register(Samples.newLead(), Samples.email("after")).build();
        assertThatThrownBy(() -> appender.append(entry).join()).cause().isInstanceOf(StoreUnavailableException.class);

        moveHead(durable);
        assertThat(appender.append(entry).join()).isInstanceOf(AppendOutcome.Stored.class);
    }

    private void moveHead(LogHead head) throws Exception {
        try (var connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            var script = new Script();
            LogHeadRow.move(script, head);
            script.run(connection, visibility.dialect());
            connection.commit();
        }
    }

    @Test
    void turnsCommandsAwayWhenTooManyWait() throws Exception {
        var limits = new LogLimits(
                10,
                1_000_000,
                3,
                1_000_000,
                Duration.ofSeconds(5),
                Duration.ofSeconds(3),
                Duration.ofSeconds(5),
                Duration.ofSeconds(1),
                Duration.ofSeconds(7));
        try (var small = GroupCommitAppender.start(database.dataSource(), visibility, limits, () -> {});
                var connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            lockHead(connection);
            var first = small.append(
                    Samples.register(Samples.newLead(), Samples.email("0")).build());
            while (small.waitingEntries() > 0) {
                Thread.onSpinWait();
            }
            var waiting = List.of(1, 2, 3).stream()
                    .map(i -> small.append(Samples.register(Samples.newLead(), Samples.email("" + i))
                            .build()))
                    .toList();

            assertThatThrownBy(() -> small.append(Samples.register(Samples.newLead(), Samples.email("4"))
                                    .build())
                            .join())
                    .cause()
                    .isInstanceOfSatisfying(
                            StoreUnavailableException.class,
                            it -> assertThat(it.retryAfter()).isEqualTo(Duration.ofSeconds(7)));
            connection.rollback();
            assertThat(first.join()).isInstanceOf(AppendOutcome.Stored.class);
            assertThat(waiting).allSatisfy(it -> assertThat(it.join()).isInstanceOf(AppendOutcome.Stored.class));
        }
    }
}
