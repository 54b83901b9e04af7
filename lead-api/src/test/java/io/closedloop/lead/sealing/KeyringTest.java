package io.closedloop.lead.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.closedloop.lead.identity.Identity;
import io.closedloop.lead.identity.IdentityKind;
import io.closedloop.lead.identity.LeadId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyringTest {
    private static final Identity EMAIL = new Identity(IdentityKind.EMAIL, "ana@example.com");
    private static final LeadId LEAD = new LeadId(UUID.fromString("0195f5a0-0000-7000-8000-000000000001"));

    @TempDir
    private Path directory;

    private final DataSource database = TestDatabase.create();

    @Test
    void anEmptyDatabaseGetsAMasterKeyThatOnlyItsOwnerMayRead() throws IOException {
        Keyring.open(database, null, directory.resolve("data"));

        Path file = directory.resolve("data").resolve("master.key");
        assertThat(Base64.getDecoder().decode(Files.readString(file).strip())).hasSize(32);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(file.resolveSibling("master.key.new")).doesNotExist();
    }

    @Test
    void requestsAreHashedUnderTheKeyOfTheDatabase() {
        Keyring keyring = Keyring.open(database, null, directory.resolve("one"));
        Keyring another = Keyring.open(TestDatabase.create(), null, directory.resolve("two"));
        String request = "RegisterLead +4930901820";

        String hash = keyring.requestHasher().hash(request);

        assertThat(hash)
                .matches("[0-9A-F]{64}")
                .isEqualTo(keyring.requestHasher().hash(request));
        assertThat(another.requestHasher().hash(request)).isNotEqualTo(hash);
        assertThat(keyring.requestHasher().hash(request + "0")).isNotEqualTo(hash);
    }

    @Test
    void theNextStartHashesIdentitiesAndOpensKeysAsTheFirstDid() {
        Keyring first = Keyring.open(database, null, directory);
        SubjectKey key = SubjectKeyFixture.key(3);

        Keyring second = Keyring.open(database, null, directory);

        assertThat(second.identityHasher().hash(EMAIL))
                .isEqualTo(first.identityHasher().hash(EMAIL));
        assertThat(second.unwrap(LEAD.value(), first.wrap(LEAD.value(), key)).bytes())
                .isEqualTo(key.bytes());
    }

    @Test
    void theSameMasterKeyMayBeConfiguredInsteadOfTheFile() throws IOException {
        Keyring first = Keyring.open(database, null, directory);
        String masterKey = Files.readString(directory.resolve("master.key"));

        Keyring second = Keyring.open(database, masterKey, directory.resolve("elsewhere"));

        assertThat(second.identityHasher().hash(EMAIL))
                .isEqualTo(first.identityHasher().hash(EMAIL));
        assertThat(directory.resolve("elsewhere")).doesNotExist();
    }

    @Test
    void aConfiguredMasterKeyIsWrittenNowhere() {
        Keyring.open(database, key(1), directory);

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void refusesAnotherMasterKey() {
        Keyring.open(database, key(1), directory);

        assertThatThrownBy(() -> Keyring.open(database, key(2), directory))
                .isInstanceOf(KeyringException.class)
                .hasMessageContaining("not the one that this database was made with")
                .hasMessageContaining("CLOSEDLOOP_MASTER_KEY");
    }

    @Test
    void refusesADatabaseWhoseMasterKeyIsMissingAndMakesNoNewOne() throws IOException {
        Keyring.open(database, null, directory);
        Files.delete(directory.resolve("master.key"));

        assertThatThrownBy(() -> Keyring.open(database, null, directory))
                .isInstanceOf(KeyringException.class)
                .hasMessageContaining("There is no master key")
                .hasMessageContaining("CLOSEDLOOP_MASTER_KEY")
                .hasMessageContaining(directory.resolve("master.key").toString());
        assertThat(directory.resolve("master.key")).doesNotExist();
    }

    @Test
    void refusesADatabaseThatHasEventsButNoKeyring() throws SQLException {
        TestDatabase.execute(database, """
                insert into event (position, batch, stream_type, stream_id, sequence, event_id, type, revision, payload, metadata,
                    occurred_at, recorded_at)
                values (1, 1, 'Lead', 'x', 0, 'y', 'LeadWon', '1', '{}', '{}', current_timestamp, current_timestamp)""");

        assertThatThrownBy(() -> Keyring.open(database, null, directory))
                .isInstanceOf(KeyringException.class)
                .hasMessageContaining("keyring");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aFileThatWasWrittenBeforeACrashIsUsedByTheNextStart() throws IOException {
        String left = key(9);
        Files.writeString(directory.resolve("master.key"), left + "\n");
        Files.setPosixFilePermissions(directory.resolve("master.key"), PosixFilePermissions.fromString("rw-------"));

        Keyring.open(database, null, directory);

        assertThat(Files.readString(directory.resolve("master.key"))).isEqualTo(left + "\n");
        assertThat(Keyring.open(database, left, directory)).isNotNull();
    }

    @Test
    void refusesAFileThatOthersMayRead() throws IOException {
        Keyring.open(database, null, directory);
        Files.setPosixFilePermissions(directory.resolve("master.key"), PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> Keyring.open(database, null, directory))
                .isInstanceOf(KeyringException.class)
                .hasMessageContaining("chmod 600");
    }

    @Test
    void refusesAMasterKeyThatIsNoneWithoutRepeatingIt() {
        assertThatThrownBy(() -> Keyring.open(database, "not base64!", directory))
                .isInstanceOf(KeyringException.class)
                .hasMessageContaining("not base64;")
                .hasMessageNotContaining("not base64!");
        assertThatThrownBy(() -> Keyring.open(database, "c2hvcnQ=", directory))
                .isInstanceOf(KeyringException.class)
                .hasMessageContaining("40 bits, not 256");
    }

    @Test
    void ofInstancesThatStartAtOnceOnAnEmptyDatabaseOneMakesTheKeyAndTheOthersSayThatTheyHaveAnother()
            throws Exception {
        int instances = 8;
        var starts = new ArrayList<Callable<Keyring>>();
        for (int i = 0; i < instances; i++) {
            Path own = directory.resolve("instance-" + i);
            starts.add(() -> Keyring.open(database, null, own));
        }
        try (var threads = Executors.newFixedThreadPool(instances)) {
            var results = threads.invokeAll(starts);

            assertThat(results)
                    .filteredOn(start -> start.state() == Future.State.SUCCESS)
                    .hasSize(1);
            assertThat(results)
                    .filteredOn(start -> start.state() == Future.State.FAILED)
                    .allSatisfy(start -> assertThat(start.exceptionNow())
                            .isInstanceOf(KeyringException.class)
                            .hasMessageContaining("There is no master key"));
        }
        try (var files = Files.walk(directory)) {
            assertThat(files.filter(file -> file.endsWith("master.key")).toList())
                    .hasSize(1);
        }
    }

    @Test
    void kindsOfIdentityNeverShareAHash() {
        var hasher = Keyring.open(database, key(1), directory).identityHasher();

        assertThat(hasher.hash(EMAIL)).isEqualTo(hasher.hash(EMAIL));
        assertThat(hasher.hash(new Identity(IdentityKind.PHONE, EMAIL.canonical()))
                        .hash())
                .isNotEqualTo(hasher.hash(EMAIL).hash());
    }

    @Test
    void aWrappedKeyOpensForItsOwnLeadOnly() {
        Keyring keyring = Keyring.open(database, key(1), directory);
        String wrapped = keyring.wrap(LEAD.value(), SubjectKeyFixture.key(3));

        assertThatThrownBy(() -> keyring.unwrap(UUID.randomUUID(), wrapped)).isInstanceOf(SealBrokenException.class);
    }

    private static String key(int number) {
        return Base64.getEncoder().encodeToString(SubjectKeyFixture.key(number).bytes());
    }
}
