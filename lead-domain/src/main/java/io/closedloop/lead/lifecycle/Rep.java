package io.closedloop.lead.lifecycle;

/** A salesperson's code, free text of 1 to 100 characters, compared exactly. */
public record Rep(String code) {
    public static final int MAX_LENGTH = 100;

    /** @throws IllegalArgumentException when the code is blank or too long */
    public Rep {
        if (code.isBlank() || code.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a rep's code has 1 to %d characters".formatted(MAX_LENGTH));
        }
    }

    @Override
    public String toString() {
        return code;
    }
}
