package io.closedloop.lead.lifecycle;

/** How far an opportunity has come. */
public enum Milestone {
    NEEDS_ASSESSMENT,
    DEMO,
    PROPOSAL,
    NEGOTIATION
}
