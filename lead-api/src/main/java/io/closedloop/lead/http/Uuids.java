package io.closedloop.lead.http;

import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Reads UUIDs in their one written form; {@link UUID#fromString} also takes shortened ones, of which two texts would
 * name one lead.
 */
public final class Uuids {
    private static final Pattern FORM = Pattern.compile("[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}");

    private Uuids() {}

    /** @throws IllegalArgumentException when {@code text} is no UUID of 36 characters */
    public static UUID parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("a UUID has the form 123e4567-e89b-12d3-a456-426614174000");
        }
        return UUID.fromString(text);
    }
}
