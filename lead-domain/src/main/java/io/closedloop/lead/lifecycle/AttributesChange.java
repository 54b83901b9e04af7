package io.closedloop.lead.lifecycle;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A change of some attributes: a value replaces, a null removes, the others stay. */
public record AttributesChange(Map<String, @Nullable Object> values) {
    public static final AttributesChange NONE = new AttributesChange(Map.of());

    /** @throws IllegalArgumentException when an attribute cannot have the name or value */
    public AttributesChange {
        var normalized = new TreeMap<String, @Nullable Object>();
        values.forEach((name, value) ->
                normalized.put(Attributes.requireName(name), value == null ? null : Attributes.normalized(value)));
        values = Collections.unmodifiableMap(normalized);
    }
}
