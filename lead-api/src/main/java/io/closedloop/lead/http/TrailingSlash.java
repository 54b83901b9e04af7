package io.closedloop.lead.http;

import jakarta.servlet.http.HttpServletRequest;

/** Answers 404 to a path with a slash at its end, because no path has one. */
public final class TrailingSlash {
    private TrailingSlash() {}

    /** The path without it, or without all of them; the path itself where it has none. */
    public static String cutFrom(String path) {
        int end = path.length();
        while (end > 1 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }

    /** 404, which says so where the slash is to blame. */
    public static ProblemException nothingAt(HttpServletRequest request) {
        String path = ProblemWriter.pathOf(request.getRequestURI());
        String without = cutFrom(path);
        return without.equals(path)
                ? new ProblemException(ProblemWriter.ofStatus(404))
                : ProblemException.of(
                        ProblemCode.NOT_FOUND,
                        "There is nothing under this path: no path here ends with a slash. Ask for %s."
                                .formatted(without));
    }
}
