package io.closedloop.lead.durability;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The service dies under load, then its PostgreSQL server does. */
class PostgresDeathTest {
    private static final long SEED = Long.getLong("closedloop.seed", new Random().nextLong());
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");

    @TempDir
    Path directory;

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void whatWasAcknowledgedSurvivesTheDeathOfTheServiceAndOfTheServer() throws Exception {
        System.out.println("closedloop.seed=" + SEED);
        Path cluster = directory.resolve("cluster");
        var clients = new Clients(SEED);
        // It commits without waiting for the disk unless a session asks for that; the service has to.
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setDataDirectory(cluster.toFile())
                .setCleanDataDirectory(false)
                .start()) {
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
                ProcessHandle postmaster = postmaster(cluster);
                List<String> command = commandOf(cluster);
                signal("QUIT", postmaster.pid());
                postmaster.onExit().get(30, TimeUnit.SECONDS);
                clients.awaitOutages(3);

                Process restarted = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("postgres.log").toFile())
                        .start();
                try {
                    clients.awaitAnswers(100);
                    service.kill();
                    clients.awaitEnd();
                    audit(server, clients);
                } finally {
                    signal("INT", postmaster(cluster).pid());
                    restarted.waitFor(30, TimeUnit.SECONDS);
                }
            }
        }
        assertThat(clients.settledEver()).isGreaterThanOrEqualTo(300);
    }

    private ServiceProcess start(EmbeddedPostgres server) {
        return ServiceProcess.start(
                directory.resolve("data"),
                "--spring.profiles.active=postgres",
                "--spring.datasource.url=" + server.getJdbcUrl("postgres", "postgres"),
                "--spring.datasource.username=postgres",
                "--spring.datasource.password=postgres");
    }

    private static void audit(EmbeddedPostgres server, Clients clients) throws SQLException {
        LogAudit.hold(server.getPostgresDatabase(), clients.stories());
    }

    private static ProcessHandle postmaster(Path cluster) throws IOException {
        long pid = Long.parseLong(
                Files.readAllLines(cluster.resolve("postmaster.pid")).getFirst().strip());
        return ProcessHandle.of(pid).orElseThrow();
    }

    /** How the server was started; it does not run as root. */
    private static List<String> commandOf(Path cluster) throws IOException {
        var command = new ArrayList<String>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("unshare", "-U"));
        }
        String options = Files.readString(cluster.resolve("postmaster.opts")).strip();
        command.add(options.substring(0, options.indexOf(' ')));
        Matcher matcher = QUOTED.matcher(options);
        while (matcher.find()) {
            command.add(matcher.group(1));
        }
        return command;
    }

    private static void signal(String name, long pid) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }
}
