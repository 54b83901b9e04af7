package io.closedloop.lead.columnstore;

import java.util.Optional;

/** What the read models ask the log itself, to find out whether they were filled from it. */
@FunctionalInterface
public interface EventLog {
    /**
     * @return the id of the event at {@code position}; empty when the log does not reach that far
     * @throws RuntimeException when the log cannot be asked now
     */
    Optional<String> eventIdAt(long position);
}
