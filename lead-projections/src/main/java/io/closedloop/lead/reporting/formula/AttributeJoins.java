package io.closedloop.lead.reporting.formula;

import io.closedloop.lead.facts.KnownFacts;
import java.util.List;
import java.util.stream.Stream;

/**
 * The values of leads' attributes beside a relation of leads or passes. A few attributes are joined one by one, which
 * is fastest. Each such join takes memory of its own, however little it joins, so many attributes are looked up
 * together.
 *
 * @param names of the attributes, told apart by their place in the list
 */
public record AttributeJoins(KnownFacts facts, List<String> names) {
    /** Above this, one look-up of all of them takes less memory and is hardly slower. */
    private static final int FEW = 3;

    public AttributeJoins {
        names = List.copyOf(names);
    }

    /**
     * The joins, to stand behind what is joined with.
     *
     * @param alias of a relation with a column {@code lead_id}
     */
    public Sql to(String alias) {
        Sql joins = Sql.of("");
        if (names.size() > FEW) {
            return Sql.of(
                    "LEFT JOIN (%s) a ON a.lead_id = %s.lead_id".formatted(facts.attributes(names.size()), alias),
                    Stream.concat(names.stream(), names.stream()).toArray());
        }
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            joins = joins.then(Sql.of(
                    "LEFT JOIN (%s) a%2$d ON a%2$d.lead_id = %3$s.lead_id".formatted(facts.attribute(), i, alias),
                    name,
                    name));
        }
        return joins;
    }

    /** The value of an attribute, null where the lead has none. */
    public String value(int place) {
        return (names.size() > FEW ? "a.value_%d" : "a%d.value").formatted(place);
    }
}
