package io.closedloop.lead.door;

import static io.closedloop.lead.door.SlowCaller.head;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.http.Caller;
import io.closedloop.lead.http.FreshService;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.Bean;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

/** Who is slow, or many, or sends what nobody reads, holds nobody else up. The service has few workers here. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class DoorTest {
    private static final int WORKERS = 10;
    private static final int KEYLESS = 20;
    private static final int BODIES = 30;
    private static final int SLOW_READERS = 3;
    private static final int PASSES = 5;

    @TempDir
    static Path directory;

    private static FreshService service;
    private final List<SlowCaller> open = new ArrayList<>();

    @BeforeAll
    static void start() {
        service = FreshService.start(
                directory,
                List.of(SlowTasks.class),
                "--server.tomcat.threads.max=" + WORKERS,
                "--closedloop.door.keyless-connections=" + KEYLESS,
                "--closedloop.door.bodies-per-key=" + BODIES,
                "--closedloop.door.head-time=3s",
                "--closedloop.door.body-time=60s",
                "--closedloop.door.slow-readers=" + SLOW_READERS,
                "--closedloop.door.answer-patience=20s");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @AfterEach
    void hangUp() throws IOException {
        for (SlowCaller caller : open) {
            caller.close();
        }
    }

    private SlowCaller connect() throws IOException {
        var caller = new SlowCaller(service.port());
        open.add(caller);
        return caller;
    }

    /**
     * Somebody without a key asks, on a connection of their own: the callers' client takes whichever is open, and the
     * service closes those on which no key was brought when there are too many.
     */
    private static String ask(String path) {
        try (var caller = new SlowCaller(service.port())) {
            caller.send("GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".formatted(path));
            return caller.readAll();
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }

    private static int status(String answer) {
        return Integer.parseInt(answer.substring(9, 12));
    }

    private static String registration() {
        return """
                {"leadId": "%s", "contact": {"email": "%s@example.com"}, "source": {"channel": "EMAIL", "sourcedBy": "MARKETING"}}""".formatted(UUID.randomUUID(), UUID.randomUUID());
    }

    /** Others send commands and ask for health, again and again, while each of the attackers sends a little. */
    private void othersAreAnswered(String attack, List<SlowCaller> attackers, String drip) throws IOException {
        Caller other = service.as(Role.MARKETING);
        long command = 0;
        long liveness = 0;
        long readiness = 0;
        for (int pass = 0; pass < PASSES; pass++) {
            command = Math.max(
                    command,
                    millis(201, () -> other.post("/v1/leads", registration()).status()));
            liveness = Math.max(liveness, millis(200, () -> status(ask("/actuator/health/liveness"))));
            readiness = Math.max(readiness, millis(200, () -> status(ask("/actuator/health/readiness"))));
            attackers.forEach(attacker -> attacker.drip(drip));
        }
        System.out.printf(
                "%s: worst of %d a command %d ms, liveness %d ms, readiness %d ms%n",
                attack, PASSES, command, liveness, readiness);
        // The attack would last for a minute.
        assertThat(List.of(command, liveness, readiness)).allMatch(millis -> millis < 15_000);
    }

    private static long millis(int expected, IntSupplier request) {
        long began = System.nanoTime();
        assertThat(request.getAsInt()).isEqualTo(expected);
        return (System.nanoTime() - began) / 1_000_000;
    }

    @Test
    void fourHundredBodiesWithoutAKeyHoldNobodyUp() throws IOException {
        var attackers = new ArrayList<SlowCaller>();
        for (int i = 0; i < 400; i++) {
            SlowCaller attacker = connect();
            attacker.send(head(null, "/v1/leads", "Content-Length: 2000000") + "{");
            attackers.add(attacker);
        }

        othersAreAnswered("400 slow bodies without a key", attackers, " ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 2000000", "Transfer-Encoding: chunked"})
    void whoHasNoKeyIsToldSoAndTheConnectionIsClosed(String framing) throws IOException {
        for (String head : List.of(
                head(null, "/v1/leads", framing), head(new Caller(service.uri(), "wrong"), "/v1/leads", framing))) {
            SlowCaller attacker = connect();
            attacker.send(head + "1\r\n{\r\n");

            assertThat(attacker.readHead()).startsWith("HTTP/1.1 401 ").contains("\r\nConnection: close\r\n");
            assertThat(attacker.readAll()).contains("unauthenticated");
        }
    }

    @Test
    void whoAsksBeforeSendingIsToldThatAKeyIsNeededAndNotToGoOn() throws IOException {
        SlowCaller caller = connect();
        caller.send(head(null, "/v1/leads", "Content-Length: 20000\r\nExpect: 100-continue"));

        assertThat(caller.readHead()).startsWith("HTTP/1.1 401 ");
    }

    @Test
    void whoAsksBeforeSendingAndHasAKeyIsToldToGoOn() throws IOException {
        String body = registration();
        SlowCaller caller = connect();
        caller.send(head(
                service.as(Role.MARKETING),
                "/v1/leads",
                "Content-Length: " + body.length() + "\r\nExpect: 100-continue"));

        assertThat(caller.readHead()).startsWith("HTTP/1.1 100 ");
        caller.send(body);
        assertThat(caller.readHead()).startsWith("HTTP/1.1 201 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: %d", "Transfer-Encoding: chunked"})
    void aSlowBodyIsReadToItsEndAndTheConnectionGoesOn(String framing) throws IOException {
        Caller marketing = service.as(Role.MARKETING);
        SlowCaller caller = connect();
        for (int i = 0; i < 20; i++) {
            String body = registration();
            caller.send(head(marketing, "/v1/leads", framing.formatted(body.length())));
            boolean chunked = framing.contains("chunked");
            for (int at = 0; at < body.length(); at += 50) {
                String part = body.substring(at, Math.min(body.length(), at + 50));
                caller.send(chunked ? "%x\r\n%s\r\n".formatted(part.length(), part) : part);
            }
            caller.send(chunked ? "0\r\n\r\n" : "");

            String answer = caller.readHead();
            assertThat(answer).startsWith("HTTP/1.1 201 ").doesNotContain("Connection: close");
            skipBody(caller, answer);
        }
    }

    private static void skipBody(SlowCaller caller, String head) throws IOException {
        if (head.contains("Content-Length: ")) {
            int from = head.indexOf("Content-Length: ") + 16;
            caller.read(Integer.parseInt(head.substring(from, head.indexOf('\r', from))));
        } else {
            caller.readUntil("\r\n0\r\n\r\n");
        }
    }

    @Test
    void requestsThatAreSentTogetherAreAnsweredInOrderWhateverIsRefused() throws IOException {
        Caller marketing = service.as(Role.MARKETING);
        String body = registration();
        SlowCaller caller = connect();
        caller.send(head(marketing, "/v1/nowhere", "Content-Length: 2") + "{}"
                + head(marketing, "/v1/leads", "Content-Length: " + body.length()) + body
                + head(null, "/v1/leads", "Content-Length: 2") + "{}"
                + head(marketing, "/v1/leads", "Content-Length: 2\r\nConnection: close") + "{}");

        String answers = caller.readAll();
        assertThat(answers.split("HTTP/1.1 ", -1))
                .extracting(answer -> answer.length() < 3 ? answer : answer.substring(0, 3))
                .containsExactly("", "404", "201", "401", "422");
    }

    @Test
    void whatFollowsChunksOnTheSameConnectionIsAnsweredAfterThem() throws IOException {
        Caller marketing = service.as(Role.MARKETING);
        String body = registration();
        String chunks = "%x\r\n%s\r\n0\r\n\r\n".formatted(body.length(), body);
        SlowCaller caller = connect();
        caller.send(head(marketing, "/v1/leads", "Transfer-Encoding: chunked") + chunks
                + head(marketing, "/v1/leads", "Transfer-Encoding: chunked") + chunks
                + head(marketing, "/v1/leads", "Content-Length: 2\r\nConnection: close") + "{}");
        caller.sendNoMore();

        assertThat(caller.readAll().split("HTTP/1.1 ", -1))
                .extracting(answer -> answer.length() < 3 ? answer : answer.substring(0, 3))
                .containsExactly("", "201", "200", "422");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/leads", "/v1/leads/search", "/v1/keys", "/v1/admin/rebuild"})
    void slowBodiesOfAKeyHoldNobodyUp(String path) throws IOException {
        Caller slow = service.as(Role.MARKETING, Role.ADMIN);
        var attackers = new ArrayList<SlowCaller>();
        for (int i = 0; i < 3 * WORKERS; i++) {
            SlowCaller attacker = connect();
            attacker.send(head(slow, path, "Content-Length: 200000") + "{");
            attackers.add(attacker);
        }

        othersAreAnswered("30 slow bodies of a key to " + path, attackers, " ");
    }

    @Test
    void chunksWithoutEndHoldNobodyUp() throws IOException {
        Caller slow = service.as(Role.MARKETING);
        var attackers = new ArrayList<SlowCaller>();
        for (int i = 0; i < 3 * WORKERS; i++) {
            SlowCaller attacker = connect();
            attacker.send(head(slow, "/v1/leads", "Transfer-Encoding: chunked") + "1\r\n{\r\n");
            attackers.add(attacker);
        }

        othersAreAnswered("30 bodies of chunks without end", attackers, "1\r\n \r\n");
    }

    @Test
    void ofAKeyOnlySoManyBodiesAreWaitedFor() throws IOException {
        Caller slow = service.as(Role.MARKETING);
        // So much of it that it is not too slow within a minute.
        String begun = head(slow, "/v1/leads", "Content-Length: 100000") + "{" + " ".repeat(30_000);
        for (int i = 0; i < BODIES + 1; i++) {
            connect().send(begun);
        }

        // They come at the same time, so that any of them may be the oldest.
        SlowCaller oldest = await().atMost(1, TimeUnit.MINUTES).until(this::whoIsAnswered, Objects::nonNull);
        assertThat(oldest.readHead()).startsWith("HTTP/1.1 429 ").contains("\r\nRetry-After: 1\r\n");
        assertThat(slow.post("/v1/leads", registration()).status()).isEqualTo(201);
    }

    private @Nullable SlowCaller whoIsAnswered() throws IOException {
        for (SlowCaller caller : open) {
            if (caller.hasAnswer()) {
                return caller;
            }
        }
        return null;
    }

    @Test
    void aBodyThatComesTooSlowlyIsRefused() throws IOException {
        SlowCaller caller = connect();
        caller.send(head(service.as(Role.MARKETING), "/v1/leads", "Content-Length: 200000") + "{");

        assertThat(caller.readHead()).startsWith("HTTP/1.1 408 ").contains("\r\nConnection: close\r\n");
        assertThat(caller.readAll()).contains("body-too-slow");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator/health",
                "/actuator/health/readiness",
                "/problems/forbidden",
                "/v3/api-docs",
                "/v1/playbook"
            })
    void bodiesThatNobodyWantsHoldNobodyUp(String path) throws IOException {
        var attackers = new ArrayList<SlowCaller>();
        for (int i = 0; i < 3 * WORKERS; i++) {
            SlowCaller attacker = connect();
            attacker.send(head(null, path, "Content-Length: 2000000").replaceFirst("POST", "GET") + "{");
            attackers.add(attacker);
        }

        othersAreAnswered("30 bodies that nobody wants to " + path, attackers, " ");
        for (SlowCaller attacker : attackers) {
            while (!closed(attacker)) {
                attacker.drip(" ");
            }
        }
    }

    /** The container has an answer of its own for it. */
    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 2000000", "Transfer-Encoding: chunked"})
    void whoAsksWhatAllOfTheServiceCanDoNeedsAKeyAndHoldsNobodyUp(String framing) throws IOException {
        var attackers = new ArrayList<SlowCaller>();
        for (int i = 0; i < 3 * WORKERS; i++) {
            SlowCaller attacker = connect();
            attacker.send("OPTIONS * HTTP/1.1\r\nHost: x\r\n%s\r\n\r\n1\r\n{\r\n".formatted(framing));
            attackers.add(attacker);
        }

        othersAreAnswered("30 times OPTIONS * with a body", attackers, "1\r\n \r\n");
        assertThat(attackers.getFirst().readHead()).startsWith("HTTP/1.1 401 ");
    }

    @Test
    void headsThatDoNotEndHoldNobodyUpAndAreCutOff() throws IOException {
        var attackers = new ArrayList<SlowCaller>();
        for (int i = 0; i < KEYLESS - 5; i++) {
            SlowCaller attacker = connect();
            attacker.send("GET /v1/leads HTTP/1.1\r\nHost: x\r\nX-A: ");
            attackers.add(attacker);
        }

        othersAreAnswered("15 heads without end", attackers, "a");
        // The container alone would wait for as long as something comes now and then.
        boolean allClosed = false;
        while (!allClosed) {
            allClosed = true;
            for (SlowCaller attacker : attackers) {
                attacker.drip("a");
                allClosed &= attacker.isClosed();
            }
        }
    }

    @Test
    void ofAnAddressTheOldestIdleConnectionWithoutAKeyGoesAndTheNewOneStays() throws IOException {
        Caller marketing = service.as(Role.MARKETING);
        SlowCaller known = connect();
        known.send("GET /v1/playbook HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + marketing.key() + "\r\n\r\n");
        assertThat(known.readHead()).startsWith("HTTP/1.1 200 ");
        var keyless = new ArrayList<SlowCaller>();
        for (int i = 0; i < 3 * KEYLESS; i++) {
            SlowCaller caller = connect();
            caller.send("GET /actuator/health/liveness HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(caller.readHead()).startsWith("HTTP/1.1 200 ");
            keyless.add(caller);
        }

        // Nobody is idle in the first moments of a connection.
        keyless.getFirst().readAll();
        long open = Long.MAX_VALUE;
        while (open > KEYLESS) {
            open = keyless.stream().filter(caller -> !closed(caller)).count();
        }
        // Others ask for health as well, but not so many.
        assertThat(open).isGreaterThan(KEYLESS / 2);
        assertThat(closed(keyless.getLast())).isFalse();
        assertThat(closed(known)).isFalse();
    }

    private static boolean closed(SlowCaller caller) {
        try {
            return caller.isClosed();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void healthAnswersWhileAllWorkersAreTaken() throws Exception {
        Caller analyst = service.as(Role.ANALYST);
        SlowTasks.taken = new CountDownLatch(WORKERS);
        SlowTasks.release = new CountDownLatch(1);
        try {
            for (int i = 0; i < 2 * WORKERS; i++) {
                connect().send(get(analyst, "/v1/test/waiting"));
            }
            assertThat(SlowTasks.taken.await(60, TimeUnit.SECONDS)).isTrue();

            for (String path : List.of("", "/liveness", "/readiness")) {
                long millis = millis(200, () -> status(ask("/actuator/health" + path)));
                System.out.printf("health%s with all workers taken: %d ms%n", path, millis);
            }
            // What follows a question for health on its connection waits for a worker like everything else.
            SlowCaller caller = connect();
            caller.send("GET /actuator/health HTTP/1.1\r\nHost: x\r\n\r\n" + get(analyst, "/v1/test/waiting"));
            assertThat(caller.readAll()).startsWith("HTTP/1.1 200 ").contains("\r\nConnection: close\r\n");
            assertThat(SlowTasks.taken.getCount()).isZero();
        } finally {
            SlowTasks.release.countDown();
        }
        for (SlowCaller caller : open.subList(0, 2 * WORKERS)) {
            assertThat(caller.readHead()).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void whoDoesNotReadTheAnswerHoldsNobodyUp() throws Exception {
        Caller analyst = service.as(Role.ANALYST);
        SlowTasks.taken = new CountDownLatch(WORKERS);
        for (int i = 0; i < 2 * WORKERS; i++) {
            connect().send(get(analyst, "/v1/test/large"));
        }
        assertThat(SlowTasks.taken.await(60, TimeUnit.SECONDS)).isTrue();

        othersAreAnswered("20 readers who read nothing", List.of(), "");
        // Some may be slow, but not for ever.
        await().atMost(2, TimeUnit.MINUTES)
                .untilAsserted(() -> assertThat(SlowTasks.writing).hasValue(0));
    }

    private static String get(Caller caller, String path) {
        return "GET %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n"
                .formatted(path, Objects.requireNonNull(caller.key()));
    }

    /** Takes a worker for as long as the test wants, as a query or a database that hangs does. */
    static class SlowTasks {
        static volatile CountDownLatch taken = new CountDownLatch(0);
        static volatile CountDownLatch release = new CountDownLatch(0);
        static final AtomicInteger writing = new AtomicInteger();

        /** Without a controller, which every other test's service would have as well. */
        @Bean
        SimpleUrlHandlerMapping slowTasks() {
            HttpRequestHandler waiting = (_, answer) -> {
                taken.countDown();
                try {
                    assertThat(release.await(2, TimeUnit.MINUTES)).isTrue();
                } catch (InterruptedException e) {
                    throw new InterruptedIOException("the service stops");
                }
                answer.setStatus(200);
            };
            // More than the buffers of both ends take.
            HttpRequestHandler large = (_, answer) -> {
                writing.incrementAndGet();
                taken.countDown();
                try {
                    answer.getOutputStream().write(new byte[30_000_000]);
                } finally {
                    writing.decrementAndGet();
                }
            };
            return new SimpleUrlHandlerMapping(Map.of("/v1/test/waiting", waiting, "/v1/test/large", large), -1);
        }
    }

    @Test
    void aWrongKeyWithALongBodyGetsItsAnswerFromAnOrdinaryClient() throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            for (int i = 0; i < 50; i++) {
                HttpResponse<String> answer = client.send(
                        HttpRequest.newBuilder(URI.create(service.uri() + "/v1/leads"))
                                .header("Authorization", "Bearer wrong")
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString("x".repeat(100_000)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).isEqualTo(401);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator/health/",
                "/actuator/health//",
                "/actuator/health/liveness/",
                "/problems/forbidden/",
                "/problems/forbidden///",
                "/v3/api-docs/"
            })
    void aSlashAtTheEndOfWhatIsOpenIsToldToWhoeverAsks(String path) {
        String answer = ask(path);

        assertThat(status(answer)).isEqualTo(404);
        assertThat(answer).contains("Ask for " + path.replaceFirst("/+$", "") + ".\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/leads/", "/v1/playbook/", "/v1/keys/"})
    void aSlashAtTheEndOfWhatTakesAKeyIsToldToWhoHasOne(String path) throws IOException {
        assertThat(status(ask(path))).isEqualTo(401);
        Caller.Answer answer = service.admin().get(path);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().required("detail").asString())
                .endsWith("Ask for " + path.substring(0, path.length() - 1) + ".");
    }
}
