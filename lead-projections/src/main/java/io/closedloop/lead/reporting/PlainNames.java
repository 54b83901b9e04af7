package io.closedloop.lead.reporting;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parameters whose names are not made of data, for callers whose tools know only fixed names: {@code attr=city:Berlin}
 * says what {@code attr.city=Berlin} says, {@code key=owner:ann} what {@code key.owner=ann}, and {@code keyNull=owner}
 * what {@code key.owner.null=true}. What stands before the first colon is the name, so a name with a colon in it takes
 * the other form.
 */
public final class PlainNames {
    static final String ATTRIBUTE = "attr";
    static final String KEY = "key";
    static final String NO_KEY = "keyNull";

    private PlainNames() {}

    /**
     * The same parameters with the names that stand in their values.
     *
     * @throws InvalidParameterException when a value has no name in it
     */
    public static Map<String, List<String>> spelledOut(Map<String, List<String>> parameters) {
        if (!parameters.containsKey(ATTRIBUTE) && !parameters.containsKey(KEY) && !parameters.containsKey(NO_KEY)) {
            return parameters;
        }
        var spelledOut = new LinkedHashMap<String, List<String>>();
        parameters.forEach((name, values) -> {
            for (String value : values) {
                switch (name) {
                    case ATTRIBUTE, KEY -> {
                        int colon = value.indexOf(':');
                        if (colon < 1) {
                            throw new InvalidParameterException(
                                    name,
                                    "'%s' has no name before a colon; write it as %s".formatted(value, form(name)));
                        }
                        add(name + "." + value.substring(0, colon), value.substring(colon + 1), spelledOut);
                    }
                    case NO_KEY -> add(CellRequest.none(value), "true", spelledOut);
                    default -> add(name, value, spelledOut);
                }
            }
        });
        return spelledOut;
    }

    private static String form(String parameter) {
        return parameter.equals(ATTRIBUTE) ? "attr=<name>:<value>" : "key=<group>:<value>";
    }

    private static void add(String name, String value, Map<String, List<String>> to) {
        to.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
    }
}
