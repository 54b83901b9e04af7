package io.closedloop.lead.log;

import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.LeadId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Who holds an identity now, and who ever held it. What is read here may be old when it arrives; only the appender
 * judges. Every method throws {@link StoreUnavailableException} when the database cannot be asked.
 */
public final class Identities {
    /**
     * Who claims identities of some hashes. The mark is hidden from the choice of an index: H2 would go through all
     * claims there are, by the mark, where it can look the hashes up.
     */
    static final String CLAIMS =
            "select hash, kind, lead_id from identity_held where hash = any(?) and coalesce(claimed, false)";

    private final DataSource dataSource;
    private final Visibility visibility;

    public Identities(DataSource dataSource, Visibility visibility) {
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
        return EventLog.readDurably(dataSource, visibility, connection -> {
            var wanted = Set.copyOf(identities);
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
        });
    }

    /** The open lead that holds an identity. */
    public Optional<LeadId> openHolder(IdentityHash identity) {
        return Optional.ofNullable(claims(List.of(identity)).get(identity));
    }

    /** Every lead that ever held an identity, open or not, the one that got it last first. */
    public List<Holding> everHeld(IdentityHash identity) {
        return Reading.from(dataSource, connection -> {
            try (PreparedStatement select = connection.prepareStatement("""
                    select lead_id, from_position from identity_held
                    where hash = ? and kind = ? and batch <= ?
                    order by from_position desc""")) {
                select.setString(1, identity.hash());
                select.setString(2, identity.kind().name());
                select.setLong(3, visibility.lastBatch());
                try (ResultSet row = select.executeQuery()) {
                    var holdings = new ArrayList<Holding>();
                    while (row.next()) {
                        holdings.add(new Holding(Columns.leadId(row), row.getLong("from_position")));
                    }
                    return holdings;
                }
            }
        });
    }

    /** Every identity that a lead ever held. */
    public Set<IdentityHash> heldBy(LeadId leadId) {
        return Reading.from(dataSource, connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                    "select hash, kind from identity_held where lead_id = ? and batch <= ?")) {
                select.setObject(1, leadId.value());
                select.setLong(2, visibility.lastBatch());
                try (ResultSet row = select.executeQuery()) {
                    var identities = new HashSet<IdentityHash>();
                    while (row.next()) {
                        identities.add(Columns.identity(row));
                    }
                    return identities;
                }
            }
        });
    }
}
