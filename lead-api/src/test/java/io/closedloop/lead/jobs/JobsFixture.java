package io.closedloop.lead.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.access.KeyId;
import io.closedloop.lead.access.Role;
import io.closedloop.lead.jobs.SampleJobs.Counting;
import io.closedloop.lead.jobs.SampleJobs.Question;
import io.closedloop.lead.leases.LeasesForTests;
import io.closedloop.lead.leases.Tenure;
import io.closedloop.lead.log.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A database with jobs, and instances that do them, for tests. */
abstract class JobsFixture {
    static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration TERM = Duration.ofMillis(800);
    static final Actor ANN = new Actor(new KeyId(UUID.randomUUID()), "ann", Set.of(Role.ANALYST));

    static final UUID OTHER = UUID.randomUUID();

    final Counting counting = new Counting();
    final JobKinds kinds = new JobKinds(List.of(counting));
    private final List<JobWorker> workers = new ArrayList<>();
    private final List<LeasesForTests> leases = new ArrayList<>();
    TestDatabase engine;
    JobTable table;
    Jobs jobs;

    abstract TestDatabase open();

    @BeforeEach
    void openDatabase() {
        engine = open();
        table = new JobTable(JdbcClient.create(engine.dataSource()), () -> {});
        jobs = new Jobs(table, kinds);
    }

    @AfterEach
    void closeDatabase() {
        workers.forEach(JobWorker::stop);
        leases.forEach(LeasesForTests::close);
        engine.close();
    }

    /** An instance that does jobs. */
    JobWorker worker() {
        return worker(Duration.ofSeconds(20));
    }

    JobWorker worker(Duration endedWithin) {
        var its = LeasesForTests.shared(JdbcClient.create(engine.dataSource()), TERM);
        var worker =
                new JobWorker(jobs, table, kinds, its.leases(), new JobProperties(Duration.ofDays(30)), endedWithin);
        leases.add(its);
        workers.add(worker);
        worker.start();
        return worker;
    }

    JdbcClient database() {
        return JdbcClient.create(engine.dataSource());
    }

    Job ask(int to, int pause) {
        return ask(new Question(to, pause, 0, null));
    }

    Job ask(Question question) {
        return jobs.ask(counting, question, ANN);
    }

    Job awaitEnd(Job job) {
        return await().atMost(PATIENCE)
                .until(
                        () -> table.find(job.id()).orElseThrow(),
                        it -> it.state().isEnded());
    }

    /** So that it runs somewhere, and has come as far as that. */
    void awaitCounted(Job job, int counted) {
        await().atMost(PATIENCE).until(() -> {
            JobProgress progress = table.find(job.id()).orElseThrow().progress();
            return progress != null && progress.done() >= counted;
        });
    }

    /** As an instance leaves it that is killed: begun, with a lease that nobody renews. */
    Tenure begunByTheDead(Job job, @Nullable String checkpoint) {
        Tenure dead = LeasesForTests.takenByTheDead(JdbcClient.create(engine.dataSource()), "job " + job.id(), TERM);
        assertThat(table.begin(job.id(), dead)).hasValue(1);
        if (checkpoint != null) {
            assertThat(table.checkpoint(job.id(), dead, checkpoint)).isTrue();
        }
        return dead;
    }
}
