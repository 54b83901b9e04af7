package io.closedloop.lead.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Gives every request its {@link Correlation}, answers it back and puts it on every log line that the request causes.
 */
final class CorrelationFilter extends OncePerRequestFilter {
    private static final String LOG_KEY = "correlationId";
    /** The name that tracing uses as well, where it is on. */
    private static final String LOG_TRACE = "traceId";

    private static final Pattern PRINTABLE = Pattern.compile("[\\x20-\\x7e]{1," + Correlation.MAX_LENGTH + "}");
    /** W3C Trace Context, version 00: version, trace id, parent id, flags; ids of zeros are invalid. */
    private static final Pattern TRACEPARENT =
            Pattern.compile("00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

    /** A request that has waited, for its body or for a position, comes again and is logged under what it had. */
    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Correlation correlation = Correlation.isBound(request)
                ? Correlation.of(request)
                : read(request.getHeader(Correlation.HEADER), request.getHeader("traceparent"));
        correlation.bind(request);
        response.setHeader(Correlation.HEADER, correlation.id());
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Cache-Control", "private, no-cache");
        MDC.put(LOG_KEY, correlation.id());
        String traceId = correlation.traceId();
        if (traceId != null) {
            MDC.put(LOG_TRACE, traceId);
        }
        try {
            chain.doFilter(request, response);
        } finally {
            // With all that was added on the way.
            MDC.clear();
        }
    }

    static Correlation read(@Nullable String given, @Nullable String traceparent) {
        Matcher trace = TRACEPARENT.matcher(traceparent == null ? "" : traceparent);
        boolean traced = trace.matches();
        if (given != null && PRINTABLE.matcher(given).matches()) {
            return new Correlation(given, traced ? traceparent : null);
        }
        return traced
                ? new Correlation(trace.group(1), traceparent)
                : new Correlation(UUID.randomUUID().toString(), null);
    }
}
