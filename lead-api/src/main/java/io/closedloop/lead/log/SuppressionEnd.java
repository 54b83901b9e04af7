package io.closedloop.lead.log;

/** What ended a suppression before its time. */
public enum SuppressionEnd {
    /** A manager lifted this one. */
    LIFT,
    /** Its lead was reinstated. */
    REINSTATEMENT
}
