package io.closedloop.lead.instances;

import java.time.Instant;
import java.util.UUID;

/**
 * One process of the service with its data directory.
 *
 * @param id stays the same for a data directory
 * @param name what operators call it
 * @param startedAt when the process began, by the clock of its machine
 */
public record Instance(UUID id, String name, Instant startedAt) {}
