package io.closedloop.lead.feed;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.http.Correlation;
import io.closedloop.lead.http.StreamOutput;
import io.closedloop.lead.log.StoreUnavailableException;
import io.closedloop.lead.queries.EventFilter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The log from one position on, for one reader: page by page until it has caught up, then from the tail that all
 * streams share. A stream sends a run of positions without a gap, whichever of the two they come from. With a filter it
 * sends the matching events, and each heartbeat says how far the stream has come.
 */
final class EventStream implements Runnable {
    /** How much is handed to the socket at once, and so the most that an answer holds for a reader that hesitates. */
    private static final int BYTES_AT_ONCE = 32 * 1024;

    private static final int PAGE = 200;
    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

    private final Actor reader;
    private final Correlation correlation;
    private final EventFilter filter;
    private final EventFrames frames;
    private final LogTail tail;
    private final Semaphore catchingUp;
    private final FeedProperties properties;
    private final BooleanSupplier keysAreChecked;
    private final StreamOutput output;
    private long position;
    private long lastWritten;
    private volatile @Nullable String ending;

    /**
     * @param after the last position that the reader has
     * @param filter which events the reader wants
     * @param catchingUp how many streams read pages of the log at the same time
     * @param keysAreChecked whether it is certain that the reader's key is good
     */
    EventStream(
            Actor reader,
            Correlation correlation,
            long after,
            EventFilter filter,
            EventFrames frames,
            LogTail tail,
            Semaphore catchingUp,
            FeedProperties properties,
            BooleanSupplier keysAreChecked,
            StreamOutput output) {
        this.reader = reader;
        this.correlation = correlation;
        this.position = after;
        this.filter = filter;
        this.frames = frames;
        this.tail = tail;
        this.catchingUp = catchingUp;
        this.properties = properties;
        this.keysAreChecked = keysAreChecked;
        this.output = output;
    }

    /** Ends the stream soon; its reader comes back where it was. */
    void end(String reason) {
        ending = reason;
        tail.stir();
    }

    @Override
    public void run() {
        MDC.put("correlationId", correlation.id());
        try {
            send("retry: %d\n\n".formatted(properties.retry().toMillis()).getBytes(StandardCharsets.UTF_8));
            follow();
            send(comment(" " + ending));
            output.end();
        } catch (StreamOutput.SlowReaderException e) {
            LOG.info(
                    "The stream of the key '{}' is dropped at position {}: {}",
                    reader.name(),
                    position,
                    e.getMessage());
            output.end();
        } catch (IOException e) {
            LOG.debug("The reader of a stream has left at position {}", position, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            output.end();
        } catch (RuntimeException e) {
            LOG.error("The stream of the key '{}' breaks off after position {}", reader.name(), position, e);
            output.end();
        } finally {
            MDC.remove("correlationId");
        }
    }

    private void follow() throws IOException, InterruptedException {
        while (ending == null) {
            if (!keysAreChecked.getAsBoolean()) {
                ending = "the key cannot be checked";
                return;
            }
            Optional<EventFrames.Part> next = next();
            if (next.isEmpty()) {
                pause(AFTER_A_FAILURE);
            } else if (next.get().position() <= position) {
                tail.await(position, untilHeartbeat(), () -> ending != null);
            } else {
                send(next.get());
            }
            if (!untilHeartbeat().isPositive()) {
                send(comment(""));
            }
        }
    }

    /** What follows; nothing at the end of the log, empty while it cannot be read. */
    private Optional<EventFrames.Part> next() throws InterruptedException {
        try {
            Optional<List<TailEvent>> live = tail.after(position, PAGE);
            return Optional.of(live.isPresent() ? frames.of(live.get(), position, filter) : page());
        } catch (StoreUnavailableException e) {
            return Optional.empty();
        }
    }

    private EventFrames.Part page() throws InterruptedException {
        catchingUp.acquire();
        try {
            return frames.page(position, PAGE, filter);
        } finally {
            catchingUp.release();
        }
    }

    private void pause(Duration duration) throws InterruptedException {
        tail.await(Long.MAX_VALUE, duration, () -> ending != null);
    }

    private Duration untilHeartbeat() {
        return properties.heartbeat().minusNanos(System.nanoTime() - lastWritten);
    }

    /**
     * What is passed over. Where a filter leaves events out it carries the position, for a reader that comes back: an
     * id without data is no event to him, but the last that he has seen.
     */
    private byte[] comment(String text) {
        String id = filter.takesAll() ? "" : "id: %d\n".formatted(position);
        return ":%s\n%s\n".formatted(text, id).getBytes(StandardCharsets.UTF_8);
    }

    private void send(EventFrames.Part part) throws IOException, InterruptedException {
        var bytes = new ByteArrayOutputStream();
        for (StreamedEvent event : part.events()) {
            if (filter.takesAll() ? event.position() != position + 1 : event.position() <= position) {
                throw new IllegalStateException("position %d is followed by %d".formatted(position, event.position()));
            }
            bytes.writeBytes(event.frame());
            position = event.position();
            if (bytes.size() >= BYTES_AT_ONCE) {
                send(bytes.toByteArray());
                bytes.reset();
                if (ending != null) {
                    return;
                }
            }
        }
        if (bytes.size() > 0) {
            send(bytes.toByteArray());
        }
        position = part.position();
    }

    private void send(byte[] bytes) throws IOException, InterruptedException {
        output.write(bytes);
        lastWritten = System.nanoTime();
    }
}
