package io.closedloop.lead.reporting.formula;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Conditions of SQL, put together. */
final class Condition {
    static final String ALWAYS = "TRUE";

    private Condition() {}

    /** All of some conditions; those that always hold are left out. */
    static String all(String... conditions) {
        String all = Arrays.stream(conditions)
                .filter(condition -> !condition.equals(ALWAYS))
                .collect(Collectors.joining(" AND "));
        return all.isEmpty() ? ALWAYS : all;
    }

    static String not(String condition) {
        return "NOT (%s)".formatted(condition);
    }
}
