package io.closedloop.lead.door;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.coyote.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A body on its way. The thread that is notified puts aside the bytes that have come, and then does something else: a
 * slow body costs its bytes and its connection, but no worker.
 */
final class Arrival implements ReadListener {
    private static final Logger log = LoggerFactory.getLogger(Arrival.class);
    private static final int FIRST_ROOM = 8 * 1024;

    private final PendingBodies pendingBodies;
    private final Request request;
    private final Object owner;
    private final int most;
    private final AsyncContext waiting;
    private final long since = System.nanoTime();
    private final AtomicReference<@Nullable Body> end = new AtomicReference<>();
    private byte[] bytes;
    private volatile int length;
    private final Piece piece = new Piece();

    /**
     * @param owner whose body it is
     * @param most how many bytes it may have
     * @param waiting to be dispatched once the body has come to an end
     */
    Arrival(PendingBodies pendingBodies, Request request, Object owner, int most, AsyncContext waiting) {
        this.pendingBodies = pendingBodies;
        this.request = request;
        this.owner = owner;
        this.most = most;
        this.waiting = waiting;
        long told = request.getContentLengthLong();
        this.bytes = new byte[(int) Math.min(told < 0 ? most : told, FIRST_ROOM)];
    }

    Object owner() {
        return owner;
    }

    /** To be called once. */
    void begin() {
        pendingBodies.begin(this);
        request.setReadListener(this);
    }

    /** How it ended; to be asked after the dispatch. */
    Body ended() {
        Body ended = end.get();
        if (ended == null) {
            throw new IllegalStateException("the body is still being waited for");
        }
        return ended;
    }

    /** What has come, once all of it has. */
    byte[] content() {
        return bytes.length == length ? bytes : Arrays.copyOf(bytes, length);
    }

    /** Whether it has taken too long, or goes on too slowly, at this time. */
    boolean isTooSlow(long nanoTime, DoorProperties limits, long graceNanos) {
        long taken = nanoTime - since;
        return taken > limits.bodyTime().toNanos()
                || (taken > graceNanos && length < limits.bodyRate().toBytes() * (taken / 1_000_000_000.0));
    }

    void end(Body how) {
        if (end.compareAndSet(null, how)) {
            pendingBodies.ended(this);
            try {
                waiting.dispatch();
            } catch (IllegalStateException e) {
                log.debug("The connection broke, and the container has ended the request", e);
            }
        }
    }

    @Override
    public void onDataAvailable() {
        try {
            while (end.get() == null && !request.isFinished() && request.isReady()) {
                if (request.doRead(piece) > 0) {
                    take(piece.getByteBuffer());
                }
            }
            if (request.isFinished()) {
                end(Body.HERE);
            }
        } catch (IOException e) {
            end(Body.BROKEN_OFF);
        }
    }

    private void take(ByteBuffer some) {
        int before = length;
        int after = before + some.remaining();
        if (after > most) {
            end(Body.TOO_LONG);
            return;
        }
        if (after > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(most, Math.max(2 * bytes.length, after)));
        }
        some.get(bytes, before, after - before);
        length = after;
    }

    @Override
    public void onAllDataRead() {
        end(Body.HERE);
    }

    /** The connection is broken, and the container ends the request. */
    @Override
    public void onError(@Nullable Throwable failure) {
        if (end.compareAndSet(null, Body.BROKEN_OFF)) {
            pendingBodies.ended(this);
        }
    }
}
