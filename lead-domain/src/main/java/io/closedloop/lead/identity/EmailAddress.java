package io.closedloop.lead.identity;

import com.ibm.icu.text.Normalizer2;
import io.closedloop.lead.text.Text;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An e-mail address in the form that is compared: without invisible characters, with the part before the @ case-folded
 * in Unicode NFKC, so that a capital, a full-width letter or a full-width plus sign is a plain one, and with the domain
 * in its ASCII form by IDNA 2008.
 *
 * @param former the form in which it was compared before, where that was another; null where it was the same, or none
 */
public record EmailAddress(String canonical, @Nullable String former) {
    private static final int MAX_LENGTH = 254;
    private static final int MAX_LOCAL_LENGTH = 64;

    /** @throws IllegalArgumentException when {@code given} is no e-mail address; the message does not repeat it */
    public static EmailAddress parse(String given) {
        String text = tidy(given);
        int at = text.lastIndexOf('@');
        if (at < 1 || at == text.length() - 1) {
            throw new IllegalArgumentException("an e-mail address has the form name@domain");
        }
        String local = compared(text.substring(0, at));
        if (local.length() > MAX_LOCAL_LENGTH
                || !Text.isAllOf(local, EmailAddress::isLocalCharacter)
                || !local.equals(Unseen.takenOutOf(local))) {
            throw new IllegalArgumentException(
                    "the part before the @ has 1 to %d characters without brackets, commas, another @ or an accent of its own"
                            .formatted(MAX_LOCAL_LENGTH));
        }
        String canonical = local + "@" + AsciiDomain.of(text.substring(at + 1));
        if (canonical.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("an e-mail address has %d characters at most".formatted(MAX_LENGTH));
        }
        return new EmailAddress(canonical, former(given, canonical));
    }

    /**
     * The address as it was given, without invisible characters; this is what is kept of it. A domain keeps the joiners
     * that belong to it by IDNA 2008: some scripts are misspelled without them.
     */
    public static String tidy(String given) {
        String tidied = Unseen.takenOutOf(given);
        int at = given.lastIndexOf('@');
        if (tidied.equals(given) || at < 0) {
            return tidied;
        }
        String domain = Unseen.takenOutBesideJoiners(given.substring(at + 1));
        return AsciiDomain.isWithJoiners(domain) ? Unseen.takenOutOf(given.substring(0, at)) + "@" + domain : tidied;
    }

    /**
     * Unicode's case folding of compatibility forms, {@code NFKC_Casefold}: unlike lower case, it does not depend on
     * what stands beside a letter, so that an address in capitals is the address ({@code ς} is {@code σ}).
     */
    private static String compared(String local) {
        return isAscii(local) ? local.toLowerCase(Locale.ROOT) : Folding.INSTANCE.normalize(local);
    }

    /** Loads its tables when it is first asked. */
    private static final class Folding {
        static final Normalizer2 INSTANCE = Normalizer2.getNFKCCasefoldInstance();
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    private static boolean isLocalCharacter(int c) {
        boolean half = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
        return !half && !Character.isISOControl(c) && "\"(),:;<>@[\\]".indexOf(c) < 0;
    }

    /** In ASCII and without blanks, which is nearly always, both spellings are the same. */
    private static @Nullable String former(String given, String canonical) {
        if (canonical.equalsIgnoreCase(given) && isAscii(given)) {
            return null;
        }
        String former = FormerSpelling.ofEmail(given);
        return Objects.equals(former, canonical) ? null : former;
    }

    /** The address without its plus-part, {@code ana@example.com} of {@code ana+news@example.com}; null without one. */
    @Nullable
    String base() {
        int plus = canonical.indexOf('+');
        int at = canonical.lastIndexOf('@');
        return plus > 0 && plus < at ? canonical.substring(0, plus) + canonical.substring(at) : null;
    }

    public Identity identity() {
        return new Identity(IdentityKind.EMAIL, canonical, base(), former);
    }

    /** Personal data have no place in a log line. */
    @Override
    public String toString() {
        return "EmailAddress";
    }
}
