package io.closedloop.lead.log;

import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.IdentityKind;
import io.closedloop.lead.identity.LeadId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How values are stored in columns, the same on both databases. */
final class Columns {
    private Columns() {}

    /** To the microsecond, downwards: the databases would round, and a time that is rounded up lies in the future. */
    static OffsetDateTime timestamp(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    static LeadId leadId(ResultSet row) throws SQLException {
        return new LeadId(row.getObject("lead_id", UUID.class));
    }

    static IdentityHash identity(ResultSet row) throws SQLException {
        return new IdentityHash(IdentityKind.valueOf(row.getString("kind")), row.getString("hash"));
    }

    /** As {@link #identity}, with the spelling that it was hashed under. */
    static IdentityHash spelledIdentity(ResultSet row) throws SQLException {
        int spelling = row.getInt("spelling");
        return new IdentityHash(
                IdentityKind.valueOf(row.getString("kind")),
                row.getString("hash"),
                null,
                null,
                spelling == IdentityHash.PRESENT_SPELLING ? null : (Integer) spelling);
    }

    /** The column {@code spelling} of an identity. */
    static int spelling(IdentityHash identity) {
        Integer spelling = identity.spelling();
        return spelling == null ? IdentityHash.PRESENT_SPELLING : spelling;
    }

    /**
     * Sets the hashes of some identities for {@code hash = any(?)}; whoever reads the rows compares the kind as well.
     */
    static void setHashes(PreparedStatement statement, int parameter, Collection<IdentityHash> identities)
            throws SQLException {
        setTexts(
                statement,
                parameter,
                identities.stream().map(IdentityHash::hash).distinct().toArray());
    }

    static void setTexts(PreparedStatement statement, int parameter, Object[] texts) throws SQLException {
        setArray(statement, parameter, "varchar", texts);
    }

    /** @param type of the elements, as PostgreSQL and H2 call it */
    static void setArray(PreparedStatement statement, int parameter, String type, @Nullable Object[] values)
            throws SQLException {
        Connection connection = statement.getConnection();
        statement.setArray(parameter, connection.createArrayOf(type, values));
    }
}
