package io.closedloop.lead.reporting;

import io.closedloop.lead.columnstore.Micros;
import io.closedloop.lead.columnstore.Progress;
import io.closedloop.lead.columnstore.Snapshot;
import io.closedloop.lead.facts.KnownFacts;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A request on its way through SQL: which facts it sees, how it tells rows apart and which of them it lets through. */
public final class Question {
    /** What is counted. */
    public enum Subject {
        /** A pass, as a row of {@code p}. */
        PASS,
        /**
         * An attempted delivery, as a row of {@code b}. It has a source, but neither an owner nor a pass nor
         * attributes.
         */
        ATTEMPT
    }

    /**
     * Groups by what {@link #select} put first. Where a key is always null the column store would make a group of
     * nothing.
     */
    public static final String GROUPED = "GROUP BY ALL HAVING count(*) > 0";

    private final ReportRequest request;
    private final Progress known;
    private final KnownFacts facts;
    private final ZoneClock clock;
    private final List<Group.Attribute> attributes;

    private Question(ReportRequest request, Progress known, KnownFacts facts, ZoneClock clock) {
        this.request = request;
        this.known = known;
        this.facts = facts;
        this.clock = clock;
        this.attributes = Stream.concat(request.groupBy().stream(), request.filters().keySet().stream())
                .filter(Group.Attribute.class::isInstance)
                .map(Group.Attribute.class::cast)
                .distinct()
                .toList();
    }

    /** Finds out which facts the request is about. */
    public static Question of(ReportRequest request, Snapshot snapshot) throws SQLException {
        Progress known = snapshot.progress();
        KnownFacts facts = KnownFacts.ALL;
        if (request.asOf() != null) {
            known = lastKnownAt(request.asOf(), snapshot);
            facts = KnownFacts.until(known.position());
        }
        return new Question(request, known, facts, clock(request, snapshot));
    }

    /** Positions have no gaps, so the one before the first that was recorded later is the last that was known. */
    private static Progress lastKnownAt(Instant asOf, Snapshot snapshot) throws SQLException {
        long firstLater = snapshot.query(
                        "SELECT coalesce(min(position), ?) FROM recording WHERE recorded_at > make_timestamp(?)",
                        List.of(snapshot.progress().position() + 1, asOf),
                        row -> row.getLong(1))
                .getFirst();
        return new Progress(firstLater - 1, null, asOf);
    }

    private static ZoneClock clock(ReportRequest request, Snapshot snapshot) throws SQLException {
        if (request.zone().getRules().isFixedOffset()) {
            return new ZoneClock(request.zone(), Instant.EPOCH, Instant.EPOCH);
        }
        return snapshot.query(
                        """
                        SELECT coalesce(epoch_us(min(earliest)), 0), coalesce(epoch_us(max(latest)), 0)
                        FROM (
                            SELECT min(occurred_at) AS earliest, max(occurred_at) AS latest FROM transition
                            UNION ALL
                            SELECT min(occurred_at), max(occurred_at) FROM blocked_delivery)
                        """,
                        List.of(),
                        row -> new ZoneClock(
                                request.zone(), Micros.toInstant(row.getLong(1)), Micros.toInstant(row.getLong(2))))
                .getFirst();
    }

    public ReportRequest request() {
        return request;
    }

    /** The last event that the answer knows. */
    public Progress known() {
        return known;
    }

    public KnownFacts facts() {
        return facts;
    }

    /**
     * The common table {@code p}: the passes with some of their columns, and beside them what is grouped and filtered
     * by.
     *
     * @param needed columns of {@link KnownFacts#passes}, with commas between
     */
    public Sql withPasses(String needed) {
        var fields = new LinkedHashSet<>(Arrays.asList(needed.split(", ", -1)));
        Stream.concat(request.groupBy().stream(), request.filters().keySet().stream())
                .filter(Group.Field.class::isInstance)
                .forEach(field -> fields.add(((Group.Field) field).column()));
        // Put together only once, however often a report reads it; the wide rows alone are better read where they are.
        boolean together = facts.until().isPresent() || !attributes.isEmpty();
        Sql with = Sql.of(together ? "WITH p AS MATERIALIZED (" : "WITH p AS (");
        var columns = new StringBuilder("SELECT f." + String.join(", f.", fields));
        for (int i = 0; i < attributes.size(); i++) {
            columns.append(", a%1$d.value AS attribute_%1$d".formatted(i));
        }
        with = with.then(columns.toString()).then("FROM (" + facts.passes() + ") f");
        for (int i = 0; i < attributes.size(); i++) {
            String name = attributes.get(i).name();
            with = with.then(Sql.of(
                    "LEFT JOIN (%s) a%2$d ON a%2$d.lead_id = f.lead_id".formatted(facts.attribute(), i), name, name));
        }
        return with.then(")");
    }

    /** The columns of the row's key, and after them more; to be grouped by all that is not counted. */
    public String select(Subject subject, String at, String more) {
        var columns = new ArrayList<String>();
        for (Group group : request.groupBy()) {
            columns.add(expression(group, subject, at));
        }
        columns.add(more);
        return "SELECT " + String.join(", ", columns);
    }

    /**
     * The condition that {@code at}, when it happened, lies in the period, and that all filters let it through.
     *
     * @param at an expression of type {@code TIMESTAMP}; where it is null nothing happened, and the condition does not
     *     hold
     */
    public Sql where(Subject subject, String at) {
        Sql where = Sql.of("WHERE %s IS NOT NULL".formatted(at));
        if (request.from() != null) {
            where = where.then(Sql.of("AND %s >= make_timestamp(?)".formatted(at), request.from()));
        }
        if (request.to() != null) {
            where = where.then(Sql.of("AND %s < make_timestamp(?)".formatted(at), request.to()));
        }
        for (var filter : request.filters().entrySet()) {
            where = where.then("AND").then(filter(filter.getKey(), filter.getValue(), subject, at));
        }
        return where;
    }

    private Sql filter(Group group, List<String> values, Subject subject, String at) {
        String expression = expression(group, subject, at);
        var alternatives = new ArrayList<Sql>();
        if (values.contains("")) {
            alternatives.add(Sql.of(expression + " IS NULL"));
        }
        List<Sql> given = values.stream()
                .filter(value -> !value.isEmpty())
                .map(value -> parameter(group, value))
                .toList();
        if (!given.isEmpty()) {
            alternatives.add(
                    Sql.of(expression + " IN (").then(Sql.join(", ", given)).then(")"));
        }
        return alternatives.isEmpty()
                ? Sql.of("TRUE")
                : Sql.of("coalesce(").then(Sql.join(" OR ", alternatives)).then(", FALSE)");
    }

    private static Sql parameter(Group group, String value) {
        return switch (group) {
            case Group.Field field -> field.isNumber() ? Sql.of("?", Long.valueOf(value)) : Sql.of("?", value);
            case Group.Attribute _ -> Sql.of("?", value);
            case Group.Period period ->
                Sql.of("CAST(? AS DATE)", period.parse(value).toString());
        };
    }

    private String expression(Group group, Subject subject, String at) {
        return switch (group) {
            case Group.Field field ->
                switch (subject) {
                    case PASS -> "p." + field.column();
                    case ATTEMPT ->
                        field.isSource()
                                ? "b." + field.column()
                                : field.isNumber() ? "CAST(NULL AS BIGINT)" : "CAST(NULL AS VARCHAR)";
                };
            case Group.Attribute attribute ->
                switch (subject) {
                    case PASS -> "p.attribute_" + attributes.indexOf(attribute);
                    case ATTEMPT -> "CAST(NULL AS VARCHAR)";
                };
            case Group.Period period ->
                "CAST(date_trunc('%s', %s) AS DATE)".formatted(period.parameter(), clock.local(at));
        };
    }

    /** The key from the first columns of a row that {@link #select} chose. */
    public RowKey key(ResultSet row) throws SQLException {
        var values = new LinkedHashMap<String, @Nullable Object>();
        int column = 1;
        for (Group group : request.groupBy()) {
            values.put(group.parameter(), value(group, row, column++));
        }
        return new RowKey(values);
    }

    private static @Nullable Object value(Group group, ResultSet row, int column) throws SQLException {
        return switch (group) {
            case Group.Field field
            when field.isNumber() -> {
                long number = row.getLong(column);
                yield row.wasNull() ? null : (Object) number;
            }
            case Group.Field _, Group.Attribute _ -> row.getString(column);
            case Group.Period period -> {
                LocalDate start = row.getObject(column, LocalDate.class);
                yield start == null ? null : period.format(start);
            }
        };
    }

    /** The number of the first column after the key. */
    public int firstColumn() {
        return request.groupBy().size() + 1;
    }
}
