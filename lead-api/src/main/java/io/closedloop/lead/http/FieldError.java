package io.closedloop.lead.http;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * One place of a request that is wrong.
 *
 * @param pointer a JSON pointer (RFC 6901) into the body, {@code /contact/email}; for a query parameter a question mark
 *     and its name, {@code ?limit}; for a header its name
 * @param detail what is wrong and what would be right; it never repeats personal data
 */
@Schema(description = "A place that is wrong.")
public record FieldError(
        @Schema(
                description =
                        "The JSON pointer of a field, the name of a query parameter behind a question mark, or the name of a header.")
        String pointer,

        @Schema(description = "What is wrong with it.") String detail) {
    /** The error of a query parameter. */
    public static FieldError ofParameter(String name, String detail) {
        return new FieldError("?" + name, detail);
    }

    /** The error of a header. */
    public static FieldError ofHeader(String name, String detail) {
        return new FieldError(name, detail);
    }
}
