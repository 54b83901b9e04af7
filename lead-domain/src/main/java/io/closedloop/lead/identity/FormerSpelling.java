package io.closedloop.lead.identity;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import io.closedloop.lead.text.Text;
import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Spelling 1: how e-mail addresses and telephone numbers were spelled before they were hashed, until unseen characters
 * were taken out of addresses, their domains followed IDNA 2008, and extensions became part of numbers. What was
 * claimed and suppressed under it is still found by it, so this never changes.
 */
final class FormerSpelling {
    private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();

    private FormerSpelling() {}

    /** Null where it was no address. */
    static @Nullable String ofEmail(String given) {
        String text = Normalizer.normalize(given.strip().toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
        int at = text.lastIndexOf('@');
        if (at < 1 || at == text.length() - 1) {
            return null;
        }
        String local = text.substring(0, at);
        String domain = asciiDomain(text.substring(at + 1));
        if (domain == null || local.length() > 64 || !Text.isAllOf(local, FormerSpelling::isLocalCharacter)) {
            return null;
        }
        String canonical = local + "@" + domain;
        return canonical.length() > 254 ? null : canonical;
    }

    private static boolean isLocalCharacter(int c) {
        boolean half = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
        return !half && !Character.isSpaceChar(c) && !Character.isISOControl(c) && "\"(),:;<>@[\\]".indexOf(c) < 0;
    }

    private static @Nullable String asciiDomain(String domain) {
        try {
            String ascii = IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
            return !ascii.contains(".") || ascii.startsWith(".") || ascii.endsWith(".") || ascii.contains("..")
                    ? null
                    : ascii;
        } catch (RuntimeException e) {
            // it threw more than it said it would, and nothing was claimed then either
            return null;
        }
    }

    /** Null where it was no number. */
    static @Nullable String ofPhone(String given, @Nullable String country) {
        try {
            var number = NUMBERS.parse(given, country);
            return NUMBERS.isPossibleNumberWithReason(number) == ValidationResult.IS_POSSIBLE
                    ? NUMBERS.format(number, PhoneNumberUtil.PhoneNumberFormat.E164)
                    : null;
        } catch (NumberParseException e) {
            return null;
        }
    }
}
