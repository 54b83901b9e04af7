package io.closedloop.lead.admin;

import io.closedloop.lead.http.AnswerJson;
import io.closedloop.lead.http.ProblemCode;
import io.closedloop.lead.http.ProblemException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/** Tells callers every second how far a rebuild has come, on the requests' own threads. */
@Component
class ProgressStreams {
    static final String PROGRESS = "progress";
    static final String END = "end";
    private static final int AT_ONCE = 16;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private final Standing standing;
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final CountDownLatch stopping = new CountDownLatch(1);

    ProgressStreams(Standing standing) {
        this.standing = standing;
    }

    /**
     * Writes until no rebuild is open any more, the caller leaves or the service stops.
     *
     * @throws ProblemException 429 when too many listen already
     */
    void follow(HttpServletResponse response) throws IOException {
        if (!places.tryAcquire()) {
            throw ProblemException.retryable(
                    ProblemCode.TOO_MANY_REQUESTS,
                    "%d callers follow rebuilds already.".formatted(AT_ONCE),
                    RETRY_AFTER);
        }
        try {
            RebuildView.All now = standing.rebuild();
            response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
            response.setCharacterEncoding(StandardCharsets.UTF_8);
            response.setHeader("Cache-Control", "no-store");
            response.setHeader("X-Accel-Buffering", "no");
            OutputStream out = response.getOutputStream();
            while (now.open()) {
                write(out, PROGRESS, now);
                if (stopping.await(1, TimeUnit.SECONDS)) {
                    return;
                }
                now = standing.rebuild();
            }
            write(out, END, now);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            places.release();
        }
    }

    private static void write(OutputStream out, String event, RebuildView.All progress) throws IOException {
        out.write("event: %s\ndata: %s\n\n"
                .formatted(event, AnswerJson.write(progress))
                .getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Before the web server waits for its requests to end. */
    @EventListener
    void stop(ContextClosedEvent closing) {
        stopping.countDown();
    }
}
