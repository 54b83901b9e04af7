package io.closedloop.lead.admin;

import static io.closedloop.lead.admin.AdminCalls.REBUILD;
import static io.closedloop.lead.admin.AdminCalls.awaitJson;
import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.http.Caller;
import io.closedloop.lead.http.FreshService;
import io.closedloop.lead.http.RunningService;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A rebuild as its operator sees it. */
class RebuildTest extends RunningService {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    Path directory;

    @Test
    void theOldFileServesWhileTheNewOneIsFilledAndCommandsGoOn() throws Exception {
        try (var service = FreshService.start(directory, "--closedloop.instance-name=left");
                var threads = Executors.newCachedThreadPool()) {
            Caller admin = service.admin();
            Caller everybody = service.as(Role.MARKETING, Role.SALES);
            assertThat(admin.get(REBUILD).json().required("instances")).isEmpty();
            for (int i = 0; i < 20; i++) {
                AdminCalls.lead(everybody);
            }
            var done = new AtomicBoolean();
            var commands = CompletableFuture.supplyAsync(
                    () -> {
                        long last = 0;
                        do {
                            last = AdminCalls.accept(everybody, AdminCalls.lead(everybody));
                        } while (!done.get());
                        return last;
                    },
                    threads);
            var readers = CompletableFuture.supplyAsync(
                    () -> {
                        long last = 0;
                        do {
                            Caller.Answer answer = everybody.get("/v1/reports/funnel");
                            assertThat(answer.status()).isEqualTo(200);
                            long position = answer.json().required("position").asLong();
                            assertThat(position).isGreaterThanOrEqualTo(last);
                            last = position;
                        } while (!done.get());
                        return last;
                    },
                    threads);

            Caller.Answer ordered = admin.send("POST", REBUILD, null);
            assertThat(ordered.status()).isEqualTo(202);
            assertThat(ordered.header("Location")).isEqualTo(REBUILD);
            assertThat(ordered.json().at("/instances/0/name").asString()).isEqualTo("left");
            List<JsonNode> told = follow(admin);
            done.set(true);
            long last = commands.get();
            readers.get();

            assertThat(told)
                    .allSatisfy(progress ->
                            assertThat(progress.required("instances")).hasSize(1));
            JsonNode end = told.getLast();
            assertThat(end.required("open").asBoolean()).isFalse();
            assertThat(end.at("/instances/0/rebuild/state").asString()).isEqualTo("DONE");
            assertThat(end.at("/instances/0/rebuild/outcome").asString()).startsWith("serving since position ");
            int leads = Math.toIntExact((last - 40) / 3) + 20;
            assertThat(AdminCalls.funnel(everybody, last)
                            .at("/0/stages/INQUIRY/entries")
                            .asInt())
                    .isEqualTo(leads);
            assertThat(directory.resolve("read-models-1.duckdb")).exists();
            AdminCalls.await(
                    () -> !directory.resolve("read-models.duckdb").toFile().exists());

            JsonNode standing = awaitJson(
                    () -> admin.get("/v1/admin/projections").json().at("/items/0"),
                    it -> it.at("/instances/0/lagEvents").asLong() == 0);
            assertThat(standing.required("name").asString()).isEqualTo("read-models");
            assertThat(standing.at("/head/position").asLong()).isEqualTo(last);
            assertThat(standing.at("/instances/0/position").asLong()).isEqualTo(last);
            assertThat(standing.at("/instances/0/lagSeconds").asDouble()).isZero();
            assertThat(standing.at("/instances/0/state").asString()).isEqualTo("FOLLOWING");
            assertThat(standing.at("/instances/0/bytes").asLong()).isPositive();
            assertThat(standing.at("/instances/0/instance/present").asBoolean()).isTrue();

            JsonNode log = admin.get("/v1/admin/log").json();
            assertThat(log.at("/head/position").asLong()).isEqualTo(last);
            assertThat(log.at("/appenders/0/events").asLong()).isEqualTo(last);
            assertThat(log.at("/appenders/0/stored").asLong()).isBetween(1L, last);
            assertThat(log.at("/appenders/0/waitingCommands").asInt()).isZero();
            assertThat(log.at("/appenders/0/syncMillis").asDouble()).isPositive();
        }
    }

    @Test
    void onlyAdministratorsAskAndOrderAndWhatTheyMistypeIsRefused() {
        Caller analyst = as(Role.ANALYST);
        Caller admin = as(Role.ADMIN);
        for (String path : List.of(
                "/v1/admin/projections",
                "/v1/admin/projections/read-models",
                REBUILD,
                AdminCalls.LETTERS,
                "/v1/admin/log")) {
            assertThat(analyst.get(path).code()).as(path).isEqualTo("forbidden");
            assertThat(admin.get(path).status()).as(path).isEqualTo(200);
            assertThat(admin.get(path + "?nonsense=1").status()).as(path).isEqualTo(400);
        }
        assertThat(analyst.send("POST", REBUILD, null).code()).isEqualTo("forbidden");
        assertThat(analyst.delete(REBUILD).code()).isEqualTo("forbidden");
        String other = REBUILD.replace("read-models", "others");
        assertThat(admin.get(other).code()).isEqualTo("not-found");
        assertThat(admin.send("POST", other, null).code()).isEqualTo("not-found");
        assertThat(admin.delete(other).code()).isEqualTo("not-found");
        assertThat(admin.post(REBUILD, "{\"instance\": \"left\"}").code()).isEqualTo("invalid-command");
        assertThat(admin.post(REBUILD, "{\"instances\": []}").code()).isEqualTo("malformed-request");
        assertThat(admin.post(REBUILD, "{\"instance\": \"%s\"}".formatted(UUID.randomUUID()))
                        .code())
                .isEqualTo("not-found");
        assertThat(admin.post(REBUILD, "").code()).isEqualTo("malformed-request");
        assertThat(admin.delete(REBUILD + "?instance=" + UUID.randomUUID()).code())
                .isEqualTo("not-found");
        assertThat(admin.delete(REBUILD).status()).isEqualTo(204);
    }

    /** The data of all events until the last, which is an end. */
    private static List<JsonNode> follow(Caller admin) {
        Caller.Answer stream = admin.get(REBUILD, "Accept", "text/event-stream");
        assertThat(stream.status()).isEqualTo(200);
        assertThat(stream.header("Content-Type")).startsWith("text/event-stream");
        var told = new ArrayList<JsonNode>();
        String[] events = stream.body().split("\n\n");
        for (int i = 0; i < events.length; i++) {
            String[] lines = events[i].split("\n");
            assertThat(lines[0]).isEqualTo(i == events.length - 1 ? "event: end" : "event: progress");
            told.add(JSON.readTree(lines[1].substring("data: ".length())));
        }
        return told;
    }
}
