package io.closedloop.lead.checking;

/**
 * A lead as somebody was shown it.
 *
 * @param sentAt as in {@link Exchange}
 * @param answeredAt as in {@link Exchange}
 * @param status where it is, with acceptance and outcome, as in {@code io.closedloop.lead.lifecycle.Status}
 */
public record Reading(
        String leadId, String instance, long sentAt, long answeredAt, long version, long position, String status) {}
