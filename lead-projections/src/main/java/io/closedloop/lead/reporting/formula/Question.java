package io.closedloop.lead.reporting.formula;

import io.closedloop.lead.columnstore.Micros;
import io.closedloop.lead.columnstore.Progress;
import io.closedloop.lead.columnstore.Snapshot;
import io.closedloop.lead.facts.KnownFacts;
import io.closedloop.lead.reporting.Group;
import io.closedloop.lead.reporting.ReportRequest;
import io.closedloop.lead.reporting.RowKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way through SQL: which facts it sees, how it groups rows, and which of them its filters let through.
 */
public final class Question {
    private static final Pattern OF_A_PASS = Pattern.compile("\\bp\\.(\\w+)");
    private static final Pattern ALL_PASSES = Pattern.compile("\\b(FROM|JOIN)\\s+p\\b(?!\\.)");

    /** The column that says whether the filters let a pass through; asked once, however many things are counted. */
    private static final String LET_THROUGH = "p.let_through";

    /** Dates come and go as days from here on: the column store's driver takes the year before 1 for the year 1. */
    private static final String EPOCH = "DATE '1970-01-01'";

    private static final int FEW_VALUES = 5;

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

    /** Finds out which facts a request to a report is about. */
    public static Question of(ReportQuery report, ReportRequest request, Snapshot snapshot) throws SQLException {
        Instant asOf = request.asOf();
        return knowing(asOf == null ? snapshot.progress() : lastKnownAt(asOf, snapshot), report, request, snapshot);
    }

    /** The position of the last event that the answer to a request knows. */
    public static long position(ReportRequest request, Snapshot snapshot) throws SQLException {
        Instant asOf = request.asOf();
        return asOf == null
                ? snapshot.progress().position()
                : lastKnownAt(asOf, snapshot).position();
    }

    /** A request about the facts up to an event that the snapshot has. */
    public static Question knowing(Progress known, ReportQuery report, ReportRequest request, Snapshot snapshot)
            throws SQLException {
        KnownFacts facts = known.position() == snapshot.progress().position()
                ? KnownFacts.ALL
                : KnownFacts.until(known.position());
        // No formula asks for the time on clocks; it is asked for where a statement is made of formulas.
        var unclocked =
                new Question(request, known, facts, new ZoneClock(request.zone(), Instant.EPOCH, Instant.EPOCH));
        return request.zone().getRules().isFixedOffset()
                ? unclocked
                : new Question(request, known, facts, clock(report.formulas(unclocked), request, snapshot));
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

    /** The same question, at the same instant, of all facts up to an event, each of them told again. */
    public Question tellingUntil(long position) {
        return new Question(
                request, new Progress(position, null, known.recordedAt()), KnownFacts.retoldUntil(position), clock);
    }

    /** A clock for all moments that formulas may count. */
    private static ZoneClock clock(List<Formula> formulas, ReportRequest request, Snapshot snapshot)
            throws SQLException {
        boolean touches = formulas.stream()
                .flatMap(formula -> formula.measures().stream())
                .anyMatch(measure -> KnownFacts.readsTouches(measure.units().relation()));
        return snapshot.query(
                        "SELECT coalesce(epoch_us(min(earliest)), 0), coalesce(epoch_us(max(latest)), 0) FROM (%s)"
                                .formatted(KnownFacts.spans(touches)),
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

    /** The instant that the answer speaks for, as an expression of type {@code TIMESTAMP}. */
    public String knownAt() {
        Instant at = known.recordedAt();
        return "make_timestamp(%d)".formatted(at == null ? 0 : Micros.of(at));
    }

    /** The condition that an entry has been there for as long as the request asks for. */
    public String isOldEnough(String enteredAt) {
        Duration within = request.within();
        return within == null ? "TRUE" : "%s + %s <= %s".formatted(enteredAt, interval(within), knownAt());
    }

    /** The condition that what came of an entry came as soon as the request asks for. */
    public String isSoonEnough(String reachedAt, String enteredAt) {
        Duration within = request.within();
        return within == null ? "TRUE" : "%s <= %s + %s".formatted(reachedAt, enteredAt, interval(within));
    }

    private static String interval(Duration duration) {
        return "to_microseconds(%d)".formatted(duration.dividedBy(1000).toNanos());
    }

    /**
     * A statement with the common table {@code p} before it: the passes, and beside them what is grouped and filtered
     * by. Of the passes' columns it has those that the statement names as {@code p.<column>}, because telling all of
     * them again from long ago would cost more than counting them.
     *
     * @param statement may begin with further common tables, after a comma
     */
    public Sql withPasses(Sql statement) {
        if (!statement.text().contains("p.")) {
            return statement;
        }
        var fields = new LinkedHashSet<>(List.of("lead_id", "pass"));
        columnsOfAPass(statement).filter(KnownFacts.PASS_COLUMNS::contains).forEach(fields::add);
        boolean filtered = statement.text().contains(LET_THROUGH);
        if (filtered) {
            request.filters().keySet().stream()
                    .filter(Group.Field.class::isInstance)
                    .forEach(group -> fields.add(((Group.Field) group).column()));
        }
        // What has to be put together is so only once, however often it is read. The wide rows alone, or what is read
        // only once, are better read where they are: keeping a copy of a million takes more memory than there is.
        boolean together = facts.until().isPresent() || !attributes.isEmpty() || hasManyValues();
        boolean often = ALL_PASSES.matcher(statement.text()).results().count() > 1;
        Sql with = Sql.of("WITH p AS %s (".formatted(together && often ? "MATERIALIZED" : "NOT MATERIALIZED"));
        var columns = new StringBuilder("SELECT f.*");
        var joins = new AttributeJoins(facts, attributes());
        for (int i = 0; i < attributes.size(); i++) {
            columns.append(", %s AS attribute_%d".formatted(joins.value(i), i));
        }
        with = with.then(columns.toString());
        if (filtered) {
            with = with.then(", (").then(letsThrough(joins)).then(") AS let_through");
        }
        return with.then("FROM (" + facts.passes(fields) + ") f")
                .then(joins.to("f"))
                .then(")")
                .then(statement);
    }

    /** The condition that the filters of passes let one through, in {@link #withPasses}. */
    private Sql letsThrough(AttributeJoins joins) {
        var conditions = new ArrayList<Sql>();
        request.filters().forEach((group, values) -> {
            switch (group) {
                case Group.Field field -> conditions.add(oneOf(group, values, "f." + field.column()));
                case Group.Attribute attribute ->
                    conditions.add(oneOf(group, values, joins.value(attributes.indexOf(attribute))));
                case Group.Period _ -> {
                    // Goes by the date of what is counted.
                }
            }
        });
        return Sql.join(" AND ", conditions);
    }

    /** Of more values than a few the column store makes a table to look them up in, wherever they are asked for. */
    private boolean hasManyValues() {
        return request.filters().entrySet().stream()
                .anyMatch(filter -> !(filter.getKey() instanceof Group.Period)
                        && filter.getValue().size() > FEW_VALUES);
    }

    /** The columns that a statement names as {@code p.<column>}. */
    static Stream<String> columnsOfAPass(Sql statement) {
        return OF_A_PASS.matcher(statement.text()).results().map(named -> named.group(1));
    }

    /** The columns of the row's key, and after them more; to be grouped by all that is not counted. */
    public String select(Units units, List<String> more) {
        var columns = new ArrayList<String>();
        for (Group group : request.groupBy()) {
            columns.add(
                    group instanceof Group.Period
                            ? "%s - %s".formatted(expression(group, units), EPOCH)
                            : expression(group, units));
        }
        columns.addAll(more);
        return "SELECT " + String.join(", ", columns);
    }

    /** The condition that a unit is one, that it happened in the period, and that all filters let it through. */
    public Sql where(Units units) {
        String at = units.at();
        Sql where = Sql.of("WHERE %s IS NOT NULL AND (%s)".formatted(at, units.condition()));
        if (request.from() != null) {
            where = where.then(Sql.of("AND %s >= make_timestamp(?)".formatted(at), request.from()));
        }
        if (request.to() != null) {
            where = where.then(Sql.of("AND %s < make_timestamp(?)".formatted(at), request.to()));
        }
        boolean together = units.subject().isOfAPass();
        boolean some = false;
        for (var filter : request.filters().entrySet()) {
            if (together && !(filter.getKey() instanceof Group.Period)) {
                some = true;
            } else {
                where = where.then("AND").then(oneOf(filter.getKey(), filter.getValue(), units));
            }
        }
        return some ? where.then("AND " + LET_THROUGH) : where;
    }

    /** The condition that a unit's value of a group is one of some; the empty text stands for "none". */
    public Sql oneOf(Group group, List<String> values, Units units) {
        return oneOf(group, values, expression(group, units));
    }

    private Sql oneOf(Group group, List<String> values, String expression) {
        var alternatives = new ArrayList<Sql>();
        if (values.contains("")) {
            alternatives.add(Sql.of(expression + " IS NULL"));
        }
        List<Sql> given = values.stream()
                .filter(value -> !value.isEmpty())
                .map(value -> parameter(group, value))
                .toList();
        if (!given.isEmpty()) {
            Sql list = Sql.join(", ", given);
            // In place of many values the column store makes a table to look them up in. Dates are asked for anew for
            // everything that is counted, which would be as many tables as there is memory for.
            alternatives.add(
                    group instanceof Group.Period && given.size() > FEW_VALUES
                            ? Sql.of("list_contains([").then(list).then("], %s)".formatted(expression))
                            : Sql.of(expression + " IN (").then(list).then(")"));
        }
        return alternatives.isEmpty()
                ? Sql.of("TRUE")
                : Sql.of("coalesce(").then(Sql.join(" OR ", alternatives)).then(", FALSE)");
    }

    /** The condition that a unit has this value of a group, or none. */
    public Sql equal(Group group, @Nullable String value, Units units) {
        return value == null
                ? Sql.of(expression(group, units) + " IS NULL")
                : Sql.of(expression(group, units) + " =").then(parameter(group, value));
    }

    private Sql parameter(Group group, String value) {
        return switch (group) {
            case Group.Field field -> field.isNumber() ? Sql.of("?", Long.valueOf(value)) : Sql.of("?", value);
            case Group.Attribute _ -> Sql.of("?", value);
            case Group.Period period ->
                Sql.of(
                        "%s + CAST(? AS INTEGER)".formatted(EPOCH),
                        request.calendar().parse(period, value).toEpochDay());
        };
    }

    private String expression(Group group, Units units) {
        return switch (group) {
            case Group.Field field -> units.subject().value(field);
            case Group.Attribute attribute ->
                units.subject().isOfAPass() ? "p.attribute_" + attributes.indexOf(attribute) : "CAST(NULL AS VARCHAR)";
            case Group.Period period -> request.calendar().begin(period, clock.local(units.at()));
        };
    }

    /** The names of the attributes that are grouped or filtered by. */
    public List<String> attributes() {
        return attributes.stream().map(Group.Attribute::name).toList();
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

    private @Nullable Object value(Group group, ResultSet row, int column) throws SQLException {
        return switch (group) {
            case Group.Field field
            when field.isNumber() -> {
                long number = row.getLong(column);
                yield row.wasNull() ? null : (Object) number;
            }
            case Group.Field _, Group.Attribute _ -> row.getString(column);
            case Group.Period period -> {
                long start = row.getLong(column);
                yield row.wasNull() ? null : request.calendar().format(period, LocalDate.ofEpochDay(start));
            }
        };
    }

    /** The number of the first column after the key. */
    public int firstColumn() {
        return request.groupBy().size() + 1;
    }
}
