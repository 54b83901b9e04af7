package io.closedloop.lead.log;

import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.suppression.SuppressionId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Reads, under the log head's lock, what a batch of entries has to be judged by: a statement per table, whatever the
 * batch's size.
 */
final class LedgerLoader {
    private final Connection connection;
    private final Dialect dialect;

    LedgerLoader(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
    }

    Known load(LogHead head, Instant clock, List<Entry> entries) throws SQLException {
        var scopes = new HashSet<String>();
        var expected = new HashSet<StreamVersion>();
        var unchecked = new HashSet<String>();
        var claims = new HashSet<IdentityHash>();
        var unsuppressed = new HashSet<IdentityHash>();
        var reinstated = new HashSet<LeadId>();
        var suppressions = new HashSet<SuppressionId>();
        var holders = new HashSet<LeadId>();
        for (Entry entry : entries) {
            if (entry.idempotency() != null) {
                scopes.add(entry.idempotency().scopeHash());
            }
            if (entry.expected() != null) {
                expected.add(entry.expected());
            } else if (entry.streamId() != null) {
                unchecked.add(entry.streamId());
            }
            claims.addAll(entry.claims());
            claims.addAll(entry.releases());
            if (entry.claimsElsewhere() != null) {
                claims.addAll(entry.claimsElsewhere().examined());
            }
            unsuppressed.addAll(entry.mustNotBeSuppressed());
            if (entry.leadId() != null && entry.endSuppressionsOfLead()) {
                reinstated.add(entry.leadId());
            }
            if (entry.leadId() != null && !entry.held().isEmpty()) {
                holders.add(entry.leadId());
            }
            if (entry.liftSuppression() != null) {
                suppressions.add(entry.liftSuppression());
            }
            entry.events().stream()
                    .filter(it -> it.streamType().equals("Suppression"))
                    .forEach(it -> suppressions.add(new SuppressionId(UUID.fromString(it.streamId()))));
        }
        return new Known(
                head,
                clock,
                kept(scopes),
                streams(expected, unchecked),
                claims(claims),
                suppressions(unsuppressed, reinstated, suppressions),
                held(holders));
    }

    private Map<String, KeptAnswer> kept(Set<String> scopes) throws SQLException {
        var kept = new HashMap<String, KeptAnswer>();
        if (scopes.isEmpty()) {
            return kept;
        }
        try (PreparedStatement select = connection.prepareStatement("""
                select scope_hash, request_hash, status, headers, body, recorded_at
                from kept_answer where scope_hash = any(?)""")) {
            Columns.setTexts(select, 1, scopes.toArray());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    kept.put(row.getString("scope_hash"), KeptAnswers.read(row));
                }
            }
        }
        return kept;
    }

    /**
     * The ends of streams. A stream whose event {@code version - 1} is there and whose event {@code version} is not
     * ends where it was expected to: two look-ups in an index, however long the stream is. Only where that fails is the
     * stream read as a whole.
     */
    private Map<String, StreamEnd> streams(Set<StreamVersion> expected, Set<String> unchecked) throws SQLException {
        Map<StreamVersion, Long> positions = lookUp(expected);
        var ends = new HashMap<String, StreamEnd>();
        var others = new HashSet<>(unchecked);
        for (StreamVersion it : expected) {
            Long last = positions.get(eventAt(it.streamId(), it.version() - 1));
            boolean more = positions.containsKey(eventAt(it.streamId(), it.version()));
            if (more || (last == null && it.version() > 0)) {
                others.add(it.streamId());
            } else if (last != null) {
                ends.put(it.streamId(), new StreamEnd(it.version(), last));
            }
        }
        ends.putAll(readEnds(others));
        return ends;
    }

    /** A key for one event of a stream; -1, before the first one, is never found. */
    private static StreamVersion eventAt(String streamId, long sequence) {
        return new StreamVersion("", streamId, sequence + 1);
    }

    private Map<StreamVersion, Long> lookUp(Set<StreamVersion> expected) throws SQLException {
        var positions = new HashMap<StreamVersion, Long>();
        if (expected.isEmpty()) {
            return positions;
        }
        switch (dialect) {
            case H2 -> {
                // In the same process a prepared look-up costs microseconds; a join with an array would be planned anew
                // each time.
                try (PreparedStatement select = connection.prepareStatement(
                        "select stream_id, sequence, position from event where stream_id = ? and sequence between ? and ?")) {
                    for (StreamVersion it : expected) {
                        select.setString(1, it.streamId());
                        select.setLong(2, it.version() - 1);
                        select.setLong(3, it.version());
                        collect(select, positions);
                    }
                }
            }
            case POSTGRESQL -> {
                try (PreparedStatement select = connection.prepareStatement("""
                        select e.stream_id, e.sequence, e.position
                        from unnest(?, ?) as expected (stream_id, version)
                        join event e on e.stream_id = expected.stream_id
                            and e.sequence between expected.version - 1 and expected.version""")) {
                    Columns.setTexts(
                            select,
                            1,
                            expected.stream().map(StreamVersion::streamId).toArray());
                    Columns.setNumbers(
                            select,
                            2,
                            expected.stream().map(StreamVersion::version).toArray());
                    collect(select, positions);
                }
            }
        }
        return positions;
    }

    private static void collect(PreparedStatement select, Map<StreamVersion, Long> positions) throws SQLException {
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                positions.put(eventAt(row.getString(1), row.getLong(2)), row.getLong(3));
            }
        }
    }

    private Map<String, StreamEnd> readEnds(Set<String> streamIds) throws SQLException {
        var ends = new HashMap<String, StreamEnd>();
        if (streamIds.isEmpty()) {
            return ends;
        }
        try (PreparedStatement select = connection.prepareStatement("""
                select stream_id, max(sequence) + 1, max(position)
                from event where stream_id = any(?) group by stream_id""")) {
            Columns.setTexts(select, 1, streamIds.toArray());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    ends.put(row.getString(1), new StreamEnd(row.getLong(2), row.getLong(3)));
                }
            }
        }
        return ends;
    }

    private Map<IdentityHash, LeadId> claims(Set<IdentityHash> identities) throws SQLException {
        var claims = new HashMap<IdentityHash, LeadId>();
        if (identities.isEmpty()) {
            return claims;
        }
        try (PreparedStatement select =
                connection.prepareStatement("select hash, kind, lead_id from claim where hash = any(?)")) {
            Columns.setHashes(select, 1, identities);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    claims.put(Columns.identity(row), Columns.leadId(row));
                }
            }
        }
        return claims;
    }

    private Collection<SuppressionState> suppressions(
            Set<IdentityHash> identities, Set<LeadId> leads, Set<SuppressionId> ids) throws SQLException {
        var found = new LinkedHashMap<SuppressionId, SuppressionState>();
        String select = "select " + SuppressionRow.COLUMNS + " from suppression where ";
        if (!identities.isEmpty()) {
            try (PreparedStatement byIdentity =
                    connection.prepareStatement(select + "hash = any(?) and ended_by is null")) {
                Columns.setHashes(byIdentity, 1, identities);
                collectSuppressions(byIdentity, found);
            }
        }
        if (!leads.isEmpty()) {
            try (PreparedStatement byLead =
                    connection.prepareStatement(select + "lead_id = any(?) and ended_by is null")) {
                Columns.setLeads(byLead, 1, leads);
                collectSuppressions(byLead, found);
            }
        }
        if (!ids.isEmpty()) {
            try (PreparedStatement byId = connection.prepareStatement(select + "suppression_id = any(?)")) {
                Columns.setUuids(byId, 1, ids.stream().map(SuppressionId::value).toArray());
                collectSuppressions(byId, found);
            }
        }
        return found.values();
    }

    private static void collectSuppressions(PreparedStatement select, Map<SuppressionId, SuppressionState> found)
            throws SQLException {
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                SuppressionState state = SuppressionRow.read(row);
                found.put(state.suppressionId(), state);
            }
        }
    }

    private Map<LeadId, Set<IdentityHash>> held(Set<LeadId> leads) throws SQLException {
        var held = new HashMap<LeadId, Set<IdentityHash>>();
        if (leads.isEmpty()) {
            return held;
        }
        try (PreparedStatement select =
                connection.prepareStatement("select lead_id, hash, kind from identity_held where lead_id = any(?)")) {
            Columns.setLeads(select, 1, leads);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    held.computeIfAbsent(Columns.leadId(row), _ -> new HashSet<>())
                            .add(Columns.identity(row));
                }
            }
        }
        return held;
    }
}
