package io.closedloop.lead.oracle;

import java.util.List;

/** Where random histories and questions begin. */
final class Seeds {
    /** Of a history of {@link #COMMANDS} that has everything that reports tell apart. */
    static final long FIXED = 11;

    static final int COMMANDS = 1500;

    private Seeds() {}

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
