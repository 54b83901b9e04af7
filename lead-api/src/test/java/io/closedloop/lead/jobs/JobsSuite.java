package io.closedloop.lead.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.access.KeyId;
import io.closedloop.lead.access.Role;
import io.closedloop.lead.http.ProblemException;
import io.closedloop.lead.jobs.SampleJobs.Question;
import io.closedloop.lead.leases.Tenure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What jobs promise, whichever database they are in, without the HTTP around them. */
abstract class JobsSuite extends JobsFixture {
    @Test
    void aJobWaitsIsDoneAndSaysWhatCameOfIt() {
        Job asked = ask(3, 0);
        assertThat(asked.state()).isEqualTo(JobState.WAITING);
        assertThat(asked.askedByName()).isEqualTo("ann");
        assertThat(asked.askedBy()).isEqualTo(ANN.id());
        assertThat(asked.startedAt()).isNull();

        worker();
        Job done = awaitEnd(asked);

        assertThat(done.state()).isEqualTo(JobState.DONE);
        assertThat(done.result()).isEqualTo("{\"counted\":3,\"begunAt\":0}");
        assertThat(done.progress()).isEqualTo(new JobProgress(3, 3L, "numbers"));
        assertThat(done.startedAt()).isBetween(asked.askedAt(), Objects.requireNonNull(done.endedAt()));
        assertThat(done.failure()).isNull();
    }

    @Test
    void aJobThatCannotBeDoneSaysWhy() {
        worker();

        Job failed = awaitEnd(ask(new Question(3, 0, 2, null)));

        assertThat(failed.state()).isEqualTo(JobState.FAILED);
        assertThat(failed.failure()).isEqualTo("2 cannot be counted");
        assertThat(failed.result()).isNull();
    }

    @Test
    void whatAKindThrowsByABugEndsItsJobAndTellsNothingOfItself() {
        worker();

        Job failed = awaitEnd(ask(new Question(-1, 0, 0, "ann@example.com")));

        assertThat(failed.state()).isEqualTo(JobState.FAILED);
        assertThat(failed.failure()).isEqualTo("It failed in a way that only the log of the instance tells.");
    }

    @Test
    void aJobThatWaitsIsCancelledAtOnceAndNeverBegun() {
        Job waiting = ask(3, 0);

        Job cancelled = jobs.cancel(waiting.id(), ANN).orElseThrow();
        worker();

        assertThat(cancelled.state()).isEqualTo(JobState.CANCELLED);
        assertThat(cancelled.startedAt()).isNull();
        assertThatThrownBy(() -> jobs.cancel(waiting.id(), ANN))
                .isInstanceOf(ProblemException.class)
                .hasMessageStartingWith("job-ended");
    }

    @Test
    void aJobThatRunsEndsSoonAfterItIsCancelled() {
        worker();
        Job running = ask(100_000, 10);
        awaitCounted(running, 1);

        Job asked = jobs.cancel(running.id(), ANN).orElseThrow();
        assertThat(asked.cancelAsked()).isTrue();
        Job cancelled = awaitEnd(running);

        assertThat(cancelled.state()).isEqualTo(JobState.CANCELLED);
        assertThat(cancelled.progress()).isNotNull();
    }

    @Test
    void severalInstancesDoEachJobOnce() {
        worker();
        worker();
        worker();
        var asked = new ArrayList<Job>();
        for (int round = 0; round < 5; round++) {
            asked.add(ask(5, 1));
            asked.add(ask(5, 1));
            asked.subList(asked.size() - 2, asked.size()).forEach(this::awaitEnd);
        }

        var states = new HashSet<JobState>();
        for (Job job : asked) {
            Job done = awaitEnd(job);
            states.add(done.state());
            assertThat(done.result()).isEqualTo("{\"counted\":5,\"begunAt\":0}");
            assertThat(counting.begun).containsEntry(job.id(), 1);
        }
        assertThat(database()
                        .sql("select distinct runs * 1000 + fence from job")
                        .query(Long.class)
                        .list())
                .containsExactly(1001L);
        assertThat(states).containsExactly(JobState.DONE);
    }

    @Test
    void whatAnInstanceBeganThatDiedGoesOnFromItsLastCheckpoint() {
        Job job = ask(5, 0);
        begunByTheDead(job, "{\"counted\":3}");

        worker();
        Job done = awaitEnd(job);

        assertThat(done.state()).isEqualTo(JobState.DONE);
        assertThat(done.result()).isEqualTo("{\"counted\":5,\"begunAt\":3}");
    }

    @Test
    void aJobOfADeadInstanceThatIsCancelledIsNotBegunAgain() {
        Job job = ask(5, 0);
        begunByTheDead(job, "{\"counted\":3}");
        jobs.cancel(job.id(), ANN);

        worker();

        assertThat(awaitEnd(job).state()).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void aFormerHolderWritesNothingAnyMore() {
        Job job = ask(5, 0);
        Tenure former = begunByTheDead(job, null);
        assertThat(table.begin(job.id(), new Tenure(OTHER, 7))).hasValue(2);

        assertThat(table.checkpoint(job.id(), former, "{\"counted\":4}")).isFalse();
        assertThat(table.cancelAsked(job.id(), former)).isEmpty();
        assertThat(table.end(job.id(), former, JobState.DONE, null, "{}", null)).isFalse();
        table.progress(job.id(), former, new JobProgress(1, null, "numbers"));
        assertThat(table.begin(job.id(), new Tenure(OTHER, 7))).isEmpty();

        Job now = table.find(job.id()).orElseThrow();
        assertThat(now.state()).isEqualTo(JobState.RUNNING);
        assertThat(now.checkpoint()).isNull();
        assertThat(now.progress()).isNull();
    }

    @Test
    void aJobThatTakesEveryInstanceWithItIsGivenUp() {
        Job job = ask(5, 0);
        for (int death = 1; death <= JobWorker.MOST_RUNS; death++) {
            assertThat(table.begin(job.id(), new Tenure(OTHER, death))).hasValue(death);
        }
        JdbcClient.create(engine.dataSource())
                .sql("""
                        insert into lease (name, holder, held_by, fence, taken_at, held_until)
                        values (:name, :holder, 'dead', 5, current_timestamp, current_timestamp)""")
                .param("name", "job " + job.id())
                .param("holder", UUID.randomUUID())
                .update();

        worker();
        Job failed = awaitEnd(job);

        assertThat(failed.state()).isEqualTo(JobState.FAILED);
        assertThat(failed.failure()).startsWith("It was begun 5 times");
    }

    @Test
    void anOrderlyStopLeavesTheJobToAnotherInstanceAtOnce() {
        JobWorker first = worker();
        Job job = ask(1_000, 10);
        awaitCounted(job, 2);

        first.stop();
        Job left = table.find(job.id()).orElseThrow();
        assertThat(left.state()).isEqualTo(JobState.RUNNING);
        long come = left.progress() == null ? 0 : left.progress().done();
        worker();

        awaitCounted(job, Math.toIntExact(come) + 1);
        jobs.cancel(job.id(), ANN);
        awaitEnd(job);
    }

    @Test
    void jobsAreForgottenAMonthAfterTheirEnd() {
        JobWorker worker = worker();
        Job done = awaitEnd(ask(1, 0));
        worker.stop();
        Job waiting = ask(1, 0);
        jobs.cancel(waiting.id(), ANN);
        Job open = ask(1_000_000, 100);
        JdbcClient.create(engine.dataSource())
                .sql("update job set ended_at = ended_at - interval '31' day")
                .update();
        worker();

        await().atMost(PATIENCE).until(() -> table.find(done.id()).isEmpty());
        assertThat(table.find(waiting.id())).isEmpty();
        assertThat(table.find(open.id())).isPresent();
        assertThat(JdbcClient.create(engine.dataSource())
                        .sql("select count(*) from lease where name = :name")
                        .param("name", "job " + done.id())
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void asManyOfAKindWaitAsItAllows() {
        for (int i = 0; i < counting.mostOpen(); i++) {
            ask(1, 0);
        }
        assertThatThrownBy(() -> ask(1, 0))
                .isInstanceOf(ProblemException.class)
                .hasMessageStartingWith("too-many-requests");
        jobs.cancel(jobs.latest(ANN, 1).getFirst().id(), ANN);

        ask(1, 0);
    }

    @Test
    void theLatestComeFirstAndOnlyThoseThatSomebodyMaySee() {
        Job first = ask(1, 0);
        Job second = ask(1, 0);

        assertThat(jobs.latest(ANN, 10)).extracting(Job::id).containsExactly(second.id(), first.id());
        assertThat(jobs.latest(ANN, 1)).extracting(Job::id).containsExactly(second.id());
        var bob = new Actor(new KeyId(UUID.randomUUID()), "bob", Set.of(Role.SALES));
        assertThat(jobs.find(first.id(), bob)).isEmpty();
        assertThat(jobs.cancel(first.id(), bob)).isEmpty();
        assertThatThrownBy(() -> jobs.latest(bob, 10)).hasMessageStartingWith("forbidden");
        assertThatThrownBy(() -> jobs.ask(counting, new Question(1, 0, 0, null), bob))
                .hasMessageStartingWith("forbidden");
    }

    @Test
    void whatAnotherInstanceDoesIsNotLookedAt() {
        Job done = ask(1, 0);
        Job free = ask(1, 0);
        begunByTheDead(done, null);

        assertThat(table.free(kinds.names(), 10)).containsExactly(free.id());
        await().atMost(PATIENCE)
                .until(() -> table.free(kinds.names(), 10), it -> it.equals(List.of(done.id(), free.id())));
    }

    @Test
    void howeverManyJobsAreOldAllOfThemAreForgottenAtOnce() {
        for (int i = 0; i <= JobWorker.FORGOTTEN_AT_ONCE; i++) {
            table.add(UUID.randomUUID(), counting.name(), "{}", ANN);
        }
        database()
                .sql("update job set state = 'DONE', ended_at = asked_at - interval '31' day")
                .update();

        worker();

        await().atMost(PATIENCE)
                .until(() -> database()
                                .sql("select count(*) from job")
                                .query(Integer.class)
                                .single()
                        == 0);
    }
}
