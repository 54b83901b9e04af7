package io.closedloop.lead.identity;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import org.jspecify.annotations.Nullable;

/** A telephone number in E.164 form: {@code +5511987654321}. */
public record PhoneNumber(String e164) {
    private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();

    /**
     * @param country the ISO 3166 code that a national number is read with; not needed for one that begins with +
     * @throws IllegalArgumentException when it yields no E.164 number; the message does not repeat it
     */
    public static PhoneNumber parse(String given, @Nullable String country) {
        try {
            var number = NUMBERS.parse(given, country);
            // a local number without its area code is possible too, but the same in every area
            if (NUMBERS.isPossibleNumberWithReason(number) != ValidationResult.IS_POSSIBLE) {
                throw new IllegalArgumentException("this is no telephone number of its country");
            }
            return new PhoneNumber(NUMBERS.format(number, PhoneNumberUtil.PhoneNumberFormat.E164));
        } catch (NumberParseException e) {
            throw new IllegalArgumentException(
                    "this yields no telephone number; give it as +<country code><number>, or name contact.country", e);
        }
    }

    public Identity identity() {
        return new Identity(IdentityKind.PHONE, e164);
    }

    /** Personal data have no place in a log line. */
    @Override
    public String toString() {
        return "PhoneNumber";
    }
}
