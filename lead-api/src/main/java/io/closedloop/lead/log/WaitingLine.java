package io.closedloop.lead.log;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The entries that wait for the appender, in the order of arrival and within bounds. */
final class WaitingLine {
    private static final Logger LOG = LoggerFactory.getLogger(WaitingLine.class);
    private static final long CHARACTERS_BESIDE_TEXT = 500;
    /** From this many entries on, one more in the transaction saves little. */
    private static final int MANY = 64;

    private final LogLimits limits;
    private final LinkedBlockingQueue<Submission> line = new LinkedBlockingQueue<>();

    // Guarded by the line, as is the order of its elements.
    private boolean open = true;
    private int entries;
    private long bytes;

    // Only the appender's own thread: what did not fit into the batch before.
    private @Nullable Submission carried;

    WaitingLine(LogLimits limits) {
        this.limits = limits;
    }

    /** Something that waits for its answer. */
    sealed interface Submission {
        /** Fails the answer, unless it has been given already. */
        void fail(RuntimeException cause);
    }

    /** @param bytes about how many characters of text it holds */
    record ToStore(Append append, CompletableFuture<AppendOutcome> answer, long sinceNanos, long bytes)
            implements Submission {
        static ToStore now(Append append, CompletableFuture<AppendOutcome> answer) {
            long bytes = CHARACTERS_BESIDE_TEXT;
            for (NewEvent event : append.events()) {
                bytes += event.payload().length() + event.metadata().length() + CHARACTERS_BESIDE_TEXT;
            }
            return new ToStore(append, answer, System.nanoTime(), bytes);
        }

        @Override
        public void fail(RuntimeException cause) {
            answer.completeExceptionally(cause);
        }
    }

    record ToRaise(Instant instant, CompletableFuture<LogHead> answer) implements Submission {
        @Override
        public void fail(RuntimeException cause) {
            answer.completeExceptionally(cause);
        }
    }

    record Stop() implements Submission {
        @Override
        public void fail(RuntimeException cause) {}
    }

    /** Puts the entry at the end of the line; if the line cannot take it, says why. */
    @Nullable
    String joinOrRefuse(Submission submission) {
        synchronized (line) {
            if (!open) {
                return "the service is stopping";
            }
            if (submission instanceof ToStore it) {
                if (entries >= limits.waitingEntries() || bytes >= limits.waitingBytes()) {
                    return "%d commands are waiting to be stored already".formatted(entries);
                }
                entries++;
                bytes += it.bytes();
            }
            line.add(submission);
            return null;
        }
    }

    /** Takes no more entries; the waiting ones are still taken, and a {@link Stop} comes last. */
    void close() {
        synchronized (line) {
            if (open) {
                open = false;
                line.add(new Stop());
            }
        }
    }

    /** How many entries wait for a transaction to take them. */
    int entries() {
        synchronized (line) {
            return entries;
        }
    }

    /** Waits for an entry, then takes all that are there, within the bounds of one transaction. */
    List<Submission> takeBatch() {
        var batch = new ArrayList<Submission>();
        long bytes = 0;
        Submission next = carried == null ? awaitNext() : carried;
        carried = null;
        letOthersJoin();
        while (next != null) {
            if (next instanceof ToStore it) {
                if (!batch.isEmpty() && bytes + it.bytes() > limits.batchBytes()) {
                    carried = it;
                    break;
                }
                bytes += it.bytes();
            }
            batch.add(next);
            if (next instanceof Stop || batch.size() >= limits.batchEntries()) {
                break;
            }
            next = line.poll();
        }
        long taken = batch.stream().filter(ToStore.class::isInstance).count();
        synchronized (line) {
            entries -= (int) taken;
            this.bytes -= bytes;
        }
        return batch;
    }

    /**
     * Yields once, so that commands about to arrive join the batch. On a busy machine other threads are about to hand
     * over their decisions, and the more commands share a transaction, the less it costs each. If a processor is free,
     * the call returns at once.
     */
    @SuppressWarnings("ThreadPriorityCheck") // a hint to the scheduler: whatever it makes of that is right
    private void letOthersJoin() {
        if (line.size() < MANY) {
            Thread.yield();
        }
    }

    private Submission awaitNext() {
        while (true) {
            try {
                return line.take();
            } catch (InterruptedException e) {
                LOG.warn("Somebody interrupted the appender, which stops only by being closed");
            }
        }
    }
}
