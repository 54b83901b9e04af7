package io.closedloop.lead.door;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A few threads that answer questions for health, and nothing else, while all workers are taken. */
final class HealthLane {
    private static final byte[] QUESTION = "GET /actuator/health".getBytes(StandardCharsets.US_ASCII);
    /** An answer may wait a second for the log, and liveness must not wait for it. */
    private static final int THREADS = 8;

    private static final int WAITING = 1024;

    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), OfLane::new);

    HealthLane() {
        threads.allowCoreThreadTimeOut(true);
    }

    private static final class OfLane extends Thread {
        OfLane(Runnable task) {
            super(task, "health");
            setDaemon(true);
        }
    }

    /** Whether this thread is one of the lane. */
    static boolean isHere() {
        return Thread.currentThread() instanceof OfLane;
    }

    /** Whether a request begins so that it asks for health. */
    static boolean takes(ByteBuffer request) {
        if (request.remaining() <= QUESTION.length) {
            return false;
        }
        int from = request.position();
        for (int i = 0; i < QUESTION.length; i++) {
            if (request.get(from + i) != QUESTION[i]) {
                return false;
            }
        }
        byte next = request.get(from + QUESTION.length);
        return next == ' ' || next == '/' || next == '?';
    }

    /** @throws java.util.concurrent.RejectedExecutionException when very many wait */
    void execute(Runnable request) {
        threads.execute(request);
    }
}
