package io.closedloop.lead.decision;

/** The kinds of refusal that callers can tell apart. */
public enum RefusalCode {
    INVALID_COMMAND,
    LEAD_NOT_FOUND,
    SUPPRESSION_NOT_FOUND,
    VERSION_MISMATCH,
    COMMAND_NOT_ALLOWED,
    FORBIDDEN,
    OCCURRED_AT_OUT_OF_ORDER,
    CONTACT_SUPPRESSED,
    DUPLICATE_LEAD
}
