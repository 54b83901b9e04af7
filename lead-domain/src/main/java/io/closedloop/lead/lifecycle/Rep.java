package io.closedloop.lead.lifecycle;

import io.closedloop.lead.text.Text;

/** A salesperson's code, free text of 1 to 100 characters, compared exactly but for blanks at its ends. */
public record Rep(String code) {
    public static final int MAX_LENGTH = 100;

    /** @throws IllegalArgumentException when the code is blank, too long or unreadable */
    public Rep {
        code = Text.code(code);
        Text.problem(code, MAX_LENGTH).ifPresent(problem -> {
            throw new IllegalArgumentException(problem);
        });
    }

    @Override
    public String toString() {
        return code;
    }
}
