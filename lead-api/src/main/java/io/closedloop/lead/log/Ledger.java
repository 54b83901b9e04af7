package io.closedloop.lead.log;

import static java.util.Objects.requireNonNull;

import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.IdentityKind;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.suppression.SuppressionId;
import java.io.Serial;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Checks the entries of one transaction, one after the other, and notes what has to be written. It starts with the
 * database's state under the log head's lock, and every entry sees the changes of those before it. It touches no
 * database itself.
 */
final class Ledger {
    private static final String SUPPRESSION_STREAM = "Suppression";

    private final LogHead before;
    private final Instant recordedAt;
    private final Instant judgedAt;
    private final long batch;
    private final Map<String, KeptAnswer> kept;
    private final Map<String, StreamEnd> streams;
    private final Map<IdentityHash, LeadId> claimsBefore;
    private final Map<IdentityHash, LeadId> claims;
    private final Set<IdentityHash> formerlySpelled;
    private final Map<String, Set<IdentityHash>> variants = new HashMap<>();
    private final Map<SuppressionId, TrackedSuppression> suppressions = new LinkedHashMap<>();
    private final Map<IdentityHash, List<TrackedSuppression>> suppressionsByIdentity = new HashMap<>();
    private final Map<String, List<TrackedSuppression>> suppressionsByBase = new HashMap<>();
    private final Map<LeadId, Set<IdentityHash>> held = new HashMap<>();

    private final List<StoredEvent> newEvents = new ArrayList<>();
    private final Map<String, KeptAnswer> newKept = new LinkedHashMap<>();
    private final List<NewlyHeld> newHeld = new ArrayList<>();
    private final Map<LeadId, WrappedKey> newKeys = new LinkedHashMap<>();
    private long position;
    private int blocked;
    private @Nullable Instant raisedTo;

    /** An identity that a lead is now known to have held, from the given position on. */
    record NewlyHeld(LeadId leadId, IdentityHash identity, long fromPosition) {}

    /** A claim that came, went or passed on: who held it before and who holds it now, null for nobody. */
    record ClaimChange(
            IdentityHash identity,
            @Nullable LeadId before,
            @Nullable LeadId after) {}

    /** An entry's own functions failed, which is no fault of the others. */
    static final class AnswersFailed extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;

        private final RuntimeException thrown;

        AnswersFailed(RuntimeException thrown) {
            super(thrown);
            this.thrown = thrown;
        }

        RuntimeException thrown() {
            return thrown;
        }
    }

    Ledger(Known known) {
        before = known.head();
        batch = before.batch() + 1;
        recordedAt = DatabaseClock.later(known.clock(), before.recordedAt());
        judgedAt = known.judgedAt();
        position = before.position();
        kept = new HashMap<>(known.kept());
        streams = new HashMap<>(known.streams());
        claimsBefore = known.claims();
        claims = new HashMap<>(known.claims());
        formerlySpelled = new HashSet<>(known.formerlySpelled());
        known.variants().forEach((base, identities) -> variants.put(base, new HashSet<>(identities)));
        known.held().forEach((lead, identities) -> held.put(lead, new HashSet<>(identities)));
        for (SuppressionState state : known.suppressions()) {
            track(TrackedSuppression.found(state));
            streams.putIfAbsent(
                    state.suppressionId().toString(), new StreamEnd(state.version(), state.disqualifiedPosition()));
        }
    }

    /**
     * Judges one entry and notes what it stores.
     *
     * @throws AnswersFailed when the entry's {@link Answers} threw; nothing of it is noted then
     */
    Outcome judge(Entry entry) {
        Idempotency key = entry.idempotency();
        if (key != null) {
            KeptAnswer first = kept.get(key.scopeHash());
            if (first != null) {
                return key.isOf(first) ? new Outcome.Kept(first.answer()) : new Outcome.KeyReused();
            }
        }
        if (hasMoved(entry)) {
            return new Outcome.Moved(streamEnd(entry).version());
        }
        TrackedSuppression lifted = entry.liftSuppression() == null ? null : suppressions.get(entry.liftSuppression());
        if (lifted != null && !lifted.activeAt(judgedAt)) {
            return new Outcome.Over(judgedAt);
        }
        Map<TrackedSuppression, IdentityHash> hits = hits(entry);
        if (!hits.isEmpty()) {
            return refuseSuppressed(entry, hits);
        }
        List<LeadId> holders = othersHolding(entry.claims(), entry.leadId());
        if (!holders.isEmpty()) {
            return entry.givesWay() && holders.size() == 1
                    ? new Outcome.GaveWay(holders.getFirst())
                    : refuse(entry, ask(() -> entry.answers().claimed(holders)));
        }
        return accept(entry);
    }

    /** In the order of the identities. */
    private List<LeadId> othersHolding(List<IdentityHash> identities, @Nullable LeadId lead) {
        List<LeadId> others = List.of();
        for (IdentityHash identity : identities) {
            LeadId holder = holderOtherThan(lead, identity);
            if (holder != null && !others.contains(holder)) {
                others = others.isEmpty() ? new ArrayList<>() : others;
                others.add(holder);
            }
        }
        return others;
    }

    /** Lets nothing be recorded at or before the instant any more. */
    void raiseTimeTo(Instant instant) {
        Instant floor = instant.truncatedTo(ChronoUnit.MICROS);
        if (floor.isAfter(before.recordedAt()) && (raisedTo == null || floor.isAfter(raisedTo))) {
            raisedTo = floor;
        }
    }

    private boolean hasMoved(Entry entry) {
        StreamVersion expected = entry.expected();
        if (expected != null && streamEnd(entry).version() != expected.version()) {
            return true;
        }
        if (entry.liftSuppression() != null) {
            TrackedSuppression lifted = suppressions.get(entry.liftSuppression());
            if (lifted == null || lifted.ended()) {
                return true;
            }
        }
        if (!entry.delivered().isEmpty() && !holdsAlone(entry.delivered(), entry.leadId())) {
            return true;
        }
        if (entry.widening() != null) {
            TrackedSuppression widened = suppressions.get(entry.widening().suppressionId());
            if (widened == null || widened.ended() || widened.base() != null) {
                return true;
            }
        }
        ClaimsElsewhere believed = entry.claimsElsewhere();
        return believed != null && isOtherwise(believed, entry.leadId());
    }

    private boolean isOtherwise(ClaimsElsewhere believed, @Nullable LeadId lead) {
        return believed.examined().stream()
                        .anyMatch(it -> believed.claimed().contains(it) != claimedElsewhere(it, lead))
                || believed.examinedBases().stream()
                        .anyMatch(it -> believed.claimedBases().contains(it) != baseClaimedElsewhere(it, lead));
    }

    /** Whether another open lead holds the address without a plus-part, or one with such a part. */
    private boolean baseClaimedElsewhere(String base, @Nullable LeadId lead) {
        return claimedElsewhere(new IdentityHash(IdentityKind.EMAIL, base), lead)
                || variants.getOrDefault(base, Set.of()).stream().anyMatch(it -> claimedElsewhere(it, lead));
    }

    /** Who else holds an identity, under this spelling or the former one; null: nobody. */
    private @Nullable LeadId holderOtherThan(@Nullable LeadId lead, IdentityHash identity) {
        LeadId holder = claims.get(identity);
        if (holder != null && !holder.equals(lead)) {
            return holder;
        }
        IdentityHash formerly = identity.formerly();
        if (formerly == null || !formerlySpelled.contains(formerly)) {
            return null;
        }
        LeadId before = claims.get(formerly);
        return before == null || before.equals(lead) ? null : before;
    }

    private boolean holdsAlone(List<IdentityHash> identities, @Nullable LeadId lead) {
        return othersHolding(identities, lead).isEmpty() && identities.stream().anyMatch(this::isClaimed);
    }

    /** By whomever, under this spelling or the former one. */
    private boolean isClaimed(IdentityHash identity) {
        return claims.containsKey(identity) || holderOtherThan(null, identity) != null;
    }

    private boolean claimedElsewhere(IdentityHash identity, @Nullable LeadId leadId) {
        LeadId holder = claims.get(identity);
        return holder != null && !holder.equals(leadId);
    }

    /** The suppressions that stand in an entry's way, oldest first, each with the identity that it is about. */
    private Map<TrackedSuppression, IdentityHash> hits(Entry entry) {
        if (suppressionsByIdentity.isEmpty()) {
            return Map.of();
        }
        var hits = new TreeMap<TrackedSuppression, IdentityHash>(TrackedSuppression.OLDEST_FIRST);
        for (IdentityHash identity : entry.mustNotBeSuppressed()) {
            suppressing(identity)
                    .filter(it -> it.activeAt(judgedAt))
                    .filter(it -> !(entry.endSuppressionsOfLead() && it.leadId.equals(entry.leadId())))
                    .forEach(it -> hits.putIfAbsent(it, identity));
        }
        return hits;
    }

    /** Those of the identity itself, of its plus-variants, and of what it was under the former spelling. */
    private Stream<TrackedSuppression> suppressing(IdentityHash identity) {
        Stream<TrackedSuppression> all = suppressionsByIdentity.getOrDefault(identity, List.of()).stream();
        String base = identity.sharedBase();
        if (base != null) {
            all = Stream.concat(all, suppressionsByBase.getOrDefault(base, List.of()).stream());
        }
        IdentityHash formerly = identity.formerly();
        if (formerly != null) {
            all = Stream.concat(
                    all,
                    suppressionsByIdentity.getOrDefault(formerly, List.of()).stream()
                            .filter(it -> it.identity.hasFormerSpelling()));
        }
        return all;
    }

    private Outcome refuseSuppressed(Entry entry, Map<TrackedSuppression, IdentityHash> tracked) {
        List<SuppressionHit> hits = tracked.entrySet().stream()
                .map(it -> it.getKey().hit(it.getValue()))
                .toList();
        Answer answer = ask(() -> entry.answers().suppressed(hits));
        if (entry.dryRun()) {
            return new Outcome.Checked(answer);
        }
        TrackedSuppression oldest = tracked.keySet().iterator().next();
        NewEvent blocked = ask(() -> entry.answers().redeliveryBlocked(hits.getFirst(), hits));
        if (!blocked.streamId().equals(oldest.id.toString())
                || !blocked.streamType().equals(SUPPRESSION_STREAM)) {
            throw new AnswersFailed(new IllegalArgumentException("%s belongs to the suppression %s, not to %s %s"
                    .formatted(blocked.type(), oldest.id, blocked.streamType(), blocked.streamId())));
        }
        oldest.countBlocked();
        this.blocked++;
        store(blocked);
        keep(entry, answer);
        return new Outcome.Refused(answer);
    }

    private Outcome refuse(Entry entry, Answer answer) {
        if (entry.dryRun()) {
            return new Outcome.Checked(answer);
        }
        keep(entry, answer);
        return new Outcome.Refused(answer);
    }

    private Outcome accept(Entry entry) {
        StreamEnd end = streamEnd(entry);
        int count = entry.events().size();
        Positions positions = count == 0
                ? new Positions(end.lastPosition(), end.lastPosition(), recordedAt, end.version())
                : new Positions(position + 1, position + count, recordedAt, end.version() + count);
        Answer answer = ask(() -> entry.answers().accepted(positions));
        if (entry.dryRun()) {
            return new Outcome.Checked(answer);
        }
        entry.events().forEach(this::store);
        if (entry.leadId() != null) {
            changeLead(entry, entry.leadId(), positions);
        }
        if (entry.liftSuppression() != null) {
            requireNonNull(suppressions.get(entry.liftSuppression())).end(SuppressionEnd.LIFT, positions.last());
        }
        if (entry.widening() != null) {
            widen(
                    requireNonNull(suppressions.get(entry.widening().suppressionId())),
                    entry.widening().base());
        }
        keep(entry, answer);
        return new Outcome.Stored(answer, positions);
    }

    private static <T> T ask(Supplier<T> function) {
        try {
            return requireNonNull(function.get(), "an entry's answers must not be null");
        } catch (RuntimeException e) {
            throw new AnswersFailed(e);
        }
    }

    private void changeLead(Entry entry, LeadId lead, Positions positions) {
        for (IdentityHash identity : entry.releases()) {
            claims.remove(identity, lead);
        }
        for (IdentityHash identity : entry.claims()) {
            claim(identity, lead);
        }
        if (entry.endSuppressionsOfLead()) {
            suppressions.values().stream()
                    .filter(it -> it.leadId.equals(lead) && it.activeAt(judgedAt))
                    .forEach(it -> it.end(SuppressionEnd.REINSTATEMENT, positions.last()));
        }
        for (NewSuppression created : entry.suppressions()) {
            track(TrackedSuppression.created(created, lead, positions.last()));
        }
        hold(lead, entry.held(), positions.first());
        // A lead that claims an identity holds it.
        hold(lead, entry.claims(), positions.first());
        if (entry.wrappedSubjectKey() != null) {
            newKeys.put(lead, entry.wrappedSubjectKey());
        }
    }

    private void claim(IdentityHash identity, LeadId lead) {
        claims.put(identity, lead);
        if (identity.hasFormerSpelling()) {
            formerlySpelled.add(identity);
        } else {
            formerlySpelled.remove(identity);
        }
        if (identity.base() != null) {
            variants.computeIfAbsent(identity.base(), _ -> new HashSet<>()).add(identity);
        }
    }

    private void widen(TrackedSuppression suppression, String base) {
        suppression.widen(base);
        suppressionsByBase.computeIfAbsent(base, _ -> new ArrayList<>()).add(suppression);
    }

    private void hold(LeadId lead, Collection<IdentityHash> identities, long position) {
        Set<IdentityHash> known = held.computeIfAbsent(lead, _ -> new HashSet<>());
        for (IdentityHash identity : identities) {
            if (known.add(identity)) {
                newHeld.add(new NewlyHeld(lead, identity, position));
            }
        }
    }

    private void store(NewEvent event) {
        StreamEnd end = streams.getOrDefault(event.streamId(), StreamEnd.NOT_THERE);
        position++;
        newEvents.add(new StoredEvent(
                position,
                batch,
                event.streamType(),
                event.streamId(),
                end.version(),
                event.eventId(),
                event.type(),
                event.revision(),
                event.payload(),
                event.metadata(),
                event.occurredAt(),
                recordedAt));
        streams.put(event.streamId(), new StreamEnd(end.version() + 1, position));
        if (event.streamType().equals(SUPPRESSION_STREAM)) {
            TrackedSuppression suppression = suppressions.get(new SuppressionId(UUID.fromString(event.streamId())));
            if (suppression != null) {
                suppression.countEvent();
            }
        }
    }

    private void keep(Entry entry, Answer answer) {
        Idempotency key = entry.idempotency();
        if (key != null) {
            var first = new KeptAnswer(key.requestHash(), answer, recordedAt);
            kept.put(key.scopeHash(), first);
            newKept.put(key.scopeHash(), first);
        }
    }

    private void track(TrackedSuppression suppression) {
        if (suppressions.putIfAbsent(suppression.id, suppression) == null) {
            suppressionsByIdentity
                    .computeIfAbsent(suppression.identity, _ -> new ArrayList<>())
                    .add(suppression);
            if (suppression.base() != null) {
                suppressionsByBase
                        .computeIfAbsent(suppression.base(), _ -> new ArrayList<>())
                        .add(suppression);
            }
        }
    }

    private StreamEnd streamEnd(Entry entry) {
        String stream = entry.streamId();
        return stream == null ? StreamEnd.NOT_THERE : streams.getOrDefault(stream, StreamEnd.NOT_THERE);
    }

    /** Whether anything is to be written at all; only then does the transaction take a number and a time. */
    boolean writes() {
        return raisedTo != null
                || !newEvents.isEmpty()
                || !newKept.isEmpty()
                || !newHeld.isEmpty()
                || !newKeys.isEmpty()
                || !claimChanges().isEmpty();
    }

    /** The end of the log when the transaction is committed. */
    LogHead after() {
        if (!writes()) {
            return before;
        }
        boolean onlyTime = newEvents.isEmpty() && newKept.isEmpty();
        return new LogHead(position, batch, onlyTime && raisedTo != null ? raisedTo : recordedAt);
    }

    Instant recordedAt() {
        return recordedAt;
    }

    long batch() {
        return batch;
    }

    List<StoredEvent> newEvents() {
        return newEvents;
    }

    /** Those of the new events that are blocked redeliveries. */
    int blockedRedeliveries() {
        return blocked;
    }

    Map<String, KeptAnswer> newKept() {
        return newKept;
    }

    List<NewlyHeld> newHeld() {
        return newHeld;
    }

    Map<LeadId, WrappedKey> newKeys() {
        return newKeys;
    }

    /** What is left of all claims and releases together. */
    List<ClaimChange> claimChanges() {
        var touched = new LinkedHashSet<IdentityHash>(claimsBefore.keySet());
        touched.addAll(claims.keySet());
        return touched.stream()
                .map(it -> new ClaimChange(it, claimsBefore.get(it), claims.get(it)))
                .filter(it -> !Objects.equals(it.before(), it.after()))
                .toList();
    }

    Stream<TrackedSuppression> newSuppressions() {
        return suppressions.values().stream().filter(it -> !it.stored);
    }

    Stream<TrackedSuppression> changedSuppressions() {
        return suppressions.values().stream().filter(TrackedSuppression::changedInPlace);
    }
}
