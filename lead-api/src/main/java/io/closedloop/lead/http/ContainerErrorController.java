package io.closedloop.lead.http;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where the servlet container sends a request that failed outside every controller. */
@Hidden
@RestController
class ContainerErrorController implements ErrorController {
    @RequestMapping("${spring.web.error.path:/error}")
    ResponseEntity<Problem> answer(HttpServletRequest request, HttpServletResponse response) {
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        Object path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        boolean failed = request.getDispatcherType() == DispatcherType.ERROR && status instanceof Integer;
        Problem problem = ProblemWriter.ofStatus(failed ? (Integer) status : 404);
        if (!response.containsHeader(Correlation.HEADER)) {
            response.setHeader(Correlation.HEADER, UUID.randomUUID().toString());
        }
        return ResponseEntity.status(problem.status())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem.at(ProblemWriter.pathOf(path instanceof String text ? text : request.getRequestURI())));
    }
}
