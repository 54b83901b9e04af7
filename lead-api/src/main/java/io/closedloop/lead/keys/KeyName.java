package io.closedloop.lead.keys;

import io.closedloop.lead.identity.Unseen;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The name of a key, which stands in every event that the key causes. Two names that an auditor could confuse count as
 * one: blanks, invisible characters, case and compatibility forms (a full-width letter, a ligature) make no difference.
 */
record KeyName(String text) {
    boolean isSameAs(KeyName other) {
        return compared().equals(other.compared());
    }

    /** What it is compared by, in 64 hexadecimal digits: however long the name becomes by being unfolded. */
    String comparedHash() {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(compared().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    private String compared() {
        String unfolded = Normalizer.normalize(text, Normalizer.Form.NFKC);
        // Upper case first: what has no small letter of its own ("ß", "ſ") meets its relatives there.
        String oneCase = unfolded.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return Unseen.takenOutOf(Normalizer.normalize(oneCase, Normalizer.Form.NFKC));
    }
}
