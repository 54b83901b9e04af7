package io.closedloop.lead.cluster;

import io.closedloop.lead.durability.PostgresServer;
import io.closedloop.lead.durability.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One of the instances: its process, which comes and goes, its data directory and its wire to the database. */
final class Instance implements AutoCloseable {
    private final String name;
    private final Path directory;
    private final PostgresServer database;
    private final List<String> settings;
    private final Wire wire;
    private int generation = 1;
    private volatile @Nullable ServiceProcess process;

    Instance(String name, Path directory, PostgresServer database, List<String> settings) {
        this.name = name;
        this.directory = directory;
        this.database = database;
        this.settings = settings;
        this.wire = Wire.to(database.port());
    }

    String name() {
        return name;
    }

    Wire wire() {
        return wire;
    }

    /** Where it takes requests; null while it is not there. */
    @Nullable
    URI uri() {
        ServiceProcess running = process;
        return running == null ? null : running.uri();
    }

    ServiceProcess process() {
        return Objects.requireNonNull(process, name + " is not running");
    }

    Path dataDirectory() {
        return directory.resolve("data-" + generation);
    }

    /** Starts it and waits until it takes requests. */
    void start() {
        var arguments = new ArrayList<>(List.of(database.settings(wire.port())));
        arguments.add("--%s=%s".formatted(ServiceUnderTest.CLOCK, clockFile()));
        // Clocks are shifted by hours here: what the log does then is tried, and not that it would stop.
        arguments.add("--closedloop.clock.holds=log");
        arguments.addAll(settings);
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ServiceProcess started =
                ServiceProcess.launchBy(ServiceUnderTest.class, dataDirectory(), arguments.toArray(String[]::new));
        started.awaitStart();
        process = started;
    }

    /** {@code kill -9}. */
    void kill() {
        ServiceProcess running = process();
        process = null;
        running.kill();
    }

    /** Ends it as an operator does. */
    void stop() {
        ServiceProcess running = process();
        process = null;
        running.requestStop();
        running.awaitExit();
    }

    /** From the next start on it is a new instance, which knows nothing. */
    void forget() {
        generation++;
    }

    /** Sets its clock wrong by so much. */
    void shiftClock(Duration by) {
        try {
            Path fresh = clockFile().resolveSibling("clock.new");
            Files.writeString(fresh, Long.toString(by.toMillis()));
            Files.move(fresh, clockFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path clockFile() {
        return directory.resolve("clock");
    }

    @Override
    public void close() {
        ServiceProcess running = process;
        if (running != null) {
            running.close();
        }
        wire.close();
    }

    @Override
    public String toString() {
        return name;
    }
}
