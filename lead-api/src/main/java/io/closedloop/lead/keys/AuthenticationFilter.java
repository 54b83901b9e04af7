package io.closedloop.lead.keys;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.door.Visit;
import io.closedloop.lead.http.Access;
import io.closedloop.lead.http.DescriptionFilter;
import io.closedloop.lead.http.Problem;
import io.closedloop.lead.http.ProblemCode;
import io.closedloop.lead.http.ProblemException;
import io.closedloop.lead.http.ProblemWriter;
import io.closedloop.lead.http.TrailingSlash;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets nobody in without a key, before anything else is looked at, so that callers without a key do not even learn
 * which paths there are. Health, the problem pages and the API's description are open, by their exact, unencoded paths,
 * so that no other spelling of a path slips through.
 */
final class AuthenticationFilter extends OncePerRequestFilter {
    private static final Logger log = LoggerFactory.getLogger(AuthenticationFilter.class);
    private static final String HEALTH = "/actuator/health";
    private static final Set<String> OPEN = Stream.concat(
                    Stream.of(HEALTH, HEALTH + "/liveness", HEALTH + "/readiness"), DescriptionFilter.PATHS.stream())
            .collect(Collectors.toUnmodifiableSet());
    /** What is Spring's own reads a body whether it wants one or not. */
    private static final String ACTUATOR = "/actuator/";

    private static final Pattern OPEN_PAGES = Pattern.compile("/problems/[a-z0-9-]{1,100}");
    private static final String SCHEME = "Bearer ";
    /** Longer than any key that was ever given out: what is longer is not even hashed. */
    private static final int MAX_LENGTH = 200;

    private final ApiKeys keys;

    AuthenticationFilter(ApiKeys keys) {
        this.keys = keys;
    }

    private static boolean isOpen(String path) {
        return OPEN.contains(path) || OPEN_PAGES.matcher(path).matches();
    }

    /** The key of a request that has waited may have been revoked meanwhile. */
    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    /** Health is open, but tells those who administer the service more. */
    private static boolean isHealthWithKey(HttpServletRequest request) {
        String path = request.getRequestURI();
        return OPEN.contains(path) && path.startsWith(HEALTH) && request.getHeader(HttpHeaders.AUTHORIZATION) != null;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String path = request.getRequestURI();
        if (isOpen(path)) {
            HttpServletRequest unread = Visit.of(request).withoutBody(request);
            chain.doFilter(isHealthWithKey(request) ? asWhoeverAsks(unread) : unread, response);
            return;
        }
        if (isOpen(TrailingSlash.cutFrom(path))) {
            // Nobody needs a key for what was meant.
            ProblemWriter.write(request, response, TrailingSlash.nothingAt(request));
            return;
        }
        Optional<Actor> actor;
        try {
            actor = actor(request);
        } catch (DataAccessException e) {
            log.warn("No key can be checked: the store does not answer", e);
            ProblemWriter.write(
                    request,
                    response,
                    ProblemException.retryable(
                            ProblemCode.STORE_UNAVAILABLE,
                            "The key cannot be checked: the database cannot be reached or does not answer in time.",
                            Duration.ofSeconds(2)));
            return;
        }
        if (actor.isEmpty()) {
            ProblemWriter.write(request, response, refusal(request));
            return;
        }
        Access.bind(request, actor.get());
        if (path.indexOf(';') >= 0) {
            // The container passes over what follows it, a mistyped parameter for instance.
            ProblemWriter.write(
                    request,
                    response,
                    ProblemException.of(
                            ProblemCode.NOT_FOUND, "There is nothing under this path: no path here has a semicolon."));
            return;
        }
        chain.doFilter(path.startsWith(ACTUATOR) ? Visit.of(request).withoutBody(request) : request, response);
    }

    /** Unchanged where the key is wrong or cannot be checked: health is told nevertheless. */
    private HttpServletRequest asWhoeverAsks(HttpServletRequest request) {
        try {
            return actor(request)
                    .<HttpServletRequest>map(actor -> new RequestOfActor(request, actor))
                    .orElse(request);
        } catch (DataAccessException e) {
            log.debug("The key of who asks for health cannot be checked", e);
            return request;
        }
    }

    private Optional<Actor> actor(HttpServletRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null
                || Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION))
                                .size()
                        > 1
                || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                || header.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        return keys.actor(new Secret(header.substring(SCHEME.length()).strip()));
    }

    private static ProblemException refusal(HttpServletRequest request) {
        String detail = request.getHeader(HttpHeaders.AUTHORIZATION) == null
                ? "Send the header Authorization: Bearer <key>."
                : "The key is unknown or revoked, or the Authorization header does not have the form Bearer <key>, given once.";
        return new ProblemException(
                Problem.of(ProblemCode.UNAUTHENTICATED, detail), Map.of(HttpHeaders.WWW_AUTHENTICATE, "Bearer"));
    }
}
