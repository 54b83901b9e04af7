package io.closedloop.lead.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.closedloop.lead.jobs.SampleJobs.Question;
import io.closedloop.lead.leases.LeasesForTests;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

/** What becomes of work that is broken off, hangs, or fails in ways of its own, whichever database its job is in. */
abstract class JobWorkSuite extends JobsFixture {
    @Test
    void workWhoseLeaseAnotherHasEndsAndGoesOnThere() {
        worker();
        Job job = ask(100_000, 10);
        awaitCounted(job, 2);

        database().sql("""
                        update lease
                        set holder = :other, fence = fence + 1, held_until = current_timestamp + interval '60' second""").param("other", OTHER).update();
        await().atMost(PATIENCE).until(() -> counting.underWay.get() == 0);
        assertThat(table.find(job.id()).orElseThrow().state()).isEqualTo(JobState.RUNNING);
        assertThat(counting.begun).containsEntry(job.id(), 1);
        await().atMost(PATIENCE).until(() -> runs(job) == 0);

        database().sql("update lease set held_until = current_timestamp").update();
        await().atMost(PATIENCE).until(() -> counting.begun.get(job.id()) == 2);
        jobs.cancel(job.id(), ANN);
        assertThat(awaitEnd(job).state()).isEqualTo(JobState.CANCELLED);
    }

    private int runs(Job job) {
        return database()
                .sql("select runs from job where job_id = :id")
                .param("id", job.id())
                .query(Integer.class)
                .single();
    }

    @Test
    void aDatabaseThatWasAwayForAMomentEndsNoJob() {
        counting.also = (run, _) -> {
            if (counting.begun.get(run.id()) == 1) {
                throw new IllegalStateException(new DataAccessResourceFailureException("the cable has been pulled"));
            }
        };
        worker();

        Job done = awaitEnd(ask(3, 0));

        assertThat(done.state()).isEqualTo(JobState.DONE);
        assertThat(counting.begun).containsEntry(done.id(), 2);
    }

    @Test
    void oneThatIsAlwaysAwayEndsItAtLast() {
        counting.also = (_, _) -> {
            throw new DataAccessResourceFailureException("the cable has been pulled");
        };
        worker();

        Job failed = awaitEnd(ask(3, 0));

        assertThat(failed.state()).isEqualTo(JobState.FAILED);
        assertThat(failed.failure()).startsWith("It was begun 5 times without coming further");
        assertThat(counting.begun).containsEntry(failed.id(), JobWorker.MOST_RUNS);
    }

    @Test
    void workThatCannotSayHowFarItIsIsDoneAndCancelledAllTheSame() {
        counting.also = (run, _) -> run.progressFrom(() -> {
            throw new IllegalStateException("nobody knows");
        });
        worker();

        assertThat(awaitEnd(ask(2, 0)).state()).isEqualTo(JobState.DONE);
        Job running = ask(100_000, 10);
        await().atMost(PATIENCE).until(() -> counting.underWay.get() == 1);
        jobs.cancel(running.id(), ANN);
        assertThat(awaitEnd(running).state()).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void workThatTakesItsCancellationForAFailureIsCancelled() {
        counting.also = (run, _) -> {
            awaitStop(run);
            throw new JobFailedException("somebody has closed the file", null);
        };
        worker();
        Job running = ask(1, 0);
        await().atMost(PATIENCE).until(() -> counting.underWay.get() == 1);

        jobs.cancel(running.id(), ANN);

        assertThat(awaitEnd(running).state()).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void workThatIsDoneBeforeItHearsOfItsCancellationIsDone() {
        counting.also = (run, _) -> awaitStop(run);
        worker();
        Job running = ask(0, 0);
        await().atMost(PATIENCE).until(() -> counting.underWay.get() == 1);

        assertThat(jobs.cancel(running.id(), ANN).orElseThrow().cancelAsked()).isTrue();

        Job done = awaitEnd(running);
        assertThat(done.state()).isEqualTo(JobState.DONE);
        assertThat(done.cancelAsked()).isTrue();
    }

    private static void awaitStop(JobRun<Question> run) throws InterruptedException {
        var stopped = new CountDownLatch(1);
        run.onStop(stopped::countDown);
        assertThat(stopped.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anInterruptHarmsNoOtherJob() {
        counting.also = (run, _) -> {
            if (counting.begun.get(run.id()) == 1) {
                Thread.currentThread().interrupt();
            }
        };
        worker();

        assertThat(awaitEnd(ask(1, 0)).state()).isEqualTo(JobState.DONE);
        assertThat(awaitEnd(ask(0, 0)).state()).isEqualTo(JobState.DONE);
    }

    @Test
    void workThatDoesNotEndKeepsNoInstanceFromStoppingAndIsBegunAgain() {
        var release = new CountDownLatch(1);
        counting.also = (run, _) -> {
            if (counting.begun.get(run.id()) == 1) {
                assertThat(release.await(60, TimeUnit.SECONDS)).isTrue();
            }
        };
        JobWorker stuck = worker(Duration.ofMillis(200));
        Job job = ask(0, 0);
        await().atMost(PATIENCE).until(() -> counting.underWay.get() == 1);

        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> stuck.stop());
        worker();

        assertThat(awaitEnd(job).state()).isEqualTo(JobState.DONE);
        assertThat(counting.begun).containsEntry(job.id(), 2);
        release.countDown();
        await().atMost(PATIENCE).until(() -> counting.underWay.get() == 0);
    }

    @Test
    void anEndIsNotedOnceAndMadeDurableUntilThatSucceeds() {
        var calls = new AtomicInteger();
        var flaky = new JobTable(database(), () -> {
            if (calls.incrementAndGet() <= 2) {
                throw new DataAccessResourceFailureException("the disk is busy");
            }
        });
        Job job = ask(1, 0);
        try (var its = LeasesForTests.shared(database(), Duration.ofMinutes(1));
                var lease = its.leases().take(JobTable.leaseOn(job.id())).orElseThrow()) {
            assertThat(table.begin(job.id(), lease.tenure())).hasValue(1);

            new JobEnd(flaky).done(job, lease, null, new SampleJobs.Counted(1, 0));
        }

        assertThat(calls).hasValue(3);
        assertThat(table.find(job.id()).orElseThrow().state()).isEqualTo(JobState.DONE);
    }
}
