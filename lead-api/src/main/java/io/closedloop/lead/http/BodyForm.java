package io.closedloop.lead.http;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/** What a request says of its body before the body is read. */
public final class BodyForm {
    private BodyForm() {}

    /**
     * Holds the Content-Type against the one that the endpoint reads. It is looked at as it was sent: Spring fails on
     * some of what callers send.
     *
     * @throws ProblemException 415 when it is another, in another charset than UTF-8, or the body is compressed
     */
    public static void require(HttpServletRequest request, MediaType expected) {
        String given = request.getContentType();
        if (!isExpected(given, expected)) {
            throw ProblemException.of(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    "This path reads %s in UTF-8, and a Content-Type header that says so.".formatted(expected));
        }
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw ProblemException.of(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    "The body is compressed. Send it as it is, without a Content-Encoding.");
        }
    }

    /**
     * Refuses a body that says it is too long before anything of it is read; one that does not say so is cut off by
     * whoever reads it.
     *
     * @throws ProblemException 413
     */
    static void requireLength(HttpServletRequest request, int maxBytes) {
        if (request.getContentLengthLong() > maxBytes) {
            throw tooLong(maxBytes);
        }
    }

    static ProblemException tooLong(int maxBytes) {
        return ProblemException.of(
                ProblemCode.PAYLOAD_TOO_LARGE,
                "The body has more than the %d bytes that a single request takes.".formatted(maxBytes));
    }

    private static boolean isExpected(@Nullable String given, MediaType expected) {
        if (given == null) {
            return false;
        }
        try {
            MediaType mediaType = MediaType.parseMediaType(given);
            return mediaType.equalsTypeAndSubtype(expected)
                    && (mediaType.getCharset() == null || mediaType.getCharset().equals(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
