package io.closedloop.lead.door;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.jspecify.annotations.Nullable;

/** HTTP/1.1 as the container speaks it, with the door in front. */
public final class DoorProtocol extends Http11NioProtocol {
    private static final long LOOKS_EVERY_MILLIS = 250;

    private final DoorEndpoint door;
    private @Nullable ScheduledFuture<?> looking;

    /** Made by the container, by the name of the class; {@link #hold} comes before the start. */
    public DoorProtocol() {
        this(new DoorEndpoint());
    }

    private DoorProtocol(DoorEndpoint door) {
        super(door);
        this.door = door;
        // A caller that asks whether to send a body gets an answer once an endpoint wants it: not without a key.
        setContinueResponseTiming("onRead");
    }

    /** Says what everybody is held to. */
    public void hold(DoorProperties limits) {
        door.hold(limits);
    }

    DoorEndpoint door() {
        return door;
    }

    @Override
    protected Processor createProcessor() {
        return new DoorProcessor(this);
    }

    @Override
    public void start() throws Exception {
        super.start();
        looking = getUtilityExecutor()
                .scheduleWithFixedDelay(
                        door::lookAround, LOOKS_EVERY_MILLIS, LOOKS_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() throws Exception {
        if (looking != null) {
            looking.cancel(false);
        }
        super.stop();
    }
}
