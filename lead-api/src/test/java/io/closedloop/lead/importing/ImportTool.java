package io.closedloop.lead.importing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;

/** tools/CsvImport.java as its users start it: a process of its own. */
final class ImportTool {
    static final Path SOURCE =
            Path.of("..", "tools", "CsvImport.java").toAbsolutePath().normalize();

    private static final Path CLASSES = compiled();
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    /** What a run of the tool said. */
    record Run(int exitCode, String out, String err) {}

    private ImportTool() {}

    /** Runs the tool, compiled for JDK 17, with 32 MB of heap, in {@code folder}. */
    static Run run(Path folder, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        return start(
                folder,
                environment,
                List.of("-Xmx32m", "-XX:TieredStopAtLevel=1", "-cp", CLASSES.toString(), "CsvImport"),
                arguments);
    }

    /** Runs the tool from its source. */
    static Run runSource(Path folder, String... arguments) throws IOException, InterruptedException {
        return start(folder, Map.of(), List.of(SOURCE.toString()), arguments);
    }

    private static Run start(Path folder, Map<String, String> environment, List<String> program, String... arguments)
            throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(JAVA);
        command.addAll(program);
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(15, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("The import does not end: " + Files.readString(err));
        }
        return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** With every warning an error, and for the oldest JDK that the tool is promised to run on. */
    private static Path compiled() {
        try {
            // Its own for each run of tests: there may be two at a time.
            Path classes = Files.createTempDirectory(
                    Files.createDirectories(Path.of("target", "import-tool")).toAbsolutePath(), "classes");
            int failed = ToolProvider.getSystemJavaCompiler()
                    .run(
                            null,
                            null,
                            null,
                            "--release",
                            "17",
                            "-Xlint:all",
                            "-Werror",
                            "-d",
                            classes.toString(),
                            SOURCE.toString());
            if (failed != 0) {
                throw new AssertionError(SOURCE + " does not compile for JDK 17");
            }
            return classes;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
