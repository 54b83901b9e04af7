package io.closedloop.lead.queries;

import io.closedloop.lead.http.QueryParameters;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Collections;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The position that a reader wants the answer to have reached ({@code minPosition}), and how long the request waits for
 * it ({@code Prefer: wait=n}, RFC 7240).
 *
 * @param minPosition the position that the answer must not be behind; 0 where any will do
 */
public record Patience(long minPosition, Duration atMost) {
    private static final Duration BY_DEFAULT = Duration.ofSeconds(5);
    private static final long MOST_SECONDS = 60;
    private static final Pattern WAIT =
            Pattern.compile("(?:^|[,;])\\s*wait\\s*=\\s*\"?([0-9]{1,9})\"?\\s*(?=$|[,;])", Pattern.CASE_INSENSITIVE);

    public static Patience of(QueryParameters parameters, HttpServletRequest request) {
        OptionalLong position = parameters.integer("minPosition", 0L, Long.MAX_VALUE);
        return new Patience(position.orElse(0), preferred(request));
    }

    private static Duration preferred(HttpServletRequest request) {
        for (String header : Collections.list(request.getHeaders("Prefer"))) {
            Matcher wait = WAIT.matcher(header);
            if (wait.find()) {
                return Duration.ofSeconds(Math.min(MOST_SECONDS, Long.parseLong(wait.group(1))));
            }
        }
        return BY_DEFAULT;
    }
}
