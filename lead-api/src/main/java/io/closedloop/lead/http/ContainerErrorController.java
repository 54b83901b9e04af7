package io.closedloop.lead.http;

import io.closedloop.lead.door.Visit;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.DispatcherServlet;

/** Where the servlet container sends a request that failed outside every controller. */
@Hidden
@RestController
class ContainerErrorController implements ErrorController {
    @RequestMapping("${spring.web.error.path:/error}")
    ResponseEntity<Problem> answer(HttpServletRequest request, HttpServletResponse response) {
        Object path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        Problem problem = problem(request);
        if (!response.containsHeader(Correlation.HEADER)) {
            response.setHeader(Correlation.HEADER, UUID.randomUUID().toString());
        }
        Visit.of(request).closeUnlessRead(response);
        return ResponseEntity.status(problem.status())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem.at(ProblemWriter.pathOf(path instanceof String text ? text : request.getRequestURI())));
    }

    /**
     * What the service itself had to say, where the request came that far: the container throws an answer away once a
     * body has broken off, though a caller who only stopped sending still reads.
     */
    private static Problem problem(HttpServletRequest request) {
        if (request.getDispatcherType() != DispatcherType.ERROR
                || !(request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer status)) {
            return ProblemWriter.ofStatus(404);
        }
        if (request.getAttribute(DispatcherServlet.EXCEPTION_ATTRIBUTE) instanceof ProblemException refusal) {
            return refusal.problem();
        }
        return request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof IOException
                ? Problem.of(ProblemCode.MALFORMED_REQUEST, BodyForm.BROKEN_OFF)
                : ProblemWriter.ofStatus(status);
    }
}
