package io.closedloop.lead.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
