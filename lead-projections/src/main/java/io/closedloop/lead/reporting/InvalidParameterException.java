package io.closedloop.lead.reporting;

/** A wrong question: a parameter is unknown, unreadable or contradictory. */
public final class InvalidParameterException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String parameter;

    public InvalidParameterException(String parameter, String message) {
        super(message);
        this.parameter = parameter;
    }

    /** The name of the parameter that is at fault. */
    public String parameter() {
        return parameter;
    }
}
