package io.closedloop.lead.log;

import java.util.HashMap;
import java.util.Map;

/** Where the streams end that a transaction is about, each one's last change included. */
final class StreamEnds {
    private final Map<String, StreamEnd> ends;

    /** @param read the ends as they were read; a stream that is missing has no events */
    StreamEnds(Map<String, StreamEnd> read) {
        ends = new HashMap<>(read);
    }

    StreamEnd of(String streamId) {
        return ends.getOrDefault(streamId, StreamEnd.NOT_THERE);
    }

    /** Tells of a stream that was not read. */
    void learn(String streamId, StreamEnd end) {
        ends.putIfAbsent(streamId, end);
    }

    void move(String streamId, StreamEnd end) {
        ends.put(streamId, end);
    }
}
