package io.closedloop.lead.instances;

import java.time.Instant;

/**
 * An instance as it was last heard of.
 *
 * @param seenAt when that was, by the database's clock
 * @param present whether that is so little ago that it is taken to be running
 */
public record SeenInstance(Instance instance, Instant seenAt, boolean present, InstanceReport report) {}
