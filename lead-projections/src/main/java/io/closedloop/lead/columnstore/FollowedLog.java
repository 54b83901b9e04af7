package io.closedloop.lead.columnstore;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.eventhandling.TrackedEventMessage;

/** What the read models ask the log itself, beside following it. Every method throws when it cannot be asked now. */
public interface FollowedLog {
    /** The id of the event at {@code position}; empty when the log does not reach that far. */
    Optional<String> eventIdAt(long position);

    /** The id of the log's present course, which changes when the log was set back; empty where a log has none. */
    default Optional<String> epoch() {
        return Optional.empty();
    }

    /** The events of a lead or suppression from one position to another, both included, in their order. */
    List<? extends TrackedEventMessage<?>> events(UUID stream, long first, long last);
}
