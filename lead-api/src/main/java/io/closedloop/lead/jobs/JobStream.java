package io.closedloop.lead.jobs;

import io.closedloop.lead.http.AnswerJson;
import io.closedloop.lead.http.StreamOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One job for one reader: an event for each change, and a last one when it has ended. A reader that is slow misses
 * changes that others came after.
 */
final class JobStream implements Runnable {
    static final String PROGRESS = "progress";
    static final String END = "end";
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final Logger LOG = LoggerFactory.getLogger(JobStream.class);

    private final UUID id;
    private final StreamOutput output;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Job latest;
    private @Nullable String ending;

    JobStream(Job job, StreamOutput output) {
        this.id = job.id();
        this.latest = job;
        this.output = output;
    }

    UUID job() {
        return id;
    }

    /** Says how the job is now. */
    void tell(Job now) {
        lock.lock();
        try {
            if (!now.equals(latest) && !latest.state().isEnded()) {
                latest = now;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends the stream soon; whoever reads it asks again. */
    void end(String reason) {
        lock.lock();
        try {
            ending = reason;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        output.hurry();
    }

    @Override
    public void run() {
        try {
            Job told = null;
            while (true) {
                Job now = await(told);
                if (now == null) {
                    write(":\n\n");
                } else if (now.state().isEnded()) {
                    write(frame(END, now));
                    break;
                } else if (now.equals(told)) {
                    write(": %s\n\n".formatted(ending()));
                    break;
                } else {
                    write(frame(PROGRESS, now));
                    told = now;
                }
            }
            output.end();
        } catch (StreamOutput.SlowReaderException e) {
            LOG.info("The stream of the job {} is dropped: {}", id, e.getMessage());
            output.end();
        } catch (IOException e) {
            LOG.debug("The reader of the job {} has left", id, e);
            output.end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            output.end();
        } catch (RuntimeException | Error e) {
            LOG.error("The stream of the job {} breaks off", id, e);
            output.end();
        }
    }

    /** The job once it is another than was told, the same when the stream is to end; null after a silent while. */
    private @Nullable Job await(@Nullable Job told) throws InterruptedException {
        lock.lock();
        try {
            long left = HEARTBEAT.toNanos();
            while (Objects.equals(latest, told) && ending == null) {
                if (left <= 0) {
                    return null;
                }
                left = changed.awaitNanos(left);
            }
            return latest;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable String ending() {
        lock.lock();
        try {
            return ending;
        } finally {
            lock.unlock();
        }
    }

    private void write(String text) throws IOException, InterruptedException {
        output.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String frame(String event, Job job) {
        return "event: %s\ndata: %s\n\n".formatted(event, AnswerJson.write(JobView.of(job)));
    }
}
