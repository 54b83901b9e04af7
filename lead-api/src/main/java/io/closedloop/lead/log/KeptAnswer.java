package io.closedloop.lead.log;

import io.closedloop.lead.text.Unsaid;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The answer that was given to the first request under an idempotency key.
 *
 * @param requestHash the hash of that request's content
 * @param recordedAt when it was kept
 */
public record KeptAnswer(String requestHash, Answer answer, Instant recordedAt) {
    /** Headers as they stand in their column: a line each, as in HTTP, by name. */
    static String headerLines(Map<String, String> headers) {
        var lines = new StringBuilder();
        new TreeMap<>(headers)
                .forEach((name, value) ->
                        lines.append(name).append(": ").append(value).append('\n'));
        return lines.toString();
    }

    static Map<String, String> headers(String lines) {
        var headers = new LinkedHashMap<String, String>();
        lines.lines().forEach(line -> {
            int colon = line.indexOf(": ");
            headers.put(line.substring(0, colon), line.substring(colon + 2));
        });
        return headers;
    }

    @Override
    public String toString() {
        return Unsaid.in(this, "requestHash");
    }
}
