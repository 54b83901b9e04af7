package io.closedloop.lead.admin;

import static io.closedloop.lead.admin.AdminCalls.LETTERS;
import static io.closedloop.lead.admin.AdminCalls.awaitJson;
import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.admin.PoisonedFacts.Fault;
import io.closedloop.lead.admin.PoisonedFacts.Poison;
import io.closedloop.lead.http.Caller;
import io.closedloop.lead.http.FreshService;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** An event that cannot be written to the read models, as operators meet it. */
class DeadLettersTest {
    @TempDir
    Path directory;

    @AfterEach
    void cure() {
        PoisonedFacts.POISON.clear();
    }

    @ParameterizedTest
    @EnumSource
    void parksTheEventAndRaisesAnAlarmAndARetryHealsTheReports(Fault fault) throws Exception {
        try (var service = FreshService.start(directory, List.of(PoisonedFacts.class))) {
            Caller admin = service.admin();
            Caller everybody = service.as(Role.MARKETING, Role.SALES);
            assertThat(admin.get(LETTERS).json().required("items")).isEmpty();
            assertThat(admin.get("/actuator/health").json().required("status").asString())
                    .isEqualTo("UP");

            UUID poisoned = UUID.randomUUID();
            PoisonedFacts.POISON.put(poisoned, new Poison("LeadMarketingQualified", fault));
            AdminCalls.register(everybody, poisoned);
            long position = AdminCalls.qualify(everybody, poisoned);
            AdminCalls.accept(everybody, poisoned);
            AdminCalls.lead(everybody);
            long last = AdminCalls.accept(everybody, AdminCalls.lead(everybody));
            JsonNode without = AdminCalls.funnel(everybody, last);
            assertThat(without.at("/0/stages/MQL/entries").asInt()).isEqualTo(2);
            String tag = everybody.get("/v1/reports/funnel").header("ETag");

            JsonNode letter = admin.get(LETTERS).json().at("/items/0");
            assertThat(letter.required("leadId").asString()).isEqualTo(poisoned.toString());
            assertThat(letter.required("position").asLong()).isEqualTo(position);
            assertThat(letter.required("type").asString()).isEqualTo("LeadMarketingQualified");
            assertThat(letter.at("/instances/0/state").asString()).isEqualTo("PARKED");
            assertThat(letter.at("/instances/0/waiting").asLong()).isEqualTo(1);
            assertThat(letter.at("/instances/0/cause").asString()).isNotBlank().doesNotContain("ann@");
            assertAlarm(service, admin, 1, 1, 0);

            String path = LETTERS + "/" + letter.required("id").asString();
            Caller.Answer ordered = admin.send("POST", path + "/retry", null);
            assertThat(ordered.status()).isEqualTo(202);
            assertThat(ordered.header("Location")).isEqualTo(path);
            JsonNode failed = awaitJson(
                    () -> admin.get(path).json().at("/orders/0"),
                    order -> !order.required("endedAt").isNull());
            assertThat(failed.required("state").asString()).isEqualTo("FAILED");
            assertThat(failed.required("outcome").asString()).contains("could not be written");

            PoisonedFacts.POISON.clear();
            assertThat(admin.send("POST", path + "/retry", null).status()).isEqualTo(202);
            JsonNode healed = awaitJson(
                    () -> admin.get(path).json(),
                    it -> it.required("instances").isEmpty()
                            && !it.at("/orders/0/endedAt").isNull());
            assertThat(healed.at("/orders/0/state").asString()).isEqualTo("DONE");
            assertThat(healed.at("/orders/0/outcome").asString()).isEqualTo("2 events taken in");
            assertThat(healed.required("leadId").asString()).isEqualTo(poisoned.toString());
            assertThat(admin.get(LETTERS).json().required("items")).isEmpty();
            assertThat(admin.send("POST", path + "/retry", null).status()).isEqualTo(404);
            assertThat(AdminCalls.funnel(everybody, last)
                            .at("/0/stages/MQL/entries")
                            .asInt())
                    .isEqualTo(3);
            assertThat(everybody.get("/v1/reports/funnel", "If-None-Match", tag).status())
                    .as("the log's position is the same, the numbers are not")
                    .isEqualTo(200);
            assertThat(admin.get("/actuator/health").json().required("status").asString())
                    .isEqualTo("UP");
        }
    }

    @Test
    void aDiscardedEventIsLeftOutForGoodAndStaysVisible() throws Exception {
        String path;
        try (var service = FreshService.start(directory, List.of(PoisonedFacts.class))) {
            Caller admin = service.admin();
            Caller everybody = service.as(Role.MARKETING, Role.SALES);
            UUID poisoned = AdminCalls.lead(everybody);
            PoisonedFacts.POISON.put(poisoned, new Poison("LeadAssigned", Fault.BUG));
            assertThat(everybody
                            .post("/v1/leads/%s/assign".formatted(poisoned), "{\"rep\": \"ann\"}")
                            .status())
                    .isEqualTo(200);
            long last = AdminCalls.accept(everybody, poisoned);
            assertThat(AdminCalls.funnel(everybody, last)
                            .at("/0/stages/ACCEPTED/entries")
                            .asInt())
                    .isZero();
            path = LETTERS + "/" + admin.get(LETTERS).json().at("/items/0/id").asString();
            String discard = path + "/discard";
            assertThat(everybody.send("POST", discard, null).status()).isEqualTo(403);
            assertThat(admin.send("POST", discard, null).status()).isEqualTo(202);
            JsonNode discarded = awaitJson(
                    () -> admin.get(path).json(),
                    it -> !it.at("/orders/0/endedAt").isNull());
            assertThat(discarded.at("/orders/0/state").asString()).isEqualTo("DONE");
            assertThat(discarded.at("/orders/0/kind").asString()).isEqualTo("DISCARD");
            assertThat(discarded.at("/instances/0/state").asString()).isEqualTo("DISCARDED");
            assertThat(AdminCalls.funnel(everybody, last)
                            .at("/0/stages/ACCEPTED/entries")
                            .asInt())
                    .isEqualTo(1);
            assertAlarm(service, admin, 0, 0, 1);
            assertThat(admin.send("POST", discard, null).status()).isEqualTo(404);

            // A rebuild knows of it, and so does whoever can write it.
            rebuild(admin);
            assertThat(admin.get(path).json().at("/instances/0/state").asString())
                    .isEqualTo("DISCARDED");
            PoisonedFacts.POISON.clear();
            rebuild(admin);
            assertThat(admin.get(path).json().required("instances")).isEmpty();
        }
    }

    @Test
    void pagesThroughTheLetters() throws Exception {
        try (var service = FreshService.start(directory, List.of(PoisonedFacts.class))) {
            Caller admin = service.admin();
            Caller everybody = service.as(Role.MARKETING, Role.SALES);
            long last = 0;
            for (int i = 0; i < 3; i++) {
                UUID poisoned = UUID.randomUUID();
                PoisonedFacts.POISON.put(poisoned, new Poison("LeadMarketingQualified", Fault.BUG));
                AdminCalls.register(everybody, poisoned);
                last = AdminCalls.qualify(everybody, poisoned);
            }
            AdminCalls.funnel(everybody, last);
            JsonNode first = admin.get(LETTERS + "?limit=2").json();
            assertThat(first.required("items")).hasSize(2);
            JsonNode second = admin.get(LETTERS + "?limit=2&after="
                            + first.required("nextAfter").asLong())
                    .json();
            assertThat(second.required("items")).hasSize(1);
            assertThat(second.required("nextAfter").isNull()).isTrue();
            assertThat(admin.get(LETTERS + "?limit=0").status()).isEqualTo(400);
            assertThat(admin.get(LETTERS + "/" + UUID.randomUUID()).status()).isEqualTo(404);
        }
    }

    private static void rebuild(Caller admin) {
        int before = admin.get(AdminCalls.REBUILD).json().required("instances").size();
        String last = before == 0
                ? ""
                : admin.get(AdminCalls.REBUILD)
                        .json()
                        .at("/instances/0/rebuild/orderedAt")
                        .asString();
        assertThat(admin.send("POST", AdminCalls.REBUILD, null).status()).isEqualTo(202);
        awaitJson(
                () -> admin.get(AdminCalls.REBUILD).json().at("/instances/0/rebuild"),
                it -> it.path("state").asString("").equals("DONE")
                        && !it.path("orderedAt").asString("").equals(last));
    }

    /** Seen by machines that watch, and no reason to take commands elsewhere. */
    private static void assertAlarm(FreshService service, Caller admin, int parked, int waiting, int discarded) {
        Caller.Answer health = admin.get("/actuator/health");
        assertThat(health.status()).isEqualTo(200);
        assertThat(health.json().required("status").asString()).isEqualTo(parked > 0 ? "DEGRADED" : "UP");
        assertThat(health.json().at("/components/readModels/details/parked").asInt())
                .isEqualTo(parked);
        assertThat(new Caller(service.uri(), null)
                        .get("/actuator/health/readiness")
                        .status())
                .isEqualTo(200);
        String metrics = admin.get("/actuator/prometheus").body();
        assertThat(metrics)
                .contains(
                        "closedloop_dead_letters{state=\"parked\"} %d.0".formatted(parked),
                        "closedloop_dead_letters{state=\"waiting\"} %d.0".formatted(waiting),
                        "closedloop_dead_letters{state=\"discarded\"} %d.0".formatted(discarded));
        JsonNode counts = admin.get("/v1/admin/projections/read-models").json().at("/instances/0/deadLetters");
        assertThat(counts.required("parked").asInt()).isEqualTo(parked);
        assertThat(counts.required("waiting").asInt()).isEqualTo(waiting);
        assertThat(counts.required("discarded").asInt()).isEqualTo(discarded);
    }
}
