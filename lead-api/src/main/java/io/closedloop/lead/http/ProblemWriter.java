package io.closedloop.lead.http;

import io.closedloop.lead.door.Visit;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Writes problems where no controller does: in filters, and for the servlet container. */
public final class ProblemWriter {
    private ProblemWriter() {}

    public static void write(HttpServletRequest request, HttpServletResponse response, ProblemException refusal)
            throws IOException {
        byte[] body = AnswerJson.MAPPER.writeValueAsBytes(refusal.problem().at(pathOf(request.getRequestURI())));
        Visit.of(request).closeUnlessRead(response);
        response.setStatus(refusal.problem().status());
        refusal.headers().forEach(response::setHeader);
        response.setContentType(Problem.MEDIA_TYPE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    /** A container's refusal as one of ours. What the contract has no word for is a request that cannot be read. */
    static Problem ofStatus(int status) {
        return switch (status) {
            case 401 -> Problem.of(ProblemCode.UNAUTHENTICATED, "Send the header Authorization: Bearer <key>.");
            case 403 -> Problem.of(ProblemCode.FORBIDDEN, "The service does not allow this over HTTP.");
            case 404 -> Problem.of(ProblemCode.NOT_FOUND, "There is nothing under this path.");
            case 405 -> Problem.of(ProblemCode.METHOD_NOT_ALLOWED, "This path does not take this method.");
            case 406 ->
                Problem.of(
                        ProblemCode.NOT_ACCEPTABLE, "This path does not answer in the media type that was asked for.");
            case 413 -> Problem.of(ProblemCode.PAYLOAD_TOO_LARGE, "The request is larger than the service takes.");
            case 415 ->
                Problem.of(ProblemCode.UNSUPPORTED_MEDIA_TYPE, "This path does not read bodies of this media type.");
            case 429 -> Problem.of(ProblemCode.TOO_MANY_REQUESTS, "Try again a moment later.");
            case 503 ->
                Problem.of(
                        ProblemCode.STORE_UNAVAILABLE,
                        "The service is starting or stopping. Try again a moment later.");
            case 501, 505 ->
                Problem.of(
                        ProblemCode.MALFORMED_REQUEST,
                        "The service speaks HTTP/1.1 and no transfer encoding but chunked.");
            default ->
                status >= 500
                        ? Problem.of(
                                ProblemCode.INTERNAL_FAULT,
                                "The service failed. Its log tells more under the answer's X-Correlation-Id.")
                        : Problem.of(
                                ProblemCode.MALFORMED_REQUEST,
                                "The request line or a header is broken, too long, or asks for something that the service does not do.");
        };
    }

    static String pathOf(@Nullable String requestUri) {
        return requestUri == null || requestUri.isEmpty() ? "/" : requestUri;
    }
}
