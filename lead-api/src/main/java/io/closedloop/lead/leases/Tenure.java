package io.closedloop.lead.leases;

import java.util.UUID;

/**
 * One time that somebody held a lease. What is written under it can be told from what others write.
 *
 * @param holder the process
 * @param fence grows each time that somebody takes the lease
 */
public record Tenure(UUID holder, long fence) {}
