package io.closedloop.lead.benchmark;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * How much is measured, from the system properties {@code benchmark.*}.
 *
 * @param parts which parts run, in their order
 * @param seconds how long a load of single commands lasts, the cold minute, the one after it, and the measured one
 * @param lines commands of the bulk part
 * @param leads leads in the large log
 * @param asks how often each report is asked
 * @param root the project's directory
 * @param work where everything is kept that a run makes; emptied at its beginning, but for a large log that is kept
 * @param keep whether the large log stays for the next run, and is taken from the last one
 * @param page the page that takes the table
 */
record Settings(
        List<PartName> parts,
        int seconds,
        long lines,
        long leads,
        int asks,
        Path root,
        Path work,
        boolean keep,
        Path page) {
    /** Clients at a time. */
    static final int CONNECTIONS = 32;

    private static final int LONGEST_LIMIT_SECONDS = 20;

    /** @throws IllegalArgumentException when a property makes no sense */
    static Settings read() {
        Path root = Path.of(property("root", ".")).toAbsolutePath().normalize();
        String only = property("only", "all");
        List<PartName> parts = only.equals("all")
                ? List.of(PartName.values())
                : Arrays.stream(only.split(",", -1)).map(PartName::of).sorted().toList();
        return new Settings(
                parts,
                Math.toIntExact(number("seconds", 60)),
                number("lines", 1_000_000),
                number("leads", 1_000_000),
                Math.toIntExact(number("asks", 200)),
                root,
                root.resolve(property("work", "lead-api/target/benchmark")),
                Boolean.parseBoolean(property("keep", "false")),
                root.resolve(property("page", "docs/benchmarks.md")));
    }

    Duration load() {
        return Duration.ofSeconds(seconds);
    }

    /** How long the limit is measured each time. */
    int limitSeconds() {
        return Math.min(seconds, LONGEST_LIMIT_SECONDS);
    }

    private static long number(String name, long without) {
        String text = property(name, Long.toString(without)).replace("_", "");
        try {
            long number = Long.parseLong(text);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException(
                "benchmark.%s is '%s', but has to be a whole number above 0".formatted(name, text));
    }

    private static String property(String name, String without) {
        String value = System.getProperty("benchmark." + name, "").strip();
        return value.isEmpty() ? without : value;
    }
}
