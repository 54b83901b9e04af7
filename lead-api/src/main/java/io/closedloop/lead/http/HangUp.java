package io.closedloop.lead.http;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/**
 * Closes the connection of a request at once. The servlet API knows only how to end an answer in order, which waits
 * until the caller has taken what was written so far, and one who reads nothing takes nothing.
 */
public final class HangUp {
    private static final String ATTRIBUTE = HangUp.class.getName();

    private final Response response;

    private HangUp(Response response) {
        this.response = response;
    }

    /** Asked for while the request is being handled. */
    public static HangUp of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof HangUp hangUp) {
            return hangUp;
        }
        throw new IllegalStateException("the valve that lets endpoints hang up is not there");
    }

    /** To be called only as long as the answer is neither complete nor in error: the container uses it again then. */
    public void now() {
        response.getCoyoteResponse().action(ActionCode.CLOSE_NOW, new IOException("the service hung up"));
    }

    /** Gives every request its {@link HangUp}. */
    static final class Offer extends ValveBase {
        Offer() {
            super(true);
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            request.setAttribute(ATTRIBUTE, new HangUp(response));
            getNext().invoke(request, response);
        }
    }
}
