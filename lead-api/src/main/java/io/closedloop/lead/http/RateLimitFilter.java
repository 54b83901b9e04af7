package io.closedloop.lead.http;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.access.KeyId;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Limits the requests per second of each key, on this instance, and answers 429 to more of them before their body is
 * read. The number of streams bounds bulk requests instead, and operators' requests are not bounded at all.
 */
final class RateLimitFilter extends OncePerRequestFilter {
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final LimitProperties limits;
    /** As many as there are keys, which only administrators make. */
    private final Map<KeyId, Bucket> buckets = new ConcurrentHashMap<>();

    RateLimitFilter(LimitProperties limits) {
        this.limits = limits;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI();
        return Access.actorOf(request) == null
                || path.equals("/v1/commands")
                || path.startsWith("/v1/admin/")
                || path.startsWith("/actuator/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Actor actor = Access.actorOf(request);
        if (actor == null) {
            throw new IllegalStateException("requests without a key are not counted");
        }
        ConsumptionProbe probe =
                buckets.computeIfAbsent(actor.id(), _ -> newBucket()).tryConsumeAndReturnRemaining(1);
        if (probe.isConsumed()) {
            headers(probe).forEach(response::setHeader);
            chain.doFilter(request, response);
            return;
        }
        long seconds = seconds(probe.getNanosToWaitForRefill());
        Map<String, String> headers = headers(probe);
        headers.put("Retry-After", Long.toString(seconds));
        ProblemWriter.write(
                request,
                response,
                new ProblemException(
                        Problem.of(
                                ProblemCode.TOO_MANY_REQUESTS,
                                "The key '%s' may send %d requests per second, and %d at once."
                                        .formatted(actor.name(), limits.requestsPerSecond(), limits.atOnce())),
                        headers));
    }

    private Bucket newBucket() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(limits.atOnce()).refillGreedy(limits.requestsPerSecond(), PERIOD))
                .build();
    }

    private Map<String, String> headers(ConsumptionProbe probe) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("RateLimit-Limit", Integer.toString(limits.atOnce()));
        headers.put("RateLimit-Remaining", Long.toString(probe.getRemainingTokens()));
        headers.put("RateLimit-Reset", Long.toString(seconds(probe.getNanosToWaitForReset())));
        return headers;
    }

    private static long seconds(long nanos) {
        return Math.max(1, Duration.ofNanos(nanos).plusMillis(999).toSeconds());
    }
}
