package io.closedloop.lead.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.LeadId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Claims had rows of their own once: whoever claimed an identity then claims it still. */
class ClaimsMigrationTest {
    private static final String BEFORE = "3";

    @Test
    void onH2(@TempDir Path directory) throws SQLException {
        marksWhatWasClaimed(TestDatabase.h2At(directory, BEFORE));
    }

    @Test
    void onPostgres() throws SQLException {
        marksWhatWasClaimed(TestDatabase.postgresAt(BEFORE));
    }

    private static void marksWhatWasClaimed(TestDatabase database) throws SQLException {
        try (database) {
            LeadId closed = Samples.newLead();
            LeadId open = Samples.newLead();
            IdentityHash passedOn = Samples.email("anna@example.com");
            IdentityHash alone = Samples.email("bo@example.com");
            IdentityHash unclaimed = Samples.email("cy@example.com");
            try (Connection connection = database.dataSource().getConnection()) {
                held(connection, closed, passedOn, 1);
                held(connection, closed, unclaimed, 1);
                held(connection, open, passedOn, 3);
                held(connection, open, alone, 3);
                claimed(connection, open, passedOn);
                claimed(connection, open, alone);
            }

            database.migrate();

            var identities = new HeldIdentities(database.dataSource(), database.visibility());
            assertThat(identities.claims(List.of(passedOn, alone, unclaimed)))
                    .isEqualTo(Map.of(passedOn, open, alone, open));
            assertThat(identities.everHeld(passedOn))
                    .containsExactly(new HeldIdentities.Holding(open, 3), new HeldIdentities.Holding(closed, 1));
            assertThat(identities.everHeld(unclaimed)).containsExactly(new HeldIdentities.Holding(closed, 1));
        }
    }

    private static void held(Connection connection, LeadId lead, IdentityHash identity, long position)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into identity_held (lead_id, hash, kind, from_position, batch) values (?, ?, ?, ?, 0)")) {
            insert.setObject(1, lead.value());
            insert.setString(2, identity.hash());
            insert.setString(3, identity.kind().name());
            insert.setLong(4, position);
            insert.executeUpdate();
        }
    }

    private static void claimed(Connection connection, LeadId lead, IdentityHash identity) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("insert into claim (hash, kind, lead_id, batch) values (?, ?, ?, 0)")) {
            insert.setString(1, identity.hash());
            insert.setString(2, identity.kind().name());
            insert.setObject(3, lead.value());
            insert.executeUpdate();
        }
    }
}
