package io.closedloop.lead.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {

    @ParameterizedTest
    @CsvSource({
        "joana@example.com, joana@example.com",
        "'  joana@example.com\t', joana@example.com",
        "JOANA@Example.COM, joana@example.com",
        "joana+news@example.com, joana+news@example.com",
        "o'neil@example.com, o'neil@example.com",
        "joão@example.com, joão@example.com",
        "joa\u0303o@example.com, joão@example.com",
        "JOÃO@EXAMPLE.COM, joão@example.com",
        "a@mañana.example, a@xn--maana-pta.example",
        "a@MAÑANA.example, a@xn--maana-pta.example",
        "a@man\u0303ana.example, a@xn--maana-pta.example",
        "a@xn--maana-pta.example, a@xn--maana-pta.example",
        "a@XN--MAANA-PTA.example, a@xn--maana-pta.example",
        "a@例え。jp, a@xn--r8jz45g.jp",
        "İ@example.com, i\u0307@example.com"
    })
    void comparesTrimmedComposedInLowerCaseAndWithAnAsciiDomain(String given, String canonical) {
        assertThat(EmailAddress.parse(given).canonical()).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "joana",
                "@example.com",
                "joana@",
                "joana@@example.com",
                "a@b@example.com",
                "jo ana@example.com",
                "jo\u00a0ana@example.com",
                "jo\u2028ana@example.com",
                "jo\tana@example.com",
                "jo\u0000ana@example.com",
                "jo\u007fana@example.com",
                "jo\ud83dana@example.com",
                "jo\ud800ana@example.com",
                "jo\udfffana@example.com",
                "<joana>@example.com",
                "\"joana\"@example.com",
                "joana,ben@example.com",
                "joana;ben@example.com",
                "a(b)@example.com",
                "a:b@example.com",
                "[a]@example.com",
                "a\\b@example.com",
                "joana@localhost",
                "joana@example..com",
                "joana@.example.com",
                "joana@example.com.",
                "joana@-example.com",
                "joana@exa_mple.com",
                "joana@exa mple.com",
                "joana@[127.0.0.1]",
                "joana@xn--\u0000.com"
            })
    void refusesWhatIsNoAddressAndDoesNotRepeatIt(String given) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EmailAddress.parse(given))
                .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("joana"));
    }

    @Test
    void refusesWhatIsTooLong() {
        String local = "x".repeat(64);
        String domain = "%s.%s.%s.example".formatted("a".repeat(63), "b".repeat(63), "c".repeat(53));

        assertThat(EmailAddress.parse(local + "@" + domain).canonical()).hasSize(254);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EmailAddress.parse(local + "x@" + domain.substring(1)))
                .withMessageContaining("1 to 64 characters");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EmailAddress.parse(local + "@" + domain + "s"))
                .withMessageContaining("254 characters at most");
        assertThatIllegalArgumentException().isThrownBy(() -> EmailAddress.parse("x@a" + domain));
    }

    @Test
    void saysWhatFormAnAddressHas() {
        for (String given : new String[] {"joana", "@example.com", "joana@"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> EmailAddress.parse(given))
                    .withMessage("an e-mail address has the form name@domain");
        }
    }

    @Test
    void identifiesByTheFormThatIsCompared() {
        assertThat(EmailAddress.parse("JOANA@example.com").identity())
                .isEqualTo(new Identity(IdentityKind.EMAIL, "joana@example.com"));
    }

    @Test
    void doesNotShowItself() {
        assertThat(EmailAddress.parse("joana@example.com").toString()).doesNotContain("joana");
        assertThat(EmailAddress.parse("joana@example.com").identity().toString())
                .doesNotContain("joana");
    }

    @Test
    void refusesEveryDomainThatJavaCannotConvert() {
        for (String domain : List.of(
                "é".repeat(1_001), "é".repeat(1_001) + ".example", ("é".repeat(60) + ".").repeat(30) + "example")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> EmailAddress.parse("a@" + domain))
                    .withMessageNotContaining("é");
        }
    }

    /** Whatever is typed, it is an address in its one form, or it is refused as none; the seed is fixed. */
    @Test
    void readsItsOwnFormAsItselfWhateverIsTyped() {
        var random = new Random(20260322);
        String alphabet = "abCÄßıİ\u0303\u0307.-_@ 。xn1\ud83d\ude00日\u200d\u00ad";
        int addresses = 0;
        for (int i = 0; i < 4_000; i++) {
            var text = new StringBuilder("a");
            for (int n = random.nextInt(12); n > 0; n--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            text.append(random.nextBoolean() ? "@" : "")
                    .append("b")
                    .append(alphabet.charAt(random.nextInt(alphabet.length())));
            text.append(random.nextBoolean() ? ".example" : "");
            try {
                String canonical = EmailAddress.parse(text.toString()).canonical();
                addresses++;
                assertThat(EmailAddress.parse(canonical).canonical()).isEqualTo(canonical);
            } catch (IllegalArgumentException refused) {
                assertThat(refused.getMessage()).isNotBlank();
            }
        }
        assertThat(addresses).isGreaterThan(100);
    }
}
