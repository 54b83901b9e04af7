package io.closedloop.lead.waiting;

/**
 * Ends the handling of a request that waits: its thread is free, and the request is dispatched again once the wait has
 * ended.
 */
final class AnsweredLater extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AnsweredLater() {
        super("the request waits and is answered later", null, false, false);
    }
}
