package io.closedloop.lead.identity;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A valid telephone number with its extension: {@code +5511987654321}, {@code +14155550190;ext=12}. Many people leave a
 * number that cannot exist, such as 000-000-0000, and it identifies none of them.
 *
 * <p>Letters are never read as digits, and a word beside the number is not part of it: {@link NumberWithWords}. Digits
 * of any script are digits. Leading zeros of an extension count, as they do in dialling: {@code x012} and {@code x12}
 * are two.
 *
 * @param canonical E.164, and the extension as RFC 3966 writes it
 * @param former the form in which it was compared before, where that was another; null where it was the same, or none
 */
public record PhoneNumber(String canonical, @Nullable String former) {
    private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();

    /**
     * @param country the ISO 3166 code that a national number is read with; not needed for one that begins with +
     * @throws IllegalArgumentException when it yields no valid number; the message does not repeat it
     */
    public static PhoneNumber parse(String given, @Nullable String country) {
        String withoutWords = NumberWithWords.number(Unseen.takenOutBesideBlanks(given));
        Phonenumber.PhoneNumber number;
        try {
            number = NUMBERS.parse(withoutWords, country);
        } catch (NumberParseException e) {
            throw new IllegalArgumentException(
                    "the text cannot be read as a telephone number; give it as +<country code><number>, or name contact.country",
                    e);
        }
        if (!NUMBERS.isValidNumber(number)) {
            throw new IllegalArgumentException(
                    "the telephone number is not valid, so it identifies nobody; give a valid one, an e-mail address or an external reference");
        }
        String e164 = NUMBERS.format(number, PhoneNumberUtil.PhoneNumberFormat.E164);
        String canonical = number.hasExtension() ? e164 + ";ext=" + number.getExtension() : e164;
        boolean readAlike = withoutWords.equals(given) && given.chars().allMatch(c -> c < 0x80);
        String former = readAlike ? e164 : FormerSpelling.ofPhone(given, country);
        return new PhoneNumber(canonical, Objects.equals(former, canonical) ? null : former);
    }

    public Identity identity() {
        return new Identity(IdentityKind.PHONE, canonical, null, former);
    }

    /** Personal data have no place in a log line. */
    @Override
    public String toString() {
        return "PhoneNumber";
    }
}
