package io.closedloop.lead.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.closedloop.lead.http.Caller;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * PostgreSQL's own tools, where this machine has them: what they save under a running service is a log that another
 * service goes on from.
 */
@Beside
class PostgresBackupTest {
    private static final String MASTER_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final Path INSTALLED = Path.of("/usr/lib/postgresql");

    @TempDir
    Path directory;

    @Test
    void aDumpAndABaseBackupAreLogsThatAServiceGoesOnFrom() throws Exception {
        Optional<Path> found = tools();
        assumeThat(found)
                .describedAs("PostgreSQL's server and tools below " + INSTALLED)
                .isPresent();
        Path tools = found.orElseThrow();
        Path cluster = directory.resolve("cluster");
        run(asServer(tools.resolve("initdb"), "-U", "postgres", "-A", "trust", "-D", cluster));
        int port = startServer(tools, cluster);
        try {
            String key;
            Path data = directory.resolve("data");
            Path dump = directory.resolve("closedloop.dump");
            Path base = directory.resolve("base");
            JsonNode funnel;
            long position;
            try (var service = start(data, port, "postgres")) {
                key = key(service);
                position = register(service, key, 30);
                run(client(tools, "pg_dump", port, "-Fc", "-f", dump, "postgres"));
                run(asServer(
                        tools.resolve("pg_basebackup"), "-h", "localhost", "-p", port, "-U", "postgres", "-D", base));
                funnel = funnel(new Caller(service.uri(), key), position);
                // The log goes on, and the read models of this instance with it.
                register(service, key, 5);
                funnel(new Caller(service.uri(), key), position + 5);
                service.requestStop();
                service.awaitExit();
            }

            run(client(tools, "createdb", port, "restored"));
            run(client(tools, "pg_restore", port, "-d", "restored", dump));
            // With read models that are ahead of the log they find.
            goesOnFrom(data, port, "restored", key, position, funnel);

            int another = startServer(tools, base);
            try {
                goesOnFrom(directory.resolve("fresh"), another, "postgres", key, position, funnel);
            } finally {
                stopServer(tools, base);
            }
        } finally {
            stopServer(tools, cluster);
        }
    }

    private void goesOnFrom(Path data, int port, String database, String key, long position, JsonNode funnel) {
        try (var service = start(data, port, database)) {
            Caller caller = new Caller(service.uri(), key);
            assertThat(funnel(caller, position)).isEqualTo(funnel);
            assertThat(register(service, key, 1)).isEqualTo(position + 1);
        }
    }

    /** The newest that has a server and its tools. */
    private static Optional<Path> tools() throws IOException {
        if (!Files.isDirectory(INSTALLED)) {
            return Optional.empty();
        }
        try (var versions = Files.list(INSTALLED)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin ->
                            List.of("initdb", "pg_ctl", "pg_dump", "pg_restore", "pg_basebackup", "createdb").stream()
                                    .allMatch(tool -> Files.isExecutable(bin.resolve(tool))))
                    .max(Comparator.comparing(Path::toString));
        }
    }

    private ServiceProcess start(Path data, int port, String database) {
        return ServiceProcess.start(
                data,
                "--spring.profiles.active=postgres",
                "--closedloop.master-key=" + MASTER_KEY,
                "--spring.datasource.url=jdbc:postgresql://localhost:%d/%s".formatted(port, database),
                "--spring.datasource.username=postgres",
                "--spring.datasource.password=none");
    }

    private static String key(ServiceProcess service) {
        return service.admin()
                .post("/v1/keys", "{\"name\": \"crm\", \"roles\": [\"MARKETING\"]}")
                .json()
                .required("key")
                .asString();
    }

    /** The position of the last. */
    private static long register(ServiceProcess service, String key, int leads) {
        long position = 0;
        for (int i = 0; i < leads; i++) {
            Caller.Answer answer = new Caller(service.uri(), key).post("/v1/leads", """
                    {"contact": {"email": "%s@example.com"}, "source": {"channel": "WEB", "sourcedBy": "MARKETING"}}""".formatted(UUID.randomUUID()));
            assertThat(answer.status()).describedAs(answer.body()).isEqualTo(201);
            position = answer.json().required("position").asLong();
        }
        return position;
    }

    private static JsonNode funnel(Caller caller, long position) {
        Caller.Answer answer =
                caller.get("/v1/reports/funnel?groupBy=channel&minPosition=" + position, "Prefer", "wait=60");
        assertThat(answer.status()).describedAs(answer.body()).isEqualTo(200);
        return answer.json().required("rows");
    }

    private int startServer(Path tools, Path cluster) throws Exception {
        int port = freePort();
        run(asServer(
                tools.resolve("pg_ctl"),
                "-D",
                cluster,
                "-w",
                "-l",
                cluster.resolve("server.log"),
                "-o",
                "-p %d -k '' -c listen_addresses=localhost".formatted(port),
                "start"));
        return port;
    }

    private static void stopServer(Path tools, Path cluster) throws Exception {
        run(asServer(tools.resolve("pg_ctl"), "-D", cluster, "-m", "fast", "-w", "stop"));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** The server does not run as root. */
    private static List<String> asServer(Path tool, Object... arguments) {
        var command = new ArrayList<String>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(tool.toString());
        Arrays.stream(arguments).map(Object::toString).forEach(command::add);
        return command;
    }

    private static List<String> client(Path tools, String tool, int port, Object... arguments) {
        var command = new ArrayList<>(List.of(
                tools.resolve(tool).toString(), "-h", "localhost", "-p", Integer.toString(port), "-U", "postgres"));
        Arrays.stream(arguments).map(Object::toString).forEach(command::add);
        return command;
    }

    private static void run(List<String> command) throws Exception {
        Path output = Files.createTempFile("tool", ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue())
                    .describedAs("%s: %s", command, Files.readString(output))
                    .isZero();
        } finally {
            Files.delete(output);
        }
    }
}
