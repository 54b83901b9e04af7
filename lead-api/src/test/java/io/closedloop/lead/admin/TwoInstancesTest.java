package io.closedloop.lead.admin;

import static io.closedloop.lead.admin.AdminCalls.LETTERS;
import static io.closedloop.lead.admin.AdminCalls.REBUILD;
import static io.closedloop.lead.admin.AdminCalls.awaitJson;
import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.admin.PoisonedFacts.Fault;
import io.closedloop.lead.admin.PoisonedFacts.Poison;
import io.closedloop.lead.http.Caller;
import io.closedloop.lead.http.FreshService;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Two instances on one PostgreSQL: either answers for both, and both do what either was told. */
class TwoInstancesTest {
    @TempDir
    Path directory;

    @AfterEach
    void cure() {
        PoisonedFacts.POISON.clear();
    }

    @Test
    void eitherAnswersForBothAndBothDoWhatEitherWasTold() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start();
                var left = start(server, "left")) {
            Caller admin = left.admin();
            Caller everybody = left.as(Role.MARKETING, Role.SALES);
            Files.createDirectories(directory.resolve("right"));
            Files.copy(
                    directory.resolve("left").resolve("master.key"),
                    directory.resolve("right").resolve("master.key"));
            try (var right = start(server, "right")) {
                Caller onTheRight = new Caller(right.uri(), admin.key());
                Caller readerOnTheRight = new Caller(right.uri(), everybody.key());
                UUID poisoned = UUID.randomUUID();
                PoisonedFacts.POISON.put(poisoned, new Poison("LeadMarketingQualified", Fault.DATABASE));
                AdminCalls.register(everybody, poisoned);
                AdminCalls.qualify(everybody, poisoned);
                long last = AdminCalls.accept(everybody, AdminCalls.lead(readerOnTheRight));
                assertThat(AdminCalls.funnel(everybody, last)).isEqualTo(AdminCalls.funnel(readerOnTheRight, last));

                JsonNode standing = awaitJson(
                        () -> onTheRight
                                .get("/v1/admin/projections/read-models")
                                .json(),
                        it -> it.required("instances").size() == 2
                                && it.at("/instances/0/lagEvents").asLong() == 0
                                && it.at("/instances/1/lagEvents").asLong() == 0
                                && it.at("/instances/0/deadLetters/parked").asInt() == 1
                                && it.at("/instances/1/deadLetters/parked").asInt() == 1);
                assertThat(standing.at("/instances/0/instance/name").asString()).isEqualTo("left");
                assertThat(standing.at("/instances/1/instance/name").asString()).isEqualTo("right");
                assertThat(standing.required("instances")).allSatisfy(it -> {
                    assertThat(it.at("/instance/present").asBoolean()).isTrue();
                    assertThat(it.required("state").asString()).isEqualTo("FOLLOWING");
                });
                assertThat(onTheRight.get("/v1/admin/log").json().required("appenders"))
                        .hasSize(2);

                JsonNode letter = awaitJson(
                        () -> admin.get(LETTERS).json().at("/items/0"),
                        it -> it.path("instances").size() == 2);
                PoisonedFacts.POISON.clear();
                String path = LETTERS + "/" + letter.required("id").asString();
                assertThat(onTheRight.send("POST", path + "/retry", null).status())
                        .isEqualTo(202);
                JsonNode healed = awaitJson(
                        () -> admin.get(path).json(),
                        it -> it.required("instances").isEmpty()
                                && it.required("orders")
                                        .valueStream()
                                        .noneMatch(order ->
                                                order.required("endedAt").isNull()));
                assertThat(healed.required("orders"))
                        .hasSize(2)
                        .allSatisfy(order ->
                                assertThat(order.required("state").asString()).isEqualTo("DONE"));
                assertThat(AdminCalls.funnel(everybody, last)
                                .at("/0/stages/MQL/entries")
                                .asInt())
                        .isEqualTo(2);
                assertThat(AdminCalls.funnel(everybody, last)).isEqualTo(AdminCalls.funnel(readerOnTheRight, last));

                // Only one of them, then both.
                String rightId = standing.at("/instances/1/instance/id").asString();
                assertThat(admin.post(REBUILD, "{\"instance\": \"%s\"}".formatted(rightId))
                                .status())
                        .isEqualTo(202);
                awaitRebuilt(admin, 1);
                assertThat(directory.resolve("right").resolve("read-models-1.duckdb"))
                        .exists();
                assertThat(directory.resolve("left").resolve("read-models-1.duckdb"))
                        .doesNotExist();
                assertThat(onTheRight.send("POST", REBUILD, null).status()).isEqualTo(202);
                awaitRebuilt(admin, 2);
                assertThat(directory.resolve("right").resolve("read-models-2.duckdb"))
                        .exists();
                assertThat(directory.resolve("left").resolve("read-models-1.duckdb"))
                        .exists();
                assertThat(AdminCalls.funnel(everybody, last)).isEqualTo(AdminCalls.funnel(readerOnTheRight, last));
            }
            JsonNode away = awaitJson(
                    () -> admin.get("/v1/admin/projections/read-models").json().at("/instances/1"),
                    it -> !it.at("/instance/present").asBoolean());
            assertThat(away.required("state").asString()).isEqualTo("AWAY");
        }
    }

    private static void awaitRebuilt(Caller admin, int instances) {
        JsonNode done = awaitJson(
                () -> admin.get(REBUILD).json(),
                it -> !it.required("open").asBoolean()
                        && it.required("instances").size() == instances);
        assertThat(done.required("instances"))
                .allSatisfy(it -> assertThat(it.at("/rebuild/state").asString()).isEqualTo("DONE"));
    }

    private FreshService start(EmbeddedPostgres server, String name) {
        return FreshService.start(
                directory.resolve(name),
                List.of(PoisonedFacts.class),
                "--spring.profiles.active=postgres",
                "--closedloop.instance-name=" + name,
                "--spring.datasource.url=" + server.getJdbcUrl("postgres", "postgres"),
                "--spring.datasource.username=postgres",
                "--spring.datasource.password=postgres");
    }
}
