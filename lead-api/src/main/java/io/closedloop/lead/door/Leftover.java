package io.closedloop.lead.door;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.coyote.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rest of an unwanted body, after the answer: thrown away for a moment, without a worker. Closing a connection
 * while its other end still sends would reset it, and the answer might be lost on its way.
 */
final class Leftover implements ReadListener {
    private static final Logger log = LoggerFactory.getLogger(Leftover.class);
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(2);
    private static final long MOST_BYTES = 2 * 1024 * 1024;

    private final PendingBodies pendingBodies;
    private final Request request;
    private final AsyncContext answered;
    private final long since = System.nanoTime();
    private final AtomicBoolean ended = new AtomicBoolean();
    private long thrownAway;
    private final Piece piece = new Piece();

    Leftover(PendingBodies pendingBodies, Request request, AsyncContext answered) {
        this.pendingBodies = pendingBodies;
        this.request = request;
        this.answered = answered;
    }

    void begin() {
        pendingBodies.begin(this);
        request.setReadListener(this);
    }

    void endIfDue(long nanoTime) {
        if (nanoTime - since > PATIENCE) {
            end();
        }
    }

    private void end() {
        if (ended.compareAndSet(false, true)) {
            pendingBodies.ended(this);
            try {
                answered.complete();
            } catch (IllegalStateException e) {
                log.debug("The connection broke, and the container has ended the request", e);
            }
        }
    }

    @Override
    public void onDataAvailable() {
        try {
            while (!ended.get() && !request.isFinished() && request.isReady()) {
                thrownAway += Math.max(0, request.doRead(piece));
                if (thrownAway > MOST_BYTES) {
                    end();
                }
            }
            if (request.isFinished()) {
                end();
            }
        } catch (IOException e) {
            end();
        }
    }

    @Override
    public void onAllDataRead() {
        end();
    }

    /** The connection is broken, and the container ends the request. */
    @Override
    public void onError(@Nullable Throwable failure) {
        if (ended.compareAndSet(false, true)) {
            pendingBodies.ended(this);
        }
    }
}
