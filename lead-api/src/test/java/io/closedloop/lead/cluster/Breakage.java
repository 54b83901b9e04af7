package io.closedloop.lead.cluster;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How an appender can be broken on purpose. */
enum Breakage {
    /** Not at all. */
    NONE(null),
    /** Commits without waiting for the disk, whatever the service asks of its connections. */
    ACKNOWLEDGES_BEFORE_THE_SYNC(null),
    /** Answers, and commits when it has to begin the next transaction. */
    ACKNOWLEDGES_BEFORE_THE_COMMIT(null),
    /** Forgets who holds an identity. */
    LOSES_CLAIMS("update identity_held set claimed = null"),
    /** Forgets who must not be delivered. */
    LOSES_SUPPRESSIONS("delete from suppression"),
    /** Forgets what it answered under an idempotency key. */
    LOSES_KEPT_ANSWERS("delete from kept_answer"),
    /** Leaves a hole after each transaction. */
    SKIPS_A_POSITION("update log_head set position = position + 1"),
    /** Takes the time of a clock that runs backwards. */
    RECORDS_IN_THE_PAST("""
            update event set recorded_at = timestamp with time zone '2020-01-01 00:00:00+00' - position * interval '1 second'
            where position = (select max(position) from event)""");

    private final Optional<String> beforeEachCommit;

    Breakage(@Nullable String beforeEachCommit) {
        this.beforeEachCommit = Optional.ofNullable(beforeEachCommit);
    }

    /** A statement that spoils what was written, in the same transaction. */
    Optional<String> beforeEachCommit() {
        return beforeEachCommit;
    }
}
