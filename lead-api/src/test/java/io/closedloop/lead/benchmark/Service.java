package io.closedloop.lead.benchmark;

import io.closedloop.lead.http.Caller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;

/** The service that was built, in a process of its own. */
final class Service implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String ROLES = "[\"MARKETING\", \"SALES\", \"INTEGRATION\", \"AUDITOR\"]";

    private final Process process;
    private final Path data;
    private final int port;
    private final long launched;

    private Service(Process process, Path data, int port, long launched) {
        this.process = process;
        this.data = data;
        this.port = port;
        this.launched = launched;
    }

    /** Starts it and waits until it takes commands. */
    static Service start(Application application, Path data, List<String> settings) throws Exception {
        Service service = launch(application, data, settings);
        service.awaitReady();
        return service;
    }

    /**
     * Starts it without waiting for anything.
     *
     * @param data its data directory; what the process writes is appended to a file beside it
     */
    static Service launch(Application application, Path data, List<String> settings) throws IOException {
        Files.createDirectories(data);
        int port = freePort();
        var all = new ArrayList<>(List.of("--server.port=" + port, "--closedloop.data-dir=" + data));
        all.addAll(settings);
        long launched = System.nanoTime();
        Process process = application
                .start(all)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log(data).toFile()))
                .start();
        // It does not outlive a run that is broken off.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return new Service(process, data, port, launched);
    }

    /** @throws IllegalStateException when it ends, or takes no commands for minutes */
    void awaitReady() throws TimeoutException {
        var anybody = new Caller(uri(), null);
        await("the service to take commands", () -> {
            try {
                return anybody.get("/actuator/health/readiness").status() == 200;
            } catch (UncheckedIOException e) {
                // It does not listen yet.
                return false;
            }
        });
    }

    /** Waits until something is so, as long as the service lives. */
    private void await(String what, BooleanSupplier condition) throws TimeoutException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (!process.isAlive()) {
                throw new IllegalStateException("the service has ended; see " + log(data));
            }
            if (System.nanoTime() > end) {
                throw new TimeoutException("waited too long for %s; see %s".formatted(what, log(data)));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    /** Waits until reports know the event at a position, however long that takes as long as something happens. */
    void awaitRead(long position) throws TimeoutException {
        for (long read = readPosition(); read < position; read = readPosition()) {
            long before = read;
            await(
                    "the read models to go on from %,d to %,d".formatted(before, position),
                    () -> readPosition() > before);
        }
    }

    URI uri() {
        return URI.create("http://localhost:" + port);
    }

    int port() {
        return port;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** When the process was launched, by {@link System#nanoTime}. */
    long launched() {
        return launched;
    }

    /** A new key for commands, lists, reports and events. */
    String newKey(String name) {
        Caller.Answer made = admin().post("/v1/keys", "{\"name\": \"%s\", \"roles\": %s}".formatted(name, ROLES));
        if (made.status() != 201) {
            throw new IllegalStateException("no key: " + made.status() + " " + made.body());
        }
        return made.json().required("key").asString();
    }

    /** Whoever has the first key. */
    Caller admin() {
        try {
            return new Caller(uri(), Files.readString(data.resolve("admin.key")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The position of the last event in the log. */
    long logPosition() {
        return position("log");
    }

    /** The position that reports have come to. */
    long readPosition() {
        return position("readModels");
    }

    private long position(String component) {
        JsonNode health = admin().get("/actuator/health").json();
        return health.at("/components/%s/details/position".formatted(component)).asLong(0);
    }

    double residentMegabytes() {
        return Machine.residentMegabytes(process.pid());
    }

    Path data() {
        return data;
    }

    /** {@code SIGTERM}, and gone when this returns. */
    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("the service does not end; see " + log(data));
        }
    }

    /** Ends it however things are; nothing that is measured comes after this. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    private static Path log(Path data) {
        return data.resolveSibling(data.getFileName() + ".log");
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
