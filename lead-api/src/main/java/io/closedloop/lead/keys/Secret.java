package io.closedloop.lead.keys;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * What a caller proves itself with: 256 random bits in URL-safe Base64 behind a prefix that secret scanners can look
 * for. With that many random bits a plain SHA-256 can be stored; a slow hash would protect nothing and cost every
 * request.
 */
record Secret(String text) {
    private static final String PREFIX = "clk_";
    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    static Secret random() {
        byte[] bits = new byte[BYTES];
        RANDOM.nextBytes(bits);
        return new Secret(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
    }

    /** What is stored: 64 hexadecimal digits. */
    String hash() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** A secret has no place in a log line. */
    @Override
    public String toString() {
        return "Secret";
    }
}
