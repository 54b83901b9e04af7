package io.closedloop.lead.commands.body;

import io.closedloop.lead.http.FieldError;
import io.closedloop.lead.http.ProblemException;
import java.util.regex.Pattern;

/** What an idempotency key may be. */
public final class IdempotencyKeys {
    public static final String HEADER = "Idempotency-Key";
    public static final int MAX_LENGTH = 255;
    private static final Pattern PRINTABLE = Pattern.compile("[\\x20-\\x7e]{1," + MAX_LENGTH + "}");

    private IdempotencyKeys() {}

    /** @throws ProblemException 400 when the text cannot be an idempotency key */
    public static void require(String key, String where) {
        if (!PRINTABLE.matcher(key).matches()) {
            throw ProblemException.malformed(
                    "The idempotency key cannot be used.",
                    new FieldError(where, "has 1 to %d printable ASCII characters".formatted(MAX_LENGTH)));
        }
    }
}
