package io.closedloop.lead.reporting.answer;

import io.closedloop.lead.columnstore.Micros;
import io.closedloop.lead.columnstore.Snapshot;
import io.closedloop.lead.reporting.answer.Explanation.Change;
import io.closedloop.lead.reporting.answer.Explanation.Event;
import io.closedloop.lead.reporting.answer.LeadsBehind.Unit;
import io.closedloop.lead.reporting.formula.ReportQuery;
import io.closedloop.lead.reporting.formula.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the events that moved a number: a unit of it counted right after such an event and not right before, or the
 * other way round, or with another amount.
 *
 * <p>To see that, it derives each lead again as it was after each of its events, as though that had been a lead of its
 * own: the names of the facts' tables stand for rows of such leads, and the number's own query runs on them.
 */
final class MovingEvents {
    /** Of which all rows belong to a lead. */
    private static final List<String> OF_A_LEAD =
            List.of("transition", "source_history", "attribute_history", "blocked_delivery", "claim", "claim_also");

    /** There are so many touches that they are told again only where they count. */
    private static final List<String> OF_A_LEAD_AND_TOUCHES =
            Stream.concat(OF_A_LEAD.stream(), Stream.of("touch")).toList();

    /** Which keep out others, too. */
    private static final List<String> OF_ALL = List.of("suppression", "suppression_end", "suppression_widened");

    private final List<UUID> leads;
    private final String positions;
    private final long after;
    private final long until;
    private final boolean touched;
    private final Snapshot snapshot;

    private MovingEvents(List<Change> changes, long after, long until, boolean touched, Snapshot snapshot) {
        this.leads = changes.stream()
                .<UUID>mapMulti((change, found) -> {
                    UUID lead = change.unit().leadId();
                    if (lead != null) {
                        found.accept(lead);
                    }
                })
                .distinct()
                .toList();
        this.positions = changes.stream()
                .map(change -> String.valueOf(change.unit().position()))
                .distinct()
                .collect(Collectors.joining(", "));
        this.after = after;
        this.until = until;
        this.touched = touched;
        this.snapshot = snapshot;
    }

    /** The same changes, each with the events that moved its unit. */
    static List<Change> of(
            List<Change> changes, NumberCell before, NumberCell now, ReportQuery report, Snapshot snapshot)
            throws SQLException {
        if (changes.isEmpty() || now.fact() != null) {
            return changes;
        }
        long after = before.question().known().position();
        long until = now.question().known().position();
        var search = new MovingEvents(changes, after, until, now.touched(), snapshot);
        Sql candidates = search.candidates(now.question().attributes());
        Map<UUID, List<Event>> events = search.events(candidates);
        // Of what depends on the time that has gone by, the one sees what came to count, the other what ceased to.
        List<Map<Key, Map<Long, Unit>>> told = List.of(
                search.told(candidates, before.seenBy(before.question().tellingUntil(until), report)),
                search.told(candidates, now.seenBy(now.question().tellingUntil(until), report)));
        var explained = new ArrayList<Change>();
        for (Change change : changes) {
            UUID lead = change.unit().leadId();
            List<Event> ofLead = lead == null ? List.of() : events.getOrDefault(lead, List.of());
            var moving = new TreeSet<Long>();
            for (Map<Key, Map<Long, Unit>> ofAll : told) {
                moving.addAll(search.moving(ofAll.getOrDefault(Key.of(change.unit()), Map.of()), ofLead));
            }
            explained.add(change.with(ofLead.stream()
                    .filter(event -> moving.contains(event.position()))
                    .toList()));
        }
        return explained;
    }

    /** A unit, whatever it counts for. */
    private record Key(
            @Nullable UUID lead,
            @Nullable Integer pass,
            long position,
            @Nullable UUID suppression) {
        static Key of(Unit unit) {
            return new Key(unit.leadId(), unit.pass(), unit.position(), unit.suppressionId());
        }
    }

    /** @param told the unit after each event after which it counted */
    private List<Long> moving(Map<Long, Unit> told, List<Event> ofLead) {
        var moving = new ArrayList<Long>();
        Unit last = told.get(after);
        for (Event event : ofLead) {
            Unit next = told.get(event.position());
            if (!Objects.equals(last, next)) {
                moving.add(event.position());
            }
            last = next;
        }
        return moving;
    }

    private Map<UUID, List<Event>> events(Sql candidates) throws SQLException {
        var events = new HashMap<UUID, List<Event>>();
        Sql sql = Sql.of("SELECT lead_id, position, event, epoch_us(recorded_at) FROM (")
                .then(candidates)
                .then(") ORDER BY position");
        snapshot.query(sql.text(), sql.parameters(), row -> {
            events.computeIfAbsent((UUID) row.getObject(1), _ -> new ArrayList<>())
                    .add(new Event(row.getLong(2), row.getString(3), Micros.toInstant(row.getLong(4))));
            return row;
        });
        return events;
    }

    /** The units of {@code changes} after each event of their leads, and, under {@code after}, before all of them. */
    private Map<Key, Map<Long, Unit>> told(Sql candidates, NumberCell cell) throws SQLException {
        var told = new HashMap<Key, Map<Long, Unit>>();
        Sql sql = Sql.of(
                        "WITH version AS MATERIALIZED (SELECT CAST(md5(concat_ws(' ', lead_id, position)) AS UUID) AS id, * FROM (SELECT lead_id, position FROM (")
                .then(candidates)
                .then(") UNION ALL SELECT unnest([%s]), %d))".formatted(literals(), after))
                .then(tables())
                .then("SELECT v.lead_id, v.position, u.* FROM (")
                .then(cell.units())
                .then(") u JOIN version v ON v.id = u.lead_id WHERE u.position IN (%s)".formatted(positions));
        snapshot.query(sql.text(), sql.parameters(), row -> {
            Unit unit = Unit.read(row, 3, null).of((UUID) row.getObject(1));
            told.computeIfAbsent(Key.of(unit), _ -> new HashMap<>()).put(row.getLong(2), unit);
            return row;
        });
        return told;
    }

    private String tables() {
        var tables = new StringBuilder();
        for (String table : touched ? OF_A_LEAD_AND_TOUCHES : OF_A_LEAD) {
            tables.append(", %1$s AS MATERIALIZED (%2$s)".formatted(table, versions(table)));
        }
        for (String table : OF_ALL) {
            tables.append(", %1$s AS MATERIALIZED (%2$s UNION ALL BY NAME SELECT * FROM main.%1$s)"
                    .formatted(table, versions(table)));
        }
        return tables.toString();
    }

    private static String versions(String table) {
        return """
                SELECT v.id AS lead_id, t.* EXCLUDE (lead_id)
                FROM main.%s t
                JOIN version v ON v.lead_id = t.lead_id AND t.position <= v.position
                """.formatted(table);
    }

    /**
     * A query of the leads' events that were recorded in between and stand in the facts: {@code lead_id, position,
     * event, recorded_at}.
     *
     * @param attributes whose corrections count, too
     */
    private Sql candidates(List<String> attributes) {
        String between = "position > %d AND position <= %d AND lead_id IN (%s)".formatted(after, until, literals());
        var kinds = new ArrayList<Sql>();
        kinds.add(Sql.of("SELECT lead_id, position, event, recorded_at FROM main.transition WHERE " + between));
        kinds.add(Sql.of(
                "SELECT lead_id, position, 'AttributesUpdated', recorded_at FROM main.source_history WHERE NOT registered AND "
                        + between));
        if (!attributes.isEmpty()) {
            List<Sql> names = attributes.stream().map(name -> Sql.of("?", name)).toList();
            kinds.add(Sql.of(
                            "SELECT lead_id, position, 'AttributesUpdated', recorded_at FROM main.attribute_history WHERE NOT registered AND name IN (")
                    .then(Sql.join(", ", names))
                    .then(") AND " + between));
        }
        kinds.add(Sql.of("""
                SELECT lead_id, position, 'AttributesUpdated', recorded_at
                FROM main.claim
                WHERE %s AND position NOT IN (SELECT position FROM main.transition WHERE %1$s)
                """.formatted(between)));
        kinds.add(Sql.of("SELECT lead_id, position, 'RedeliveryBlocked', recorded_at FROM main.blocked_delivery WHERE "
                + between));
        kinds.add(Sql.of("""
                SELECT lead_id, position, 'SuppressionLifted', recorded_at
                FROM main.suppression_end
                WHERE suppression_id IS NOT NULL AND %s
                """.formatted(between)));
        if (touched) {
            kinds.add(
                    Sql.of("SELECT lead_id, position, 'TouchRecorded', recorded_at FROM main.touch WHERE " + between));
        }
        return Sql.join(" UNION ", kinds);
    }

    private String literals() {
        return leads.stream().map("CAST('%s' AS UUID)"::formatted).collect(Collectors.joining(", "));
    }
}
