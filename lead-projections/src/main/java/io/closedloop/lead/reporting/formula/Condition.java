package io.closedloop.lead.reporting.formula;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Conditions of SQL, put together. */
final class Condition {
    static final String ALWAYS = "TRUE";

    private Condition() {}

    /**
     * All of some conditions, whatever each is made of; those that always hold are left out, and one alone is as it is.
     */
    static String all(String... conditions) {
        List<String> some = Arrays.stream(conditions)
                .filter(condition -> !condition.equals(ALWAYS))
                .toList();
        return switch (some.size()) {
            case 0 -> ALWAYS;
            case 1 -> some.getFirst();
            default -> some.stream().map("(%s)"::formatted).collect(Collectors.joining(" AND "));
        };
    }

    static String not(String condition) {
        return "NOT (%s)".formatted(condition);
    }
}
