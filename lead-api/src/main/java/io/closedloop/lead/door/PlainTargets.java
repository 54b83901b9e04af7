package io.closedloop.lead.door;

import org.apache.coyote.Adapter;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.net.SocketEvent;

/**
 * The way into the container, on which {@code OPTIONS *} asks for a path as every request does. The container would
 * answer it before anybody has looked for a key, and read its body with a worker.
 */
final class PlainTargets implements Adapter {
    private static final String EVERYTHING = "*";

    private final Adapter container;

    PlainTargets(Adapter container) {
        this.container = container;
    }

    @Override
    public void service(Request request, Response response) throws Exception {
        if (request.requestURI().equals(EVERYTHING)) {
            byte[] path = {'/', '*'};
            request.requestURI().setBytes(path, 0, path.length);
        }
        container.service(request, response);
    }

    @Override
    public boolean prepare(Request request, Response response) throws Exception {
        return container.prepare(request, response);
    }

    @Override
    public boolean asyncDispatch(Request request, Response response, SocketEvent status) throws Exception {
        return container.asyncDispatch(request, response, status);
    }

    @Override
    public void log(Request request, Response response, long time) {
        container.log(request, response, time);
    }

    @Override
    public void checkRecycled(Request request, Response response) {
        container.checkRecycled(request, response);
    }

    @Override
    public String getDomain() {
        return container.getDomain();
    }
}
