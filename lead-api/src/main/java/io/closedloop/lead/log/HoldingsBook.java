package io.closedloop.lead.log;

import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.IdentityKind;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.HoldingChange;
import io.closedloop.lead.log.RowStatement.Column;
import io.closedloop.lead.log.RowStatement.ColumnType;
import io.closedloop.lead.stream.Effect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which lead holds an identity, which one claims it, and which addresses have a plus-part. */
final class HoldingsBook implements Book {
    private static final RowStatement INTO_IDENTITY_HELD = RowStatement.insert(
            "identity_held",
            List.of(
                    new Column("hash", ColumnType.VARCHAR),
                    new Column("kind", ColumnType.VARCHAR),
                    new Column("lead_id", ColumnType.UUID),
                    new Column("from_position", ColumnType.BIGINT),
                    new Column("claimed", ColumnType.BOOLEAN),
                    new Column("spelling", ColumnType.INTEGER),
                    new Column("batch", ColumnType.BIGINT)));
    private static final RowStatement INTO_PLUS_ADDRESS = RowStatement.insert(
            "plus_address",
            List.of(
                    new Column("base", ColumnType.VARCHAR),
                    new Column("lead_id", ColumnType.UUID),
                    new Column("hash", ColumnType.VARCHAR),
                    new Column("batch", ColumnType.BIGINT)));
    private static final RowStatement GIVE_CLAIM_UP = RowStatement.of(
            List.of(new Column("hash", ColumnType.VARCHAR), new Column("kind", ColumnType.VARCHAR)),
            "update identity_held set claimed = null where hash = ? and kind = ? and claimed",
            """
            update identity_held set claimed = null
            from given where identity_held.hash = given.hash and identity_held.kind = given.kind and claimed""");
    private static final RowStatement CLAIM_AGAIN = RowStatement.of(
            List.of(
                    new Column("hash", ColumnType.VARCHAR),
                    new Column("kind", ColumnType.VARCHAR),
                    new Column("lead_id", ColumnType.UUID)),
            "update identity_held set claimed = true where hash = ? and kind = ? and lead_id = ?",
            """
            update identity_held set claimed = true
            from given where identity_held.hash = given.hash and identity_held.kind = given.kind
                and identity_held.lead_id = given.lead_id""");

    private final Set<IdentityHash> asked = new HashSet<>();
    private final Set<String> askedBases = new HashSet<>();
    private final Set<LeadId> holders = new HashSet<>();

    private final Map<IdentityHash, LeadId> claimsBefore = new HashMap<>();
    private final Map<IdentityHash, LeadId> claims = new HashMap<>();
    private final Set<IdentityHash> formerlySpelled = new HashSet<>();
    private final Map<String, Set<IdentityHash>> variants = new HashMap<>();
    private final Map<LeadId, Set<IdentityHash>> held = new HashMap<>();
    private final List<NewlyHeld> newHeld = new ArrayList<>();

    /** An identity that a lead is now known to have held, from the given position on. */
    private record NewlyHeld(LeadId leadId, IdentityHash identity, long fromPosition) {}

    /** A claim that came, went or passed on: who held it before and who holds it now, null for nobody. */
    private record ClaimChange(
            IdentityHash identity,
            @Nullable LeadId before,
            @Nullable LeadId after) {}

    @Override
    public void ask(Append append) {
        for (Change change : append.changes()) {
            for (Effect effect : change.effects()) {
                switch (effect) {
                    case HoldingChange it -> {
                        askClaims(it.claims());
                        asked.addAll(it.releases());
                        boolean holds = !it.held().isEmpty() || !it.claims().isEmpty();
                        if (holds && !begins(change, it.leadId())) {
                            holders.add(it.leadId());
                        }
                    }
                    case HeldAlone it -> askClaims(it.identities());
                    case ClaimsElsewhere.Believed it -> {
                        asked.addAll(it.elsewhere().examined());
                        for (String base : it.elsewhere().examinedBases()) {
                            askedBases.add(base);
                            asked.add(new IdentityHash(IdentityKind.EMAIL, base));
                        }
                    }
                    default -> {
                        // Another book's.
                    }
                }
            }
        }
    }

    private void askClaims(List<IdentityHash> identities) {
        for (IdentityHash identity : identities) {
            asked.add(identity);
            IdentityHash formerly = identity.formerly();
            if (formerly != null) {
                asked.add(formerly);
            }
        }
    }

    /** Whether its lead has held nothing yet: a change that is wrong about that is not accepted. */
    private static boolean begins(Change change, LeadId lead) {
        return change.begins() && change.streamId().equals(lead.toString());
    }

    @Override
    public void read(Script script) {
        Script.RowReader claimed = row -> {
            IdentityHash identity = Columns.spelledIdentity(row);
            LeadId holder = Columns.leadId(row);
            claimsBefore.put(identity, holder);
            claims.put(identity, holder);
            if (identity.hasFormerSpelling()) {
                formerlySpelled.add(identity);
            }
        };
        if (!asked.isEmpty()) {
            script.query(HeldIdentities.CLAIMS, claimed, (Object)
                    asked.stream().map(IdentityHash::hash).distinct().toArray(String[]::new));
        }
        // Asked only where somebody is disqualified.
        if (!askedBases.isEmpty()) {
            script.query(
                    HeldIdentities.CLAIMED_VARIANTS,
                    row -> {
                        claimed.read(row);
                        variants.computeIfAbsent(row.getString("base"), _ -> new HashSet<>())
                                .add(Columns.spelledIdentity(row));
                    },
                    (Object) askedBases.toArray(String[]::new));
        }
        if (!holders.isEmpty()) {
            script.query(
                    "select lead_id, hash, kind from identity_held where lead_id = any(?)",
                    row -> held.computeIfAbsent(Columns.leadId(row), _ -> new HashSet<>())
                            .add(Columns.identity(row)),
                    (Object) holders.stream().map(LeadId::value).toArray(UUID[]::new));
        }
    }

    @Override
    public @Nullable Objection object(Check check, Append append) {
        return switch (check) {
            case VERSION -> hasMoved(append) ? new Objection.Moved() : null;
            case CLAIMED -> claimedByOthers(append);
            case IDEMPOTENCY_KEY, ENDED, SUPPRESSED -> null;
        };
    }

    private boolean hasMoved(Append append) {
        for (Change change : append.changes()) {
            for (Effect effect : change.effects()) {
                boolean moved = switch (effect) {
                    case HeldAlone it -> !holdsAlone(it.identities(), it.leadId());
                    case ClaimsElsewhere.Believed it -> isOtherwise(it.elsewhere(), it.leadId());
                    default -> false;
                };
                if (moved) {
                    return true;
                }
            }
        }
        return false;
    }

    private @Nullable Objection claimedByOthers(Append append) {
        List<LeadId> holders = List.of();
        boolean givesWay = false;
        for (Change change : append.changes()) {
            for (Effect effect : change.effects()) {
                if (effect instanceof HoldingChange it) {
                    List<LeadId> others = othersHolding(it.claims(), it.leadId());
                    holders = holders.isEmpty() ? others : joined(holders, others);
                } else if (effect instanceof GiveWay) {
                    givesWay = true;
                }
            }
        }
        if (holders.isEmpty()) {
            return null;
        }
        List<LeadId> all = holders;
        return givesWay && all.size() == 1
                ? new Objection.Instead(new AppendOutcome.GaveWay(all.getFirst()))
                : new Objection.Refusal(answers -> answers.claimed(all), null);
    }

    private static List<LeadId> joined(List<LeadId> some, List<LeadId> others) {
        var all = new LinkedHashSet<>(some);
        all.addAll(others);
        return List.copyOf(all);
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

    private boolean claimedElsewhere(IdentityHash identity, @Nullable LeadId leadId) {
        LeadId holder = claims.get(identity);
        return holder != null && !holder.equals(leadId);
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

    private boolean holdsAlone(List<IdentityHash> identities, LeadId lead) {
        return othersHolding(identities, lead).isEmpty() && identities.stream().anyMatch(this::isClaimed);
    }

    /** By whomever, under this spelling or the former one. */
    private boolean isClaimed(IdentityHash identity) {
        return claims.containsKey(identity) || holderOtherThan(null, identity) != null;
    }

    @Override
    public void enter(Change change, Positions positions) {
        for (Effect effect : change.effects()) {
            if (effect instanceof HoldingChange it) {
                for (IdentityHash identity : it.releases()) {
                    claims.remove(identity, it.leadId());
                }
                for (IdentityHash identity : it.claims()) {
                    claim(identity, it.leadId());
                }
                hold(it.leadId(), it.held(), positions.first());
                // A lead that claims an identity holds it.
                hold(it.leadId(), it.claims(), positions.first());
            }
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

    private void hold(LeadId lead, List<IdentityHash> identities, long position) {
        Set<IdentityHash> known = held.computeIfAbsent(lead, _ -> new HashSet<>());
        for (IdentityHash identity : identities) {
            if (known.add(identity)) {
                newHeld.add(new NewlyHeld(lead, identity, position));
            }
        }
    }

    @Override
    public boolean writes() {
        return !newHeld.isEmpty() || !claimChanges().isEmpty();
    }

    /** What is left of all claims and releases together. */
    private List<ClaimChange> claimChanges() {
        var touched = new LinkedHashSet<IdentityHash>(claimsBefore.keySet());
        touched.addAll(claims.keySet());
        return touched.stream()
                .map(it -> new ClaimChange(it, claimsBefore.get(it), claims.get(it)))
                .filter(it -> !Objects.equals(it.before(), it.after()))
                .toList();
    }

    /** Releases come first, so that another lead may claim. */
    @Override
    public void write(Script script, long batch) {
        var gone = new ArrayList<@Nullable Object[]>();
        var claimed = new HashMap<IdentityHash, LeadId>();
        for (ClaimChange change : claimChanges()) {
            IdentityHash identity = change.identity();
            if (change.before() != null) {
                gone.add(
                        new @Nullable Object[] {identity.hash(), identity.kind().name()});
            }
            LeadId holder = change.after();
            if (holder != null) {
                claimed.put(identity, holder);
            }
        }
        var held = new ArrayList<@Nullable Object[]>();
        var plus = new ArrayList<@Nullable Object[]>();
        for (NewlyHeld it : newHeld) {
            IdentityHash identity = it.identity();
            Boolean mark = claimed.remove(identity, it.leadId()) ? true : null;
            held.add(new @Nullable Object[] {
                identity.hash(),
                identity.kind().name(),
                it.leadId().value(),
                it.fromPosition(),
                mark,
                Columns.spelling(identity),
                batch
            });
            if (identity.base() != null) {
                plus.add(new @Nullable Object[] {identity.base(), it.leadId().value(), identity.hash(), batch});
            }
        }
        var again = new ArrayList<@Nullable Object[]>();
        claimed.forEach((identity, lead) -> again.add(
                new @Nullable Object[] {identity.hash(), identity.kind().name(), lead.value()}));
        script.many(GIVE_CLAIM_UP, gone)
                .many(INTO_IDENTITY_HELD, held)
                .many(INTO_PLUS_ADDRESS, plus)
                .many(CLAIM_AGAIN, again);
    }
}
