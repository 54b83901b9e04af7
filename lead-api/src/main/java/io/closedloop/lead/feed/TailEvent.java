package io.closedloop.lead.feed;

import io.closedloop.lead.log.StoredEvent;
import org.jspecify.annotations.Nullable;

/** An event at the end of the log, as it is stored, and as it was last shown to somebody. */
final class TailEvent {
    private final StoredEvent stored;
    private volatile @Nullable StreamedEvent shown;

    TailEvent(StoredEvent stored) {
        this.stored = stored;
    }

    StoredEvent stored() {
        return stored;
    }

    /** Null until it was opened for the first time. */
    @Nullable
    StreamedEvent shown() {
        return shown;
    }

    void show(StreamedEvent opened) {
        shown = opened;
    }
}
