package io.closedloop.lead.axon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.closedloop.lead.identity.Contact;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.Lead;
import io.closedloop.lead.lifecycle.LeadSnapshot;
import io.closedloop.lead.lifecycle.RecordTouch;
import io.closedloop.lead.lifecycle.TouchType;
import io.closedloop.lead.lifecycle.TouchedBy;
import io.closedloop.lead.log.AppendOutcome;
import io.closedloop.lead.log.TestDatabase;
import io.closedloop.lead.sealing.SubjectKeys;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Leads with many events, on whichever database. */
abstract class LongLeadsSuite {
    private final LeadId lead = new LeadId(TimeOrderedIdentifiers.next());
    private CommandSide side;

    @BeforeEach
    void open(@TempDir Path directory) throws SQLException {
        side = CommandSide.open(database(directory), directory);
        side.sender.send(CommandSide.register(lead, "ana@example.com"), context());
    }

    /** An empty database. */
    abstract TestDatabase database(Path directory);

    @AfterEach
    void close() {
        side.close();
    }

    @Test
    void aLeadIsTheSameFromItsSnapshotAndTheRestAsFromAllOfItsEvents() {
        appendTouches(1_300);
        LeadSnapshot fromAll = cold().snapshot();
        awaitSnapshot(1_301);
        appendTouches(40);
        side.reads.statements();

        LeadSnapshot fromSnapshot = cold().snapshot();

        assertThat(side.reads.statements())
                .as("the first events, the snapshot, the rest")
                .hasSize(3);
        assertThat(fromSnapshot.version()).isEqualTo(1_341);
        deleteSnapshot();
        assertThat(cold().snapshot()).isEqualTo(fromSnapshot);
        assertThat(fromAll.version()).isEqualTo(1_301);
    }

    @Test
    void aLeadWithFewEventsIsReadInOneQuery() {
        appendTouches(150);
        side.reads.statements();

        assertThat(cold().version()).isEqualTo(151);

        assertThat(side.reads.statements()).hasSize(1);
    }

    @Test
    void aLeadThatGrowsGetsASnapshotWithoutEverBeingLoaded() {
        for (int i = 0; i < 260; i++) {
            assertThat(side.sender.send(touch("grown " + i), context())).isInstanceOf(AppendOutcome.Stored.class);
        }

        awaitSnapshot(250);
    }

    @Test
    void touchesAreKnownByTheirIdsFromASnapshotToo() {
        assertThat(side.sender.send(touch("known"), context())).isInstanceOf(AppendOutcome.Stored.class);
        appendTouches(400);
        cold();
        awaitSnapshot(402);
        side.recent.clear();

        AppendOutcome again = side.sender.send(touch("known"), context());

        assertThat(((AppendOutcome.Stored) again).answer().body()).isEqualTo("Repeat [] v402");
    }

    @Test
    void aSnapshotThatGoesBeyondTheLogIsPassedOver() throws SQLException {
        appendTouches(400);
        cold();
        awaitSnapshot(401);
        execute("delete from event where stream_id = '%s' and sequence >= 300".formatted(lead));

        assertThat(cold().version()).isEqualTo(300);
    }

    @Test
    void aSnapshotOfAnotherFormOfTheServiceIsPassedOverAndMadeAnew() throws SQLException {
        appendTouches(400);
        cold();
        awaitSnapshot(401);
        execute("update lead_snapshot set form = '0', payload = 'x'");

        assertThat(cold().version()).isEqualTo(401);
        awaitSnapshot(401);
    }

    @Test
    void aDamagedSnapshotIsPassedOver() throws SQLException {
        appendTouches(400);
        cold();
        awaitSnapshot(401);
        execute("update lead_snapshot set payload = 'AAAA'");

        assertThat(cold().version()).isEqualTo(401);
    }

    @Test
    void aSnapshotOpensOnlyWithTheLeadsKey() throws SQLException {
        appendTouches(400);
        cold();
        awaitSnapshot(401);
        assertThat(cold().contact().email()).isEqualTo("ana@example.com");
        assertThat(text("select payload from lead_snapshot")).doesNotContain("@", "example", "{");

        side.forgetKeyOf(lead);
        side.later = SubjectKeys.KEPT_FOR.plusSeconds(1);

        assertThat(cold().contact()).isEqualTo(Contact.NONE);
    }

    /** As it is loaded by an instance that has just been started. */
    private Lead cold() {
        side.recent.clear();
        return side.folder.now(lead).orElseThrow().lead();
    }

    private void appendTouches(int count) {
        side.appender.append(Leads.touches(side, lead, count)).join();
        side.recent.clear();
    }

    private RecordTouch touch(String id) {
        return new RecordTouch(
                lead, id, TouchType.CALL, TouchedBy.SALES, null, null, null, null, List.of(), Leads.AT, null);
    }

    private CommandContext context() {
        return new TestContext(side.keyring.identityHasher(), null, false, false);
    }

    /** Waits for a snapshot of the present form and the version. */
    private void awaitSnapshot(long version) {
        await().untilAsserted(() -> assertThat(
                        text("select version from lead_snapshot where form <> '0' and lead_id = '%s'".formatted(lead)))
                .isEqualTo(Long.toString(version)));
    }

    private void deleteSnapshot() {
        try {
            execute("delete from lead_snapshot");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = side.database.dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.executeUpdate();
        }
    }

    private @Nullable String text(String sql) throws SQLException {
        try (Connection connection = side.database.dataSource().getConnection();
                PreparedStatement select = connection.prepareStatement(sql);
                ResultSet row = select.executeQuery()) {
            return row.next() ? Objects.requireNonNull(row.getString(1)) : null;
        }
    }
}
