package io.closedloop.lead.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.http.Caller;
import io.closedloop.lead.http.FreshService;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Jobs as callers see them. */
class JobsOverHttpTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private static Path directory;

    private static FreshService service;
    private static Caller analyst;
    private static Caller sales;

    @BeforeAll
    static void start() throws IOException {
        service = FreshService.start(directory, List.of(SampleJobs.class));
        analyst = service.as(Role.ANALYST);
        sales = service.as(Role.SALES);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static Caller.Answer ask(String question) {
        return analyst.send("POST", SampleJobs.PATH + question, null);
    }

    private static String asked(String question) {
        Caller.Answer answer = ask(question);
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        return answer.header("Location");
    }

    private static JsonNode awaitState(String path, String state) {
        return await().atMost(PATIENCE)
                .until(
                        () -> analyst.get(path).json(),
                        it -> it.required("state").asString().equals(state));
    }

    @Test
    void whoeverAsksIsToldWhereTheJobIsAndFindsItsResultThere() {
        Caller.Answer accepted = ask("?to=3");
        JsonNode job = accepted.json();

        assertThat(accepted.status()).isEqualTo(202);
        assertThat(accepted.header("Location"))
                .isEqualTo("/v1/jobs/" + job.required("jobId").asString());
        assertThat(job.propertyNames())
                .contains("kind", "state", "cancelAsked", "progress", "askedBy", "askedAt", "startedAt", "endedAt");

        JsonNode done = awaitState(accepted.header("Location"), "DONE");
        assertThat(done.required("kind").asString()).isEqualTo("counting");
        assertThat(done.required("askedBy").asString()).startsWith("key-");
        assertThat(done.required("counted").asInt()).isEqualTo(3);
        assertThat(done.at("/progress/done").asInt()).isEqualTo(3);
        assertThat(done.at("/progress/total").asInt()).isEqualTo(3);
        assertThat(done.at("/progress/unit").asString()).isEqualTo("numbers");
        assertThat(done.required("failure").isNull()).isTrue();
        assertThat(analyst.get("/v1/jobs?limit=1000").json().required("items").valueStream())
                .contains(done);
    }

    @Test
    void forThoseWhoMayNotAskForItAJobIsNotThere() throws IOException {
        String path = asked("?to=1");

        assertThat(sales.get(path).code()).isEqualTo("not-found");
        assertThat(sales.get(path, "Accept", "text/event-stream").code()).isEqualTo("not-found");
        assertThat(sales.delete(path).code()).isEqualTo("not-found");
        assertThat(sales.get("/v1/jobs").code()).isEqualTo("forbidden");
        assertThat(service.as(Role.AUDITOR).get(path).status()).isEqualTo(200);
        assertThat(service.admin().get("/v1/jobs").json().required("items").valueStream())
                .allMatch(job -> job.required("kind").asString().equals("backup"));
        assertThat(analyst.get("/v1/jobs/" + UUID.randomUUID()).code()).isEqualTo("not-found");
        assertThat(analyst.get("/v1/jobs/1").code()).isEqualTo("not-found");
        assertThat(analyst.get(path + "?nonsense=1").code()).isEqualTo("malformed-request");
        assertThat(analyst.get("/v1/jobs?limit=0").code()).isEqualTo("malformed-request");
    }

    @Test
    void aJobIsCancelledOnceAndThenHasEnded() {
        String path = asked("?to=100000&pause=10");
        awaitState(path, "RUNNING");

        Caller.Answer cancelled = analyst.delete(path);
        assertThat(cancelled.status()).isEqualTo(202);
        assertThat(cancelled.json().required("cancelAsked").asBoolean()).isTrue();
        awaitState(path, "CANCELLED");

        Caller.Answer again = analyst.delete(path);
        assertThat(again.code()).isEqualTo("job-ended");
        assertThat(again.json().required("detail").asString()).contains("CANCELLED");
    }

    @Test
    void aFailedJobSaysWhy() {
        JsonNode failed = awaitState(asked("?to=3&failAt=2"), "FAILED");

        assertThat(failed.required("failure").asString()).isEqualTo("2 cannot be counted");
        assertThat(failed.has("counted")).isFalse();
    }

    @Test
    void whoeverFollowsAJobHearsOfItsChangesUntilItsEnd() {
        List<String> events = new ArrayList<>();
        List<JsonNode> told = follow(asked("?to=40&pause=30"), events);

        assertThat(events.getLast()).isEqualTo("end");
        assertThat(events.subList(0, events.size() - 1)).isNotEmpty().containsOnly("progress");
        assertThat(told.getLast().required("state").asString()).isEqualTo("DONE");
        assertThat(told.getLast().required("counted").asInt()).isEqualTo(40);
        List<Integer> done =
                told.stream().map(job -> job.at("/progress/done").asInt()).toList();
        assertThat(done).isSorted().hasSizeGreaterThan(3);
    }

    @Test
    void whoeverFollowsAnEndedJobHearsItsEndAlone() {
        String path = asked("?to=1");
        awaitState(path, "DONE");

        List<String> events = new ArrayList<>();
        List<JsonNode> told = follow(path, events);

        assertThat(events).containsExactly("end");
        assertThat(told.getFirst()).isEqualTo(analyst.get(path).json());
    }

    @Test
    void followersTakeNoWorkerAndAreBoundedPerKey() {
        String path = asked("?to=100000&pause=10");
        var following = new ArrayList<CompletableFuture<Caller.Answer>>();
        for (int i = 0; i < JobStreams.PER_KEY; i++) {
            following.add(CompletableFuture.supplyAsync(
                    () -> analyst.get(path, "Accept", "text/event-stream"),
                    task -> Thread.ofVirtual().start(task)));
        }
        JobStreams streams = service.part(JobStreams.class);
        await().atMost(PATIENCE).until(() -> streams.size() == JobStreams.PER_KEY);

        assertThat(analyst.get(path, "Accept", "text/event-stream").code()).isEqualTo("too-many-requests");
        assertThat(Thread.getAllStackTraces().entrySet())
                .filteredOn(thread -> thread.getKey().getName().contains("-exec-"))
                .noneMatch(thread -> List.of(thread.getValue()).toString().contains("JobStream"));

        analyst.delete(path);
        assertThat(following)
                .allSatisfy(stream -> assertThat(stream.get().body()).contains("event: end"));
        await().atMost(PATIENCE).until(() -> streams.size() == 0);
    }

    @Test
    void aRevokedKeyHearsNoMoreOfAJob() throws Exception {
        String path = asked("?to=100000&pause=10");
        JsonNode made = service.admin()
                .post("/v1/keys", "{\"name\": \"%s\", \"roles\": [\"ANALYST\"]}".formatted(UUID.randomUUID()))
                .json();
        var revoked = new Caller(service.uri(), made.required("key").asString());
        var following = CompletableFuture.supplyAsync(
                () -> revoked.get(path, "Accept", "text/event-stream"),
                task -> Thread.ofVirtual().start(task));
        JobStreams streams = service.part(JobStreams.class);
        await().atMost(PATIENCE).until(() -> streams.size() > 0);

        assertThat(service.admin()
                        .delete("/v1/keys/" + made.required("id").asString())
                        .status())
                .isEqualTo(204);

        assertThat(following.get(5, TimeUnit.SECONDS).body()).endsWith(": the key has been revoked\n\n");
        analyst.delete(path);
    }

    @Test
    void aQuestionIsBounded() {
        assertThat(ask("?to=1&padding=20000").code()).isEqualTo("payload-too-large");
    }

    /** The data of all events until the last, and what the events are called. */
    private static List<JsonNode> follow(String path, List<String> events) {
        Caller.Answer stream = analyst.get(path, "Accept", "text/event-stream");
        assertThat(stream.status()).isEqualTo(200);
        assertThat(stream.header("Content-Type")).startsWith("text/event-stream");
        var told = new ArrayList<JsonNode>();
        for (String event : stream.body().split("\n\n")) {
            String[] lines = event.split("\n");
            if (lines[0].startsWith("event: ")) {
                events.add(lines[0].substring("event: ".length()));
                told.add(JSON.readTree(lines[1].substring("data: ".length())));
            }
        }
        return told;
    }
}
