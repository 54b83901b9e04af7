package io.closedloop.lead.reporting;

import java.util.List;

/**
 * What rows of a report are told apart by beside its key, whatever it is asked.
 *
 * @param values all that there may be, in the order in which rows with the same count stand; empty where they are free
 *     codes, which stand in the order of the alphabet
 */
public record Dimension(String name, String description, List<String> values) {
    public Dimension {
        values = List.copyOf(values);
    }
}
