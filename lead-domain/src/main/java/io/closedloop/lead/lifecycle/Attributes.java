package io.closedloop.lead.lifecycle;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What else is known of a lead, under free names: strings, numbers and booleans, in clear. Numbers are equal when they
 * are worth the same.
 */
public record Attributes(SortedMap<String, Object> values) {
    public static final Attributes NONE = new Attributes(new TreeMap<>());
    public static final int MAX_COUNT = 100;
    public static final int MAX_NAME_LENGTH = 100;
    public static final int MAX_VALUE_LENGTH = 1000;
    static final String TOO_MANY = "a lead has %d attributes at most".formatted(MAX_COUNT);

    /** @throws IllegalArgumentException when there are too many, or an attribute cannot have the name or value */
    public Attributes(Map<String, ?> values) {
        this(new TreeMap<String, Object>(values));
    }

    /** @throws IllegalArgumentException when there are too many, or an attribute cannot have the name or value */
    public Attributes {
        if (values.size() > MAX_COUNT) {
            throw new IllegalArgumentException(TOO_MANY);
        }
        var normalized = new TreeMap<String, Object>();
        values.forEach((name, value) -> normalized.put(requireName(name), normalized(value)));
        values = Collections.unmodifiableSortedMap(normalized);
    }

    static String requireName(String name) {
        if (name.isBlank() || name.length() > MAX_NAME_LENGTH) {
            throw new IllegalArgumentException("an attribute's name has 1 to %d characters".formatted(MAX_NAME_LENGTH));
        }
        return name;
    }

    static Object normalized(Object value) {
        return switch (value) {
            case String text when text.length() <= MAX_VALUE_LENGTH -> text;
            case String _ ->
                throw new IllegalArgumentException(
                        "an attribute's text has %d characters at most".formatted(MAX_VALUE_LENGTH));
            case Boolean truth -> truth;
            case Number number -> normalized(new BigDecimal(number.toString()));
            default -> throw new IllegalArgumentException("an attribute is a text, a number or a boolean");
        };
    }

    private static BigDecimal normalized(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        if (Math.abs((long) stripped.scale()) > 100 || stripped.precision() > 100) {
            throw new IllegalArgumentException("an attribute's number has 100 digits at most");
        }
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    /**
     * These attributes with {@code change} made: a value replaces, a null removes.
     *
     * @throws IllegalArgumentException when there are too many afterwards
     */
    public Attributes with(AttributesChange change) {
        return new Attributes(changed(change));
    }

    /** How many there are with {@code change} made. */
    int countWith(AttributesChange change) {
        return changed(change).size();
    }

    private SortedMap<String, Object> changed(AttributesChange change) {
        var changed = new TreeMap<String, Object>(values);
        change.values().forEach((name, value) -> {
            if (value == null) {
                changed.remove(name);
            } else {
                changed.put(name, value);
            }
        });
        return changed;
    }
}
