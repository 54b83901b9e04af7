package io.closedloop.lead.door;

import java.io.IOException;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;

/** Reads one request after another, of one connection at a time. */
final class DoorProcessor extends Http11Processor {
    private final DoorEndpoint door;
    private final Visit visit;
    private boolean closes;

    DoorProcessor(DoorProtocol protocol) {
        super(protocol, new PlainTargets(protocol.getAdapter()));
        this.door = protocol.door();
        this.visit = new Visit(this, door, request, response);
        request.setNote(Visit.NOTE, visit);
    }

    @Override
    @SuppressWarnings("unchecked")
    public SocketState service(SocketWrapperBase<?> socket) throws IOException {
        Visitor visitor = door.visitors().of((SocketWrapperBase<NioChannel>) socket);
        visit.of(visitor);
        SocketState state = super.service(socket);
        if (state == SocketState.LONG && !isAsync()) {
            visitor.headIsUnderWay(System.nanoTime());
        }
        return state;
    }

    /**
     * At the end of chunks the container asks for one more call of its listener, wherever it is read. The thread that
     * calls it already looks for the end by itself; one more call would begin the next request, or answer this one
     * twice.
     */
    @Override
    protected void executeDispatches() {
        if (request.isRequestThread()) {
            clearDispatches();
        } else {
            super.executeDispatches();
        }
    }

    /** A request begins. */
    void begins() {
        closes = false;
    }

    /** What has not been read of the body will not be, and the connection is closed once the request has ended. */
    void readNoMore() {
        closes = true;
        disableSwallowRequest();
    }

    @Override
    protected SocketState dispatchEndRequest() {
        return closes ? SocketState.CLOSED : super.dispatchEndRequest();
    }
}
