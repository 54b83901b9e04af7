package io.closedloop.lead.lifecycle;

/** Whether sales has taken a marketing-qualified lead over. */
public enum Acceptance {
    AWAITING,
    ACCEPTED
}
