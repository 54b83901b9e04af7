package io.closedloop.lead.waiting;

import jakarta.servlet.http.HttpServletResponse;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Leaves the answer of a request that waits alone. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class AnsweredLaterAdvice {
    /** @param response asked for so that it counts as seen to */
    @ExceptionHandler
    void leaveAlone(AnsweredLater later, HttpServletResponse response) {
        // The end of the wait dispatches the request again.
    }
}
