package io.closedloop.lead.log;

import java.util.List;

/** What is checked of an append under the log head's lock. This is the one order in which it is. */
enum Check {
    /** Whether the request was answered before. */
    IDEMPOTENCY_KEY,
    /** Whether each stream still has the version that was decided on, and everything else is still as it was then. */
    VERSION,
    /** Whether what is to be ended has ended by itself by the time that the log judges by. */
    ENDED,
    /** Whether an identity that is delivered is suppressed. */
    SUPPRESSED,
    /** Whether another open lead holds what is claimed. */
    CLAIMED;

    static final List<Check> IN_ORDER = List.of(values());
}
