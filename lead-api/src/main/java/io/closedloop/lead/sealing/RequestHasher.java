package io.closedloop.lead.sealing;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * Tells the same request from another one without keeping anything from which the request could be guessed. A plain
 * hash of a command with a name and a telephone number can be found by trying all numbers; this hash uses the service's
 * key, which depends on the master key.
 */
public final class RequestHasher {
    private static final String ALGORITHM = "HmacSHA256";
    /** Keeps these hashes apart from those of identities, which begin with their kind. */
    private static final byte[] PURPOSE = "REQUEST\0".getBytes(StandardCharsets.US_ASCII);

    private final ThreadLocal<Mac> macs;

    RequestHasher(SecretKey key) {
        this.macs = ThreadLocal.withInitial(() -> mac(key));
    }

    private static Mac mac(SecretKey key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("HMAC-SHA-256 failed, which a working Java runtime never does", e);
        }
    }

    /**
     * HMAC-SHA-256 in 64 hexadecimal digits. They are capitals, which tells such a hash from the plain ones of former
     * versions.
     */
    public String hash(String request) {
        Mac mac = macs.get();
        mac.update(PURPOSE);
        return HexFormat.of().withUpperCase().formatHex(mac.doFinal(request.getBytes(StandardCharsets.UTF_8)));
    }
}
