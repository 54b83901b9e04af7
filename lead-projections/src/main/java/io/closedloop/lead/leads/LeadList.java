package io.closedloop.lead.leads;

import io.closedloop.lead.columnstore.Snapshot;
import io.closedloop.lead.facts.KnownFacts;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.Status;
import io.closedloop.lead.reporting.Group;
import io.closedloop.lead.reporting.formula.AttributeJoins;
import io.closedloop.lead.reporting.formula.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Finds leads, the newest registration first; of those registered at the same instant, the one recorded last. */
public final class LeadList {
    private LeadList() {}

    private record Found(UUID leadId, long registeredAt, long registeredPosition) {}

    /** A page of the leads that are as asked, as the snapshot knows them. */
    public static LeadIdPage find(Snapshot snapshot, LeadListRequest request) throws SQLException {
        Sql sql = query(request);
        // One more than asked for tells whether there is a next page.
        List<Found> found = snapshot.query(
                sql.text(),
                sql.parameters(),
                row -> new Found((UUID) row.getObject(1), row.getLong(2), row.getLong(3)));
        List<Found> shown = found.subList(0, Math.min(found.size(), request.limit()));
        long position = snapshot.progress().position();
        String next = null;
        if (found.size() > shown.size()) {
            Found last = shown.getLast();
            next = new LeadCursor(last.registeredAt(), last.registeredPosition(), position)
                    .text(request.canonicalFilters());
        }
        return new LeadIdPage(
                shown.stream().map(lead -> new LeadId(lead.leadId())).toList(), next, position);
    }

    private static Sql query(LeadListRequest request) {
        Sql from = Sql.of("SELECT l.lead_id, epoch_us(l.registered_at), l.registered_position FROM lead l");
        var conditions = new ArrayList<Sql>();
        if (request.statuses().size() < Status.values().length) {
            // At no place at all there is nobody.
            conditions.add(in(
                    "l.stage",
                    request.statuses().stream().map(Status::name).sorted().toList()));
        }
        var joins = new AttributeJoins(
                KnownFacts.ALL,
                request.filters().keySet().stream()
                        .map(name -> Group.parse(name, name))
                        .filter(Group.Attribute.class::isInstance)
                        .map(group -> ((Group.Attribute) group).name())
                        .toList());
        from = from.then(joins.to("l"));
        for (Map.Entry<String, List<String>> filter : request.filters().entrySet()) {
            switch (Group.parse(filter.getKey(), filter.getKey())) {
                case Group.Field field -> conditions.add(in("l." + field.column(), filter.getValue()));
                case Group.Attribute attribute ->
                    conditions.add(in(joins.value(joins.names().indexOf(attribute.name())), filter.getValue()));
                case Group.Period period ->
                    throw new IllegalArgumentException("leads are not filtered by " + period.parameter());
            }
        }
        if (request.registeredFrom() != null) {
            conditions.add(Sql.of("l.registered_at >= make_timestamp(?)", request.registeredFrom()));
        }
        if (request.registeredTo() != null) {
            conditions.add(Sql.of("l.registered_at < make_timestamp(?)", request.registeredTo()));
        }
        LeadCursor after = request.after();
        if (after != null) {
            conditions.add(Sql.of("""
                    (l.registered_at < make_timestamp(?)
                        OR l.registered_at = make_timestamp(?) AND l.registered_position < ?)
                    """, after.registeredAt(), after.registeredAt(), after.registeredPosition()));
        }
        if (!conditions.isEmpty()) {
            from = from.then("WHERE").then(Sql.join(" AND ", conditions));
        }
        return from.then("ORDER BY l.registered_at DESC, l.registered_position DESC LIMIT " + (request.limit() + 1));
    }

    private static Sql in(String column, List<String> values) {
        var alternatives = new ArrayList<Sql>();
        if (values.contains("")) {
            alternatives.add(Sql.of(column + " IS NULL"));
        }
        List<Sql> given = values.stream()
                .filter(value -> !value.isEmpty())
                .map(value -> Sql.of("?", value))
                .toList();
        if (!given.isEmpty()) {
            alternatives.add(
                    Sql.of(column + " IN (").then(Sql.join(", ", given)).then(")"));
        }
        return alternatives.isEmpty()
                ? Sql.of("FALSE")
                : Sql.of("coalesce(").then(Sql.join(" OR ", alternatives)).then(", FALSE)");
    }
}
