package io.closedloop.lead.door;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/** The outermost of the container's valves: sees each request first, and its answer last. */
public final class DoorValve extends ValveBase {
    /** A valve that allows requests to be suspended and dispatched again. */
    public DoorValve() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        if (!(request.getCoyoteRequest().getNote(Visit.NOTE) instanceof Visit visit)) {
            throw new IllegalStateException("the container does not speak through the door");
        }
        visit.begins(request, response);
        getNext().invoke(request, response);
        visit.ends(request, response);
    }
}
