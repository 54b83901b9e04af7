package io.closedloop.lead.waiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.access.KeyId;
import io.closedloop.lead.access.Role;
import io.closedloop.lead.http.Caller;
import io.closedloop.lead.http.FreshService;
import io.closedloop.lead.http.ProblemException;
import io.closedloop.lead.readmodels.ReadModels;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that wait for a position, by the hundred, over real sockets; a handful of threads answers everybody. */
class RequestsThatWaitTest {
    private static final int WORKERS = 12;
    private static final int AT_ONCE = 500;
    private static final int PER_KEY = 400;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String WAIT = "Prefer: wait=60";
    /** How often others are looked at, however soon an attack is over. */
    private static final int AT_LEAST = 10;

    private static final long FAR_AHEAD = 1_000_000_000L;

    @TempDir
    static Path directory;

    private static FreshService service;
    private static Caller marketing;
    private static Caller analyst;
    private static Caller another;
    private static Caller auditor;

    private final List<OpenCall> open = Collections.synchronizedList(new ArrayList<>());

    @BeforeAll
    static void start() throws IOException {
        service = FreshService.start(
                directory,
                List.of(HeldFacts.class),
                "--server.tomcat.threads.max=" + WORKERS,
                "--closedloop.waits.at-once=" + AT_ONCE,
                "--closedloop.waits.per-key=" + PER_KEY,
                "--closedloop.read-models.queries-per-key=2");
        marketing = service.as(Role.MARKETING);
        analyst = service.as(Role.ANALYST);
        another = service.as(Role.ANALYST);
        auditor = service.as(Role.AUDITOR);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @AfterEach
    void nobodyWaitsAnyMore() {
        open.forEach(OpenCall::close);
        await().atMost(PATIENCE).until(() -> waits() == 0);
    }

    private static int waits() {
        return service.part(Waits.class).size();
    }

    private OpenCall wait(Caller caller, String path, String... headers) {
        OpenCall call = OpenCall.get(caller, path, headers.length == 0 ? new String[] {WAIT} : headers);
        open.add(call);
        return call;
    }

    private static Caller.Answer register() {
        return marketing.post("/v1/leads", """
                {"contact": {"email": "%s@example.com"}, "source": {"channel": "WEB", "sourcedBy": "OTHER"}}""".formatted(UUID.randomUUID()));
    }

    private static long registered() {
        return register().json().required("position").asLong();
    }

    private static long head() {
        return auditor.get("/v1/events?after=" + Long.MAX_VALUE)
                .json()
                .required("position")
                .asLong();
    }

    /** While the read models come no further; what they lack is a position of the log. */
    private static <T> T held(HeldTest<T> test) throws Exception {
        HeldFacts.HOLD.lock();
        try {
            return test.with(registered());
        } finally {
            HeldFacts.HOLD.unlock();
        }
    }

    private interface HeldTest<T> {
        T with(long lacking) throws Exception;
    }

    private static String list(long position) {
        return "/v1/leads?minPosition=" + position;
    }

    /** Others send commands and ask for liveness until {@code attack} is over; none of them waits for that. */
    private static <T> T whileOthersAreAnswered(String attack, Callable<T> during) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<T> result = threads.submit(during);
            var slowest = new Duration[] {Duration.ZERO, Duration.ZERO};
            int asked = 0;
            do {
                long begun = System.nanoTime();
                assertThat(new Caller(service.uri(), null)
                                .get("/actuator/health/liveness")
                                .status())
                        .isEqualTo(200);
                long alive = System.nanoTime();
                assertThat(register().status()).isEqualTo(201);
                slowest[0] = max(slowest[0], Duration.ofNanos(alive - begun));
                slowest[1] = max(slowest[1], Duration.ofNanos(System.nanoTime() - alive));
                asked++;
            } while (!result.isDone() || asked < AT_LEAST);
            System.out.printf(
                    "%s: %d times liveness and a command, %d ms and %d ms at most%n",
                    attack, asked, slowest[0].toMillis(), slowest[1].toMillis());
            assertThat(slowest[0]).isLessThan(Duration.ofSeconds(20));
            assertThat(slowest[1]).isLessThan(Duration.ofSeconds(20));
            return result.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }

    private static List<String> answers(List<OpenCall> calls) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<String>();
            for (Future<String> answer : threads.invokeAll(
                    calls.stream().<Callable<String>>map(call -> call::answer).toList())) {
                answers.add(answer.get());
            }
            return answers;
        }
    }

    private List<OpenCall> many(int count, Caller caller, String path) {
        return Stream.generate(() -> wait(caller, path)).limit(count).toList();
    }

    @Test
    void fiveHundredThatWantAPositionFarAheadAreTurnedAwayAtOnceAndOthersAreAnsweredMeanwhile() throws Exception {
        List<String> answers = whileOthersAreAnswered(
                "500 waits for a position far ahead",
                () -> answers(many(500, analyst, "/v1/reports/funnel?minPosition=" + FAR_AHEAD)));

        assertThat(answers)
                .hasSize(500)
                .allSatisfy(answer -> assertThat(answer)
                        .startsWith("HTTP/1.1 503")
                        .contains("projection-behind", "is not waited for"));
    }

    @Test
    void whoeverWaitsTakesNoWorkerAndIsAnsweredOnceThePositionIsThere() throws Exception {
        List<OpenCall> waiting = held(lacking -> {
            List<OpenCall> calls = many(PER_KEY, analyst, list(lacking));
            await().atMost(PATIENCE).until(() -> waits() == PER_KEY);
            whileOthersAreAnswered(PER_KEY + " waits for the read models", () -> {
                String oneMore = wait(analyst, list(lacking)).answer();
                assertThat(oneMore)
                        .startsWith("HTTP/1.1 429")
                        .contains("too-many-requests", "Retry-After: 1", "400 requests that wait for a position");
                return calls;
            });
            var others = new ArrayList<>(calls);
            others.addAll(many(AT_ONCE - PER_KEY, another, "/v1/reports/funnel?minPosition=" + lacking));
            await().atMost(PATIENCE).until(() -> waits() == AT_ONCE);
            assertThat(wait(auditor, list(lacking)).answer())
                    .startsWith("HTTP/1.1 429")
                    .contains("500 requests that wait for a position", "as many as the service takes");
            assertThat(waits()).isEqualTo(AT_ONCE);
            return others;
        });

        // More at once than there may be questions to the read models: some of them are told to come again.
        assertThat(answers(waiting))
                .hasSize(AT_ONCE)
                .allSatisfy(answer -> assertThat(OpenCall.status(answer)).isIn(200, 429))
                .anySatisfy(answer -> assertThat(OpenCall.status(answer)).isEqualTo(200));
    }

    @Test
    void whoeverHangsUpGivesHisPlaceBack() throws Exception {
        OpenCall late = held(lacking -> {
            many(PER_KEY, analyst, list(lacking));
            many(AT_ONCE - PER_KEY, another, list(lacking));
            await().atMost(PATIENCE).until(() -> waits() == AT_ONCE);

            open.forEach(OpenCall::close);
            await().atMost(PATIENCE).until(() -> waits() == 0);
            OpenCall call = wait(analyst, list(lacking));
            await().atMost(PATIENCE).until(() -> waits() == 1);
            return call;
        });

        assertThat(late.answer()).startsWith("HTTP/1.1 200");
    }

    @Test
    void whoeverOnlyStopsSendingIsToldHowThingsStand() throws Exception {
        held(lacking -> {
            OpenCall call = wait(analyst, list(lacking));
            await().atMost(PATIENCE).until(() -> waits() == 1);
            call.endSending();

            assertThat(call.answer()).startsWith("HTTP/1.1 503").contains("projection-behind");
            return call;
        });
    }

    @Test
    void aWaitEndsWhenItsTimeIsUpAndStaysTheSameRequest() throws Exception {
        held(lacking -> {
            String answer = wait(analyst, list(lacking), "Prefer: wait=1", "X-Correlation-Id: of-one-who-waits")
                    .answer();

            assertThat(answer)
                    .startsWith("HTTP/1.1 503")
                    .contains("projection-behind", "after 1 s", "Retry-After: 1", "X-Correlation-Id: of-one-who-waits");
            return answer;
        });
    }

    @Test
    void theWaitOfAKeyThatIsRevokedMeanwhileEndsAtOnce() throws Exception {
        Caller.Answer made = service.admin().post("/v1/keys", "{\"name\": \"leaver\", \"roles\": [\"ANALYST\"]}");
        Caller leaver = new Caller(service.uri(), made.json().required("key").asString());

        OpenCall call = held(lacking -> {
            OpenCall waiting = wait(leaver, list(lacking));
            await().atMost(PATIENCE).until(() -> waits() == 1);
            assertThat(service.admin()
                            .delete("/v1/keys/" + made.json().required("id").asString())
                            .status())
                    .isEqualTo(204);
            await().atMost(PATIENCE).until(() -> waits() == 0);
            return waiting;
        });

        assertThat(call.answer()).startsWith("HTTP/1.1 401");
    }

    @Test
    void aNumberOfAnInstantIsWaitedForAsItWasWhenItWasAskedFor() throws Exception {
        OpenCall call = held(lacking -> {
            String asOf = auditor.get("/v1/events?after=" + (lacking - 1))
                    .json()
                    .at("/items/0/recordedat")
                    .asString();
            OpenCall waiting = wait(analyst, "/v1/reports/funnel?asOf=" + asOf);
            await().atMost(PATIENCE).until(() -> waits() == 1);
            assertThat(register().status()).isEqualTo(201);
            return waiting;
        });

        assertThat(call.answer()).startsWith("HTTP/1.1 200").contains("\"position\"");
    }

    @Test
    void theNextEventIsWaitedForAndOnlyTheNext() throws Exception {
        long head = head();
        OpenCall next = wait(auditor, "/v1/events?after=%d&minPosition=%d".formatted(head, head + 1));
        await().atMost(PATIENCE).until(() -> waits() == 1);
        assertThat(wait(auditor, "/v1/events?minPosition=" + (head + 2)).answer())
                .startsWith("HTTP/1.1 503")
                .contains("projection-behind");

        assertThat(registered()).isEqualTo(head + 1);

        assertThat(next.answer()).startsWith("HTTP/1.1 200").contains("LeadRegistered");
    }

    @Test
    void aStreamBeginsOnceThePositionIsThere() throws Exception {
        long head = head();
        OpenCall stream = wait(
                auditor,
                "/v1/events?after=%d&minPosition=%d".formatted(head, head + 1),
                WAIT,
                "Accept: text/event-stream");
        await().atMost(PATIENCE).until(() -> waits() == 1);

        assertThat(registered()).isEqualTo(head + 1);

        assertThat(stream.firstLines("id: " + (head + 1))).startsWith("HTTP/1.1 200");
    }

    static Stream<String> whatIsReadFromTheLogOrFromReadModels() {
        UUID id = UUID.randomUUID();
        return Stream.of(
                "/v1/leads?",
                "/v1/leads/%s?".formatted(id),
                "/v1/leads/%s/history?".formatted(id),
                "/v1/suppressions?",
                "/v1/suppressions/%s?".formatted(id),
                "/v1/playbook?",
                "/v1/events?",
                "/v1/reports/winRate?",
                "/v1/reports/funnel/leads?stage=MQL&",
                "/v1/reports/funnel/explain?stage=MQL&asOf=2026-01-01&");
    }

    @ParameterizedTest
    @MethodSource("whatIsReadFromTheLogOrFromReadModels")
    void nobodyWaitsForWhatTheLogHasNotComeTo(String path) {
        assertThat(wait(auditor, path + "minPosition=" + FAR_AHEAD).answer())
                .startsWith("HTTP/1.1 503")
                .contains("projection-behind", "Retry-After: 1");
        assertThat(wait(auditor, path + "minPosition=" + 1_000 * FAR_AHEAD).answer())
                .startsWith("HTTP/1.1 503")
                .contains("projection-behind");
    }

    @Test
    void aSearchForWhatTheLogHasNotComeToIsTurnedAwayToo() {
        Caller.Answer answer = auditor.post(
                "/v1/leads/search?minPosition=" + FAR_AHEAD, "{\"email\": \"a@example.com\"}", "Prefer", "wait=60");

        assertThat(answer.code()).isEqualTo("projection-behind");
    }

    @Test
    void noKeyHasAllPlacesOfThoseWhoAskTheReadModels() {
        ReadModels models = service.part(ReadModels.class);
        Actor one = actor("one");
        Actor other = actor("other");

        models.ask(one, _ -> {
            models.ask(one, _ -> {
                assertThatThrownBy(() -> models.ask(one, _ -> 0))
                        .isInstanceOf(ProblemException.class)
                        .hasMessageContaining("The key 'one' has 2 questions to the read models under way");
                return 0;
            });
            return 0;
        });
        assertThat(models.<Integer>ask(other, _ -> 1)).isEqualTo(1);
    }

    private static Actor actor(String name) {
        return new Actor(new KeyId(UUID.randomUUID()), name, Set.of(Role.ANALYST));
    }

    @Test
    void aStopEndsWaitsAtOnce(@TempDir Path elsewhere) throws Exception {
        var stopping = FreshService.start(elsewhere);
        Caller follower = stopping.as(Role.AUDITOR);
        try (OpenCall call = OpenCall.get(follower, "/v1/events?minPosition=1", WAIT)) {
            await().atMost(PATIENCE).until(() -> stopping.part(Waits.class).size() == 1);
            long begun = System.nanoTime();
            stopping.close();

            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(25));
            assertThat(call.answer()).startsWith("HTTP/1.1 503").contains("store-unavailable", "stopping");
        }
    }
}
