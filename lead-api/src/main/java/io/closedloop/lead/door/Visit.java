package io.closedloop.lead.door;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.coyote.ActionCode;
import org.apache.coyote.ContinueResponseTiming;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request, as the door sees it. There is one for each that is under way, and the next request has it again. */
public final class Visit {
    /** Where the container's request has it; the numbers below are the container's own. */
    static final int NOTE = 20;

    private static final Logger log = LoggerFactory.getLogger(Visit.class);
    private static final String ATTRIBUTE = Visit.class.getName();

    private final DoorProcessor processor;
    private final DoorEndpoint door;
    private final Request request;
    private final Response response;
    private final Piece thrownAway = new Piece();
    private @Nullable Visitor visitor;
    private @Nullable Arrival arrival;

    Visit(DoorProcessor processor, DoorEndpoint door, Request request, Response response) {
        this.processor = processor;
        this.door = door;
        this.request = request;
        this.response = response;
    }

    /** Asked for while the request is being handled. */
    public static Visit of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof Visit visit) {
            return visit;
        }
        throw new IllegalStateException("the request did not come through the door");
    }

    void of(Visitor whose) {
        visitor = whose;
    }

    /**
     * The request has brought a key that holds.
     *
     * @param key which one it is
     */
    public void recognised(Object key) {
        if (visitor != null) {
            door.visitors().recognised(visitor, key);
        }
    }

    /**
     * Whether all of the body has come. Where it has not, the request is let go of, and dispatched once more when the
     * body is at an end: {@link #body} says then at which, and {@code getInputStream} gives what has come.
     *
     * @param owner whose body it is: of each only so many are waited for
     * @param mostBytes how many of it are waited for
     */
    public boolean bodyIsHere(HttpServletRequest asked, HttpServletResponse answer, Object owner, int mostBytes) {
        long told = request.getContentLengthLong();
        if (told < 0 ? request.isFinished() : available() >= told) {
            return true;
        }
        var replayed = new ArrivedRequest(asked);
        AsyncContext waiting = asked.startAsync(replayed, answer);
        waiting.setTimeout(0);
        var begun = new Arrival(door.pendingBodies(), request, owner, mostBytes, waiting);
        replayed.bringing(begun);
        arrival = begun;
        request.action(ActionCode.ACK, ContinueResponseTiming.ON_REQUEST_BODY_READ);
        begun.begin();
        return false;
    }

    /** How the body ended that was waited for; null where none was. */
    public @Nullable Body body() {
        return arrival == null ? null : arrival.ended();
    }

    /** What lies in the container's buffers, of this request and of those that were sent after it. */
    private int available() {
        request.action(ActionCode.AVAILABLE, true);
        return request.getAvailable();
    }

    /** The request as one without a body, for those who would read whatever is sent to them. */
    public HttpServletRequest withoutBody(HttpServletRequest asked) {
        return bringsBody() ? new BodilessRequest(asked) : asked;
    }

    /** Says in the answer that the connection is closed after it, unless the request has been read to its end. */
    public void closeUnlessRead(HttpServletResponse answer) {
        if (isUnread() && !answer.isCommitted()) {
            answer.setHeader("Connection", "close");
        }
    }

    void begins(org.apache.catalina.connector.Request asked, org.apache.catalina.connector.Response answer) {
        asked.setAttribute(ATTRIBUTE, this);
        if (!asked.isAsyncDispatching()) {
            processor.begins();
            arrival = null;
        }
        if (visitor != null) {
            visitor.headIsComplete();
            boolean takesTime = takesTime(asked);
            visitor.reads(takesTime);
            visitor.connection()
                    .setWriteTimeout(
                            takesTime
                                    ? door.getConnectionTimeout()
                                    : door.limits().answerPatience().toMillis());
        }
        if (HealthLane.isHere()) {
            // What comes next on this connection may be anything.
            answer.setHeader("Connection", "close");
        }
    }

    /** Answers that last for as long as their readers like have a patience of their own. */
    private static boolean takesTime(org.apache.catalina.connector.Request asked) {
        String path = Objects.requireNonNullElse(asked.getRequestURI(), "");
        return path.equals("/v1/commands") || path.equals("/v1/events");
    }

    /** Ends the answer; the thread is free afterwards, whatever the caller still sends. */
    void ends(org.apache.catalina.connector.Request asked, org.apache.catalina.connector.Response answer) {
        if (asked.isAsync()) {
            return;
        }
        arrival = null;
        if (isBroken() || !isUnread()) {
            return;
        }
        try {
            answer.finishResponse();
        } catch (IOException e) {
            log.debug("The caller left before the end of the answer", e);
            return;
        }
        if (isBroken()) {
            return;
        }
        if (!door.pendingBodies().haveRoomForLeftover()
                || answer.isError()
                || asked.getAttribute(RequestDispatcher.ERROR_EXCEPTION) != null) {
            // The container ends what has failed by itself, and does not wait for the rest of it.
            request.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
            return;
        }
        processor.readNoMore();
        asked.setAsyncSupported(true);
        AsyncContext answered = asked.startAsync();
        answered.setTimeout(0);
        new Leftover(door.pendingBodies(), request, answered).begin();
    }

    private boolean isBroken() {
        var broken = new AtomicBoolean();
        response.action(ActionCode.IS_ERROR, broken);
        return broken.get();
    }

    /** Whether something of the body is still to come; what lies in the buffers is thrown away, without waiting. */
    private boolean isUnread() {
        if (!bringsBody()) {
            return false;
        }
        long told = request.getContentLengthLong();
        try {
            // Of chunks, not even the next one's length can be looked for without waiting.
            while (told > 0 && !request.isFinished() && !request.hasExpectation() && available() > 0) {
                request.doRead(thrownAway);
            }
        } catch (IOException e) {
            log.debug("The body broke off", e);
            return true;
        }
        return !request.isFinished();
    }

    private boolean bringsBody() {
        long told = request.getContentLengthLong();
        return told > 0 || (told < 0 && request.getMimeHeaders().getHeader("Transfer-Encoding") != null);
    }
}
