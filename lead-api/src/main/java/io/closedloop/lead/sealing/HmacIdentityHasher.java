package io.closedloop.lead.sealing;

import io.closedloop.lead.identity.Identity;
import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.IdentityHasher;
import io.closedloop.lead.identity.IdentityKind;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * HMAC-SHA-256 over the identity's kind, a zero byte, and its canonical form, so that no two kinds ever share a hash.
 */
final class HmacIdentityHasher implements IdentityHasher {
    private static final String ALGORITHM = "HmacSHA256";
    /** A Mac is not safe for several threads, and costs more to make than to use. */
    private final ThreadLocal<Mac> macs;

    HmacIdentityHasher(SecretKey key) {
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

    @Override
    public IdentityHash hash(Identity identity) {
        String base = identity.base();
        String former = identity.former();
        return new IdentityHash(
                identity.kind(),
                hash(identity.kind(), identity.canonical()),
                base == null ? null : hash(identity.kind(), base),
                former == null ? null : hash(identity.kind(), former),
                null);
    }

    private String hash(IdentityKind kind, String text) {
        Mac mac = macs.get();
        mac.update(kind.name().getBytes(StandardCharsets.US_ASCII));
        mac.update((byte) 0);
        return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }
}
