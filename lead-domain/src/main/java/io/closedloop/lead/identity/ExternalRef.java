package io.closedloop.lead.identity;

import io.closedloop.lead.text.Text;

/** The lead's id in another system, compared exactly: {@code crm / 00Q5g00000FvJjs}. */
public record ExternalRef(String system, String id) {
    public static final int MAX_LENGTH = 200;

    /**
     * @throws IllegalArgumentException when a part is blank, longer than {@value #MAX_LENGTH} characters or unreadable
     */
    public ExternalRef {
        requireText("system", system);
        requireText("id", id);
    }

    /** Personal data have no place in a log line. */
    @Override
    public String toString() {
        return "ExternalRef";
    }

    private static void requireText(String name, String value) {
        Text.problem(value, MAX_LENGTH).ifPresent(problem -> {
            throw new IllegalArgumentException("the external reference's %s: %s".formatted(name, problem));
        });
    }
}
