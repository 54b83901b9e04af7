package io.closedloop.lead.jobs;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.access.KeyId;
import io.closedloop.lead.http.AnswerJson;
import io.closedloop.lead.leases.Tenure;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The jobs in the database. What the holder of a job's lease writes is written only while the job is that tenure's,
 * under which it was begun. Every method throws a {@code DataAccessException} when the database cannot be asked.
 */
final class JobTable {
    private static final String SELECT = """
            select job_id, kind, question, asked_by, asked_by_name, asked_at, state, cancel_asked, started_at, ended_at,
                progress, checkpoint, result, failure
            from job
            """;

    /** While its holder does it; whoever it was before writes nothing. */
    private static final String HELD =
            " where job_id = :id and holder = :holder and fence = :fence and state = 'RUNNING'";

    private static final String LEASE = "job ";
    private static final int LONGEST_FAILURE = 1000;

    private final JdbcClient database;
    private final Runnable makeDurable;

    /** @param makeDurable returns when everything that was committed before is on disk */
    JobTable(JdbcClient database, Runnable makeDurable) {
        this.database = database;
        this.makeDurable = makeDurable;
    }

    /** The name of the lease under which a job is done. */
    static String leaseOn(UUID job) {
        return LEASE + job;
    }

    void add(UUID id, String kind, String question, Actor by) {
        database.sql("""
                        insert into job (job_id, kind, question, asked_by, asked_by_name, asked_at, state, cancel_asked, fence, runs)
                        values (:id, :kind, :question, :by, :name, current_timestamp, 'WAITING', false, 0, 0)""")
                .param("id", id)
                .param("kind", kind)
                .param("question", question)
                .param("by", by.id().value())
                .param("name", by.name())
                .update();
        makeDurable.run();
    }

    Optional<Job> find(UUID id) {
        return database.sql(SELECT + "where job_id = :id")
                .param("id", id)
                .query(JobTable::read)
                .optional();
    }

    /** Those of them that there are. */
    List<Job> find(Collection<UUID> ids) {
        return ids.isEmpty()
                ? List.of()
                : database.sql(SELECT + "where job_id in (:ids)")
                        .param("ids", ids)
                        .query(JobTable::read)
                        .list();
    }

    /** The latest of these kinds, the newest first. */
    List<Job> latest(Collection<String> kinds, int limit) {
        return database.sql(SELECT + """
                        where kind in (:kinds)
                        order by asked_at desc, job_id desc
                        fetch first :limit rows only""")
                .param("kinds", kinds)
                .param("limit", limit)
                .query(JobTable::read)
                .list();
    }

    /** All of a kind that wait or run, the oldest first. */
    List<UUID> openOf(String kind) {
        return database.sql("""
                        select job_id from job
                        where kind = :kind and state in ('WAITING', 'RUNNING')
                        order by asked_at, job_id""")
                .param("kind", kind)
                .query((row, _) -> row.getObject(1, UUID.class))
                .list();
    }

    /** Those of these kinds that wait, or ran on an instance that has them no more, the oldest first. */
    List<UUID> free(Collection<String> kinds, int limit) {
        return database.sql("""
                        select job_id from job
                        where state in ('WAITING', 'RUNNING') and kind in (:kinds) and not exists (
                            select 1 from lease
                            where name = concat(:lease, cast(job.job_id as varchar(36))) and held_until > current_timestamp)
                        order by asked_at, job_id
                        fetch first :limit rows only""")
                .param("kinds", kinds)
                .param("lease", LEASE)
                .param("limit", limit)
                .query((row, _) -> row.getObject(1, UUID.class))
                .list();
    }

    /** Begins a job, or begins it again. How often it was begun without coming further; empty when it has ended. */
    Optional<Integer> begin(UUID id, Tenure tenure) {
        int begun = database.sql("""
                        update job
                        set state = 'RUNNING', holder = :holder, fence = :fence, runs = runs + 1,
                            started_at = coalesce(started_at, current_timestamp)
                        where job_id = :id and state in ('WAITING', 'RUNNING') and fence < :fence""")
                .param("holder", tenure.holder())
                .param("fence", tenure.fence())
                .param("id", id)
                .update();
        if (begun == 0) {
            return Optional.empty();
        }
        makeDurable.run();
        return database.sql("select runs from job" + HELD)
                .param("id", id)
                .param("holder", tenure.holder())
                .param("fence", tenure.fence())
                .query(Integer.class)
                .optional();
    }

    void progress(UUID id, Tenure tenure, JobProgress progress) {
        database.sql("update job set progress = :progress" + HELD)
                .param("progress", AnswerJson.write(progress))
                .param("id", id)
                .param("holder", tenure.holder())
                .param("fence", tenure.fence())
                .update();
    }

    /** Whether a job is to end early; empty when somebody else has it. */
    Optional<Boolean> cancelAsked(UUID id, Tenure tenure) {
        return database.sql("select cancel_asked from job" + HELD)
                .param("id", id)
                .param("holder", tenure.holder())
                .param("fence", tenure.fence())
                .query(Boolean.class)
                .optional();
    }

    /** Notes where a job goes on. False when somebody else has it. */
    boolean checkpoint(UUID id, Tenure tenure, String checkpoint) {
        int noted = database.sql("update job set checkpoint = :checkpoint, runs = 1" + HELD)
                .param("checkpoint", checkpoint)
                .param("id", id)
                .param("holder", tenure.holder())
                .param("fence", tenure.fence())
                .update();
        makeDurable.run();
        return noted > 0;
    }

    /** Ends a job, but not yet durably. False when somebody else has it. */
    boolean end(
            UUID id,
            Tenure tenure,
            JobState state,
            @Nullable JobProgress progress,
            @Nullable String result,
            @Nullable String failure) {
        int ended = database.sql("""
                        update job
                        set state = :state, ended_at = current_timestamp, progress = coalesce(:progress, progress),
                            result = :result, failure = :failure""" + HELD)
                .param("state", state.name())
                .param("progress", progress == null ? null : AnswerJson.write(progress))
                .param("result", result)
                .param(
                        "failure",
                        failure == null ? null : failure.substring(0, Math.min(failure.length(), LONGEST_FAILURE)))
                .param("id", id)
                .param("holder", tenure.holder())
                .param("fence", tenure.fence())
                .update();
        return ended > 0;
    }

    /** Returns when everything that was stored before is on disk. */
    void makeDurable() {
        makeDurable.run();
    }

    /**
     * Leaves a job to whoever takes it next: an orderly stop, or a lease that ran out, is no sign that it cannot be
     * done.
     */
    void leave(UUID id, Tenure tenure) {
        database.sql("update job set runs = runs - 1" + HELD)
                .param("id", id)
                .param("holder", tenure.holder())
                .param("fence", tenure.fence())
                .update();
    }

    /** Has a job end: at once where it waits, soon where it runs. False when it has ended. */
    boolean cancel(UUID id) {
        int cancelled = database.sql("""
                        update job
                        set state = 'CANCELLED', cancel_asked = true, ended_at = current_timestamp
                        where job_id = :id and state = 'WAITING'""").param("id", id).update();
        if (cancelled == 0) {
            cancelled = database.sql("update job set cancel_asked = true where job_id = :id and state = 'RUNNING'")
                    .param("id", id)
                    .update();
        }
        makeDurable.run();
        return cancelled > 0;
    }

    /** Some of those that ended longer ago than that, by the database's clock. */
    List<UUID> endedBefore(Duration ago, int limit) {
        return database.sql("""
                        select job_id from job
                        where ended_at < current_timestamp - interval '%d' second
                        order by ended_at
                        fetch first :limit rows only""".formatted(ago.toSeconds()))
                .param("limit", limit)
                .query((row, _) -> row.getObject(1, UUID.class))
                .list();
    }

    void forget(Collection<UUID> ids) {
        if (!ids.isEmpty()) {
            database.sql("delete from job where job_id in (:ids)")
                    .param("ids", ids)
                    .update();
        }
    }

    private static Job read(ResultSet row, int rowNumber) throws SQLException {
        String progress = row.getString("progress");
        return new Job(
                row.getObject("job_id", UUID.class),
                row.getString("kind"),
                row.getString("question"),
                new KeyId(row.getObject("asked_by", UUID.class)),
                row.getString("asked_by_name"),
                row.getObject("asked_at", OffsetDateTime.class).toInstant(),
                JobState.valueOf(row.getString("state")),
                row.getBoolean("cancel_asked"),
                instant(row, "started_at"),
                instant(row, "ended_at"),
                progress == null ? null : AnswerJson.MAPPER.readValue(progress, JobProgress.class),
                row.getString("checkpoint"),
                row.getString("result"),
                row.getString("failure"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }
}
