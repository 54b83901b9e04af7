package io.closedloop.lead.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.http.Caller;
import io.closedloop.lead.http.FreshService;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Bulk requests of callers who mean no good, on a service that is patient for a short time only. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BulkAttackTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String STREAMED = "?stream=true";
    private static final int ATTACKERS = 8;
    private static final long SPOOL = 1024 * 1024;
    /** The answers to what has been read by the time that the spool turns out full. */
    private static final long ON_THE_WAY = 16 * SPOOL;

    private FreshService service;

    @BeforeAll
    void start(@TempDir Path directory) {
        service = FreshService.start(
                directory.resolve("data"),
                "--closedloop.bulk.idle=10s",
                "--closedloop.bulk.spool=1MB",
                "--closedloop.bulk.spool-in-all=8MB");
    }

    @AfterAll
    void stop() {
        service.close();
    }

    private static String registration() {
        return "{\"command\": \"RegisterLead\", \"contact\": {\"email\": \"%s@example.com\"}, \"source\": {\"channel\": \"WEB\", \"sourcedBy\": \"OTHER\"}}\n"
                .formatted(UUID.randomUUID());
    }

    @Test
    void eightRequestsOfAnAnalystsKeyTakeNoPlace() throws Exception {
        Caller analyst = service.as(Role.ANALYST);
        meanwhileEverybodyElseIsAnswered(
                "8 bulk requests of an analyst's key",
                () -> OpenRequest.chunked(analyst, service.port(), STREAMED),
                status -> assertThat(status).isEqualTo(403));
    }

    @Test
    void eightRequestsOfOneKeyThatBringNothingLeaveTheOthersTheirPlaces() throws Exception {
        Caller integration = service.as(Role.INTEGRATION);
        var lastLines = new ConcurrentLinkedQueue<JsonNode>();
        meanwhileEverybodyElseIsAnswered(
                "8 bulk requests of one key that send a blank line now and then",
                () -> OpenRequest.chunked(integration, service.port(), STREAMED),
                status -> assertThat(status).isIn(200, 429),
                lastLines);
        assertThat(lastLines).isNotEmpty().allSatisfy(last -> {
            assertThat(last.required("status").asInt()).isEqualTo(400);
            assertThat(last.at("/problem/detail").asString()).contains("no whole command for 10 s");
        });
    }

    private interface Opening {
        OpenRequest open() throws IOException;
    }

    private interface StatusCheck {
        void check(int status);
    }

    private void meanwhileEverybodyElseIsAnswered(String attack, Opening opening, StatusCheck check) throws Exception {
        meanwhileEverybodyElseIsAnswered(attack, opening, check, null);
    }

    /** The attackers come back whenever they are sent away, until all others are done and one of them has been. */
    private void meanwhileEverybodyElseIsAnswered(
            String attack, Opening opening, StatusCheck check, @Nullable ConcurrentLinkedQueue<JsonNode> lastLines)
            throws Exception {
        var over = new AtomicBoolean();
        var attacking = new CountDownLatch(ATTACKERS);
        var attacks = new AtomicInteger();
        try (ExecutorService attackers = Executors.newVirtualThreadPerTaskExecutor()) {
            var attackersDone = new ArrayList<Future<?>>();
            for (int i = 0; i < ATTACKERS; i++) {
                attackersDone.add(attackers.submit(() -> {
                    while (!over.get()) {
                        try (OpenRequest request = opening.open()) {
                            request.chunk("\n");
                            int status = request.status();
                            check.check(status);
                            attacks.incrementAndGet();
                            attacking.countDown();
                            String last = status == 200 ? lastLineOf(request, over) : null;
                            if (last != null && lastLines != null) {
                                lastLines.add(JSON.readTree(last));
                            }
                        }
                        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
                    }
                    return null;
                }));
            }
            try {
                assertThat(attacking.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .isTrue();
                Duration worst = othersAreAnswered();
                System.out.printf(
                        "%s, %d attempts: the slowest answer to others took %s%n", attack, attacks.get(), worst);
                if (lastLines != null) {
                    await().atMost(PATIENCE).until(() -> !lastLines.isEmpty());
                }
            } finally {
                over.set(true);
            }
            for (var attacker : attackersDone) {
                attacker.get();
            }
        }
    }

    /** Sends blank lines until the answer ends; null where it was given up before. */
    private static @Nullable String lastLineOf(OpenRequest request, AtomicBoolean over) throws IOException {
        var answering = new AtomicBoolean(true);
        Thread sender = Thread.startVirtualThread(() -> {
            try {
                while (answering.get() && !over.get()) {
                    request.chunk("\n \n");
                    LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
                }
                if (over.get()) {
                    request.lastChunk();
                }
            } catch (IOException e) {
                // The service has hung up.
                answering.set(false);
            }
        });
        String last = null;
        for (String line = request.line(); line != null; line = request.line()) {
            last = line;
        }
        answering.set(false);
        try {
            sender.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return last;
    }

    private Duration othersAreAnswered() throws IOException {
        Caller marketing = service.as(Role.MARKETING);
        Caller nobody = new Caller(service.uri(), null);
        Duration worst = Duration.ZERO;
        for (int i = 0; i < 20; i++) {
            worst = longer(
                    worst,
                    () -> assertThat(marketing
                                    .post("/v1/leads", registration().replace("\"command\": \"RegisterLead\", ", ""))
                                    .status())
                            .isEqualTo(201));
            worst = longer(
                    worst,
                    () -> assertThat(nobody.get("/actuator/health/liveness").status())
                            .isEqualTo(200));
            worst = longer(worst, () -> {
                Caller.Answer answer = bulk(marketing, "", registration() + registration());
                assertThat(answer.status()).as(answer.body()).isEqualTo(200);
                assertThat(answer.body().lines()).hasSize(2).allMatch(line -> line.contains("\"status\":201"));
            });
        }
        return worst;
    }

    private static Duration longer(Duration before, Runnable request) {
        long begun = System.nanoTime();
        request.run();
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        return took.compareTo(before) > 0 ? took : before;
    }

    private static Caller.Answer bulk(Caller caller, String query, String lines) {
        return caller.send(
                "POST",
                "/v1/commands" + query,
                lines.getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                "application/x-ndjson");
    }

    @Test
    void whoSendsNothingAnyMoreIsEndedWithALastLineWhetherStreamedOrNot() throws IOException {
        Caller marketing = service.as(Role.MARKETING);
        for (String query : List.of("", STREAMED)) {
            try (var request = OpenRequest.chunked(marketing, service.port(), query)) {
                request.chunk(registration());
                // Half a line is none.
                request.chunk("{\"command\": ");
                assertThat(request.status()).isEqualTo(200);
                assertThat(request.line()).startsWith("{\"line\":1,\"status\":201,");
                assertThat(request.line())
                        .startsWith("{\"line\":2,\"status\":400,\"problem\":")
                        .contains(
                                "\"code\":\"malformed-request\"",
                                "no whole command for 10 s",
                                "ended after line 1: every line up to there has its answer above");
                assertThat(request.line()).isNull();
            }
        }
    }

    @Test
    void whoBringsACommandNowAndThenIsNotIdle() throws IOException {
        try (var request = OpenRequest.chunked(service.as(Role.MARKETING), service.port(), STREAMED)) {
            assertThat(request.status()).isEqualTo(200);
            // Longer than the service is patient, all in all.
            for (int i = 1; i <= 6; i++) {
                LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
                request.chunk(registration());
                assertThat(request.line()).startsWith("{\"line\":%d,\"status\":201,".formatted(i));
            }
            request.lastChunk();
            assertThat(request.line()).isNull();
        }
    }

    @Test
    void answersThatFindNoRoomEndTheRequestAndNoneThatWasGivenIsLost() throws Exception {
        int lines = 50_000;
        String all = registration() + "x\n".repeat(lines - 1);
        try (var watched = new WatchedSpools()) {
            Caller.Answer answer = bulk(service.as(Role.MARKETING), "", all);

            assertThat(answer.status()).isEqualTo(200);
            List<String> answers = answer.body().lines().toList();
            assertThat(answers).hasSizeBetween(1_000, lines - 1);
            for (int i = 0; i < answers.size() - 1; i++) {
                assertThat(answers.get(i))
                        .startsWith("{\"line\":%d,\"status\":%d,".formatted(i + 1, i == 0 ? 201 : 400));
            }
            assertThat(answers.getLast())
                    .startsWith("{\"line\":%d,\"status\":503,\"problem\":".formatted(answers.size()))
                    .contains("\"code\":\"store-unavailable\"", "use stream=true");
            assertThat(watched.largest()).isBetween(SPOOL, SPOOL + ON_THE_WAY);
        }
    }

    @Test
    void aStreamStandsStillForWhoDoesNotReadAndGoesOnWhenHeDoes() throws Exception {
        int lines = 50_000;
        Caller marketing = service.as(Role.MARKETING);
        try (var watched = new WatchedSpools();
                var request = OpenRequest.chunked(marketing, service.port(), STREAMED)) {
            Thread sender = Thread.startVirtualThread(() -> {
                try {
                    for (int i = 0; i < lines; i += 1_000) {
                        request.chunk("x\n".repeat(1_000));
                    }
                    request.lastChunk();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            assertThat(request.status()).isEqualTo(200);
            await().atMost(PATIENCE).until(() -> watched.largest() >= SPOOL);
            for (int i = 1; i <= lines; i++) {
                assertThat(request.line()).startsWith("{\"line\":%d,\"status\":400,".formatted(i));
            }
            assertThat(request.line()).isNull();
            sender.join();
            assertThat(watched.largest()).isLessThan(SPOOL + ON_THE_WAY);
        }
    }

    @Test
    void whoNeverReadsWhatItLeftOnDiskIsEnded() throws Exception {
        Caller integration = service.as(Role.INTEGRATION);
        var open = new ArrayList<OpenRequest>();
        try {
            for (int i = 0; i < 4; i++) {
                var request = OpenRequest.chunked(integration, service.port(), STREAMED);
                open.add(request);
                request.chunk("x\n".repeat(50_000));
                assertThat(request.status()).isEqualTo(200);
            }
            assertThat(bulk(integration, "", registration()).status()).isEqualTo(429);
            // Nobody reads, so they end by themselves or when their connections do.
            for (OpenRequest request : open) {
                request.close();
            }
            await().atMost(PATIENCE)
                    .until(() -> bulk(integration, "", registration()).status() == 200);
            await().atMost(PATIENCE).until(() -> spooled() == 0);
        } finally {
            for (OpenRequest request : open) {
                request.close();
            }
        }
    }

    @Test
    void aRevokedKeyWritesNoMoreWithinFiveSecondsAndIsToldWhy() throws Exception {
        for (String query : List.of("", STREAMED)) {
            for (boolean silent : List.of(true, false)) {
                String name = "leaver " + query + silent;
                JsonNode made = service.admin()
                        .post("/v1/keys", "{\"name\": \"%s\", \"roles\": [\"MARKETING\"]}".formatted(name))
                        .json();
                var leaver = new Caller(service.uri(), made.required("key").asString());
                await().atMost(PATIENCE).until(() -> underWay() == 0);
                var sending = new AtomicBoolean(true);
                try (var request = OpenRequest.chunked(leaver, service.port(), query)) {
                    request.chunk(registration());
                    // Before that it would be no bulk request, but one with a key that is not valid.
                    await().atMost(PATIENCE).until(() -> underWay() == 1);
                    assertThat(service.admin()
                                    .delete("/v1/keys/" + made.required("id").asString())
                                    .status())
                            .isEqualTo(204);
                    long revoked = System.nanoTime();
                    Thread sender = Thread.startVirtualThread(() -> {
                        try {
                            while (!silent && sending.get()) {
                                request.chunk(registration());
                                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
                            }
                        } catch (IOException e) {
                            // The service has hung up.
                            sending.set(false);
                        }
                    });

                    assertThat(request.status()).isEqualTo(200);
                    long lastWritten = System.nanoTime();
                    String last = "";
                    for (String line = request.line(); line != null; line = request.line()) {
                        lastWritten = line.contains("\"status\":201") ? System.nanoTime() : lastWritten;
                        last = line;
                    }
                    sending.set(false);
                    sender.join();

                    assertThat(last)
                            .as(name)
                            .contains(
                                    "\"status\":401,\"problem\":",
                                    "\"code\":\"unauthenticated\"",
                                    "The key '%s' has been revoked. The request was ended after line".formatted(name));
                    if (!query.isEmpty()) {
                        assertThat(Duration.ofNanos(lastWritten - revoked)).isLessThan(Duration.ofSeconds(5));
                    }
                }
            }
        }
    }

    private double underWay() {
        return service.part(MeterRegistry.class)
                .get("closedloop.bulk.streams.active")
                .gauge()
                .value();
    }

    /** How much disk the answers of all bulk requests take now. */
    private long spooled() {
        return (long) service.part(MeterRegistry.class)
                .get("closedloop.bulk.spool")
                .gauge()
                .value();
    }

    /** Looks at the spools again and again. */
    private final class WatchedSpools implements AutoCloseable {
        private final AtomicLong largest = new AtomicLong();
        private final Thread watcher;
        private volatile boolean over;

        WatchedSpools() {
            watcher = Thread.startVirtualThread(() -> {
                while (!over) {
                    largest.accumulateAndGet(spooled(), Math::max);
                    LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
                }
            });
        }

        long largest() {
            return largest.get();
        }

        @Override
        public void close() {
            over = true;
            try {
                watcher.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
