package io.closedloop.lead.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Ends a request with a problem. It is an answer and not a fault, so it carries no stack trace and is not logged. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;
    private final transient Map<String, String> headers;

    public ProblemException(Problem problem) {
        this(problem, Map.of());
    }

    /** @param headers what the answer's header says beside the content type */
    public ProblemException(Problem problem, Map<String, String> headers) {
        super(problem.code() + ": " + problem.detail(), null, false, false);
        this.problem = problem;
        this.headers = new LinkedHashMap<>(headers);
    }

    public static ProblemException of(ProblemCode code, String detail) {
        return new ProblemException(Problem.of(code, detail));
    }

    /** A 400 that names the places that are wrong. */
    public static ProblemException malformed(String detail, FieldError... errors) {
        return new ProblemException(
                Problem.of(ProblemCode.MALFORMED_REQUEST, detail).withErrors(List.of(errors)));
    }

    /** A 503, or a 429, that says when to try again. */
    public static ProblemException retryable(ProblemCode code, String detail, Duration retryAfter) {
        long seconds = Math.max(1, retryAfter.toSeconds());
        return new ProblemException(Problem.of(code, detail), Map.of("Retry-After", Long.toString(seconds)));
    }

    public Problem problem() {
        return problem;
    }

    public Map<String, String> headers() {
        return headers;
    }
}
