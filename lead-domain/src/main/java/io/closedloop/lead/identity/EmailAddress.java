package io.closedloop.lead.identity;

import io.closedloop.lead.text.Text;
import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;

/**
 * An e-mail address in the form that is compared: trimmed, Unicode NFC, lower case, the domain in its IDNA (ASCII)
 * form.
 */
public record EmailAddress(String canonical) {
    private static final int MAX_LENGTH = 254;
    private static final int MAX_LOCAL_LENGTH = 64;

    /** @throws IllegalArgumentException when {@code given} is no e-mail address; the message does not repeat it */
    public static EmailAddress parse(String given) {
        String text = Normalizer.normalize(given.strip().toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
        int at = text.lastIndexOf('@');
        if (at < 1 || at == text.length() - 1) {
            throw new IllegalArgumentException("an e-mail address has the form name@domain");
        }
        String local = text.substring(0, at);
        if (local.length() > MAX_LOCAL_LENGTH || !Text.isAllOf(local, EmailAddress::isLocalCharacter)) {
            throw new IllegalArgumentException(
                    "the part before the @ has 1 to %d characters without spaces, brackets, commas or another @"
                            .formatted(MAX_LOCAL_LENGTH));
        }
        String domain = asciiDomain(text.substring(at + 1));
        String canonical = local + "@" + domain;
        if (canonical.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("an e-mail address has %d characters at most".formatted(MAX_LENGTH));
        }
        return new EmailAddress(canonical);
    }

    private static boolean isLocalCharacter(int c) {
        boolean half = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
        return !half && !Character.isSpaceChar(c) && !Character.isISOControl(c) && "\"(),:;<>@[\\]".indexOf(c) < 0;
    }

    private static String asciiDomain(String domain) {
        String ascii;
        try {
            ascii = IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
        } catch (RuntimeException e) {
            // It promises an IllegalArgumentException, and throws others for what is long or odd enough.
            throw new IllegalArgumentException("the part after the @ is no domain name", e);
        }
        if (!ascii.contains(".") || ascii.startsWith(".") || ascii.endsWith(".") || ascii.contains("..")) {
            throw new IllegalArgumentException("the part after the @ is no domain name");
        }
        return ascii;
    }

    public Identity identity() {
        return new Identity(IdentityKind.EMAIL, canonical);
    }

    /** Personal data have no place in a log line. */
    @Override
    public String toString() {
        return "EmailAddress";
    }
}
