package io.closedloop.lead.feed;

import io.closedloop.lead.http.AnswerJson;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.log.StoredEvent;
import io.closedloop.lead.queries.EventViews.CloudEvent;
import io.closedloop.lead.sealing.SubjectKeys;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event of the log as server-sent events have it: its position as {@code id}, its type as {@code event}, and the
 * CloudEvent, which is one line, as {@code data}.
 */
final class StreamedEvent {
    private final long position;
    private final byte[] frame;
    /** Whose key opened it; null where nothing in it is sealed. */
    private final @Nullable LeadId openedWithKeyOf;

    private StreamedEvent(long position, byte[] frame, @Nullable LeadId openedWithKeyOf) {
        this.position = position;
        this.frame = frame;
        this.openedWithKeyOf = openedWithKeyOf;
    }

    static StreamedEvent of(StoredEvent stored, CloudEvent opened) {
        String frame =
                "id: %d\nevent: %s\ndata: %s\n\n".formatted(opened.position(), opened.type(), AnswerJson.write(opened));
        // A sealed part has this name; where an attribute happens to have it as well, a key is asked for in vain.
        boolean sealed = stored.payload().contains("\"sealed\"");
        return new StreamedEvent(
                opened.position(),
                frame.getBytes(StandardCharsets.UTF_8),
                sealed ? new LeadId(UUID.fromString(opened.subject())) : null);
    }

    long position() {
        return position;
    }

    /** UTF-8, with the empty line that ends it. */
    byte[] frame() {
        return frame;
    }

    /** Whether it may be shown as it was opened: not when the lead's key may have been destroyed since. */
    boolean isFresh(SubjectKeys keys) {
        return openedWithKeyOf == null || keys.isAtHand(openedWithKeyOf);
    }
}
