package io.closedloop.lead.jobs;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.http.Access;
import io.closedloop.lead.http.AnswerJson;
import io.closedloop.lead.http.ProblemCode;
import io.closedloop.lead.http.ProblemException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.http.HttpHeaders;

/**
 * Asks for long work, shows it and ends it early. Every method throws a {@code DataAccessException} when the database
 * cannot be asked.
 */
public final class Jobs {
    /** In characters, as JSON. */
    static final int LONGEST_QUESTION = 16 * 1024;

    private static final Duration COME_BACK = Duration.ofSeconds(10);

    private final JobTable table;
    private final JobKinds kinds;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    Jobs(JobTable table, JobKinds kinds) {
        this.table = table;
        this.kinds = kinds;
    }

    /** Calls somebody whenever something was asked for here. */
    void onAsked(Runnable listener) {
        listeners.add(listener);
    }

    /**
     * Asks for work, durably: some instance begins it within seconds.
     *
     * @throws ProblemException 403 to whoever may not ask for this kind, 413 for a question that is too long, 429 when
     *     as many jobs of the kind as there may be wait or run already
     */
    public <Q extends Record> Job ask(JobKind<Q, ?> kind, Q question, Actor actor) {
        Access.require(actor, kind.roles());
        String json = AnswerJson.write(question);
        if (json.length() > LONGEST_QUESTION) {
            throw ProblemException.of(
                    ProblemCode.PAYLOAD_TOO_LARGE,
                    "The question of a job has at most %d characters, not %d."
                            .formatted(LONGEST_QUESTION, json.length()));
        }
        UUID id = UUID.randomUUID();
        add(kind, id, json, actor);
        listeners.forEach(Runnable::run);
        return table.find(id).orElseThrow(() -> new IllegalStateException("the job %s is gone".formatted(id)));
    }

    /** Several instances that are asked in the same moment may let one more in each; that harms nobody. */
    private synchronized void add(JobKind<?, ?> kind, UUID id, String question, Actor actor) {
        List<UUID> open = table.openOf(kind.name());
        if (open.size() >= kind.mostOpen()) {
            throw tooMany(kind, open);
        }
        table.add(id, kind.name(), question, actor);
    }

    /** Where there may be only one, its caller is told where that is. */
    private static ProblemException tooMany(JobKind<?, ?> kind, List<UUID> open) {
        ProblemException refused = ProblemException.retryable(
                ProblemCode.TOO_MANY_REQUESTS,
                "%d of the kind %s %s already, as many as there may be at a time."
                        .formatted(open.size(), kind.name(), open.size() == 1 ? "waits or runs" : "wait or run"),
                COME_BACK);
        if (kind.mostOpen() > 1) {
            return refused;
        }
        var headers = new HashMap<>(refused.headers());
        headers.put(HttpHeaders.LOCATION, JobsController.PATH + "/" + open.getFirst());
        return new ProblemException(refused.problem(), headers);
    }

    /** A job, for those who may ask for its kind; for others it is not there. */
    Optional<Job> find(UUID id, Actor actor) {
        return table.find(id).filter(job -> kinds.visibleTo(actor).contains(job.kind()));
    }

    /** Those of them that there are. */
    List<Job> find(Set<UUID> ids) {
        return table.find(ids);
    }

    /**
     * The latest jobs that somebody may see, the newest first.
     *
     * @throws ProblemException 403 to whoever may ask for nothing
     */
    List<Job> latest(Actor actor, int limit) {
        Access.require(actor, kinds.roles());
        return table.latest(kinds.visibleTo(actor), limit);
    }

    /**
     * Has a job end: at once where it waits, within a second where its work asks whether to go on.
     *
     * @return as it is now; empty where there is none that this actor may see
     * @throws ProblemException 409 when it has ended
     */
    Optional<Job> cancel(UUID id, Actor actor) {
        Optional<Job> found = find(id, actor);
        if (found.isPresent() && !table.cancel(id)) {
            throw ProblemException.of(
                    ProblemCode.JOB_ENDED,
                    "The job %s has ended: it is %s."
                            .formatted(id, table.find(id).orElse(found.get()).state()));
        }
        return found.flatMap(_ -> table.find(id));
    }
}
