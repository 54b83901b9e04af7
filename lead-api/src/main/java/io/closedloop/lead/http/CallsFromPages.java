package io.closedloop.lead.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.DefaultCorsProcessor;

/**
 * Answers browsers that ask whether a page of another origin may call the service (CORS), before a key is asked for:
 * such a question carries none. The call itself needs its key like any other; cookies mean nothing here.
 *
 * <p>A call from a page that may not is answered without the headers that would let the page read the answer, and not
 * refused: behind a proxy that ends TLS, the service's own address looks like another one.
 */
final class CallsFromPages extends DefaultCorsProcessor {
    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "DELETE");

    private static final List<String> REQUEST_HEADERS = List.of(
            HttpHeaders.AUTHORIZATION,
            HttpHeaders.ACCEPT,
            HttpHeaders.CONTENT_TYPE,
            HttpHeaders.IF_MATCH,
            HttpHeaders.IF_NONE_MATCH,
            "Idempotency-Key",
            "Last-Event-ID",
            "Prefer",
            "traceparent",
            "tracestate",
            Correlation.HEADER);

    private static final List<String> ANSWER_HEADERS = List.of(
            "Closedloop-Position",
            "Closedloop-Epoch",
            HttpHeaders.CONTENT_DISPOSITION,
            HttpHeaders.ETAG,
            "Idempotency-Replayed",
            HttpHeaders.LINK,
            HttpHeaders.LOCATION,
            "RateLimit-Limit",
            "RateLimit-Remaining",
            "RateLimit-Reset",
            HttpHeaders.RETRY_AFTER,
            HttpHeaders.WWW_AUTHENTICATE,
            Correlation.HEADER);

    /** How long browsers may remember an answer; none remembers longer than two hours. */
    private static final Duration REMEMBERED = Duration.ofHours(1);

    /** What the pages of some origins may do. */
    static CorsConfiguration of(List<String> origins) {
        var pages = new CorsConfiguration();
        pages.setAllowedOrigins(origins);
        pages.setAllowedMethods(METHODS);
        pages.setAllowedHeaders(REQUEST_HEADERS);
        pages.setExposedHeaders(ANSWER_HEADERS);
        pages.setAllowCredentials(false);
        pages.setMaxAge(REMEMBERED);
        return pages;
    }

    @Override
    public boolean processRequest(
            @Nullable CorsConfiguration pages, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        boolean goesOn = super.processRequest(pages, request, response);
        if (!goesOn) {
            ProblemWriter.write(
                    request,
                    response,
                    ProblemException.of(
                            ProblemCode.FORBIDDEN,
                            "A page of '%s' may not send this to the service: the setting closedloop.http.cors names whose pages may, and the API's description which methods and headers there are."
                                    .formatted(QueryParameters.shown(
                                            String.valueOf(request.getHeader(HttpHeaders.ORIGIN))))));
        }
        return goesOn;
    }

    /** It is written above, where the request is at hand. */
    @Override
    protected void rejectRequest(ServerHttpResponse response) {}

    @Override
    protected boolean handleInternal(
            ServerHttpRequest request, ServerHttpResponse response, CorsConfiguration pages, boolean question)
            throws IOException {
        boolean known = checkOrigin(pages, request.getHeaders().getOrigin()) != null;
        return (!known && !question) || super.handleInternal(request, response, pages, question);
    }
}
