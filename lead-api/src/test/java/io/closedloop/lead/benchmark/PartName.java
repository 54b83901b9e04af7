package io.closedloop.lead.benchmark;

import java.util.Arrays;
import java.util.Locale;

/** The parts of the benchmark, in the order in which they run. */
enum PartName {
    SINGLE,
    BULK,
    H2,
    FILL,
    REPORTS,
    START;

    /** As it is called on the command line and in the table. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when there is no such part */
    static PartName of(String word) {
        return Arrays.stream(values())
                .filter(part -> part.word().equals(word.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("benchmark.only names '%s', but the parts are %s"
                        .formatted(
                                word,
                                Arrays.stream(values()).map(PartName::word).toList())));
    }
}
