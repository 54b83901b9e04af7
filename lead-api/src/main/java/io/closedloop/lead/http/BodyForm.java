package io.closedloop.lead.http;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.door.Body;
import io.closedloop.lead.door.Visit;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/** What a request says of its body before the body is read. */
public final class BodyForm {
    static final String BROKEN_OFF = "The body broke off before its end; nothing was carried out.";
    /** Whose bodies those are that may be sent without a key. */
    private static final Object KEYLESS = new Object();

    private BodyForm() {}

    /**
     * Holds the Content-Type against the one that the endpoint reads. It is looked at as it was sent: Spring fails on
     * some of what callers send.
     *
     * @throws ProblemException 415 when it is another, in another charset than UTF-8, or the body is compressed
     */
    public static void require(HttpServletRequest request, MediaType expected) {
        String given = request.getContentType();
        if (!isExpected(given, expected)
                || Collections.list(request.getHeaders(HttpHeaders.CONTENT_TYPE))
                                .size()
                        > 1) {
            throw ProblemException.of(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    "This path reads %s in UTF-8, and one Content-Type header that says so.".formatted(expected));
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

    /**
     * Whether all of the body is here. Where it is not, the request goes on by itself when it is.
     *
     * @throws ProblemException when it has been waited for, and it became too long (413), was too slow (408), stopped
     *     in the middle (400), or was the oldest of too many that this key lets the service wait for (429)
     */
    static boolean hasCome(HttpServletRequest request, HttpServletResponse response, int maxBytes) {
        Visit visit = Visit.of(request);
        Body waitedFor = visit.body();
        if (waitedFor == null) {
            Actor actor = Access.actorOf(request);
            return visit.bodyIsHere(request, response, actor == null ? KEYLESS : actor.id(), maxBytes);
        }
        return switch (waitedFor) {
            case HERE -> true;
            case TOO_LONG -> throw tooLong(maxBytes);
            case TOO_SLOW ->
                throw ProblemException.of(
                        ProblemCode.BODY_TOO_SLOW,
                        "The body did not come in time, or came too slowly; nothing was carried out.");
            case TOO_MANY ->
                throw ProblemException.retryable(
                        ProblemCode.TOO_MANY_REQUESTS,
                        "The service waits for as many bodies of this key as it allows at a time; nothing was carried out.",
                        Duration.ofSeconds(1));
            case BROKEN_OFF -> throw ProblemException.of(ProblemCode.MALFORMED_REQUEST, BROKEN_OFF);
        };
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
