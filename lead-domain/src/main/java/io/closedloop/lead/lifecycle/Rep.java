package io.closedloop.lead.lifecycle;

import io.closedloop.lead.text.Text;

/**
 * A salesperson's code, free text of 1 to 100 characters, compared exactly but for blanks at the ends of what a command
 * gives.
 */
public record Rep(String code) {
    public static final int MAX_LENGTH = 100;

    /** @throws IllegalArgumentException when the code is blank, too long or unreadable */
    public Rep {
        Text.problem(code, MAX_LENGTH).ifPresent(problem -> {
            throw new IllegalArgumentException(problem);
        });
    }

    /** As a command means it: without blanks at its ends. What was stored is read as it is. */
    public Rep tidy() {
        String tidy = Text.code(code);
        return tidy.equals(code) ? this : new Rep(tidy);
    }

    @Override
    public String toString() {
        return code;
    }
}
