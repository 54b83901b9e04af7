package io.closedloop.lead.identity;

/** The lead's id in another system, compared exactly: {@code crm / 00Q5g00000FvJjs}. */
public record ExternalRef(String system, String id) {
    public static final int MAX_LENGTH = 200;

    /** @throws IllegalArgumentException when a part is blank or longer than {@value #MAX_LENGTH} characters */
    public ExternalRef {
        requireText("system", system);
        requireText("id", id);
    }

    private static void requireText(String name, String value) {
        if (value.isBlank() || value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "the external reference's %s needs 1 to %d characters".formatted(name, MAX_LENGTH));
        }
    }
}
