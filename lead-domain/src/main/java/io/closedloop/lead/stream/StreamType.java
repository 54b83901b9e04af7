package io.closedloop.lead.stream;

/**
 * A kind of stream, such as those of leads. It is listed once, in a {@link StreamCatalogue}, and everything that has to
 * know the kinds of streams or the types of events derives it from there.
 *
 * @param name as the log stores it with every event, at most 20 characters; it never changes
 * @param path the collection that CloudEvents name as {@code source}: the one whose item {@code subject} names. A kind
 *     whose events are about leads has that of the leads
 * @param events the sealed interface of its events; each record that it permits is a type of event
 */
public record StreamType(String name, String path, Class<? extends StreamEvent> events) {
    private static final int MAX_NAME = 20;

    /** @throws IllegalArgumentException when the name does not fit, or the events are not sealed */
    public StreamType {
        if (name.isBlank() || name.length() > MAX_NAME) {
            throw new IllegalArgumentException(
                    "a kind of stream has a name of 1 to %d characters, not '%s'".formatted(MAX_NAME, name));
        }
        if (!events.isSealed()) {
            throw new IllegalArgumentException(
                    "the events of a kind of stream are sealed, but %s is not".formatted(events.getName()));
        }
    }
}
