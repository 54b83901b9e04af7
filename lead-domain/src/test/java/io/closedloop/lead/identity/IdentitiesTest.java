package io.closedloop.lead.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.closedloop.lead.decision.WrongField;
import io.closedloop.lead.identity.Identities.InvalidContactException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentitiesTest {
    private static final ExternalRef REF = new ExternalRef("crm", "4711");
    private static final IdentityHasher NOBODY = identity -> new IdentityHash(identity.kind(), "0".repeat(64));

    @Test
    void theEmailAddressIdentifiesElseTheTelephoneNumberAndAlwaysTheExternalReference() {
        var email = new Identity(IdentityKind.EMAIL, "joana@example.com");
        var phone = new Identity(IdentityKind.PHONE, "+5511987654321");
        var ref = new Identity(IdentityKind.EXTERNAL_REF, "3:crm4711");

        assertThat(of(contact("Joana@example.com", "+55 11 98765-4321"), REF)).containsExactly(email, ref);
        assertThat(of(contact("joana@example.com", null), null)).containsExactly(email);
        assertThat(of(contact(null, "+55 11 98765-4321"), REF)).containsExactly(phone, ref);
        assertThat(of(contact(null, "+55 11 98765-4321"), null)).containsExactly(phone);
        assertThat(of(Contact.NONE, REF)).containsExactly(ref);
        assertThat(of(Contact.NONE, null)).isEmpty();
    }

    @Test
    void theExternalReferenceIsComparedExactlyAndItsPartsAreKeptApart() {
        assertThat(Identities.of(new ExternalRef("crm", "a")))
                .isNotEqualTo(Identities.of(new ExternalRef("crm", "A")))
                .isNotEqualTo(Identities.of(new ExternalRef("CRM", "a")))
                .isNotEqualTo(Identities.of(new ExternalRef("crm", "a ")));
        assertThat(Identities.of(new ExternalRef("a", "bc"))).isNotEqualTo(Identities.of(new ExternalRef("ab", "c")));
        assertThat(Identities.of(new ExternalRef("a", "1:b"))).isNotEqualTo(Identities.of(new ExternalRef("a1:", "b")));
    }

    @Test
    void whatDoesNotIdentifyIsNamedByItsField() {
        assertThatExceptionOfType(InvalidContactException.class)
                .isThrownBy(() -> of(contact("nonsense", null), null))
                .satisfies(invalid -> assertThat(invalid.field()).isEqualTo(ContactChange.Field.email))
                .withMessage("an e-mail address has the form name@domain");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "000-000-0000", "+1 555 555 5555", "11 98765-4321"})
    void aTelephoneNumberThatIsNotValidIdentifiesNobody(String phone) {
        assertThat(of(contact(null, phone), REF)).containsExactly(Identities.of(REF));
        assertThat(of(contact(null, phone), null)).isEmpty();
        assertThat(Identities.problem(contact(null, phone), REF)).isEmpty();
        assertThat(Identities.problem(contact(null, phone), null).map(WrongField::pointer))
                .contains("/contact/phone");
    }

    @Test
    void aContactThatWasAcceptedOnceMayIdentifyNobodyNow() {
        assertThat(Identities.ofKept(contact("a@exa_mple.com", null), REF, NOBODY))
                .isEmpty();
        assertThat(Identities.ofKept(Contact.NONE, null, NOBODY)).isEmpty();
        assertThat(Identities.ofKept(contact("a@example.com", null), REF, NOBODY))
                .hasSize(2);
    }

    @Test
    void whatNobodySeesInAnAddressIsNotKept() {
        var given = new Contact("Jo\u00adana", "\ufeffjo\u200bana @example.com\u3000", " 030 ", "A\u00a0B", null, "DE");
        assertThat(given.tidy())
                .isEqualTo(new Contact("Jo\u00adana", "joana@example.com", " 030 ", "A\u00a0B", null, "DE"));
        var change = new ContactChange(Map.of(ContactChange.Field.email, "\u2060Joana@example.com"));
        assertThat(change.tidy().fields()).containsExactly(Map.entry(ContactChange.Field.email, "Joana@example.com"));
        var clean = contact("Joana@example.com", null);
        assertThat(clean.tidy()).isSameAs(clean);
        assertThat(Contact.NONE.tidy()).isSameAs(Contact.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ｊoana@example.com", "joa\u2800na@example.com", "ⓙoana@example.com", "joana\ufffb@example.com"})
    void onlyWhatIdentifiesIsComparedInOneForm(String email) {
        assertThat(of(contact(email, null), null))
                .extracting(Identity::canonical)
                .containsExactly("joana@example.com");
        assertThat(contact(email, null).tidy().email()).isEqualTo(email.replaceAll("[\u2800\ufffb]", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"+49 40 33445566 home", "+49 40 33445566 (Ann)", "+49 40 33445566 ext."})
    void wordsBesideATelephoneNumberMakeNoOtherIdentityAndAreKept(String phone) {
        assertThat(of(contact(null, phone), null))
                .extracting(Identity::canonical)
                .containsExactly("+494033445566");
        assertThat(contact(null, phone).tidy().phone()).isEqualTo(phone);
    }

    @Test
    void anEmailAddressSharesItsBaseWithItsPlusVariants() {
        String h = "a".repeat(64);
        String b = "b".repeat(64);
        assertThat(new IdentityHash(IdentityKind.EMAIL, h).sharedBase()).isEqualTo(h);
        assertThat(new IdentityHash(IdentityKind.EMAIL, h, b, null, null).sharedBase())
                .isEqualTo(b);
        assertThat(new IdentityHash(IdentityKind.PHONE, h).sharedBase()).isNull();
        assertThat(new IdentityHash(IdentityKind.EXTERNAL_REF, h).sharedBase()).isNull();
        var formerly = new IdentityHash(IdentityKind.EMAIL, h, null, b, null).formerly();
        assertThat(formerly).isEqualTo(new IdentityHash(IdentityKind.EMAIL, b));
        assertThat(formerly.hasFormerSpelling()).isTrue();
        assertThat(formerly.sharedBase()).isNull();
        assertThat(new IdentityHash(IdentityKind.EMAIL, h).formerly()).isNull();
        assertThat(new IdentityHash(IdentityKind.EMAIL, h, b, null, null))
                .as("it is the same identity, whatever else is known of it")
                .isEqualTo(new IdentityHash(IdentityKind.EMAIL, h, null, null, 1))
                .hasSameHashCodeAs(new IdentityHash(IdentityKind.EMAIL, h, null, null, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new IdentityHash(IdentityKind.EMAIL, h, "b", null, null));
        assertThatIllegalArgumentException().isThrownBy(() -> new IdentityHash(IdentityKind.EMAIL, h, null, "b", null));
    }

    @Test
    void theProblemOfAContactIsNamedByAPointer() {
        assertThat(Identities.problem(contact("joana@example.com", "ask for Joana"), null))
                .isEmpty();
        assertThat(Identities.problem(Contact.NONE, REF)).isEmpty();
        assertThat(Identities.problem(Contact.NONE, null).map(WrongField::pointer))
                .contains("/contact");
        assertThat(Identities.problem(contact("nonsense", null), REF).map(WrongField::pointer))
                .contains("/contact/email");
        assertThat(Identities.problem(contact(null, "nonsense"), null).map(WrongField::pointer))
                .contains("/contact/phone");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\u0000", "\ud83d"})
    void anExternalReferenceHasTwoReadableParts(String nonsense) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ExternalRef(nonsense, "4711"))
                .withMessageStartingWith("the external reference's system: ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ExternalRef("crm", nonsense))
                .withMessageStartingWith("the external reference's id: ");
    }

    @Test
    void anExternalReferencesPartsAreNotTooLong() {
        String longest = "x".repeat(200);
        assertThat(new ExternalRef(longest, longest).id()).hasSize(200);
        assertThatIllegalArgumentException().isThrownBy(() -> new ExternalRef(longest + "x", longest));
        assertThatIllegalArgumentException().isThrownBy(() -> new ExternalRef(longest, longest + "x"));
        assertThat(REF.toString()).doesNotContain("4711");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc"})
    void anIdentityHashHasSixtyFourHexadecimalDigits(String nonsense) {
        assertThatIllegalArgumentException().isThrownBy(() -> new IdentityHash(IdentityKind.EMAIL, nonsense));
        for (char wrong : new char[] {'A', 'F', 'g', '/', ':', '`', '-'}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new IdentityHash(IdentityKind.EMAIL, "a".repeat(63) + wrong))
                    .withMessageContaining("64 lower-case hexadecimal digits");
        }
        for (char right : new char[] {'0', '9', 'a', 'f'}) {
            assertThat(new IdentityHash(IdentityKind.EMAIL, "a".repeat(63) + right).hash())
                    .hasSize(64);
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new IdentityHash(IdentityKind.EMAIL, "a".repeat(65)));
    }

    @Test
    void identityHashesAreOrderedByKindAndThenByHash() {
        var first = new IdentityHash(IdentityKind.EMAIL, "b".repeat(64));
        var second = new IdentityHash(IdentityKind.EMAIL, "c".repeat(64));
        var third = new IdentityHash(IdentityKind.PHONE, "a".repeat(64));

        assertThat(new ArrayList<>(List.of(third, second, first)).stream().sorted())
                .containsExactly(first, second, third);
        assertThat(first).isEqualByComparingTo(new IdentityHash(IdentityKind.EMAIL, "b".repeat(64)));
    }

    @Test
    void aContactChangeReplacesEveryFieldThatIsGivenAndRemovesWhatIsNull() {
        var all = new Contact("a", "b", "c", "d", "e", "f");
        var none = new EnumMap<ContactChange.Field, String>(ContactChange.Field.class);
        for (ContactChange.Field field : ContactChange.Field.values()) {
            none.put(field, null);
            var changed = new ContactChange(Map.of(field, "new")).applyTo(all);
            assertThat(List.of(
                            changed.name(),
                            changed.email(),
                            changed.phone(),
                            changed.company(),
                            changed.title(),
                            changed.country()))
                    .element(field.ordinal())
                    .isEqualTo("new");
            assertThat(new ContactChange(Map.of()).applyTo(changed)).isEqualTo(changed);
        }
        assertThat(new ContactChange(none).applyTo(all)).isEqualTo(Contact.NONE);
    }

    @Test
    void aContactChangeDoesNotChange() {
        var fields = new EnumMap<>(Map.of(ContactChange.Field.name, "a"));
        var change = new ContactChange(fields);
        fields.put(ContactChange.Field.email, "b");

        assertThat(change.fields()).containsOnlyKeys(ContactChange.Field.name);
        assertThat(change).hasToString("ContactChange of [name]");
    }

    /** In clear: a hash that hides nothing. */
    private static List<Identity> of(Contact contact, ExternalRef ref) {
        var seen = new ArrayList<Identity>();
        var hashes = Identities.of(contact, ref, identity -> {
            seen.add(identity);
            return new IdentityHash(identity.kind(), "%064x".formatted(seen.size()));
        });
        assertThat(hashes).hasSameSizeAs(seen);
        return seen;
    }

    private static Contact contact(String email, String phone) {
        return new Contact(null, email, phone, null, null, null);
    }
}
