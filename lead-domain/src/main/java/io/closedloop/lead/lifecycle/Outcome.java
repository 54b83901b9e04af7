package io.closedloop.lead.lifecycle;

/** How a closed lead ended. */
public enum Outcome {
    WON,
    LOST
}
