package io.closedloop.lead.reporting.formula;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A piece of SQL with the values of its parameters, in their order, so that pieces can be put together. */
public record Sql(String text, List<Object> parameters) {
    public static Sql of(String text, Object... parameters) {
        return new Sql(text, List.of(parameters));
    }

    /** This, then that, with a space between. */
    public Sql then(Sql next) {
        var all = new ArrayList<>(parameters);
        all.addAll(next.parameters);
        return new Sql(text + " " + next.text, all);
    }

    public Sql then(String next) {
        return new Sql(text + " " + next, parameters);
    }

    public static Sql join(String separator, List<Sql> pieces) {
        var all = new ArrayList<Object>();
        pieces.forEach(piece -> all.addAll(piece.parameters));
        return new Sql(pieces.stream().map(Sql::text).collect(Collectors.joining(separator)), all);
    }
}
