package io.closedloop.lead.durability;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * A PostgreSQL server that can die and come back on the same port, as root too. It commits without waiting for the disk
 * unless a session asks for that: the service has to.
 */
public final class PostgresServer implements AutoCloseable {
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final EmbeddedPostgres server;
    private final Path cluster;

    private PostgresServer(EmbeddedPostgres server, Path cluster) {
        this.server = server;
        this.cluster = cluster;
    }

    /** @param directory for its files; @param settings beside those of every test */
    public static PostgresServer start(Path directory, Map<String, String> settings) {
        Path cluster = directory.resolve("cluster");
        var builder =
                EmbeddedPostgres.builder().setDataDirectory(cluster.toFile()).setCleanDataDirectory(false);
        settings.forEach(builder::setServerConfig);
        try {
            return new PostgresServer(builder.start(), cluster);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return server.getPort();
    }

    /** Straight to the server, for whoever looks at what was left behind. */
    public DataSource dataSource() {
        return server.getPostgresDatabase();
    }

    /** What a service is told to reach the server, or whatever stands in front of it. */
    public String[] settings(int port) {
        return new String[] {
            "--spring.profiles.active=postgres",
            "--spring.datasource.url=jdbc:postgresql://localhost:%d/postgres".formatted(port),
            "--spring.datasource.username=postgres",
            "--spring.datasource.password=postgres"
        };
    }

    /** An immediate stop: no session ends what it has begun, and the next start recovers. Gone when this returns. */
    public void kill() {
        ProcessHandle postmaster = postmaster();
        Signals.send("QUIT", postmaster.pid());
        try {
            postmaster.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("the server does not end", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Starts it again after a {@link #kill}, and waits until it takes connections. */
    public void startAgain() {
        try {
            new ProcessBuilder(command())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            cluster.resolveSibling("postgres.log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!answers()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(
                        "the server does not come back; see " + cluster.resolveSibling("postgres.log"));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private boolean answers() {
        try (Connection connection = dataSource().getConnection()) {
            return connection.isValid(5);
        } catch (SQLException e) {
            return false;
        }
    }

    private ProcessHandle postmaster() {
        try {
            long pid = Long.parseLong(Files.readAllLines(cluster.resolve("postmaster.pid"))
                    .getFirst()
                    .strip());
            return ProcessHandle.of(pid).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How the server was started; it does not run as root. */
    private List<String> command() throws IOException {
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

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
