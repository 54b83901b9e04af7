package io.closedloop.lead.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.http.Caller;
import io.closedloop.lead.http.FreshService;
import io.closedloop.lead.sealing.SubjectKeys;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The log as server-sent events, over real connections. */
class EventStreamTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int SUBSCRIBERS = 40;
    private static final int OF_A_KEY = 30;
    private static final int TAIL = 200;
    private static final long SEED = Long.getLong("closedloop.seed", new Random().nextLong());

    @TempDir
    static Path directory;

    private static FreshService service;
    private static Caller auditor;
    private static Caller writer;

    @BeforeAll
    static void start() throws IOException {
        service = FreshService.start(
                directory,
                "--closedloop.events.subscribers=" + SUBSCRIBERS,
                "--closedloop.events.subscribers-per-key=" + OF_A_KEY,
                "--closedloop.events.heartbeat=200ms",
                "--closedloop.events.patience=3s",
                "--closedloop.events.tail=" + TAIL,
                "--closedloop.events.retry=700ms");
        auditor = service.as(Role.AUDITOR);
        writer = service.as(Role.MARKETING, Role.SALES);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    /** So that every test has all places. */
    @AfterEach
    void nobodyFollowsAnyMore() {
        await().atMost(PATIENCE).until(() -> service.part(EventStreams.class).size() == 0);
    }

    private static UUID register() {
        UUID lead = UUID.randomUUID();
        Caller.Answer answer = writer.post("/v1/leads", """
                {"leadId": "%s", "contact": {"name": "Ada", "email": "%s@example.com"}, "source": {"channel": "WEB", "sourcedBy": "OTHER"}}""".formatted(lead, lead));
        assertThat(answer.status()).isEqualTo(201);
        return lead;
    }

    /** Leads by themselves: one with thousands of events would be loaded with all of them for each. */
    private static void registerMany(int count, String attributes) {
        String lines = Stream.generate(UUID::randomUUID)
                .limit(count)
                .map(lead -> """
                        {"command": "RegisterLead", "contact": {"email": "%s@example.com"}, "source": {"channel": "WEB", "sourcedBy": "OTHER"}, "attributes": {%s}}
                        """.formatted(lead, attributes))
                .collect(Collectors.joining());
        Caller.Answer answer = writer.send(
                "POST", "/v1/commands", lines.getBytes(StandardCharsets.UTF_8), "Content-Type", "application/x-ndjson");
        assertThat(answer.body().lines()).hasSize(count).allMatch(each -> each.contains("\"status\":201"));
    }

    private static long head() {
        return auditor.get("/v1/events?after=" + Long.MAX_VALUE)
                .json()
                .required("position")
                .asLong();
    }

    /** The log as it is told page by page. */
    private static List<JsonNode> log(long after) {
        var events = new ArrayList<JsonNode>();
        while (true) {
            JsonNode items = auditor.get("/v1/events?after=" + (after + events.size()))
                    .json()
                    .required("items");
            if (items.isEmpty()) {
                return events;
            }
            events.addAll(StreamSupport.stream(items.spliterator(), false).toList());
        }
    }

    private static void isTheLogAfter(long after, List<Listener.Frame.Event> events) {
        List<JsonNode> log = log(after);
        assertThat(events).hasSameSizeAs(log);
        for (int i = 0; i < log.size(); i++) {
            assertThat(events.get(i).id()).isEqualTo(after + 1 + i);
            assertThat(events.get(i).type())
                    .isEqualTo(log.get(i).required("type").asString());
            assertThat(JSON.readTree(events.get(i).data())).isEqualTo(log.get(i));
        }
    }

    @Test
    void tellsWhatIsThereAndThenWhatHappens() throws InterruptedException {
        long before = head();
        register();
        try (Listener listener = Listener.open(auditor, "?after=" + before)) {
            assertThat(listener.status()).isEqualTo(200);
            assertThat(listener.headers().firstValue("Content-Type").orElseThrow())
                    .startsWith("text/event-stream");
            assertThat(listener.next(Listener.Frame.Retry.class).millis()).isEqualTo(700);
            var there = new ArrayList<>(listener.events(1));
            assertThat(JSON.readTree(there.getFirst().data())
                            .at("/data/contact/name")
                            .asString())
                    .isEqualTo("Ada");
            for (int i = 0; i < 5; i++) {
                register();
                there.add(listener.event());
            }

            isTheLogAfter(before, there);
        }
    }

    @Test
    void beginsAfterEveryPositionOfTheLog() throws InterruptedException {
        registerMany(20, "");
        long head = head();
        for (long after = head - 20; after < head; after++) {
            try (Listener listener =
                    after % 2 == 0 ? Listener.open(auditor, "?after=" + after) : Listener.resume(auditor, after)) {
                isTheLogAfter(after, listener.events((int) (head - after)));
            }
        }
    }

    @Test
    void whoeverLosesTheConnectionAgainAndAgainHasNoGapAndNoRepeat() throws Exception {
        System.out.println("closedloop.seed=" + SEED);
        var random = new Random(SEED);
        long before = head();
        int requests = 15;
        int leads = 30;
        var writers = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < requests; i++) {
                registerMany(leads, "");
            }
        });
        var got = new ArrayList<Listener.Frame.Event>();
        while (got.size() < requests * leads) {
            long last = got.isEmpty() ? before : got.getLast().id();
            try (Listener listener = Listener.resume(auditor, last)) {
                int atMost = Math.min(requests * leads - got.size(), 1 + random.nextInt(90));
                got.addAll(listener.upTo(atMost));
            }
        }
        writers.join();

        isTheLogAfter(before, got);
    }

    @Test
    void whoeverIsFurtherBehindThanTheTailGoesBackIsTakenThere() throws InterruptedException {
        long before = head();
        int many = TAIL + 150;
        try (Listener live = Listener.open(auditor, "?after=" + before)) {
            registerMany(many, "");
            try (Listener late = Listener.open(auditor, "?after=" + before)) {
                isTheLogAfter(before, late.events(many));
            }
            isTheLogAfter(before, live.events(many));
        }
    }

    @Test
    void isNeverSilentForLong() throws InterruptedException {
        try (Listener listener = Listener.open(auditor, "?after=" + head())) {
            for (int i = 0; i < 3; i++) {
                assertThat(listener.next(Listener.Frame.Comment.class).text()).isEmpty();
            }
        }
    }

    @Test
    void aReaderThatTakesNothingIsDroppedWhileAnotherGetsEverythingAtOnce() throws Exception {
        long before = head();
        try (var stuck = new Socket();
                Listener other = Listener.open(auditor, "?after=" + before)) {
            stuck.setReceiveBufferSize(8 * 1024);
            stuck.setSoTimeout((int) PATIENCE.toMillis());
            stuck.connect(new InetSocketAddress("localhost", service.uri().getPort()));
            stuck.getOutputStream()
                    .write(
                            "GET /v1/events?after=%d HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\nAuthorization: Bearer %s\r\n\r\n"
                                    .formatted(before, auditor.key())
                                    .getBytes(StandardCharsets.UTF_8));
            await().atMost(PATIENCE)
                    .until(() -> service.part(EventStreams.class).size() == 2);

            // More than the sockets' buffers take for a reader that is asleep.
            String attributes = IntStream.range(0, 60)
                    .mapToObj(i -> "\"a%d\": \"%s\"".formatted(i, "x".repeat(1_000)))
                    .collect(Collectors.joining(","));
            int events = 0;
            while (service.part(EventStreams.class).size() == 2) {
                registerMany(10, attributes);
                events += 10;
                assertThat(events).as("nobody is dropped").isLessThan(1_000);
            }

            List<Listener.Frame.Event> told = other.events(events);
            isTheLogAfter(before, told);
            List<Duration> delays = told.stream()
                    .map(event -> Duration.between(
                            Instant.parse(JSON.readTree(event.data())
                                    .required("recordedat")
                                    .asString()),
                            event.receivedAt()))
                    .sorted()
                    .toList();
            // As fast as events can be read at all, and not as fast as the slowest reads them.
            assertThat(delays.getLast()).isLessThan(PATIENCE);
            assertThat(endOf(stuck.getInputStream()))
                    .isLessThan(told.stream()
                            .mapToLong(event -> event.data().length())
                            .sum());
        }
    }

    /** Reads what still comes, and says how much that was. */
    private static long endOf(InputStream in) {
        long read = 0;
        try {
            byte[] buffer = new byte[64 * 1024];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                read += n;
            }
        } catch (java.net.SocketTimeoutException e) {
            throw new AssertionError("the connection is still open", e);
        } catch (IOException e) {
            // Hung up.
        }
        return read;
    }

    @Test
    void moreThanItTakesAreAskedToComeBack() throws IOException {
        Caller other = service.as(Role.AUDITOR);
        var open = new ArrayList<Listener>();
        try {
            for (int i = 0; i < OF_A_KEY; i++) {
                open.add(Listener.open(auditor, "?after=" + head()));
            }
            Caller.Answer oneMore = auditor.get("/v1/events", "Accept", "text/event-stream");
            assertThat(oneMore.code()).isEqualTo("too-many-requests");
            assertThat(oneMore.header("Retry-After")).isEqualTo("5");
            // One key leaves room for others, until all of it is taken.
            for (int i = OF_A_KEY; i < SUBSCRIBERS; i++) {
                open.add(Listener.open(other, "?after=" + head()));
            }
            oneMore = other.get("/v1/events", "Accept", "text/event-stream");
            assertThat(oneMore.code()).isEqualTo("too-many-requests");
            assertThat(oneMore.header("Retry-After")).isEqualTo("5");
        } finally {
            open.forEach(Listener::close);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "abc, '', Last-Event-ID",
        "-1, '', Last-Event-ID",
        "1.5, '', Last-Event-ID",
        "9223372036854775808, '', Last-Event-ID",
        "9223372036854775807, '', Last-Event-ID",
        "1, '?after=2', Last-Event-ID",
        ", '?after=x', ?after",
        ", '?after=-1', ?after",
        ", '?after=9223372036854775807', ?after",
        ", '?limit=10', ?limit",
    })
    void aPositionThatIsNoneOfTheLogIsRefused(String lastEventId, String query, String pointer) {
        register();
        register();
        String[] headers = lastEventId == null
                ? new String[] {"Accept", "text/event-stream"}
                : new String[] {"Accept", "text/event-stream", "Last-Event-ID", lastEventId};
        Caller.Answer answer = auditor.get("/v1/events" + query, headers);

        assertThat(answer.code()).isEqualTo("malformed-request");
        assertThat(answer.json().at("/errors/0/pointer").asString()).isEqualTo(pointer);
    }

    @Test
    void aPositionThatIsGivenTwiceIsRefused() {
        assertThat(auditor.get("/v1/events", "Accept", "text/event-stream", "Last-Event-ID", "0", "Last-Event-ID", "0")
                        .code())
                .isEqualTo("malformed-request");
    }

    @Test
    void whoeverAsksForAnythingGetsAPage() {
        assertThat(auditor.get("/v1/events", "Accept", "*/*").header("Content-Type"))
                .startsWith("application/json");
        assertThat(auditor.get("/v1/events").header("Content-Type")).startsWith("application/json");
        assertThat(auditor.send("HEAD", "/v1/events", null, "Accept", "text/event-stream")
                        .header("Content-Type"))
                .startsWith("text/event-stream");
    }

    @Test
    void onlyAuditorsAndIntegrationsFollow() throws Exception {
        for (Role role : Role.values()) {
            if (role != Role.SERVICE) {
                try (Listener listener = Listener.open(service.as(role), "")) {
                    assertThat(listener.status())
                            .as(role.name())
                            .isEqualTo(role == Role.AUDITOR || role == Role.INTEGRATION ? 200 : 403);
                }
            }
        }
    }

    @Test
    void aRevokedKeyEndsItsStreamWithinFiveSecondsAndNoOther() throws Exception {
        Caller admin = new Caller(
                service.uri(),
                java.nio.file.Files.readString(directory.resolve("admin.key")).strip());
        JsonNode made = admin.post("/v1/keys", "{\"name\": \"leaver\", \"roles\": [\"AUDITOR\"]}")
                .json();
        long head = head();
        try (Listener leaver = Listener.open(
                        new Caller(service.uri(), made.required("key").asString()), "?after=" + head);
                Listener other = Listener.open(auditor, "?after=" + head)) {
            leaver.next(Listener.Frame.Retry.class);
            assertThat(admin.delete("/v1/keys/" + made.required("id").asString())
                            .status())
                    .isEqualTo(204);
            long revokedAt = System.nanoTime();

            leaver.next(Listener.Frame.End.class);
            assertThat(Duration.ofNanos(System.nanoTime() - revokedAt)).isLessThan(Duration.ofSeconds(5));
            register();
            assertThat(other.event().id()).isEqualTo(head + 1);
        }
    }

    @Test
    void aDestroyedKeysDataAreNotToldOutOfTheTail() throws Exception {
        long before = head();
        try (Listener first = Listener.open(auditor, "?after=" + before)) {
            UUID lead = register();
            assertThat(first.event().data()).contains(lead + "@example.com");
            try (Connection connection = service.part(DataSource.class).getConnection();
                    PreparedStatement delete =
                            connection.prepareStatement("delete from subject_key where lead_id = ?")) {
                delete.setObject(1, lead);
                assertThat(delete.executeUpdate()).isOne();
            }

            // As long as anywhere else; the tail has had it in clear all the while.
            await().atMost(SubjectKeys.KEPT_FOR.plus(PATIENCE)).until(() -> {
                try (Listener second = Listener.open(auditor, "?after=" + before)) {
                    return !second.event().data().contains("@example.com");
                }
            });
        }
    }

    @Test
    void aStopEndsStreamsAtOnceAndNobodyWaitsForThem(@TempDir Path another) throws Exception {
        var stopping = FreshService.start(another);
        try (Listener listener = Listener.open(stopping.as(Role.AUDITOR), "")) {
            listener.next(Listener.Frame.Retry.class);
            long begun = System.nanoTime();
            stopping.close();

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
            assertThat(listener.next(Listener.Frame.Comment.class).text()).isEqualTo("the service is stopping");
            listener.next(Listener.Frame.End.class);
        }
    }

    @Test
    void manyReadersAreAllTold() throws InterruptedException {
        long before = head();
        List<Listener> listeners = LongStream.range(0, 5)
                .mapToObj(_ -> Listener.open(auditor, "?after=" + before))
                .toList();
        try {
            registerMany(100, "");
            for (Listener listener : listeners) {
                assertThat(listener.events(100).stream()
                                .map(Listener.Frame.Event::id)
                                .collect(Collectors.toList()))
                        .isEqualTo(LongStream.rangeClosed(before + 1, before + 100)
                                .boxed()
                                .toList());
            }
        } finally {
            listeners.forEach(Listener::close);
        }
    }
}
