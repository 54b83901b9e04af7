package io.closedloop.lead.checking;

/** What has to hold, whatever happens to instances, database and network. */
public enum Rule {
    /** Everything that was answered with success is in the log, once, as it was answered. */
    ACKNOWLEDGED_EXACTLY_ONCE,
    /** Whatever nobody knows of is in the log once or not at all, and never in parts. */
    UNCERTAIN_AT_MOST_ONCE,
    /** What was refused is not in the log, but for the trace of a blocked delivery. */
    REFUSED_NEVER,
    /** Every event was asked for. */
    NOTHING_UNASKED,
    /** One idempotency key, one answer. */
    ONE_KEY_ONE_ANSWER,
    /** What was sent after an answer came is later in the log than what was answered. */
    ORDER_OF_ANSWERS,
    /** A lead that is read is never older than what its reader could know. */
    READS_ARE_CURRENT,
    POSITIONS_WITHOUT_HOLES,
    VERSIONS_WITHOUT_HOLES,
    EVENT_IDS_ONCE,
    RECORDED_AT_NEVER_DECREASES,
    /** A transaction has one number and one time, and both are later than the last one's. */
    TRANSACTIONS_IN_ORDER,
    LEGAL_TRANSITIONS,
    IDENTITY_OPEN_ONCE,
    SUPPRESSED_NEVER_DELIVERED,
    /** The tables beside the log say what the log says. */
    TABLES_EQUAL_THE_LOG,
    READ_MODELS_EQUAL_THE_LOG,
    /** The same question has the same answer on every instance, and at every time. */
    REPORTS_AGREE,
    /** No request of the run deserves an answer like that. */
    NO_FAULTS
}
