package io.closedloop.lead.lifecycle;

/** Who made a touch. */
public enum TouchedBy {
    LEAD,
    MARKETING,
    SALES
}
