package io.closedloop.lead.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What a run leaves on the disk, and what it removes first. */
final class Directories {
    private Directories() {}

    /** Makes the directory if it is not there, and removes what is in it but for some of its entries. */
    static void empty(Path directory, Predicate<String> stays) throws IOException {
        Files.createDirectories(directory);
        for (Path entry : entries(directory)) {
            if (!stays.test(entry.getFileName().toString())) {
                delete(entry);
            }
        }
    }

    private static List<Path> entries(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        }
    }

    private static void delete(Path path) throws IOException {
        try (Stream<Path> below = Files.walk(path)) {
            for (Path entry : below.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(entry);
            }
        }
    }
}
