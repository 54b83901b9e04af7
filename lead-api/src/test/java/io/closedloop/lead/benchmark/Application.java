package io.closedloop.lead.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/** What has been built and is measured: the distribution with its launcher, or else the jar alone. */
final class Application {
    private static final String HEAP = "640m";

    private final Path file;
    private final boolean launcher;
    private final Path cache;

    private Application(Path file, boolean launcher, Path cache) {
        this.file = file;
        this.launcher = launcher;
        this.cache = cache;
    }

    /** @throws IllegalStateException when nothing has been built */
    static Application find(Path root, Path work) {
        Path target = root.resolve("lead-api/target");
        Path cache = work.resolve("closedloop.aot");
        return find(
                        target,
                        5,
                        (path, name) ->
                                name.equals("closedloop") && path.getParent().endsWith("bin"))
                .map(path -> new Application(path, true, cache))
                .or(() -> find(
                                target,
                                1,
                                (path, name) -> name.matches("lead-api-[^/]*\\.jar") && !name.endsWith("-plain.jar"))
                        .map(path -> new Application(path, false, cache)))
                .orElseThrow(() -> new IllegalStateException("nothing has been built in " + target));
    }

    private static Optional<Path> find(Path directory, int depth, BiPredicate<Path, String> fits) {
        try (Stream<Path> files = Files.find(
                directory,
                depth,
                (path, about) -> about.isRegularFile()
                        && fits.test(path, path.getFileName().toString()))) {
            return files.min(Comparator.naturalOrder());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For the page. */
    String description() {
        return (launcher
                        ? "the distribution's launcher, with the ahead-of-time cache"
                        : "java -jar, without an ahead-of-time cache")
                + ", heap " + HEAP;
    }

    /** Makes the ahead-of-time cache, where there is a launcher that can. */
    void train() throws IOException, InterruptedException {
        if (launcher) {
            Results.say("The ahead-of-time cache is made.");
            int exit = environment(new ProcessBuilder(file.toString(), "train").inheritIO())
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IOException("the ahead-of-time cache could not be made: exit code " + exit);
            }
        }
    }

    /** How it is started; what it writes is left to the caller. */
    ProcessBuilder start(List<String> settings) {
        var command = new ArrayList<String>();
        if (launcher) {
            command.addAll(List.of(file.toString(), "start"));
        } else {
            command.addAll(List.of(javaHome().resolve("bin/java").toString(), "-Xmx" + HEAP, "-jar", file.toString()));
        }
        command.addAll(settings);
        return environment(new ProcessBuilder(command));
    }

    private ProcessBuilder environment(ProcessBuilder builder) {
        Map<String, String> environment = builder.environment();
        environment
                .keySet()
                .removeIf(name -> name.startsWith("CLOSEDLOOP_")
                        || name.startsWith("SPRING_")
                        || name.startsWith("LOOP_")
                        || name.startsWith("SERVER_"));
        environment.put("JAVA_HOME", javaHome().toString());
        environment.put("LOOP_HEAP", HEAP);
        environment.put("LOOP_AOT_CACHE", cache.toString());
        return builder;
    }

    private static Path javaHome() {
        return Path.of(System.getProperty("java.home"));
    }
}
