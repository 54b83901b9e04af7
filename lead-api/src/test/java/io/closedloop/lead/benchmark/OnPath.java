package io.closedloop.lead.benchmark;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Programs that are used where they are installed. */
final class OnPath {
    private OnPath() {}

    /** Null where it is not on the {@code PATH}. */
    static @Nullable Path find(String program) {
        for (String directory : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            Path candidate = Path.of(directory, program);
            if (Files.isExecutable(candidate)) {
                return candidate;
            }
        }
        return null;
    }
}
