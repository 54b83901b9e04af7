package io.closedloop.lead.feed;

import io.closedloop.lead.http.Caller;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client of server-sent events, as the specification of browsers describes one. */
final class Listener implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 30;
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final HttpResponse<InputStream> answer;
    private final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();

    /** What comes between two empty lines; a comment alone is one as well, and so is the end. */
    sealed interface Frame {
        record Event(long id, String type, String data, Instant receivedAt) implements Frame {}

        record Comment(String text) implements Frame {}

        /** An id without an event: how far a stream has come that leaves events out. */
        record Position(long id) implements Frame {}

        record Retry(long millis) implements Frame {}

        record End() implements Frame {}
    }

    private Listener(HttpResponse<InputStream> answer) {
        this.answer = answer;
        if (answer.statusCode() == 200) {
            Thread.ofVirtual().start(this::read);
        }
    }

    /** @param headers names and values in turn */
    static Listener open(Caller caller, String query, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(caller.service() + "/v1/events" + query))
                .header("Accept", "text/event-stream")
                .header("Authorization", "Bearer " + caller.key());
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            return new Listener(CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofInputStream()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** As a client that comes back. */
    static Listener resume(Caller caller, long lastEventId) {
        return open(caller, "", "Last-Event-ID", Long.toString(lastEventId));
    }

    int status() {
        return answer.statusCode();
    }

    HttpHeaders headers() {
        return answer.headers();
    }

    /** The next frame of this kind; others before it are passed over. Fails when the stream ends or takes too long. */
    <F extends Frame> F next(Class<F> kind) throws InterruptedException {
        Frame before = null;
        while (true) {
            Frame frame = frames.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (kind.isInstance(frame)) {
                return kind.cast(frame);
            }
            if (frame == null || frame instanceof Frame.End) {
                throw new AssertionError("no %s, but %s after %s".formatted(kind.getSimpleName(), frame, before));
            }
            before = frame;
        }
    }

    Frame.Event event() throws InterruptedException {
        return next(Frame.Event.class);
    }

    List<Frame.Event> events(int count) throws InterruptedException {
        var events = new ArrayList<Frame.Event>();
        while (events.size() < count) {
            events.add(event());
        }
        return events;
    }

    /** So many events, or those before the end of the stream. */
    List<Frame.Event> upTo(int count) throws InterruptedException {
        var events = new ArrayList<Frame.Event>();
        while (events.size() < count) {
            switch (next(Frame.class)) {
                case Frame.Event event -> events.add(event);
                case Frame.End _ -> {
                    return events;
                }
                case Frame.Comment _, Frame.Retry _, Frame.Position _ -> {
                    // Nothing that happened.
                }
            }
        }
        return events;
    }

    private void read() {
        try (var lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            var fields = new ArrayList<String>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isEmpty()) {
                    fields.add(line);
                } else {
                    frames.add(frame(fields));
                    fields.clear();
                }
            }
        } catch (IOException e) {
            // The end, too.
        }
        frames.add(new Frame.End());
    }

    private static Frame frame(List<String> fields) {
        String id = field(fields, "id");
        if (id != null && field(fields, "data") == null) {
            return new Frame.Position(Long.parseLong(id));
        }
        if (id != null) {
            return new Frame.Event(
                    Long.parseLong(id),
                    String.valueOf(field(fields, "event")),
                    String.valueOf(field(fields, "data")),
                    Instant.now());
        }
        String retry = field(fields, "retry");
        return retry != null
                ? new Frame.Retry(Long.parseLong(retry))
                : new Frame.Comment(String.valueOf(field(fields, "")));
    }

    private static @Nullable String field(List<String> fields, String name) {
        return fields.stream()
                .filter(field -> field.startsWith(name + ":"))
                .map(field -> field.substring(name.length() + 1).strip())
                .findFirst()
                .orElse(null);
    }

    /** Goes away without a word. */
    @Override
    public void close() {
        try {
            answer.body().close();
        } catch (IOException e) {
            // It is gone already.
        }
    }
}
