package io.closedloop.lead.log;

import java.util.Map;

/**
 * An HTTP answer, as it is given now and kept under an idempotency key.
 *
 * @param headers single-valued headers, without line breaks
 * @param body the body as text; empty when there is none
 */
public record Answer(int status, Map<String, String> headers, String body) {
    /** @throws IllegalArgumentException when a header could not stand on a line of its own */
    public Answer {
        headers = Map.copyOf(headers);
        headers.forEach((name, value) -> {
            if (name.isEmpty() || name.contains(":") || hasControlCharacter(name) || hasControlCharacter(value)) {
                throw new IllegalArgumentException(
                        "the header '%s' cannot be kept: no colon in its name, no line breaks".formatted(name));
            }
        });
    }

    private static boolean hasControlCharacter(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ') {
                return true;
            }
        }
        return false;
    }
}
