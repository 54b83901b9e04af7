package io.closedloop.lead.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What ties a request to what caused it, in logs, envelopes and other systems. An endpoint gets it as an argument.
 *
 * @param id 1 to 128 printable characters: the caller's {@code X-Correlation-Id}, else the trace id of its
 *     {@code traceparent}, else a new one
 * @param traceparent the caller's W3C header where it is well formed
 */
public record Correlation(String id, @Nullable String traceparent) {
    public static final String HEADER = "X-Correlation-Id";
    public static final int MAX_LENGTH = 128;
    private static final String ATTRIBUTE = Correlation.class.getName();

    /** The trace that the request belongs to, 32 hexadecimal digits; null where it brought none. */
    @Nullable
    String traceId() {
        return traceparent == null ? null : traceparent.substring(3, 35);
    }

    void bind(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    /** Whether the filter has given the request one. */
    static boolean isBound(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) != null;
    }

    /** The correlation that the filter gave the request. */
    public static Correlation of(HttpServletRequest request) {
        return Objects.requireNonNull(
                (Correlation) request.getAttribute(ATTRIBUTE), "the correlation filter runs before everything else");
    }
}
