package io.closedloop.lead.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Supplier;
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
        "İ@example.com, i\u0307@example.com",
        "a@straße-x.example, a@xn--strae-x-3va.example",
        "a@STRASSE-X.example, a@strasse-x.example",
        "a@ΟΔΟΣ.example, a@xn--pxavbq.example",
        "a@οδος.example, a@xn--pxavbm.example",
        "a@faß.example, a@xn--fa-hia.example",
        "a@r3---sn-4g5e.example.com, a@r3---sn-4g5e.example.com"
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
                "joana@[127.0.0.1]",
                "joana@xn--\u0000.com",
                "joana@xn--a.example",
                "joana@xn--.example",
                "joana@exam\ud800ple.com",
                "joana@example.com\ud83d",
                "joana@exa_mplé.com",
                "joana@-é.com",
                "joana@é..com",
                "joana@אa.com",
                "joana@\u0301a.com",
                "joana@exa/mplé.com",
                "joana@example.com-",
                "\u200b@example.com",
                "joana@\ufeff",
                "\ufeff\u3000\u00ad"
            })
    void refusesWhatIsNoAddressAndDoesNotRepeatIt(String given) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EmailAddress.parse(given))
                .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("joana"));
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0x09, 0x0a, 0x0d, 0x20, 0x85, 0xa0, 0xad, 0x34f, 0x61c, 0x115f, 0x1160, 0x1680, 0x17b4, 0x180b, 0x180e,
                0x2000, 0x2009, 0x200a, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202e, 0x202f,
                0x205f, 0x2060, 0x2061, 0x2064, 0x2066, 0x2069, 0x206f, 0x3000, 0x3164, 0xfe00, 0xfe0f, 0xfeff, 0xffa0,
                0xfff0, 0x1bca0, 0x1d173, 0xe0001, 0xe0020, 0xe007f, 0xe0100, 0xe01ef, 0x600, 0x6dd, 0x70f, 0x8e2,
                0xfff9, 0xfffa, 0xfffb, 0x110bd, 0x110cd, 0x13430, 0x1343f, 0x2800, 0x1d159, 0xfdd0, 0xfddf, 0xfdef,
                0xfffe, 0xffff, 0x1fffe, 0x1ffff, 0x8fffe, 0x10fffe, 0x10ffff
            })
    void charactersThatNobodySeesAreNoPartOfAnAddressWhereverTheyStand(int unseen) {
        String it = Character.toString(unseen);
        for (String given : new String[] {
            it + "out@x.example",
            "out@x.example" + it,
            "o" + it + "ut@x.example",
            "out" + it + "@x.example",
            "out@" + it + "x.example",
            "out@x" + it + ".example",
            "out@x." + it + it + "exam" + it + "ple" + it
        }) {
            assertThat(EmailAddress.parse(given).canonical()).isEqualTo("out@x.example");
            assertThat(EmailAddress.tidy(given)).isEqualTo("out@x.example");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ｍary.o@x.example, mary.o@x.example",
        "ＭＡＲＹ.O@x.example, mary.o@x.example",
        "mary．o@x.example, mary.o@x.example",
        "mary․o@x.example, mary.o@x.example",
        "𝐌𝐚𝐫𝐲.𝓸@x.example, mary.o@x.example",
        "ⓜⓐⓡⓨ.º@x.example, mary.o@x.example",
        "mary.ₒ@x.example, mary.o@x.example",
        "ﬁn@x.example, fin@x.example",
        "ſam@x.example, sam@x.example",
        "℡@x.example, tel@x.example",
        "ａ＋ｂ@x.example, a+b@x.example",
        "a①@x.example, a1@x.example",
        "ｶﾞ@x.example, ガ@x.example"
    })
    void whatLooksAlikeBeforeTheAtSignIsComparedAsWhatItStandsForAndKeptAsItIs(String given, String canonical) {
        assertThat(EmailAddress.parse(given).canonical()).isEqualTo(canonical);
        assertThat(EmailAddress.tidy(given)).isEqualTo(given);
    }

    /** The capitals of a word are those of its letters, whatever small letter each of them was. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "νικος.παπας@x.example",
                "νικος_π@x.example",
                "χρηστος-δ@x.example",
                "νίκος@x.example",
                "ς@x.example",
                "straße@x.example",
                "ŉuŕmi@x.example",
                "ᾳ.ῷ@x.example",
                "ﬃn@x.example",
                "ǆ@x.example",
                "иван.петров@x.example"
            })
    void anAddressInCapitalsIsTheAddress(String given) {
        String canonical = EmailAddress.parse(given).canonical();

        assertThat(EmailAddress.parse(given.toUpperCase(Locale.ROOT)).canonical())
                .isEqualTo(canonical);
        assertThat(EmailAddress.parse(canonical.toUpperCase(Locale.ROOT)).canonical())
                .isEqualTo(canonical);
    }

    /** All but one: the capital of the dotless i is that of every i. */
    @Test
    void everyLetterIsItsCapitalWhereverItStands() {
        var apart = new TreeSet<String>();
        for (int c = 0x80; c <= Character.MAX_CODE_POINT; c++) {
            String letter = Character.toString(c);
            if (!Character.isLetter(c) || letter.toUpperCase(Locale.ROOT).equals(letter)) {
                continue;
            }
            for (String form : new String[] {"%s@x.example", "α%s.β@x.example", "%1$sa%1$s@x.example"}) {
                String given = form.formatted(letter);
                if (!EmailAddress.parse(given)
                        .canonical()
                        .equals(EmailAddress.parse(given.toUpperCase(Locale.ROOT))
                                .canonical())) {
                    apart.add(letter);
                }
            }
        }
        assertThat(apart).containsExactly("ı");
    }

    @ParameterizedTest
    @CsvSource({
        "a@نامه\u200cای.example, a@xn--mgba3gch31f060k.example",
        "a@XN--MGBA3GCH31F060K.example, a@xn--mgba3gch31f060k.example",
        "a@نامهای.example, a@xn--mgba3gch31f.example",
        "a@क्\u200dष.example, a@xn--11b2ezcw70k.example",
        "a@xn--11b2ezcw70k.example, a@xn--11b2ezcw70k.example"
    })
    void aJoinerThatBelongsToADomainStaysInIt(String given, String canonical) {
        assertThat(EmailAddress.parse(given).canonical()).isEqualTo(canonical);
        assertThat(EmailAddress.tidy("\u200b" + given)).isEqualTo(given);
        assertThat(EmailAddress.parse(canonical).canonical()).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "joana＠x@x.example",
                "joana﹫@x.example",
                "joana＠x.example",
                "joana¨@x.example",
                "o´joana@x.example",
                "joana‾@x.example",
                "joanaﷺ@x.example",
                "joana；ben@x.example",
                "joana，ben@x.example",
                "⒜joana@x.example",
                "（joana）@x.example",
                "joana＼@x.example",
                "℻ﷺ℻ﷺ℻ﷺ℻ﷺ@x.example"
            })
    void whatStandsForABlankAnAtSignOrABracketIsNoPartOfAName(String given) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EmailAddress.parse(given))
                .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("joana"));
    }

    /** One local part, without what nobody sees, that reads as itself; whatever character stands in it. */
    @Test
    void everyCharacterThereIsMakesAnAddressThatReadsAsItselfOrNone() {
        int addresses = 0;
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            String canonical;
            try {
                canonical = EmailAddress.parse("a" + Character.toString(c) + "b@x.example")
                        .canonical();
            } catch (IllegalArgumentException e) {
                continue;
            }
            addresses++;
            if (!EmailAddress.parse(canonical).canonical().equals(canonical)
                    || !EmailAddress.tidy(canonical).equals(canonical)
                    || canonical.indexOf('@') != canonical.lastIndexOf('@')) {
                assertThat(canonical).as("U+%04X", c).isNull();
            }
        }
        assertThat(addresses).isGreaterThan(1_000_000);
    }

    @ParameterizedTest
    @CsvSource({
        "spam@x.example,",
        "spam+1@x.example, spam@x.example",
        "Spam+News+2@X.example, spam@x.example",
        "spam+@x.example, spam@x.example",
        "spam+ü@x.example, spam@x.example",
        "spam\u200b+1@x.example, spam@x.example",
        "spam＋1@x.example, spam@x.example",
        "spam﹢news@x.example, spam@x.example",
        "spam⁺1@x.example, spam@x.example",
        "spam₊1+2@x.example, spam@x.example",
        "ｓｐａｍ+1@x.example, spam@x.example",
        "＋1@x.example,",
        "+1@x.example,",
        "s.p.a.m+1@x.example, s.p.a.m@x.example"
    })
    void theBaseOfAnAddressIsTheAddressWithoutItsPlusPart(String given, String base) {
        assertThat(EmailAddress.parse(given).identity().base()).isEqualTo(base);
    }

    @ParameterizedTest
    @CsvSource({
        "joana@example.com,",
        "Joana+News@Example.COM,",
        "' joana@example.com\t',",
        "joão@example.com,",
        "joa\u0303o@mañana.example,",
        "'jo ana@example.com',",
        "\ufeffjoana@example.com, \ufeffjoana@example.com",
        "jo\u00adana@example.com, jo\u00adana@example.com",
        "joana@exam\u00adple.com,",
        "joana\u2060@example.com, joana\u2060@example.com",
        "info@straße-x.example, info@strasse-x.example",
        "info@strasse-x.example,",
        "ſpam@x.example, ſpam@x.example",
        "ｍary.o@x.example, ｍary.o@x.example",
        "spam＋1@x.example, spam＋1@x.example",
        "mary\u2800@x.example, mary\u2800@x.example",
        "info@οδος.example, info@xn--pxavbq.example"
    })
    void knowsHowItWasSpelledBeforeWhereThatWasOtherwise(String given, String former) {
        assertThat(EmailAddress.parse(given).former()).isEqualTo(former);
    }

    /** Whether the tables of Unicode are asked or not, the same names are names; the seed is fixed. */
    @Test
    void aPlainDomainIsReadAsEveryOtherIs() {
        var random = new Random(20261128);
        String alphabet = "aZ09--._ x!";
        int names = 0;
        for (int i = 0; i < 20_000; i++) {
            var domain = new StringBuilder();
            for (int n = random.nextInt(9); n >= 0; n--) {
                domain.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            domain.append(random.nextBoolean() ? ".co" : ".x".repeat(random.nextInt(3)));
            String plainly = orNull(() -> AsciiDomain.of(domain.toString()));
            String byIdna = orNull(() -> AsciiDomain.byIdna(domain.toString()));
            boolean isHost = byIdna != null && byIdna.contains(".") && !byIdna.endsWith(".");
            assertThat(plainly).as(domain.toString()).isEqualTo(isHost ? byIdna : null);
            names += plainly == null ? 0 : 1;
        }
        assertThat(names).isGreaterThan(1_000);
    }

    private static String orNull(Supplier<String> domain) {
        try {
            return domain.get();
        } catch (IllegalArgumentException e) {
            return null;
        }
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

    /** Whatever is sent as a domain, it is one, or it is refused; nothing else is thrown. The seed is fixed. */
    @Test
    void noDomainWhateverBreaksIt() {
        var random = new Random(20261129);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            var domain = new StringBuilder(random.nextInt(3) == 0 ? "xn--" : "");
            for (int n = random.nextInt(80); n >= 0; n--) {
                switch (random.nextInt(4)) {
                    case 0 -> domain.append((char) random.nextInt(0x10000));
                    case 1 -> domain.appendCodePoint(random.nextInt(0x110000));
                    case 2 -> domain.append('.');
                    default -> domain.append((char) ('a' + random.nextInt(26)));
                }
            }
            try {
                String canonical = EmailAddress.parse("a@" + domain).canonical();
                assertThat(canonical).matches("[ -~]+");
            } catch (IllegalArgumentException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    /** Whatever is typed, it is an address in its one form, or it is refused as none; the seed is fixed. */
    @Test
    void readsItsOwnFormAsItselfWhateverIsTyped() {
        var random = new Random(20260322);
        String alphabet = "abCÄßıİΣσς\u0303\u0307.-_@ 。xn1\ud83d\ude00日क्\u200d\u200c\u00ad";
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
