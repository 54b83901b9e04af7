package io.closedloop.lead.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.DigestUtils;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Has the API's description made once, and gives everybody the same bytes: whoever asks needs no key, and making it
 * takes seconds of a processor. Nobody waits while it is being made.
 */
public final class DescriptionFilter extends OncePerRequestFilter {
    /** Where the description is, in JSON and in YAML; open to all. */
    public static final List<String> PATHS = List.of("/v3/api-docs", "/v3/api-docs.yaml");

    private static final Duration UNTIL_MADE = Duration.ofSeconds(2);

    private final Map<String, Description> descriptions = new ConcurrentHashMap<>();
    private final ReentrantLock making = new ReentrantLock();

    DescriptionFilter() {}

    /** What everybody gets. */
    private static final class Description {
        private final byte[] bytes;
        private final MediaType type;
        private final String tag;

        Description(byte[] bytes, MediaType type) {
            this.bytes = bytes;
            this.type = type;
            this.tag = "W/\"" + DigestUtils.md5DigestAsHex(bytes) + "\"";
        }
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getMethod().equals("GET") && !request.getMethod().equals("HEAD");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Description description = descriptions.get(request.getRequestURI());
        if (description == null) {
            if (!making.tryLock()) {
                ProblemWriter.write(
                        request,
                        response,
                        ProblemException.retryable(
                                ProblemCode.TOO_MANY_REQUESTS,
                                "The description is being made; it is there within seconds.",
                                UNTIL_MADE));
                return;
            }
            try {
                description = make(request, response, chain);
            } finally {
                making.unlock();
            }
            if (description == null) {
                return;
            }
        }
        if (!accepts(request, description.type)) {
            chain.doFilter(request, response);
            return;
        }
        give(description, request, response);
    }

    /** Null where there is none, and the refusal has been written. */
    private @Nullable Description make(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var written = new ContentCachingResponseWrapper(response);
        chain.doFilter(new Plain(request), written);
        if (written.getStatus() != HttpServletResponse.SC_OK) {
            written.copyBodyToResponse();
            return null;
        }
        var description =
                new Description(written.getContentAsByteArray(), MediaType.parseMediaType(written.getContentType()));
        descriptions.put(request.getRequestURI(), description);
        return description;
    }

    private static boolean accepts(HttpServletRequest request, MediaType type) {
        List<String> accepted = Collections.list(request.getHeaders(HttpHeaders.ACCEPT));
        try {
            return accepted.isEmpty()
                    || MediaType.parseMediaTypes(accepted).stream().anyMatch(it -> it.includes(type));
        } catch (InvalidMediaTypeException e) {
            // The endpoint says what is wrong with it.
            return false;
        }
    }

    private static void give(Description description, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
        if (new ServletWebRequest(request, response).checkNotModified(description.tag)) {
            return;
        }
        response.setContentType(description.type.toString());
        response.setContentLength(description.bytes.length);
        response.getOutputStream().write(description.bytes);
    }

    /** A request for the whole description in its own form, whatever the first one was that came. */
    private static final class Plain extends HttpServletRequestWrapper {
        Plain(HttpServletRequest request) {
            super(request);
        }

        @Override
        public String getMethod() {
            return "GET";
        }

        @Override
        public @Nullable String getHeader(String name) {
            return isPassedOver(name) ? null : super.getHeader(name);
        }

        @Override
        public Enumeration<String> getHeaders(String name) {
            return isPassedOver(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
        }

        private static boolean isPassedOver(String name) {
            return name.equalsIgnoreCase(HttpHeaders.ACCEPT) || name.equalsIgnoreCase(HttpHeaders.IF_NONE_MATCH);
        }
    }
}
