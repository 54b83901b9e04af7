package io.closedloop.lead.log;

/**
 * The version of a stream that a command was decided on.
 *
 * @param version the number of events that the stream had; 0 for one that is not there yet
 */
public record StreamVersion(String streamType, String streamId, long version) {
    /** @throws IllegalArgumentException when the version is negative */
    public StreamVersion {
        if (version < 0) {
            throw new IllegalArgumentException("a stream has 0 or more events, but %s %s was said to have %d"
                    .formatted(streamType, streamId, version));
        }
    }
}
