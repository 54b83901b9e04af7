package io.closedloop.lead.instances;

import java.time.Instant;
import java.util.List;

/**
 * The instances that there are. Every method throws a {@code DataAccessException} when the database cannot be asked.
 */
public interface Instances {
    /**
     * All instances that are running, or were within the last days, by name.
     *
     * @param now the database's clock
     */
    record Seen(Instant now, List<SeenInstance> instances) {
        public Seen {
            instances = List.copyOf(instances);
        }
    }

    Seen seen();

    /** The events that any of them lacks, without those that wait behind others, in the order of positions. */
    List<InstanceLetter> letters();

    /** Says how this instance stands; called once a second. */
    void report(InstanceReport report);
}
