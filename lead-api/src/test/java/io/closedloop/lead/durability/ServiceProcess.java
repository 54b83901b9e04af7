package io.closedloop.lead.durability;

import io.closedloop.lead.ClosedLoopApplication;
import io.closedloop.lead.http.Caller;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The real service in a process of its own, on the JDK and the class path of the tests. */
public final class ServiceProcess implements AutoCloseable {
    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");
    private static final String STARTED = "Started ClosedLoopApplication";
    private static final long PATIENCE_SECONDS = 300;

    private final Process process;
    private final Path dataDirectory;
    private final ConcurrentLinkedQueue<String> output = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final Thread reader;

    private ServiceProcess(Process process, Path dataDirectory) {
        this.process = process;
        this.dataDirectory = dataDirectory;
        this.reader = Thread.ofVirtual().start(this::read);
    }

    /** Starts it and waits until it takes requests; fails with its output when it does not. */
    static ServiceProcess start(Path dataDirectory, String... arguments) {
        ServiceProcess service = launch(dataDirectory, arguments);
        service.awaitStart();
        return service;
    }

    /** Starts it without waiting for anything. */
    static ServiceProcess launch(Path dataDirectory, String... arguments) {
        return launch(ClosedLoopApplication.class, classPath(), dataDirectory, List.of(arguments));
    }

    /**
     * Starts it without waiting for anything, by a main class of the tests, which may change what it is made of.
     *
     * @param main names {@link ClosedLoopApplication} as the application's main class
     */
    public static ServiceProcess launchBy(Class<?> main, Path dataDirectory, String... arguments) {
        var all = new ArrayList<String>();
        // The tests' own settings of the log, which come with their class path, are silent about the start.
        all.add("--logging.level.root=info");
        all.addAll(List.of(arguments));
        return launch(main, System.getProperty("java.class.path"), dataDirectory, all);
    }

    private static ServiceProcess launch(Class<?> main, String classPath, Path dataDirectory, List<String> arguments) {
        var command = new ArrayList<String>();
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                // Most of these processes live for seconds only.
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath,
                main.getName(),
                "--server.port=0",
                "--closedloop.data-dir=" + dataDirectory));
        command.addAll(arguments);
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("CLOSEDLOOP_") || name.startsWith("SPRING_"));
        try {
            return new ServiceProcess(builder.start(), dataDirectory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the service runs on, without the tests' own settings. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.endsWith("test-classes") && !entry.endsWith("test-classes" + File.separator))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Waits until it takes requests; fails with its output when it does not. */
    public void awaitStart() {
        try {
            port.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            close();
            throw new AssertionError("the service did not start: " + output(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    /** {@code kill -STOP}: it stands still, with everything that it holds, until it is {@linkplain #resume resumed}. */
    public void pause() {
        Signals.send("STOP", process.pid());
    }

    public void resume() {
        Signals.send("CONT", process.pid());
    }

    public URI uri() {
        return URI.create("http://localhost:" + port.join());
    }

    public Path dataDirectory() {
        return dataDirectory;
    }

    /** Whoever has the first key. */
    public Caller admin() {
        try {
            return new Caller(
                    uri(), Files.readString(dataDirectory.resolve("admin.key")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code kill -9}, and gone when this returns. */
    public void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /** {@code kill}: the service may end what it has begun. */
    public void requestStop() {
        // The process's own destroy would close its output, too.
        process.toHandle().destroy();
    }

    /** The process's exit code, once all of its output has been read. */
    public int awaitExit() {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("the service does not end: " + output());
            }
            reader.join();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public String output() {
        return String.join("\n", output);
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }

    private void read() {
        int found = 0;
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.add(line);
                Matcher matcher = PORT.matcher(line);
                if (matcher.find()) {
                    found = Integer.parseInt(matcher.group(1));
                } else if (line.contains(STARTED)) {
                    port.complete(found);
                }
            }
        } catch (IOException e) {
            output.add("the output broke off: " + e);
        }
        port.completeExceptionally(new IllegalStateException("the process has ended"));
    }
}
