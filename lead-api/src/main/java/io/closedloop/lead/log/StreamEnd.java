package io.closedloop.lead.log;

/**
 * The end of one stream.
 *
 * @param version the number of its events
 * @param lastPosition the position of its last event; 0 when it has none
 */
record StreamEnd(long version, long lastPosition) {
    static final StreamEnd NOT_THERE = new StreamEnd(0, 0);
}
