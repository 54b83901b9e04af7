package io.closedloop.lead.durability;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The service dies under load, then its PostgreSQL server does. */
@Beside
class PostgresDeathTest {
    private static final long SEED = Long.getLong("closedloop.seed", new Random().nextLong());

    @TempDir
    Path directory;

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void whatWasAcknowledgedSurvivesTheDeathOfTheServiceAndOfTheServer() throws Exception {
        System.out.println("closedloop.seed=" + SEED);
        var clients = new Clients(SEED);
        try (PostgresServer server = PostgresServer.start(directory, Map.of())) {
            try (var service = start(server)) {
                clients.start(service);
                clients.awaitAnswers(100);
                service.kill();
            }
            clients.awaitEnd();
            audit(server, clients);

            try (var service = start(server)) {
                clients.keysHold(service);
                clients.start(service);
                clients.awaitAnswers(100);
                server.kill();
                clients.awaitOutages(3);

                server.startAgain();
                clients.awaitAnswers(100);
                service.kill();
                clients.awaitEnd();
                audit(server, clients);
            }
        }
        assertThat(clients.settledEver()).isGreaterThanOrEqualTo(300);
    }

    private ServiceProcess start(PostgresServer server) {
        return ServiceProcess.start(directory.resolve("data"), server.settings(server.port()));
    }

    private static void audit(PostgresServer server, Clients clients) throws SQLException {
        LogAudit.hold(server.dataSource(), clients.stories());
    }
}
