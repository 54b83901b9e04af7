package io.closedloop.lead.playbook;

/** What a reason is given for. The same code may stand in two classes; class and code together are the key. */
public enum ReasonClass {
    DISQUALIFY,
    RECYCLE,
    LOSS,
    ROOT_CAUSE
}
