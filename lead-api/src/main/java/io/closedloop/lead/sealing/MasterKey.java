package io.closedloop.lead.sealing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The one secret that is not in the database: 256 bits. It is used for nothing directly; the key that wraps the other
 * keys and the value that tells one master key from another are derived from it (HKDF-SHA-256, RFC 5869), so that
 * neither says anything of the other.
 */
final class MasterKey {
    static final int BYTES = 32;
    private final SecretKey key;

    MasterKey(byte[] key) {
        if (key.length != BYTES) {
            throw new KeyringException("The master key has %d bits, not %d; give %d random bytes in base64."
                    .formatted(key.length * Byte.SIZE, BYTES * Byte.SIZE, BYTES));
        }
        this.key = new SecretKeySpec(key, "HKDF");
    }

    /**
     * @throws KeyringException when {@code base64} is not 32 bytes in base64, naming {@code origin} and not the text
     */
    static MasterKey parse(String base64, String origin) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64.strip());
        } catch (IllegalArgumentException e) {
            throw new KeyringException(
                    "The master key from %s is not base64; give %d random bytes in base64.".formatted(origin, BYTES),
                    e);
        }
        return new MasterKey(bytes);
    }

    static MasterKey generate() {
        return new MasterKey(Sealer.random(BYTES));
    }

    String base64() {
        return Base64.getEncoder().encodeToString(key.getEncoded());
    }

    /** Wraps the other keys. */
    SecretKey wrappingKey() {
        return new SecretKeySpec(derive("closed-loop/1/wrap"), "AES");
    }

    /** What the database keeps to recognise this key by; the key cannot be told from it. */
    String checkValue() {
        return Base64.getEncoder().encodeToString(derive("closed-loop/1/check"));
    }

    private byte[] derive(String purpose) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveData(HKDFParameterSpec.expandOnly(key, purpose.getBytes(StandardCharsets.UTF_8), BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HKDF-SHA256 failed, which a working Java runtime never does", e);
        }
    }

    /** A key has no place in a log line. */
    @Override
    public String toString() {
        return "MasterKey";
    }
}
