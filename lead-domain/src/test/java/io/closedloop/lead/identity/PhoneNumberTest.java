package io.closedloop.lead.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumberTest {

    @ParameterizedTest
    @CsvSource({
        "+55 11 98765-4321, , +5511987654321",
        "+55 11 98765-4321, US, +5511987654321",
        "(11) 98765-4321, BR, +5511987654321",
        "011 98765-4321, BR, +5511987654321",
        "030 1234567, DE, +49301234567",
        "044 668 18 00, CH, +41446681800",
        "044 668 18 00, FR, +33446681800",
        "06 698 12345, IT, +390669812345",
        "(650) 253-0000, US, +16502530000",
        "+1 650 253 0000 ext. 5, , +16502530000;ext=5",
        "+1 415 555 0190 ext. 12, , +14155550190;ext=12",
        "+1 415 555 0190 x13, , +14155550190;ext=13",
        "tel:+1-415-555-0190;ext=13, , +14155550190;ext=13",
        "(415) 555-0190 ext 012, US, +14155550190;ext=012",
        "\ufeff+1 415\u200b 555\u20600190, , +14155550190",
        "\u202a+33 1\u202f42\u200968 53 00\u202c, , +33142685300",
        "+５５ 11 98765 4321, , +5511987654321"
    })
    void comparesInE164FormWithItsExtension(String given, String country, String canonical) {
        assertThat(PhoneNumber.parse(given, country).canonical()).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+49 40 33445566 home",
                "+49 40 33445566 (work)",
                "+49 40 33445566 mobil",
                "+49 40 33445566, fax",
                "+49 40 33445566 (Ann)",
                "+49 40 33445566 / Ann-Kathrin",
                "+49 40 33445566 ext.",
                "+49 40 33445566ext",
                "+49 40 33445566 Ext:",
                "+49 40 33445566 – дом",
                "+49 40 33445566 自宅",
                "+49 40 33445566 ｈｏｍｅ",
                "+49 40 33445566 [Zoe\u0308]",
                "Ann: +49 40 33445566",
                "Tel. +49 40 33445566 work",
                "call me +49 40 33445566",
                "tel:+49-40-33445566",
                "(home) 040 33445566",
                "040ー33445566",
                "０４０ ٣٣٤٤٥٥٦٦ home"
            })
    void wordsBesideANumberAreNoPartOfIt(String given) {
        assertThat(PhoneNumber.parse(given, "DE").canonical()).isEqualTo("+494033445566");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+49 30 12345O",
                "+49 30 12345l7",
                "+49 30 I2345",
                "O30 1234567",
                "+49 30 123456home",
                "+49 30 123456-home",
                "+49 30 123456 xx",
                "+49 30 123456 x",
                "+49 30 1234 room 12",
                "+49 30 1234567 or +49 30 1234568",
                "+49 (Berlin) 30 1234567",
                "+49 30 1234567 x12a",
                "+49 30 1234567 x12 Ann 3",
                "tel:1234567;phone-context=+49-30",
                "0800 REIMPORT",
                "1-800-FLOWERS",
                "1 (800) FLOWERS",
                "home",
                "+home"
            })
    void lettersThatMayBeMeantAsDigitsMakeNoNumber(String given) {
        for (String country : new String[] {"DE", "US"}) {
            assertThatIllegalArgumentException().isThrownBy(() -> PhoneNumber.parse(given, country));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+1 415 555 0190 x77",
                "+1 415 555 0190 x٧٧",
                "+1 415 555 0190 x７７",
                "+1 415 555 0190 ｘ७७",
                "+1 415 555 0190 ｅｘｔ. 77",
                "+1 415 555 0190 Extension 77",
                "+1 415 555 0190 EXT 77 (Ann)",
                "+1 415 555 0190, extn: 77#",
                "+1 415 555 0190 доб. 77",
                "+1 415 555 0190 #77",
                "+1 415 555 0190;ext=𝟟𝟟",
                "Ann +1 415 555 0190x77"
            })
    void anExtensionIsOneWithWhateverDigitsItIsWritten(String given) {
        assertThat(PhoneNumber.parse(given, null).canonical()).isEqualTo("+14155550190;ext=77");
    }

    @Test
    void theZerosThatAnExtensionBeginsWithCount() {
        assertThat(PhoneNumber.parse("+1 415 555 0190 x012", null))
                .isNotEqualTo(PhoneNumber.parse("+1 415 555 0190 x12", null));
    }

    @Test
    void aNumberWithWordsIsStillFoundUnderWhatLettersWereReadAsBefore() {
        assertThat(PhoneNumber.parse("+49 40 33445566 home", null).former()).isEqualTo("+4940334455664663");
        assertThat(PhoneNumber.parse("Tel. +49 40 33445566", null).former()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"+1 650 253 0000,", "+1 415 555 0190 ext. 12, +14155550190", "\u202a+33 1\u202f42\u200968 53 00\u202c,"
    })
    void knowsHowItWasSpelledBeforeWhereThatWasOtherwise(String given, String former) {
        assertThat(PhoneNumber.parse(given, null).former()).isEqualTo(former);
    }

    @ParameterizedTest
    @CsvSource({
        "98765-4321, ",
        "(11) 98765-4321, ",
        "(11) 98765-4321, ZZ",
        "call me, BR",
        "1, BR",
        "253-0000, US",
        "+1 253 0000, ",
        "+999 123456789, ",
        "+55 11 98765 4321 98765 4321, BR",
        "000-000-0000, US",
        "030 1234567, AT",
        "111-111-1111, US",
        "123-456-7890, US",
        "+1 555 555 5555, ",
        "0000 000000, GB",
        "+49 000 0000000, ",
        "00000-0000, BR",
        "'', BR"
    })
    void refusesWhatYieldsNoValidNumberThatIsTheSameEverywhere(String given, String country) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PhoneNumber.parse(given, country))
                .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("98765", "253"));
    }

    @Test
    void identifiesByTheFormThatIsCompared() {
        var number = PhoneNumber.parse("(11) 98765-4321", "BR");

        assertThat(number.identity()).isEqualTo(new Identity(IdentityKind.PHONE, "+5511987654321"));
        assertThat(number.toString()).doesNotContain("98765");
        assertThat(number.identity().toString()).doesNotContain("98765");
    }
}
