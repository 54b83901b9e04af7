package io.closedloop.lead.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program that is not Java's, such as nginx. Where it is not installed its tests are skipped, unless the environment
 * says that all of them have to be there ({@code CLOSEDLOOP_REAL_PROGRAMS=required}).
 */
public record RealProgram(Path executable) {
    private static final String REQUIRED = "CLOSEDLOOP_REAL_PROGRAMS";
    private static final long PATIENCE_SECONDS = 120;

    /** What it said, and how it ended. */
    public record Run(int exitCode, String output) {}

    /** The program of that name, on the path or where administrators' programs are; skips the test without it. */
    public static RealProgram named(String name) {
        Optional<RealProgram> found = Stream.concat(
                        Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1)),
                        Stream.of("/usr/sbin", "/usr/local/sbin"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .map(RealProgram::new);
        if (areRequired()) {
            assertThat(found).as(name + " is required, and not installed").isPresent();
        }
        assumeTrue(found.isPresent(), name + " is not installed");
        return found.orElseThrow();
    }

    /** Whether tests fail, and are not skipped, where something to run is not there. */
    public static boolean areRequired() {
        return "required".equals(System.getenv(REQUIRED));
    }

    /** Starts it in a folder, with its output in a file there. */
    public Process start(Path folder, Path output, String... arguments) {
        var command = new ArrayList<>(List.of(executable.toString()));
        command.addAll(List.of(arguments));
        try {
            return new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs it to its end. */
    public Run run(Path folder, String input, String... arguments) throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "said", ".txt");
        Process process = start(folder, output, arguments);
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(executable + " does not end: " + Files.readString(output));
        }
        return new Run(process.exitValue(), Files.readString(output));
    }
}
