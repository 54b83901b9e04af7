package io.closedloop.lead.eventjson;

/**
 * An event of the log has a type or a revision that this version of the service does not know, most likely because a
 * newer version has written it. Nothing is wrong with it: who needs to understand it has to stop there, and who only
 * hands it on may do so.
 */
public final class UnknownEventException extends UnreadableEventException {
    private static final long serialVersionUID = 1L;

    private final String shown;

    UnknownEventException(String eventId, String problem) {
        super(eventId, problem);
        shown = "This version of the service does not understand the event %s: %s".formatted(eventId, problem);
    }

    /** The same, for whoever asked. */
    public String shown() {
        return shown + ".";
    }
}
