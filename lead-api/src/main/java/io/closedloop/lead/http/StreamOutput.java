package io.closedloop.lead.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An answer that is written piece by piece for as long as its reader takes it. No thread is ever stuck in a write:
 * while the socket takes no more, the writer waits here, and gives up if that lasts too long.
 */
public final class StreamOutput implements WriteListener, AsyncListener {
    /** The reader has taken nothing for longer than the service waits. */
    public static final class SlowReaderException extends IOException {
        private static final long serialVersionUID = 1L;

        SlowReaderException(Duration patience) {
            super("the reader has taken nothing for %s".formatted(patience));
        }
    }

    private final AsyncContext context;
    private final ServletOutputStream out;
    private final HangUp hangUp;
    private final Duration patience;
    private Runnable opened = () -> {};
    private Runnable over = () -> {};

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean begun;
    private boolean hurried;
    /** The container has ended the answer, or is about to: it must not be touched any more. */
    private boolean gone;

    /** @param patience how long a reader may take nothing */
    public StreamOutput(AsyncContext context, ServletOutputStream out, HangUp hangUp, Duration patience) {
        this.context = context;
        this.out = out;
        this.hangUp = hangUp;
        this.patience = patience;
    }

    /**
     * @param opened called once, when the first byte can be written
     * @param over called once, when nothing can be written any more
     */
    public void open(Runnable opened, Runnable over) {
        this.opened = opened;
        this.over = over;
        context.setTimeout(0);
        context.addListener(this);
        out.setWriteListener(this);
    }

    /**
     * Writes and flushes.
     *
     * @throws SlowReaderException when the reader takes nothing for too long
     * @throws IOException when the reader is gone
     */
    public void write(byte[] bytes) throws IOException, InterruptedException {
        // Held while the container writes, which never blocks: where that fails it ends the answer on a thread of its
        // own
        // and notes the failure only afterwards, and the next request would find that in what it uses again.
        lock.lock();
        try {
            awaitReady();
            out.write(bytes);
            awaitReady();
            out.flush();
        } finally {
            lock.unlock();
        }
    }

    private void awaitReady() throws IOException, InterruptedException {
        long left = patience.toNanos();
        while (true) {
            if (gone) {
                throw new IOException("the reader is gone");
            }
            if (out.isReady()) {
                return;
            }
            if (left <= 0 || hurried) {
                throw new SlowReaderException(patience);
            }
            left = changed.awaitNanos(left);
        }
    }

    /** From now on nobody is waited for: what a reader has not taken yet it does not get. */
    public void hurry() {
        lock.lock();
        try {
            hurried = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the answer in order, if everything written so far has been taken, and else hangs up. */
    public void end() {
        lock.lock();
        try {
            if (gone) {
                return;
            }
            boolean taken = out.isReady();
            gone = true;
            if (taken) {
                context.complete();
            } else {
                hangUp.now();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onWritePossible() {
        lock.lock();
        try {
            changed.signalAll();
            if (begun) {
                return;
            }
            begun = true;
        } finally {
            lock.unlock();
        }
        opened.run();
    }

    /**
     * The container tells it to both kinds of listener, and it is {@link #onError(AsyncEvent)} that ends the answer.
     */
    @Override
    public void onError(Throwable failure) {
        close();
    }

    @Override
    public void onError(AsyncEvent event) {
        close();
        event.getAsyncContext().complete();
    }

    /** Never: the stream has no time-out. */
    @Override
    public void onTimeout(AsyncEvent event) {
        onError(event);
    }

    @Override
    public void onComplete(AsyncEvent event) {
        close();
        over.run();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // The context is started once.
    }

    private void close() {
        lock.lock();
        try {
            gone = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
