package io.closedloop.lead.lifecycle;

/** Where a rejected lead goes. */
public enum Disposition {
    RECYCLE,
    DISQUALIFY
}
