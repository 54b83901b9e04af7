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
        "030 1234567, AT, +43301234567",
        "06 698 12345, IT, +390669812345",
        "(650) 253-0000, US, +16502530000",
        "+1 650 253 0000 ext. 5, , +16502530000",
        "+５５ 11 98765 4321, , +5511987654321"
    })
    void comparesInE164Form(String given, String country, String e164) {
        assertThat(PhoneNumber.parse(given, country).e164()).isEqualTo(e164);
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
        "'', BR"
    })
    void refusesWhatYieldsNoNumberThatIsTheSameEverywhere(String given, String country) {
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
