package io.closedloop.lead.eventjson;

/**
 * An event of the log cannot be read by this version of the service. The message names the event and never repeats a
 * value, which may be personal.
 */
public sealed class UnreadableEventException extends RuntimeException permits UnknownEventException {
    private static final long serialVersionUID = 1L;

    UnreadableEventException(String eventId, String problem) {
        super("event %s cannot be read: %s".formatted(eventId, problem));
    }
}
