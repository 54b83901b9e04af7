package io.closedloop.lead.log;

import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.IdentityKind;
import io.closedloop.lead.identity.LeadId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Which leads hold an identity now, and which ever held it. The result may be old when it arrives; only the appender's
 * checks count. Every method throws {@link StoreUnavailableException} when the database cannot be asked.
 */
public final class HeldIdentities {
    /**
     * Who claims identities of some hashes. The mark is hidden from the choice of an index: H2 would go through all
     * claims there are, by the mark, where it can look the hashes up.
     */
    static final String CLAIMS =
            "select hash, kind, spelling, lead_id from identity_held where hash = any(?) and coalesce(claimed, false)";

    /**
     * Who ever held identities of some hashes. Whoever reads the rows compares the kind: asked for it too, H2 would go
     * through all identities of that kind that there are.
     */
    static final String EVER_HELD = """
            select lead_id, hash, kind, spelling, from_position from identity_held
            where hash = any(?) and batch <= ?
            order by from_position desc""";

    /** Who claims addresses with a plus-part that share some bases. */
    static final String CLAIMED_VARIANTS = """
            select p.base, h.hash, h.kind, h.spelling, h.lead_id
            from plus_address p
            join identity_held h on h.lead_id = p.lead_id and h.hash = p.hash and h.kind = 'EMAIL'
            where p.base = any(?) and coalesce(h.claimed, false)""";

    private final DataSource dataSource;
    private final Visibility visibility;

    public HeldIdentities(DataSource dataSource, Visibility visibility) {
        this.dataSource = dataSource;
        this.visibility = visibility;
    }

    /**
     * A lead that held an identity.
     *
     * @param fromPosition the position of the event that gave it the identity
     */
    public record Holding(LeadId leadId, long fromPosition) {}

    /** Those of the identities that an open lead holds, and which lead. */
    public Map<IdentityHash, LeadId> claims(Collection<IdentityHash> identities) {
        return EventLog.readDurably(dataSource, visibility, connection -> claims(connection, Set.copyOf(identities)));
    }

    private static Map<IdentityHash, LeadId> claims(Connection connection, Set<IdentityHash> wanted)
            throws SQLException {
        var claims = new HashMap<IdentityHash, LeadId>();
        try (PreparedStatement select = connection.prepareStatement(CLAIMS)) {
            Columns.setHashes(select, 1, wanted);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    IdentityHash identity = Columns.identity(row);
                    if (wanted.contains(identity)) {
                        claims.put(identity, Columns.leadId(row));
                    }
                }
            }
        }
        return claims;
    }

    /**
     * What open leads other than the given one hold of some identities and of the bases that they share with others.
     */
    public ClaimsElsewhere claimedElsewhere(Set<IdentityHash> identities, @Nullable LeadId than) {
        Set<String> bases = identities.stream()
                .map(IdentityHash::sharedBase)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        return EventLog.readDurably(dataSource, visibility, connection -> {
            var asked = new HashSet<>(identities);
            bases.forEach(base -> asked.add(new IdentityHash(IdentityKind.EMAIL, base)));
            var claimed = new HashSet<IdentityHash>();
            claims(connection, asked).forEach((identity, lead) -> {
                if (!lead.equals(than)) {
                    claimed.add(identity);
                }
            });
            var claimedBases = bases.isEmpty() ? new HashSet<String>() : variants(connection, bases, than);
            bases.stream()
                    .filter(base -> claimed.contains(new IdentityHash(IdentityKind.EMAIL, base)))
                    .forEach(claimedBases::add);
            claimed.retainAll(identities);
            return new ClaimsElsewhere(identities, claimed, bases, claimedBases);
        });
    }

    private static Set<String> variants(Connection connection, Set<String> bases, @Nullable LeadId than)
            throws SQLException {
        var claimed = new HashSet<String>();
        try (PreparedStatement select = connection.prepareStatement(CLAIMED_VARIANTS)) {
            Columns.setTexts(select, 1, bases.toArray());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    if (!Columns.leadId(row).equals(than)) {
                        claimed.add(row.getString("base"));
                    }
                }
            }
        }
        return claimed;
    }

    /** The open lead that holds an identity. */
    public Optional<LeadId> openHolder(IdentityHash identity) {
        return Optional.ofNullable(claims(List.of(identity)).get(identity));
    }

    /**
     * Every lead that ever held an identity, open or not, the one that got it last first; those too that held it under
     * the former spelling.
     */
    public List<Holding> everHeld(IdentityHash identity) {
        return Reading.from(dataSource, connection -> {
            try (PreparedStatement select = connection.prepareStatement(EVER_HELD)) {
                String former = identity.former();
                Columns.setTexts(
                        select,
                        1,
                        former == null ? new Object[] {identity.hash()} : new Object[] {identity.hash(), former});
                select.setLong(2, visibility.lastBatch());
                try (ResultSet row = select.executeQuery()) {
                    var holdings = new ArrayList<Holding>();
                    while (row.next()) {
                        boolean sameKind =
                                row.getString("kind").equals(identity.kind().name());
                        boolean sameHash = row.getString("hash").equals(identity.hash())
                                || row.getInt("spelling") == IdentityHash.FORMER_SPELLING;
                        if (sameKind && sameHash) {
                            holdings.add(new Holding(Columns.leadId(row), row.getLong("from_position")));
                        }
                    }
                    return holdings;
                }
            }
        });
    }

    /** Every identity that a lead ever held, and the bases of those that have one. */
    public Set<IdentityHash> heldBy(LeadId leadId) {
        return Reading.from(dataSource, connection -> {
            try (PreparedStatement select = connection.prepareStatement("""
                    select h.hash, h.kind, h.spelling, p.base
                    from identity_held h
                    left join plus_address p on p.lead_id = h.lead_id and p.hash = h.hash
                    where h.lead_id = ? and h.batch <= ?""")) {
                select.setObject(1, leadId.value());
                select.setLong(2, visibility.lastBatch());
                try (ResultSet row = select.executeQuery()) {
                    var identities = new HashSet<IdentityHash>();
                    while (row.next()) {
                        IdentityHash identity = Columns.spelledIdentity(row);
                        identities.add(new IdentityHash(
                                identity.kind(), identity.hash(), row.getString("base"), null, identity.spelling()));
                    }
                    return identities;
                }
            }
        });
    }
}
