package io.closedloop.lead.facts.passes;

import org.jspecify.annotations.Nullable;

/**
 * When something happened, and the event that says so.
 *
 * @param at microseconds
 */
record Moment(long at, long position) {
    static @Nullable Long at(@Nullable Moment moment) {
        return moment == null ? null : moment.at;
    }

    static @Nullable Long position(@Nullable Moment moment) {
        return moment == null ? null : moment.position;
    }
}
