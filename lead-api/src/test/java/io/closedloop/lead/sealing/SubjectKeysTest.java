package io.closedloop.lead.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.log.StoreUnavailableException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubjectKeysTest {
    private static final byte[] PLAIN = "Ana".getBytes(StandardCharsets.UTF_8);
    private final DataSource database = TestDatabase.create();
    private Instant now = Instant.parse("2026-01-05T10:00:00Z");
    private final InstantSource clock = () -> now;
    private Keyring keyring;
    private SubjectKeys keys;

    @BeforeEach
    void open(@TempDir Path directory) {
        keyring = Keyring.open(database, null, directory);
        keys = new SubjectKeys(database, keyring, clock);
    }

    @Test
    void aStoredKeyOpensWhatTheNewOneSealed() throws SQLException {
        var lead = lead();
        NewSubjectKey fresh = keys.create(lead);
        byte[] sealed = fresh.key().seal(PLAIN, "here");
        store(lead, fresh.wrapped());

        assertThat(open(keys, lead, sealed, "here")).isEqualTo(PLAIN);
    }

    @Test
    void whatIsSealedForOnePlaceOpensInNoOther() throws SQLException {
        var lead = lead();
        NewSubjectKey fresh = keys.create(lead);
        byte[] sealed = fresh.key().seal(PLAIN, "here");

        assertThatThrownBy(() -> fresh.key().open(sealed, "there")).isInstanceOf(SealBrokenException.class);
    }

    @Test
    void everyChangedByteBreaksTheSeal() {
        SubjectKey key = keys.create(lead()).key();
        byte[] sealed = key.seal(PLAIN, "here");

        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> key.open(changed, "here")).isInstanceOf(SealBrokenException.class);
        }
        assertThatThrownBy(() -> key.open(new byte[3], "here")).isInstanceOf(SealBrokenException.class);
    }

    @Test
    void theSameTextIsNeverSealedTheSameWay() {
        SubjectKey key = keys.create(lead()).key();

        assertThat(key.seal(PLAIN, "here")).isNotEqualTo(key.seal(PLAIN, "here"));
    }

    @Test
    void aLeadWithoutAKeyHasNone() {
        assertThat(keys.keyOf(lead())).isNull();
    }

    @Test
    void aKeyThatWasStoredAMomentAgoIsNotLookedUp() {
        var lead = lead();
        NewSubjectKey fresh = keys.create(lead);

        keys.stored(lead, fresh);

        assertThat(keys.keyOf(lead)).isSameAs(fresh.key());
    }

    @Test
    void whenTheDatabaseDoesNotAnswerTheKeyIsUnavailableAndNotDestroyed() throws SQLException {
        TestDatabase.execute(database, "drop table subject_key");

        assertThatThrownBy(() -> keys.keyOf(lead())).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void aDestroyedKeyIsForgottenWithinSeconds() throws SQLException {
        var lead = lead();
        store(lead, keys.create(lead).wrapped());
        assertThat(keys.keyOf(lead)).isNotNull();

        TestDatabase.execute(database, "delete from subject_key");

        assertThat(keys.keyOf(lead)).as("kept for a moment").isNotNull();
        now = now.plus(SubjectKeys.KEPT_FOR);
        assertThat(keys.keyOf(lead)).isNull();
    }

    @Test
    void aKeyThatWasMovedToAnotherLeadIsAnErrorAndNotAnErasure() throws SQLException {
        var lead = lead();
        store(lead, keys.create(lead()).wrapped());

        assertThatThrownBy(() -> keys.keyOf(lead)).isInstanceOf(SealBrokenException.class);
    }

    @Test
    void thousandsOfKeysComeAtOnce() throws SQLException {
        var leads = new ArrayList<LeadId>();
        for (int i = 0; i < 2_500; i++) {
            var lead = lead();
            leads.add(lead);
            store(lead, keys.create(lead).wrapped());
        }
        var gone = lead();
        leads.add(gone);

        SubjectKeyLookup found = keys.keysOf(leads);

        assertThat(leads).filteredOn(lead -> found.keyOf(lead) == null).containsExactly(gone);
    }

    @Test
    void keysAndTheirHoldersSayNothingInALogLine() {
        NewSubjectKey fresh = keys.create(lead());

        assertThat(fresh.key()).hasToString("SubjectKey");
        assertThat(keyring).hasToString("Keyring");
        assertThat(MasterKey.generate()).hasToString("MasterKey");
    }

    private static byte[] open(SubjectKeys keys, LeadId lead, byte[] sealed, String place) {
        SubjectKey key = keys.keyOf(lead);
        assertThat(key).isNotNull();
        return key.open(sealed, place);
    }

    private static LeadId lead() {
        return new LeadId(UUID.randomUUID());
    }

    private void store(LeadId lead, String wrapped) throws SQLException {
        try (var connection = database.getConnection();
                var insert = connection.prepareStatement("insert into subject_key values (?, ?, 1)")) {
            insert.setObject(1, lead.value());
            insert.setString(2, wrapped);
            insert.executeUpdate();
        }
    }
}
