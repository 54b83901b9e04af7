package io.closedloop.lead.reporting;

import java.util.List;

/**
 * A property by whose values a report's rows are grouped in any case, beside their key.
 *
 * @param values all that there may be, in the order in which rows with the same count stand; empty where they are free
 *     codes, which stand in the order of the alphabet
 */
public record Dimension(String name, String description, List<String> values) {
    public Dimension {
        values = List.copyOf(values);
    }
}
