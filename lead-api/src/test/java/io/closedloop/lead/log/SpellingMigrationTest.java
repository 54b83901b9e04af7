package io.closedloop.lead.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.suppression.SuppressionId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Addresses were spelled otherwise once, and suppressions covered one address each: whoever was kept out then is kept
 * out still, and nobody else.
 */
class SpellingMigrationTest {
    private static final String BEFORE = "4";

    @Test
    void onH2(@TempDir Path directory) throws SQLException {
        keepsOutWhoWasKeptOut(TestDatabase.h2At(directory, BEFORE));
    }

    @Test
    void onPostgres() throws SQLException {
        keepsOutWhoWasKeptOut(TestDatabase.postgresAt(BEFORE));
    }

    private static void keepsOutWhoWasKeptOut(TestDatabase database) throws SQLException {
        try (database) {
            LeadId out = Samples.newLead();
            LeadId open = Samples.newLead();
            SuppressionId suppression = Samples.newSuppression();
            IdentityHash thrownOut = Samples.email("info@strasse.example");
            IdentityHash held = Samples.email("ana@x.example");
            try (Connection connection = database.dataSource().getConnection()) {
                held(connection, out, thrownOut, null);
                held(connection, open, held, true);
                suppressed(connection, suppression, out, thrownOut);
            }

            database.migrate();

            var visibility = database.visibility();
            var appender = GroupCommitAppender.start(
                    database.dataSource(), visibility, DatabaseClock.OWN, LogLimits.standard(), () -> {});
            try (appender) {
                for (IdentityHash back :
                        List.of(thrownOut, Samples.respelled("info@xn--strae-oqa.example", "info@strasse.example"))) {
                    assertThat(appender.append(Samples.register(Samples.newLead(), back)
                                            .build())
                                    .join())
                            .isInstanceOfSatisfying(
                                    AppendOutcome.Refused.class,
                                    it -> assertThat(it.answer().body())
                                            .isEqualTo("suppressed by " + suppression + " of 1"));
                }
                for (IdentityHash again : List.of(held, Samples.respelled("an\u00e1@x.example", "ana@x.example"))) {
                    assertThat(appender.append(Samples.register(Samples.newLead(), again)
                                            .build())
                                    .join())
                            .isInstanceOfSatisfying(
                                    AppendOutcome.Refused.class,
                                    it -> assertThat(it.answer().body()).isEqualTo("claimed by " + open));
                }
                for (IdentityHash somebodyElse : List.of(
                        Samples.email("bo@x.example"),
                        Samples.respelled("bo@straße.example", "bo@strasse.example"),
                        Samples.variant("info+1@strasse.example", "info@strasse.example"))) {
                    assertThat(appender.append(Samples.register(Samples.newLead(), somebodyElse)
                                            .build())
                                    .join())
                            .isInstanceOf(AppendOutcome.Stored.class);
                }
                var suppressions = new Suppressions(database.dataSource(), visibility);
                assertThat(suppressions.withoutBase(null, 10)).singleElement().satisfies(it -> {
                    assertThat(it.suppressionId()).isEqualTo(suppression);
                    assertThat(it.identity().hasFormerSpelling()).isTrue();
                    assertThat(it.base()).isNull();
                });
                assertThat(new HeldIdentities(database.dataSource(), visibility).claims(List.of(held)))
                        .isEqualTo(Map.of(held, open));
            }
        }
    }

    private static void held(Connection connection, LeadId lead, IdentityHash identity, @Nullable Boolean claimed)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into identity_held (lead_id, hash, kind, from_position, claimed, batch)
                values (?, ?, ?, 0, ?, 0)""")) {
            insert.setObject(1, lead.value());
            insert.setString(2, identity.hash());
            insert.setString(3, identity.kind().name());
            insert.setObject(4, claimed, Types.BOOLEAN);
            insert.executeUpdate();
        }
    }

    private static void suppressed(Connection connection, SuppressionId id, LeadId lead, IdentityHash identity)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into suppression (suppression_id, hash, kind, lead_id, reason, disqualified_by,
                    disqualified_position, occurred_at, blocked, version, batch)
                values (?, ?, ?, ?, 'SPAM_OR_FAKE', ?, 0, ?, 0, 0, 0)""")) {
            insert.setObject(1, id.value());
            insert.setString(2, identity.hash());
            insert.setString(3, identity.kind().name());
            insert.setObject(4, lead.value());
            insert.setObject(5, Samples.CRM.value());
            insert.setObject(6, Columns.timestamp(Samples.OCCURRED));
            insert.executeUpdate();
        }
    }
}
