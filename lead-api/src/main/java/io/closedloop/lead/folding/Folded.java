package io.closedloop.lead.folding;

import io.closedloop.lead.lifecycle.Lead;

/**
 * A lead as its events have made it.
 *
 * @param lastEventId the id of the last of them, by which one finds out whether the log still has it
 * @param position where that stands in the log
 */
public record Folded(Lead lead, String lastEventId, long position) {
    long version() {
        return lead.version();
    }
}
