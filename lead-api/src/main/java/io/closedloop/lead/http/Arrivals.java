package io.closedloop.lead.http;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.coyote.ContinueResponseTiming;

/**
 * Tells whether some of a request's body has arrived. The servlet API offers only two ways: a read, which waits as long
 * as the caller likes and cannot be cancelled, or a notification on another thread, after which no answer can be given
 * to a caller that stopped in the middle.
 */
public final class Arrivals {
    private static final String ATTRIBUTE = Arrivals.class.getName();

    private final Request request;
    private boolean begun;

    private Arrivals(Request request) {
        this.request = request;
    }

    /** Asked for while the request is being handled. */
    public static Arrivals of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof Arrivals arrivals) {
            return arrivals;
        }
        throw new IllegalStateException("the valve that tells what has arrived is not there");
    }

    /** Whether a read would return at once: with bytes, with the end of the body, or with the failure to come there. */
    public boolean any() throws IOException {
        ServletInputStream body = request.getInputStream();
        if (body.isFinished() || body.available() > 0) {
            return true;
        }
        var container = request.getCoyoteRequest();
        if (!begun) {
            begun = true;
            // A caller who asks whether to go on is told so by the first read, and there might never be one.
            container.action(ActionCode.ACK, ContinueResponseTiming.ON_REQUEST_BODY_READ);
        }
        container.action(ActionCode.AVAILABLE, true);
        return container.getAvailable() > 0;
    }

    /** Gives every request its {@link Arrivals}. */
    static final class Offer extends ValveBase {
        Offer() {
            super(true);
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            request.setAttribute(ATTRIBUTE, new Arrivals(request));
            getNext().invoke(request, response);
        }
    }
}
