package io.closedloop.lead.commands.bulk;

import io.closedloop.lead.http.Arrivals;
import io.closedloop.lead.http.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The body of a bulk request, read as it arrives. Reading ends early if the caller brings no command for too long, if
 * the answers find no more room, or if the service has another reason; it pauses while a caller that could read answers
 * leaves too many unread.
 *
 * <p>Used by the one thread that reads the lines. That thread looks again and again whether something has arrived,
 * instead of waiting in a read that nobody could end.
 */
final class ArrivingBody extends InputStream {
    /** Between two looks: soon after something came, later the longer nothing does. */
    private static final Duration FIRST_PAUSE = Duration.ofNanos(200_000);

    private static final Duration LONGEST_PAUSE = Duration.ofMillis(20);

    private final InputStream in;
    private final Arrivals arrivals;
    private final AnswerSpool spool;
    private final boolean answersAreRead;
    private final Duration idle;
    private final LongSupplier commands;
    private final Supplier<@Nullable EndedEarlyException> ending;

    private long quietSince = System.nanoTime();
    private long commandsSeen;
    private long answersSeen;

    /**
     * @param answersAreRead whether the caller is answered while it is still sending
     * @param idle how long no command may come, and no answer be taken while that is waited for
     * @param commands how far the commands have been counted that were read out of it
     * @param ending why the body shall end now; null while it shall not
     */
    ArrivingBody(
            InputStream in,
            Arrivals arrivals,
            AnswerSpool spool,
            boolean answersAreRead,
            Duration idle,
            LongSupplier commands,
            Supplier<@Nullable EndedEarlyException> ending) {
        this.in = in;
        this.arrivals = arrivals;
        this.spool = spool;
        this.answersAreRead = answersAreRead;
        this.idle = idle;
        this.commands = commands;
        this.ending = ending;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (commands.getAsLong() != commandsSeen) {
            commandsSeen = commands.getAsLong();
            quietSince = System.nanoTime();
        }
        long pause = FIRST_PAUSE.toNanos();
        while (true) {
            EndedEarlyException end = ending.get();
            if (end != null) {
                throw end;
            }
            boolean full = spool.isFull();
            if (full) {
                noteWhatWasTaken();
            }
            requireActivity(full);
            if (!full && arrivals.any()) {
                return in.read(bytes, offset, length);
            }
            pause = pause(pause);
        }
    }

    /** A caller that takes answers is not idle while the service reads nothing because of them. */
    private void noteWhatWasTaken() throws EndedEarlyException {
        if (!answersAreRead) {
            throw new EndedEarlyException(
                    ProblemCode.STORE_UNAVAILABLE,
                    "The answers take more disk than they may before the request has been read to its end (%d bytes). Send less at a time, or use stream=true and read while you send."
                            .formatted(spool.quota()));
        }
        long taken = spool.handedOut();
        if (taken != answersSeen) {
            answersSeen = taken;
            quietSince = System.nanoTime();
        }
    }

    private void requireActivity(boolean full) throws EndedEarlyException {
        if (System.nanoTime() - quietSince < idle.toNanos()) {
            return;
        }
        throw full
                ? new EndedEarlyException(
                        ProblemCode.STORE_UNAVAILABLE,
                        "The answers have no room left on the disk, and the caller has read none of them for %d s."
                                .formatted(idle.toSeconds()))
                : new EndedEarlyException(
                        ProblemCode.MALFORMED_REQUEST,
                        "The request brought no whole command for %d s.".formatted(idle.toSeconds()));
    }

    /**
     * Reads on without looking at it, so that the caller gets to reading its answer, and none of that is lost because
     * something that was sent meanwhile lies unread.
     *
     * @param atMost for how long
     * @param quiet or until nothing has come for so long
     * @return whether the body has come to its end, or its caller has left
     */
    boolean drain(Duration atMost, Duration quiet) throws InterruptedIOException {
        byte[] unread = new byte[64 * 1024];
        long begun = System.nanoTime();
        long last = begun;
        long pause = FIRST_PAUSE.toNanos();
        try {
            while (System.nanoTime() - begun < atMost.toNanos() && System.nanoTime() - last < quiet.toNanos()) {
                if (!arrivals.any()) {
                    pause = pause(pause);
                } else if (in.read(unread) < 0) {
                    return true;
                } else {
                    last = System.nanoTime();
                    pause = FIRST_PAUSE.toNanos();
                }
            }
            return false;
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            // A caller that has left needs no answer.
            return true;
        }
    }

    /** @return how long the next one is */
    private static long pause(long nanos) throws InterruptedIOException {
        try {
            Thread.sleep(Duration.ofNanos(nanos));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for a bulk request's lines");
        }
        return Math.min(2 * nanos, LONGEST_PAUSE.toNanos());
    }
}
