package io.closedloop.lead.lifecycle;

/** The stages by name. */
public enum StageName {
    INQUIRY,
    MQL,
    SQL,
    CLOSED,
    NURTURE,
    DISQUALIFIED
}
