package io.closedloop.lead.oracle;

import java.util.List;

/** Where random histories and questions begin. */
final class Seeds {
    /** Of a history that has everything that reports tell apart. */
    private static final long FIXED = 11;

    private Seeds() {}

    /** How many commands the history of a seed takes; that of a new one is shorter, so that the build stays short. */
    static int commands(long seed) {
        return seed == FIXED ? 1500 : 900;
    }

    /** So many questions, or with {@code -Dclosedloop.thoroughness=<n>} n times as many. */
    static int questions(int usually) {
        return usually * Integer.getInteger("closedloop.thoroughness", 1);
    }

    /** A fixed one and a new one, which stands in the test's name; {@code -Dclosedloop.seed=<n>} runs one again. */
    static List<Long> all() {
        String given = System.getProperty("closedloop.seed");
        return given != null ? List.of(Long.valueOf(given)) : List.of(FIXED, System.nanoTime() % 1_000_000);
    }
}
