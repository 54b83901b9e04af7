package io.closedloop.lead.http;

import java.io.IOException;
import java.io.Writer;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.jspecify.annotations.Nullable;

/**
 * Answers what Tomcat refuses before the service's own code sees it, such as a broken request line or a header that is
 * too long, as a problem instead of an HTML page.
 */
public final class ProblemValve extends ErrorReportValve {
    @Override
    protected void report(Request request, Response response, @Nullable Throwable throwable) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        var reachable = new AtomicBoolean(false);
        response.getCoyoteResponse().action(ActionCode.IS_IO_ALLOWED, reachable);
        if (!reachable.get()) {
            return;
        }
        Problem problem = ProblemWriter.ofStatus(status).at(ProblemWriter.pathOf(request.getRequestURI()));
        try {
            response.setStatus(problem.status());
            response.setContentType(Problem.MEDIA_TYPE);
            response.setCharacterEncoding("UTF-8");
            if (response.getHeader(Correlation.HEADER) == null) {
                response.setHeader(Correlation.HEADER, UUID.randomUUID().toString());
            }
            if (problem.status() == ProblemCode.STORE_UNAVAILABLE.status()) {
                response.setHeader("Retry-After", "1");
            }
            Writer writer = response.getReporter();
            if (writer != null) {
                writer.write(AnswerJson.write(problem));
                response.finishResponse();
            }
        } catch (IOException | IllegalStateException e) {
            container.getLogger().debug("The caller left before its problem could be written", e);
        }
    }
}
