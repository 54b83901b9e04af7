package io.closedloop.lead.door;

/** How a body that had to be waited for ended. */
public enum Body {
    /** All of it has come. */
    HERE,
    /** It has more bytes than a request may have. */
    TOO_LONG,
    /** It took too long, or came too slowly. */
    TOO_SLOW,
    /** It was the oldest of more than its key may let the service wait for. */
    TOO_MANY,
    /** Its sender stopped in the middle. */
    BROKEN_OFF
}
