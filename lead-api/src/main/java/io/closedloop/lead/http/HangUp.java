package io.closedloop.lead.http;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/**
 * Closes the connection of a request at once, and tells whether the caller has. The servlet API can only end an answer
 * in order, which waits until the caller has taken what was written so far, and it notices only by writing that a
 * caller has left.
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

    /**
     * Whether the caller has closed the connection, or his half of it. Looks at what has come and waits for nothing. To
     * be called only while the web server is not at work on the request, which it would disturb: while it waits.
     */
    public boolean callerHasLeft() {
        var request = response.getRequest().getCoyoteRequest();
        var wholeBodyRead = new AtomicBoolean();
        request.action(ActionCode.REQUEST_BODY_FULLY_READ, wholeBodyRead);
        // Where something has come, it is the end, or the beginning of a next request; that is looked at once.
        return wholeBodyRead.get() && hasMore(request) && hasMore(request);
    }

    private static boolean hasMore(org.apache.coyote.Request request) {
        request.action(ActionCode.AVAILABLE, true);
        return request.getAvailable() > 0;
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
