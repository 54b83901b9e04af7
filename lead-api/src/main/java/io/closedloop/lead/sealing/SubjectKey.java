package io.closedloop.lead.sealing;

import java.nio.charset.StandardCharsets;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** The key that one lead's personal data are sealed with. Destroying it erases them, while the log keeps every byte. */
public final class SubjectKey {
    static final int BYTES = 32;
    private final SecretKey key;

    SubjectKey(byte[] key) {
        if (key.length != BYTES) {
            throw new IllegalArgumentException("a subject's key has %d bytes, not %d".formatted(BYTES, key.length));
        }
        this.key = new SecretKeySpec(key, "AES");
    }

    byte[] bytes() {
        return key.getEncoded();
    }

    /** Seals {@code plain} for {@code place}, which must be named again, letter by letter, to open it. */
    public byte[] seal(byte[] plain, String place) {
        return Sealer.seal(key, plain, place.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws SealBrokenException when it was not sealed with this key for this place */
    public byte[] open(byte[] sealed, String place) {
        return Sealer.open(key, sealed, place.getBytes(StandardCharsets.UTF_8));
    }

    /** A key has no place in a log line. */
    @Override
    public String toString() {
        return "SubjectKey";
    }
}
