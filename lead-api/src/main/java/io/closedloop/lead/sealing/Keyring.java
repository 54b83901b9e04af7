package io.closedloop.lead.sealing;

import io.closedloop.lead.identity.IdentityHasher;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The service's own keys, opened: the key that identities are hashed with, and the one that wraps the subjects' keys.
 *
 * <p>The database keeps the hashing key wrapped by the master key, and a value that the master key is recognised by. So
 * an instance with another master key can neither read this log nor write hashes into it that match nothing: it does
 * not start.
 */
public final class Keyring {
    private static final String IDENTITY_KEY_PLACE = "identity-hmac-key";
    private final SecretKey wrappingKey;
    private final IdentityHasher identityHasher;
    private final RequestHasher requestHasher;

    private Keyring(SecretKey wrappingKey, SecretKey identityKey) {
        this.wrappingKey = wrappingKey;
        this.identityHasher = new HmacIdentityHasher(identityKey);
        this.requestHasher = new RequestHasher(identityKey);
    }

    /**
     * Opens the keyring of this database. An empty database gets one; its master key is the configured one, else the
     * one in the data directory, else a fresh one that is written there first.
     *
     * @param configured the master key as configured: 32 bytes in base64; null when none is
     * @throws KeyringException when the master key is missing, is not the one of this database, or cannot be read or
     *     written
     */
    public static Keyring open(DataSource database, @Nullable String configured, Path dataDirectory) {
        var file = MasterKeyFile.in(dataDirectory);
        Optional<MasterKey> given = configured == null || configured.isBlank()
                ? file.read()
                : Optional.of(MasterKey.parse(configured, "the configuration (closedloop.master-key)"));
        try (Connection connection = database.getConnection()) {
            Optional<KeyringRow> stored = KeyringRow.read(connection);
            if (stored.isPresent()) {
                return open(stored.get(), given.orElseThrow(() -> missing(file)));
            }
            if (KeyringRow.hasEvents(connection)) {
                throw new KeyringException("The database holds events but no keyring, so nothing in it can be opened;"
                        + " restore the table \"keyring\" from a backup.");
            }
            return create(connection, given, file);
        } catch (SQLException e) {
            throw new KeyringException("The keyring cannot be read from the database: " + e.getMessage(), e);
        }
    }

    private static Keyring create(Connection connection, Optional<MasterKey> given, MasterKeyFile file)
            throws SQLException {
        MasterKey masterKey = given.orElseGet(MasterKey::generate);
        if (given.isEmpty()) {
            file.write(masterKey);
        }
        byte[] identityKey = Sealer.random(SubjectKey.BYTES);
        var row = new KeyringRow(
                masterKey.checkValue(),
                Base64.getEncoder()
                        .encodeToString(Sealer.seal(masterKey.wrappingKey(), identityKey, place(IDENTITY_KEY_PLACE))));
        if (row.insert(connection)) {
            return open(row, masterKey);
        }
        // Another instance was first. Its key is the database's, and a key generated here would only be mistaken for it
        // later.
        if (given.isEmpty()) {
            file.delete();
        }
        return open(
                KeyringRow.read(connection)
                        .orElseThrow(
                                () -> new KeyringException("The keyring that another instance has just made is gone;"
                                        + " start this instance again.")),
                given.orElseThrow(() -> missing(file)));
    }

    private static Keyring open(KeyringRow row, MasterKey masterKey) {
        if (!MessageDigest.isEqual(
                row.checkValue().getBytes(StandardCharsets.US_ASCII),
                masterKey.checkValue().getBytes(StandardCharsets.US_ASCII))) {
            throw new KeyringException("The master key is not the one that this database was made with;"
                    + " give its own key as CLOSEDLOOP_MASTER_KEY, or as the file master.key in the data directory.");
        }
        byte[] identityKey = Sealer.open(
                masterKey.wrappingKey(),
                Base64.getDecoder().decode(row.wrappedIdentityKey()),
                place(IDENTITY_KEY_PLACE));
        return new Keyring(masterKey.wrappingKey(), new SecretKeySpec(identityKey, "HmacSHA256"));
    }

    private static KeyringException missing(MasterKeyFile file) {
        return new KeyringException(("There is no master key, and this database was made with one;"
                        + " give it as CLOSEDLOOP_MASTER_KEY, or as the file %s.")
                .formatted(file.path()));
    }

    /** Hashes identities with this service's key. */
    public IdentityHasher identityHasher() {
        return identityHasher;
    }

    /** Hashes requests with this service's key. */
    public RequestHasher requestHasher() {
        return requestHasher;
    }

    /** The form in which a subject's key is stored, in base64, bound to its owner: a lead, or a stream of its own. */
    String wrap(UUID owner, SubjectKey key) {
        byte[] wrapped = Sealer.seal(wrappingKey, key.bytes(), place("subject-key/" + owner));
        return Base64.getEncoder().encodeToString(wrapped);
    }

    /** @throws SealBrokenException when it is not the wrapped key of this owner */
    SubjectKey unwrap(UUID owner, String wrapped) {
        byte[] sealed = Base64.getDecoder().decode(wrapped);
        return new SubjectKey(Sealer.open(wrappingKey, sealed, place("subject-key/" + owner)));
    }

    private static byte[] place(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    /** Keys have no place in a log line. */
    @Override
    public String toString() {
        return "Keyring";
    }
}
