package io.closedloop.lead.log;

import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.IdentityKind;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.suppression.SuppressionId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Locks the log's head and reads, under this lock, everything that the checks of a batch of entries need: one statement
 * per table, whatever the batch's size, and on PostgreSQL all of them in one round trip.
 */
final class LedgerLoader {
    private final Connection connection;
    private final Dialect dialect;
    private final LogLimits limits;
    private final DatabaseClock clock;

    LedgerLoader(Connection connection, Dialect dialect, LogLimits limits, DatabaseClock clock) {
        this.connection = connection;
        this.dialect = dialect;
        this.limits = limits;
        this.clock = clock;
    }

    Known load(List<Entry> entries) throws SQLException {
        var scopes = new HashSet<String>();
        var expected = new HashSet<StreamVersion>();
        var unchecked = new HashSet<String>();
        var claims = new HashSet<IdentityHash>();
        var bases = new HashSet<String>();
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
            claims.addAll(entry.delivered());
            Stream.concat(entry.claims().stream(), entry.delivered().stream())
                    .map(IdentityHash::formerly)
                    .filter(Objects::nonNull)
                    .forEach(claims::add);
            claims.addAll(entry.releases());
            if (entry.claimsElsewhere() != null) {
                claims.addAll(entry.claimsElsewhere().examined());
                for (String base : entry.claimsElsewhere().examinedBases()) {
                    bases.add(base);
                    claims.add(new IdentityHash(IdentityKind.EMAIL, base));
                }
            }
            unsuppressed.addAll(entry.mustNotBeSuppressed());
            if (entry.leadId() != null && entry.endSuppressionsOfLead()) {
                reinstated.add(entry.leadId());
            }
            boolean holds = !entry.held().isEmpty() || !entry.claims().isEmpty();
            if (entry.leadId() != null && holds && !begins(entry)) {
                holders.add(entry.leadId());
            }
            if (entry.liftSuppression() != null) {
                suppressions.add(entry.liftSuppression());
            }
            entry.events().stream()
                    .filter(it -> it.streamType().equals("Suppression"))
                    .forEach(it -> suppressions.add(new SuppressionId(UUID.fromString(it.streamId()))));
        }
        var opening = new Script();
        LockedHead head = LockedHead.by(opening, dialect, limits);
        Map<String, KeptAnswer> kept = kept(opening, scopes);
        Map<StreamVersion, Long> positions = lookUp(opening, expected);
        var held = new HashMap<IdentityHash, LeadId>();
        var formerlySpelled = new HashSet<IdentityHash>();
        var variants = new HashMap<String, Set<IdentityHash>>();
        Script.RowReader claimed = row -> {
            IdentityHash identity = Columns.spelledIdentity(row);
            held.put(identity, Columns.leadId(row));
            if (identity.hasFormerSpelling()) {
                formerlySpelled.add(identity);
            }
        };
        claims(opening, claims, claimed);
        variants(opening, bases, row -> {
            claimed.read(row);
            variants.computeIfAbsent(row.getString("base"), _ -> new HashSet<>())
                    .add(Columns.spelledIdentity(row));
        });
        Map<SuppressionId, SuppressionState> found = suppressions(opening, unsuppressed, reinstated, suppressions);
        Map<LeadId, Set<IdentityHash>> identities = held(opening, holders);
        opening.run(connection, dialect);
        LogHead end = head.found();
        Instant now = clock.now(head.told(), end.recordedAt());
        return new Known(
                end,
                now,
                clock.judging(now, end.recordedAt()),
                kept,
                streams(expected, unchecked, positions),
                held,
                formerlySpelled,
                variants,
                found.values(),
                identities);
    }

    /** Whether its lead has held nothing yet: an entry that is wrong about that is not accepted. */
    private static boolean begins(Entry entry) {
        return entry.expected() != null && entry.expected().version() == 0;
    }

    private static Map<String, KeptAnswer> kept(Script script, Set<String> scopes) {
        var kept = new HashMap<String, KeptAnswer>();
        if (!scopes.isEmpty()) {
            script.query(
                    """
                    select scope_hash, request_hash, status, headers, body, recorded_at
                    from kept_answer where scope_hash = any(?)""", row -> kept.put(row.getString("scope_hash"), KeptAnswers.read(row)), (Object) texts(scopes));
        }
        return kept;
    }

    /**
     * The ends of streams. A stream whose event {@code version - 1} is there and whose event {@code version} is not
     * ends where it was expected to: two look-ups in an index, however long the stream is. Only where that fails is the
     * stream read as a whole.
     *
     * @param positions of the events around the expected ends
     */
    private Map<String, StreamEnd> streams(
            Set<StreamVersion> expected, Set<String> unchecked, Map<StreamVersion, Long> positions)
            throws SQLException {
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
        if (!others.isEmpty()) {
            new Script()
                    .query(
                            """
                            select stream_id, max(sequence) + 1, max(position)
                            from event where stream_id = any(?) group by stream_id""",
                            row -> ends.put(row.getString(1), new StreamEnd(row.getLong(2), row.getLong(3))),
                            (Object) texts(others))
                    .run(connection, dialect);
        }
        return ends;
    }

    /** A key for one event of a stream; -1, before the first one, is never found. */
    private static StreamVersion eventAt(String streamId, long sequence) {
        return new StreamVersion("", streamId, sequence + 1);
    }

    private Map<StreamVersion, Long> lookUp(Script script, Set<StreamVersion> expected) {
        var positions = new HashMap<StreamVersion, Long>();
        if (expected.isEmpty()) {
            return positions;
        }
        Script.RowReader reader = row -> positions.put(eventAt(row.getString(1), row.getLong(2)), row.getLong(3));
        switch (dialect) {
            case H2 -> {
                // In the same process a prepared look-up costs microseconds; a join with an array would be planned anew
                // each time.
                for (StreamVersion it : expected) {
                    script.query(
                            "select stream_id, sequence, position from event where stream_id = ? and sequence between ? and ?",
                            reader,
                            it.streamId(),
                            it.version() - 1,
                            it.version());
                }
            }
            case POSTGRESQL ->
                script.query(
                        """
                        select e.stream_id, e.sequence, e.position
                        from unnest(?, ?) as expected (stream_id, version)
                        join event e on e.stream_id = expected.stream_id
                            and e.sequence between expected.version - 1 and expected.version""",
                        reader,
                        expected.stream().map(StreamVersion::streamId).toArray(String[]::new),
                        expected.stream().map(StreamVersion::version).toArray(Long[]::new));
        }
        return positions;
    }

    private static void claims(Script script, Set<IdentityHash> identities, Script.RowReader reader) {
        if (!identities.isEmpty()) {
            script.query(Identities.CLAIMS, reader, (Object) hashes(identities));
        }
    }

    /** Asked only where somebody is disqualified. */
    private static void variants(Script script, Set<String> bases, Script.RowReader reader) {
        if (!bases.isEmpty()) {
            script.query(Identities.CLAIMED_VARIANTS, reader, (Object) texts(bases));
        }
    }

    private static Map<SuppressionId, SuppressionState> suppressions(
            Script script, Set<IdentityHash> identities, Set<LeadId> leads, Set<SuppressionId> ids) {
        var found = new LinkedHashMap<SuppressionId, SuppressionState>();
        String select = "select " + SuppressionRow.COLUMNS + " from suppression where ";
        Script.RowReader reader = row -> {
            SuppressionState state = SuppressionRow.read(row);
            found.put(state.suppressionId(), state);
        };
        if (!identities.isEmpty()) {
            var hashes = new HashSet<String>();
            var bases = new HashSet<String>();
            for (IdentityHash identity : identities) {
                hashes.add(identity.hash());
                if (identity.former() != null) {
                    hashes.add(identity.former());
                }
                if (identity.sharedBase() != null) {
                    bases.add(identity.sharedBase());
                }
            }
            script.query(select + "hash = any(?) and ended_by is null", reader, (Object) texts(hashes));
            if (!bases.isEmpty()) {
                script.query(select + "base = any(?) and ended_by is null", reader, (Object) texts(bases));
            }
        }
        if (!leads.isEmpty()) {
            script.query(select + "lead_id = any(?) and ended_by is null", reader, (Object) uuids(leads));
        }
        if (!ids.isEmpty()) {
            script.query(select + "suppression_id = any(?)", reader, (Object)
                    ids.stream().map(SuppressionId::value).toArray(UUID[]::new));
        }
        return found;
    }

    private static Map<LeadId, Set<IdentityHash>> held(Script script, Set<LeadId> leads) {
        var held = new HashMap<LeadId, Set<IdentityHash>>();
        if (!leads.isEmpty()) {
            script.query(
                    "select lead_id, hash, kind from identity_held where lead_id = any(?)",
                    row -> held.computeIfAbsent(Columns.leadId(row), _ -> new HashSet<>())
                            .add(Columns.identity(row)),
                    (Object) uuids(leads));
        }
        return held;
    }

    private static String[] texts(Set<String> texts) {
        return texts.toArray(String[]::new);
    }

    /** For {@code hash = any(?)}; whoever reads the rows compares the kind as well. */
    private static String[] hashes(Set<IdentityHash> identities) {
        return identities.stream().map(IdentityHash::hash).distinct().toArray(String[]::new);
    }

    private static UUID[] uuids(Set<LeadId> leads) {
        return leads.stream().map(LeadId::value).toArray(UUID[]::new);
    }
}
