package io.closedloop.lead.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.http.Caller;
import io.closedloop.lead.http.FreshService;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database goes and comes back; the service says so, and is not restarted for it. */
class DatabaseAwayTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** The probe's bound, and room for a machine that does other things as well. */
    private static final Duration QUICK = Duration.ofSeconds(5);

    @TempDir
    Path directory;

    @Test
    void isAliveButNotReadyWhileTheDatabaseIsGoneOrSilentAndReadyOnceItIsBack() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.builder().start();
                Cable cable = Cable.to(server.getPort());
                FreshService service = FreshService.start(
                        directory.resolve("data"),
                        "--spring.profiles.active=postgres",
                        "--spring.datasource.url=jdbc:postgresql://localhost:%d/postgres".formatted(cable.port()),
                        "--spring.datasource.username=postgres",
                        "--spring.datasource.password=postgres")) {
            Caller sales = service.as(Role.MARKETING);
            Caller admin = service.admin();
            Caller probe = new Caller(service.uri(), null);
            isWell(probe, sales);

            cable.cut();
            isAway(probe, sales);
            // Who may see them is not known without the database, unless it was known a moment ago; nobody is told
            // more.
            assertThat(admin.get("/actuator/health").status()).isEqualTo(503);
            cable.mend();
            await().atMost(PATIENCE).untilAsserted(() -> isWell(probe, sales));

            cable.hold();
            isAway(probe, sales);
            cable.mend();
            await().atMost(PATIENCE).untilAsserted(() -> isWell(probe, sales));
        }
    }

    private static void isWell(Caller probe, Caller sales) {
        assertThat(probe.get("/actuator/health/readiness").status()).isEqualTo(200);
        assertThat(probe.get("/actuator/health/liveness").status()).isEqualTo(200);
        assertThat(probe.get("/actuator/health").status()).isEqualTo(200);
        assertThat(register(sales).status()).isEqualTo(201);
    }

    private static void isAway(Caller probe, Caller sales) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            long begun = System.nanoTime();
            Caller.Answer readiness = probe.get("/actuator/health/readiness");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(QUICK);
            assertThat(readiness.status()).isEqualTo(503);
            assertThat(readiness.body()).isEqualTo("{\"status\":\"DOWN\"}");
        });
        assertThat(probe.get("/actuator/health").status()).isEqualTo(503);
        assertThat(probe.get("/actuator/health/liveness").status()).isEqualTo(200);
        Caller.Answer refused = register(sales);
        assertThat(refused.code()).isEqualTo("store-unavailable");
        assertThat(refused.header("Retry-After")).isNotEmpty();
    }

    private static Caller.Answer register(Caller sales) {
        return sales.post("/v1/leads", """
                {"contact": {"email": "%s@example.com"}, "source": {"channel": "WEB", "sourcedBy": "MARKETING"}}""".formatted(UUID.randomUUID()));
    }
}
