package io.closedloop.lead.instances;

import io.closedloop.lead.columnstore.DeadLetter;
import java.util.UUID;

/**
 * A dead letter of an instance: an event that its read models lack, parked or discarded.
 *
 * @param waiting how many later events of the same lead or suppression wait behind it
 */
public record InstanceLetter(UUID instance, DeadLetter letter, long waiting) {}
