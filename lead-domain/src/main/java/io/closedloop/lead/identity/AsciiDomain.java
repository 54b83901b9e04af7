package io.closedloop.lead.identity;

import com.ibm.icu.text.IDNA;
import java.util.EnumSet;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A domain name in the form that is compared: ASCII, lower case, by IDNA 2008 in the reading of UTS 46,
 * non-transitional: {@code straße.example} and {@code strasse.example} are two domains.
 */
final class AsciiDomain {
    private static final String ENCODED = "xn--";
    private static final int MAX_LABEL_LENGTH = 63;

    private AsciiDomain() {}

    /** @throws IllegalArgumentException when it is no domain name; the message does not repeat it */
    static String of(String domain) {
        String ascii = isPlain(domain) ? domain.toLowerCase(Locale.ROOT) : byIdna(domain);
        if (!ascii.contains(".") || !isHostName(ascii)) {
            throw none(null);
        }
        return ascii;
    }

    /** Whether it is a domain name with joiners of which each stands where IDNA 2008 lets one stand. */
    static boolean isWithJoiners(String domain) {
        if (domain.codePoints().noneMatch(Unseen::isJoiner)) {
            return false;
        }
        try {
            byIdna(domain);
            return true;
        } catch (IllegalArgumentException e) {
            // then nobody meant them, and they go with all else that nobody sees
            return false;
        }
    }

    /** Nearly every domain: nothing to convert, so the tables of Unicode need not be at hand. */
    private static boolean isPlain(String domain) {
        return domain.chars().allMatch(c -> c < 0x80)
                && !domain.toLowerCase(Locale.ROOT).contains(ENCODED);
    }

    /** What {@link IDNA#USE_STD3_RULES} asks for; an empty label is one that begins with no letter or digit. */
    private static boolean isHostName(String ascii) {
        int start = 0;
        for (int i = 0; i <= ascii.length(); i++) {
            if (i == ascii.length() || ascii.charAt(i) == '.') {
                boolean isLabel = i > start
                        && i - start <= MAX_LABEL_LENGTH
                        && ascii.charAt(start) != '-'
                        && ascii.charAt(i - 1) != '-';
                if (!isLabel) {
                    return false;
                }
                start = i + 1;
            } else if (!isHostCharacter(ascii.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHostCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    }

    /** As {@link #of}, whatever the domain is made of. */
    static String byIdna(String domain) {
        var ascii = new StringBuilder();
        var info = new IDNA.Info();
        try {
            Uts46.INSTANCE.nameToASCII(domain, ascii, info);
        } catch (RuntimeException e) {
            // whatever a conversion of what anybody may send stumbles over, it was sent no domain name
            throw none(e);
        }
        var errors = EnumSet.noneOf(IDNA.Error.class);
        errors.addAll(info.getErrors());
        // there are such hosts, and browsers go to them
        errors.remove(IDNA.Error.HYPHEN_3_4);
        if (!errors.isEmpty()) {
            throw none(null);
        }
        return ascii.toString();
    }

    private static IllegalArgumentException none(@Nullable RuntimeException cause) {
        return new IllegalArgumentException("the part after the @ is not a domain name", cause);
    }

    /** Loads its tables when it is first asked. */
    private static final class Uts46 {
        static final IDNA INSTANCE = IDNA.getUTS46Instance(
                IDNA.NONTRANSITIONAL_TO_ASCII | IDNA.USE_STD3_RULES | IDNA.CHECK_BIDI | IDNA.CHECK_CONTEXTJ);
    }
}
