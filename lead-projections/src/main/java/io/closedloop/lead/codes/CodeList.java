package io.closedloop.lead.codes;

import io.closedloop.lead.columnstore.Snapshot;
import io.closedloop.lead.reporting.Group;
import io.closedloop.lead.reporting.formula.Sql;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the free codes in use, by kind and in the order of the alphabet. Those that differ in nothing but upper and
 * lower case, or in forms of the same letters such as full-width ones, come together: reports count them apart, and
 * mostly somebody has mistyped one.
 */
public final class CodeList {
    /** How many codes that are written alike are shown together, those with the most leads first. */
    public static final int MOST_TOGETHER = 100;

    public static final int DEFAULT_LIMIT = 100;
    public static final int MAX_LIMIT = 1000;

    /** The kinds of codes, by the names of their filters. */
    public static final List<String> KINDS = Arrays.stream(Group.Field.values())
            .filter(Group.Field::isCode)
            .map(Group.Field::parameter)
            .sorted()
            .toList();

    /**
     * As the Unicode collation algorithm compares on its second level: accents count, case and compatibility forms do
     * not.
     */
    private static final String FORM =
            "icu_sort_key(regexp_replace(%s, '^[\\s\\p{Z}\\x{FEFF}]+|[\\s\\p{Z}\\x{FEFF}]+$', '', 'g'), 'und@colStrength=secondary')";

    /**
     * What is asked.
     *
     * @param kind the only kind that is wanted; null for all
     * @param similar whether only those are wanted that are written in more than one way
     * @param after the last entry of the page before; null on the first page
     */
    public record Wanted(
            @Nullable String kind,
            boolean similar,
            int limit,
            @Nullable Place after) {}

    /** An entry, by its kind and any of its codes. */
    public record Place(String kind, String code) {}

    /** A code, and how many leads have it, or had it in one of their passes. */
    public record Code(String code, long leads) {}

    /**
     * Codes that are written alike; mostly one.
     *
     * @param codes by their number of leads, at most {@value #MOST_TOGETHER}
     * @param written in how many ways, those that are not shown included
     */
    public record Entry(String kind, List<Code> codes, long written) {}

    /**
     * A page of the list.
     *
     * @param next where the next page begins; null on the last one
     * @param position the position that the page speaks for
     */
    public record Page(List<Entry> entries, @Nullable Place next, long position) {}

    private CodeList() {}

    public static Page find(Snapshot snapshot, Wanted wanted) throws SQLException {
        Sql sql = sql(wanted);
        List<Entry> found = snapshot.query(sql.text(), sql.parameters(), CodeList::entry);
        List<Entry> shown = found.subList(0, Math.min(found.size(), wanted.limit()));
        Entry last = found.size() > shown.size() ? shown.getLast() : null;
        return new Page(
                List.copyOf(shown),
                last == null
                        ? null
                        : new Place(last.kind(), last.codes().getFirst().code()),
                snapshot.progress().position());
    }

    private static Sql sql(Wanted wanted) {
        String codes = Arrays.stream(Group.Field.values())
                .filter(Group.Field::isCode)
                .filter(field -> wanted.kind() == null || wanted.kind().equals(field.parameter()))
                .map(CodeList::codes)
                .collect(Collectors.joining("\nUNION ALL\n"));
        Sql sql = Sql.of("""
                SELECT
                    kind,
                    count(*),
                    list(code ORDER BY leads DESC, code)[1:%1$d],
                    list(leads ORDER BY leads DESC, code)[1:%1$d]
                FROM (SELECT kind, code, leads, %2$s AS form FROM (%3$s))
                """.formatted(MOST_TOGETHER, FORM.formatted("code"), codes));
        Place after = wanted.after();
        if (after != null) {
            sql = sql.then(Sql.of(
                    "WHERE (kind, form) > (?, %s)".formatted(FORM.formatted("CAST(? AS VARCHAR)")),
                    after.kind(),
                    after.code()));
        }
        return sql.then("GROUP BY kind, form HAVING count(*) >= %d ORDER BY kind, form LIMIT %d"
                .formatted(wanted.similar() ? 2 : 1, wanted.limit() + 1));
    }

    /** A lead has one source; each of its passes may have another owner. */
    private static String codes(Group.Field field) {
        return """
                SELECT '%1$s' AS kind, %2$s AS code, count(DISTINCT lead_id) AS leads
                FROM %3$s
                WHERE %2$s IS NOT NULL
                GROUP BY %2$s
                """.formatted(field.parameter(), field.column(), field.isSource() ? "lead" : "pass");
    }

    private static Entry entry(ResultSet row) throws SQLException {
        Object[] texts = elements(row.getArray(3));
        Object[] leads = elements(row.getArray(4));
        var codes = new ArrayList<Code>();
        for (int i = 0; i < texts.length; i++) {
            codes.add(new Code((String) texts[i], ((Number) leads[i]).longValue()));
        }
        return new Entry(row.getString(1), List.copyOf(codes), row.getLong(2));
    }

    private static Object[] elements(Array array) throws SQLException {
        return (Object[]) array.getArray();
    }
}
