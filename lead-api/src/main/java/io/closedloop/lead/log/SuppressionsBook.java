package io.closedloop.lead.log;

import static java.util.Objects.requireNonNull;

import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.log.RowStatement.Column;
import io.closedloop.lead.log.RowStatement.ColumnType;
import io.closedloop.lead.stream.Effect;
import io.closedloop.lead.suppression.Delivery;
import io.closedloop.lead.suppression.EndOfSuppressions;
import io.closedloop.lead.suppression.Lift;
import io.closedloop.lead.suppression.NewSuppression;
import io.closedloop.lead.suppression.SuppressionEvent;
import io.closedloop.lead.suppression.SuppressionId;
import io.closedloop.lead.suppression.Widening;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The suppressions, each with how often it has blocked a delivery and how many events its stream has. */
final class SuppressionsBook implements Book {
    private static final String SUPPRESSION_STREAM = SuppressionEvent.STREAM.name();
    private static final RowStatement INTO_SUPPRESSION = RowStatement.insert(
            "suppression",
            List.of(
                    new Column("hash", ColumnType.VARCHAR),
                    new Column("kind", ColumnType.VARCHAR),
                    new Column("suppression_id", ColumnType.UUID),
                    new Column("lead_id", ColumnType.UUID),
                    new Column("reason", ColumnType.VARCHAR),
                    new Column("disqualified_by", ColumnType.UUID),
                    new Column("disqualified_position", ColumnType.BIGINT),
                    new Column("occurred_at", ColumnType.TIMESTAMPTZ),
                    new Column("expires_at", ColumnType.TIMESTAMPTZ),
                    new Column("ended_by", ColumnType.VARCHAR),
                    new Column("ended_position", ColumnType.BIGINT),
                    new Column("blocked", ColumnType.BIGINT),
                    new Column("version", ColumnType.BIGINT),
                    new Column("spelling", ColumnType.INTEGER),
                    new Column("base", ColumnType.VARCHAR),
                    new Column("batch", ColumnType.BIGINT)));
    private static final RowStatement SUPPRESSION_STATE = RowStatement.of(
            List.of(
                    new Column("ended_by", ColumnType.VARCHAR),
                    new Column("ended_position", ColumnType.BIGINT),
                    new Column("blocked", ColumnType.BIGINT),
                    new Column("version", ColumnType.BIGINT),
                    new Column("base", ColumnType.VARCHAR),
                    new Column("batch", ColumnType.BIGINT),
                    new Column("suppression_id", ColumnType.UUID)),
            """
            update suppression set ended_by = ?, ended_position = ?, blocked = ?, version = ?, base = ?, batch = ?
            where suppression_id = ?""",
            """
            update suppression set ended_by = given.ended_by, ended_position = given.ended_position,
                blocked = given.blocked, version = given.version, base = given.base, batch = given.batch
            from given where suppression.suppression_id = given.suppression_id""");

    private final Set<IdentityHash> delivered = new HashSet<>();
    private final Set<LeadId> reinstated = new HashSet<>();
    private final Set<SuppressionId> asked = new HashSet<>();

    private final Map<SuppressionId, TrackedSuppression> suppressions = new LinkedHashMap<>();
    private final Map<IdentityHash, List<TrackedSuppression>> byIdentity = new HashMap<>();
    private final Map<String, List<TrackedSuppression>> byBase = new HashMap<>();
    private Instant judgedAt = Instant.EPOCH;

    @Override
    public void ask(Append append) {
        for (Change change : append.changes()) {
            for (Effect effect : change.effects()) {
                switch (effect) {
                    case Delivery it -> delivered.addAll(it.identities());
                    case EndOfSuppressions it -> reinstated.add(it.leadId());
                    case Lift it -> asked.add(it.suppressionId());
                    default -> {
                        // A widening is of the change's own stream, and the others are another book's.
                    }
                }
            }
            if (change.streamType().equals(SUPPRESSION_STREAM)
                    && !change.events().isEmpty()) {
                asked.add(new SuppressionId(UUID.fromString(change.streamId())));
            }
        }
    }

    @Override
    public void read(Script script) {
        String select = "select " + SuppressionRow.COLUMNS + " from suppression where ";
        Script.RowReader reader = row -> track(TrackedSuppression.found(SuppressionRow.read(row)));
        if (!delivered.isEmpty()) {
            var hashes = new HashSet<String>();
            var bases = new HashSet<String>();
            for (IdentityHash identity : delivered) {
                hashes.add(identity.hash());
                if (identity.former() != null) {
                    hashes.add(identity.former());
                }
                if (identity.sharedBase() != null) {
                    bases.add(identity.sharedBase());
                }
            }
            script.query(select + "hash = any(?) and ended_by is null", reader, (Object) hashes.toArray(String[]::new));
            if (!bases.isEmpty()) {
                script.query(
                        select + "base = any(?) and ended_by is null", reader, (Object) bases.toArray(String[]::new));
            }
        }
        if (!reinstated.isEmpty()) {
            script.query(select + "lead_id = any(?) and ended_by is null", reader, (Object)
                    reinstated.stream().map(LeadId::value).toArray(UUID[]::new));
        }
        if (!asked.isEmpty()) {
            script.query(select + "suppression_id = any(?)", reader, (Object)
                    asked.stream().map(SuppressionId::value).toArray(UUID[]::new));
        }
    }

    @Override
    public void begin(Moment moment, StreamEnds streams) {
        judgedAt = moment.judgedAt();
        for (TrackedSuppression it : suppressions.values()) {
            streams.learn(it.id.toString(), new StreamEnd(it.version(), it.disqualifiedPosition));
        }
    }

    @Override
    public @Nullable Objection object(Check check, Append append) {
        return switch (check) {
            case VERSION -> hasMoved(append) ? new Objection.Moved() : null;
            case ENDED -> endedByItself(append) ? new Objection.Instead(new AppendOutcome.Over(judgedAt)) : null;
            case SUPPRESSED -> suppressed(append);
            case IDEMPOTENCY_KEY, CLAIMED -> null;
        };
    }

    private boolean hasMoved(Append append) {
        for (Change change : append.changes()) {
            for (Effect effect : change.effects()) {
                boolean moved = switch (effect) {
                    case Lift it -> {
                        TrackedSuppression lifted = suppressions.get(it.suppressionId());
                        yield lifted == null || lifted.ended();
                    }
                    case Widening it -> {
                        TrackedSuppression widened = suppressions.get(it.suppressionId());
                        yield widened == null || widened.ended() || widened.base() != null;
                    }
                    default -> false;
                };
                if (moved) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean endedByItself(Append append) {
        for (Change change : append.changes()) {
            for (Effect effect : change.effects()) {
                if (effect instanceof Lift it
                        && !requireNonNull(suppressions.get(it.suppressionId())).activeAt(judgedAt)) {
                    return true;
                }
            }
        }
        return false;
    }

    private @Nullable Objection suppressed(Append append) {
        if (byIdentity.isEmpty()) {
            return null;
        }
        var found = new TreeMap<TrackedSuppression, IdentityHash>(TrackedSuppression.OLDEST_FIRST);
        for (Change change : append.changes()) {
            hits(change, found);
        }
        if (found.isEmpty()) {
            return null;
        }
        TrackedSuppression oldest = found.firstKey();
        List<SuppressionHit> hits = found.entrySet().stream()
                .map(it -> it.getKey().hit(it.getValue()))
                .toList();
        return new Objection.Refusal(answers -> answers.suppressed(hits), answers -> {
            NewEvent blocked = answers.redeliveryBlocked(hits.getFirst(), hits);
            if (!blocked.streamId().equals(oldest.id.toString())
                    || !blocked.streamType().equals(SUPPRESSION_STREAM)) {
                throw new IllegalArgumentException("%s belongs to the suppression %s, not to %s %s"
                        .formatted(blocked.type(), oldest.id, blocked.streamType(), blocked.streamId()));
            }
            oldest.countBlocked();
            return blocked;
        });
    }

    /** The suppressions that stand in a change's way, oldest first, each with the identity that it is about. */
    private void hits(Change change, Map<TrackedSuppression, IdentityHash> hits) {
        List<LeadId> ending = change.effects(EndOfSuppressions.class)
                .map(EndOfSuppressions::leadId)
                .toList();
        change.effects(Delivery.class).forEach(delivery -> {
            boolean ownEnd = ending.contains(delivery.leadId());
            for (IdentityHash identity : delivery.identities()) {
                suppressing(identity)
                        .filter(it -> it.activeAt(judgedAt))
                        .filter(it -> !(ownEnd && it.leadId.equals(delivery.leadId())))
                        .forEach(it -> hits.putIfAbsent(it, identity));
            }
        });
    }

    /** Those of the identity itself, of its plus-variants, and of what it was under the former spelling. */
    private Stream<TrackedSuppression> suppressing(IdentityHash identity) {
        Stream<TrackedSuppression> all = byIdentity.getOrDefault(identity, List.of()).stream();
        String base = identity.sharedBase();
        if (base != null) {
            all = Stream.concat(all, byBase.getOrDefault(base, List.of()).stream());
        }
        IdentityHash formerly = identity.formerly();
        if (formerly != null) {
            all = Stream.concat(
                    all,
                    byIdentity.getOrDefault(formerly, List.of()).stream()
                            .filter(it -> it.identity.hasFormerSpelling()));
        }
        return all;
    }

    @Override
    public void enter(Change change, Positions positions) {
        for (Effect effect : change.effects()) {
            switch (effect) {
                case EndOfSuppressions it ->
                    suppressions.values().stream()
                            .filter(each -> each.leadId.equals(it.leadId()) && each.activeAt(judgedAt))
                            .forEach(each -> each.end(SuppressionEnd.REINSTATEMENT, positions.last()));
                case NewSuppression it -> track(TrackedSuppression.created(it, positions.last()));
                case Lift it ->
                    requireNonNull(suppressions.get(it.suppressionId())).end(SuppressionEnd.LIFT, positions.last());
                case Widening it -> widen(requireNonNull(suppressions.get(it.suppressionId())), it.base());
                default -> {
                    // Another book's.
                }
            }
        }
    }

    private void widen(TrackedSuppression suppression, String base) {
        suppression.widen(base);
        byBase.computeIfAbsent(base, _ -> new ArrayList<>()).add(suppression);
    }

    private void track(TrackedSuppression suppression) {
        if (suppressions.putIfAbsent(suppression.id, suppression) == null) {
            byIdentity
                    .computeIfAbsent(suppression.identity, _ -> new ArrayList<>())
                    .add(suppression);
            if (suppression.base() != null) {
                byBase.computeIfAbsent(suppression.base(), _ -> new ArrayList<>())
                        .add(suppression);
            }
        }
    }

    @Override
    public void stored(NewEvent event) {
        if (event.streamType().equals(SUPPRESSION_STREAM)) {
            TrackedSuppression suppression = suppressions.get(new SuppressionId(UUID.fromString(event.streamId())));
            if (suppression != null) {
                suppression.countEvent();
            }
        }
    }

    /** Nothing changes here without an event that tells of it. */
    @Override
    public boolean writes() {
        return false;
    }

    @Override
    public void write(Script script, long batch) {
        var created = new ArrayList<@Nullable Object[]>();
        var changed = new ArrayList<@Nullable Object[]>();
        for (TrackedSuppression it : suppressions.values()) {
            if (!it.stored) {
                created.add(row(it, batch));
            } else if (it.changedInPlace()) {
                changed.add(state(it, batch));
            }
        }
        script.many(INTO_SUPPRESSION, created).many(SUPPRESSION_STATE, changed);
    }

    private static @Nullable Object[] row(TrackedSuppression it, long batch) {
        SuppressionEnd endedBy = it.endedBy();
        return new @Nullable Object[] {
            it.identity.hash(),
            it.identity.kind().name(),
            it.id.value(),
            it.leadId.value(),
            it.reason,
            it.disqualifiedBy.value(),
            it.disqualifiedPosition,
            Columns.timestamp(it.occurredAt),
            timestampOrNull(it.expiresAt),
            endedBy == null ? null : endedBy.name(),
            endedBy == null ? null : (Long) it.endedPosition(),
            it.blocked(),
            it.version(),
            Columns.spelling(it.identity),
            it.base(),
            batch
        };
    }

    private static @Nullable Object[] state(TrackedSuppression it, long batch) {
        SuppressionEnd endedBy = it.endedBy();
        return new @Nullable Object[] {
            endedBy == null ? null : endedBy.name(),
            endedBy == null ? null : (Long) it.endedPosition(),
            it.blocked(),
            it.version(),
            it.base(),
            batch,
            it.id.value()
        };
    }

    private static @Nullable OffsetDateTime timestampOrNull(@Nullable Instant instant) {
        return instant == null ? null : Columns.timestamp(instant);
    }
}
