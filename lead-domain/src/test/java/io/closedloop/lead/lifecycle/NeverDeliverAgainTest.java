package io.closedloop.lead.lifecycle;

import static io.closedloop.lead.lifecycle.Examples.EMAIL_HASH;
import static io.closedloop.lead.lifecycle.Examples.HASHES;
import static io.closedloop.lead.lifecycle.Examples.LEAD;
import static io.closedloop.lead.lifecycle.Examples.NOW;
import static io.closedloop.lead.lifecycle.Examples.REF;
import static io.closedloop.lead.lifecycle.Examples.REF_HASH;
import static io.closedloop.lead.lifecycle.Examples.emailHash;
import static io.closedloop.lead.lifecycle.Examples.formerEmailHash;
import static io.closedloop.lead.lifecycle.Examples.formerPhoneHash;
import static io.closedloop.lead.lifecycle.Examples.phoneHash;
import static io.closedloop.lead.lifecycle.Examples.whereOthersClaim;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.closedloop.lead.decision.Decision.Repeat;
import io.closedloop.lead.identity.Contact;
import io.closedloop.lead.identity.ContactChange;
import io.closedloop.lead.identity.ContactChange.Field;
import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.suppression.Suppression;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every event says about the identities that it claims, releases and suppresses. */
class NeverDeliverAgainTest {
    private static final IdentityHash NEW_EMAIL = emailHash("joana@example.org");
    private static final IdentityHash PHONE = phoneHash("+5511987654321");

    @Test
    void aRegistrationClaimsAllIdentities() {
        assertThat(Told.fromNothing()
                        .event(LeadRegistered.class, Commands.register())
                        .claimed())
                .isEqualTo(HASHES);
        assertThat(claimedBy(Commands.phone("(11) 98765-4321", "BR"))).containsExactly(PHONE);
        assertThat(claimedBy(Commands.email(" JOANA@Example.ORG "))).containsExactly(NEW_EMAIL);
    }

    @Test
    void aTelephoneNumberCountsOnlyWhereThereIsNoEmailAddress() {
        assertThat(claimedBy(new Contact(null, "joana@example.org", "+5511987654321", null, null, null)))
                .containsExactly(NEW_EMAIL);
    }

    @Test
    void anUpdateOfAnOpenLeadClaimsTheNewAndReleasesTheDropped() {
        for (Status status :
                List.of(Status.INQUIRY, Status.MQL_AWAITING, Status.MQL_ACCEPTED, Status.SQL, Status.NURTURE)) {
            var updated = Told.from(status)
                    .event(ContactUpdated.class, Commands.updateContact(Field.email, "joana@example.org"));

            assertThat(updated.identities()).containsExactly(NEW_EMAIL, REF_HASH);
            assertThat(updated.added()).containsExactly(NEW_EMAIL);
            assertThat(updated.claimed()).containsExactly(NEW_EMAIL);
            assertThat(updated.released()).containsExactly(EMAIL_HASH);
        }
    }

    @Test
    void anUpdateOfAClosedLeadClaimsAndReleasesNothing() {
        for (Status status : List.of(Status.CLOSED_WON, Status.CLOSED_LOST)) {
            var updated = Told.from(status)
                    .event(ContactUpdated.class, Commands.updateContact(Field.email, "joana@example.org"));

            assertThat(updated.identities()).containsExactly(NEW_EMAIL, REF_HASH);
            assertThat(updated.added()).containsExactly(NEW_EMAIL);
            assertThat(updated.claimed()).isEmpty();
            assertThat(updated.released()).isEmpty();
        }
    }

    @Test
    void anUpdateThatTouchesNoIdentityClaimsAndReleasesNothing() {
        var updated = Told.from(Status.INQUIRY).event(ContactUpdated.class, Commands.updateContact(Field.title, "CTO"));

        assertThat(updated.identities()).isEqualTo(HASHES);
        assertThat(updated.added()).isEmpty();
        assertThat(updated.claimed()).isEmpty();
        assertThat(updated.released()).isEmpty();
    }

    @Test
    void withoutTheEmailAddressTheTelephoneNumberIdentifies() {
        var both = new Contact(null, "joana@example.org", "(11) 98765-4321", null, null, "BR");
        var told = Told.fromNothing().then(Commands.register(both, null));
        var updated = told.event(ContactUpdated.class, Commands.updateContact(Field.email, null));

        assertThat(updated.claimed()).containsExactly(PHONE);
        assertThat(updated.released()).containsExactly(NEW_EMAIL);
        assertThat(told.then(Commands.updateContact(Field.email, null))
                        .event(ContactUpdated.class, Commands.updateContact(Field.email, "joana@example.org"))
                        .released())
                .containsExactly(PHONE);
    }

    @Test
    void anotherCountryMakesANationalNumberAnotherIdentity() {
        var told = Told.fromNothing().then(Commands.register(Commands.phone("044 668 18 00", "CH"), null));
        var updated = told.event(ContactUpdated.class, Commands.updateContact(Field.country, "FR"));

        assertThat(updated.released()).containsExactly(phoneHash("+41446681800"));
        assertThat(updated.claimed()).containsExactly(phoneHash("+33446681800"));
    }

    @Test
    void anUpdateLeavesAnIdentity() {
        var onlyEmail = Told.fromNothing().then(Commands.register(Commands.email("a@example.com"), null));
        assertThat(onlyEmail.wrongFields(Commands.updateContact(Field.email, null)))
                .containsExactly("/contact");
        assertThat(onlyEmail.events(change(Map.of(Field.email, "", Field.phone, "+5511987654321"))))
                .hasSize(1);
        assertThat(Told.from(Status.INQUIRY).events(Commands.updateContact(Field.email, null)))
                .as("the external reference is left")
                .hasSize(1);
    }

    @Test
    void anUpdateLeavesATelephoneNumberThatYieldsOneWhereItIsToIdentify() {
        var told = Told.fromNothing()
                .then(Commands.register(new Contact(null, "a@example.com", "ask for Joana", null, null, null), null));
        assertThat(told.wrongFields(Commands.updateContact(Field.email, null))).containsExactly("/contact/phone");

        var national = Told.fromNothing().then(Commands.register(Commands.phone("(11) 98765-4321", "BR"), null));
        assertThat(national.wrongFields(Commands.updateContact(Field.country, null)))
                .containsExactly("/contact/phone");
    }

    @Test
    void aClosureReleasesWhatTheLeadHeld() {
        var told = Told.from(Status.SQL).then(Commands.updateContact(Field.email, "joana@example.org"));

        assertThat(told.event(LeadWon.class, Commands.closeWon(Examples.HUNDRED))
                        .released())
                .containsExactly(NEW_EMAIL, REF_HASH);
        assertThat(told.event(LeadLost.class, Commands.closeLost("PRICE")).released())
                .containsExactly(NEW_EMAIL, REF_HASH);
    }

    @Test
    void aReopeningClaimsAgainWhatIdentifiesTheLeadNow() {
        var told = Told.from(Status.CLOSED_WON).then(Commands.updateContact(Field.email, "joana@example.org"));

        assertThat(told.event(LeadReopened.class, Commands.reopen("not over")).claimed())
                .containsExactly(NEW_EMAIL, REF_HASH);
    }

    @Test
    void aLostLeadThatIsRecycledClaimsAgainAndAnOpenOneHeldItsIdentitiesAllAlong() {
        assertThat(Told.from(Status.CLOSED_LOST)
                        .event(LeadRecycled.class, Commands.recycle("TIMING"))
                        .claimed())
                .isEqualTo(HASHES);
        for (Status open : List.of(Status.MQL_AWAITING, Status.MQL_ACCEPTED, Status.SQL)) {
            assertThat(Told.from(open)
                            .event(LeadRecycled.class, Commands.recycle("TIMING"))
                            .claimed())
                    .isEmpty();
        }
    }

    @Test
    void aDisqualificationReleasesAndSuppressesWhatTheLeadHolds() {
        var out = Told.from(Status.SQL).event(LeadDisqualified.class, Commands.disqualify("NO_NEED"));

        assertThat(out.released()).isEqualTo(HASHES);
        assertThat(out.suppressions()).extracting(Suppression::identity).containsExactly(EMAIL_HASH, REF_HASH);
        assertThat(out.suppressions()).extracting(Suppression::expiresAt).containsOnlyNulls();
    }

    @Test
    void aDisqualificationSuppressesWhatTheLeadEverHeld() {
        var told = Told.from(Status.INQUIRY)
                .then(Commands.updateContact(Field.email, "joana@example.org"))
                .then(change(singleton(Field.email, null)));
        var out = told.event(LeadDisqualified.class, Commands.disqualify("NO_NEED"));

        assertThat(told.lead().everHeld()).containsExactlyInAnyOrder(EMAIL_HASH, NEW_EMAIL, REF_HASH);
        assertThat(out.released()).containsExactly(REF_HASH);
        assertThat(out.suppressions())
                .extracting(Suppression::identity)
                .containsExactlyInAnyOrder(EMAIL_HASH, NEW_EMAIL, REF_HASH)
                .isSorted();
    }

    @Test
    void whatAnotherOpenLeadHoldsNowIsNotSuppressed() {
        var told = Told.from(Status.MQL_AWAITING).then(Commands.updateContact(Field.email, "joana@example.org"));
        var elsewhere = whereOthersClaim(Set.of(EMAIL_HASH, emailHash("stranger@example.com")));

        assertThat(told.event(LeadDisqualified.class, Commands.disqualify("NO_NEED"), elsewhere)
                        .suppressions())
                .extracting(Suppression::identity)
                .containsExactlyInAnyOrder(NEW_EMAIL, REF_HASH);
        assertThat(told.event(LeadDisqualified.class, Commands.reject(Disposition.DISQUALIFY, "NO_NEED"), elsewhere)
                        .suppressions())
                .extracting(Suppression::identity)
                .containsExactlyInAnyOrder(NEW_EMAIL, REF_HASH);
    }

    @Test
    void aRejectionForGoodReleasesAndSuppressesAsADisqualificationDoes() {
        var events = Told.from(Status.MQL_ACCEPTED).events(Commands.reject(Disposition.DISQUALIFY, "NO_NEED"));

        assertThat(events).hasExactlyElementsOfTypes(LeadRejected.class, LeadDisqualified.class);
        var out = (LeadDisqualified) events.getLast();
        assertThat(out.released()).isEqualTo(HASHES);
        assertThat(out.suppressions()).extracting(Suppression::identity).containsExactly(EMAIL_HASH, REF_HASH);
    }

    @Test
    void everySuppressionEndsWhenItsDisqualificationSays() {
        Instant later = NOW.plusSeconds(1_000_000);
        var out = Told.from(Status.SQL).event(LeadDisqualified.class, Commands.disqualify("NO_NEED", later));

        assertThat(out.suppressions()).extracting(Suppression::expiresAt).containsOnly(later);
    }

    @Test
    void everySuppressionHasAnIdOfItsOwnThatDecidingAgainGivesAgain() {
        var told = Told.from(Status.SQL);
        var out = told.event(LeadDisqualified.class, Commands.disqualify("NO_NEED"));
        var again = told.event(LeadDisqualified.class, Commands.disqualify("NO_NEED"));
        var later = told.then(Commands.touch("t1")).event(LeadDisqualified.class, Commands.disqualify("NO_NEED"));

        assertThat(out.suppressions()).extracting(Suppression::suppressionId).doesNotHaveDuplicates();
        assertThat(again.suppressions()).isEqualTo(out.suppressions());
        assertThat(later.suppressions())
                .extracting(Suppression::suppressionId)
                .doesNotContainAnyElementsOf(out.suppressions().stream()
                        .map(Suppression::suppressionId)
                        .toList());
        assertThat(out.suppressions())
                .extracting(suppression -> suppression.suppressionId().value())
                .allSatisfy(id -> {
                    assertThat(id.version()).isEqualTo(8);
                    assertThat(id.variant()).isEqualTo(2);
                });
    }

    @Test
    void aReinstatementClaimsAgain() {
        assertThat(Told.from(Status.DISQUALIFIED)
                        .event(LeadReinstated.class, Commands.reinstate("after all"))
                        .claimed())
                .isEqualTo(HASHES);
    }

    @Test
    void whatALeadHeldBeforeItWasReinstatedIsStillSuppressedByItsNextDisqualification() {
        var told = Told.from(Status.INQUIRY)
                .then(Commands.updateContact(Field.email, "joana@example.org"))
                .then(Commands.disqualify("NO_NEED"), Examples.by(Examples.SOMEBODY_ELSE))
                .then(Commands.reinstate("after all"));

        assertThat(told.event(LeadDisqualified.class, Commands.disqualify("POOR_FIT"))
                        .suppressions())
                .extracting(Suppression::identity)
                .containsExactlyInAnyOrder(EMAIL_HASH, NEW_EMAIL, REF_HASH);
    }

    @Test
    void aLeadKnowsWhatIdentifiesItNowAndWhatEverDid() {
        var told = Told.from(Status.INQUIRY).then(Commands.updateContact(Field.email, "joana@example.org"));

        assertThat(told.lead().identities()).containsExactly(NEW_EMAIL, REF_HASH);
        assertThat(told.lead().everHeld()).containsExactlyInAnyOrder(EMAIL_HASH, NEW_EMAIL, REF_HASH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\ufeffjoana@example.org",
                "joana@example.org\u200b",
                "jo\u00adana@example.org",
                "joana\u2060@example.org",
                "joana\u00a0@\u3000example.org",
                "joana\ufe0f@example.org\udb40\udc41"
            })
    void whatNobodySeesIsNoPartOfAnAddressAndIsNotKept(String given) {
        var registered = Told.fromNothing().event(LeadRegistered.class, Commands.register(Commands.email(given), null));
        assertThat(registered.claimed()).containsExactly(NEW_EMAIL);
        assertThat(registered.contact().email()).isEqualTo("joana@example.org");
        var updated = Told.from(Status.INQUIRY).event(ContactUpdated.class, Commands.updateContact(Field.email, given));
        assertThat(updated.claimed()).containsExactly(NEW_EMAIL);
        assertThat(updated.contact().fields()).containsEntry(Field.email, "joana@example.org");
    }

    @Test
    void sendingAgainWithOrWithoutWhatNobodySeesIsARepeat() {
        var told = Told.fromNothing().then(Commands.register(Commands.email("\ufeffjoana@example.org"), null));
        for (String given : List.of("\ufeffjoana@example.org", "joana@example.org", "jo\u200bana@example.org")) {
            assertThat(told.decision(Commands.register(Commands.email(given), null), Examples.circumstances()))
                    .isEqualTo(new Repeat<>());
        }
        told.then(Commands.updateContact(Field.email, "bo\u200b@example.org"));
        for (String given : List.of("bo\u200b@example.org", "bo@example.org")) {
            assertThat(told.decision(Commands.updateContact(Field.email, given), Examples.circumstances()))
                    .isEqualTo(new Repeat<>());
        }
    }

    @Test
    void aSuppressedAddressIsSuppressedWithItsPlusVariants() {
        String plain = emailHash("spam@x.example").hash();
        for (String given : List.of("spam@x.example", "spam+1@x.example", "SPAM+a+b@X.example")) {
            var out = Told.fromNothing()
                    .then(Commands.register(Commands.email(given), REF))
                    .event(LeadDisqualified.class, Commands.disqualify("NO_NEED"));
            assertThat(out.suppressions())
                    .extracting(Suppression::identity, Suppression::base)
                    .containsExactly(tuple(emailHash(given), plain), tuple(REF_HASH, null));
        }
    }

    @Test
    void whereAnotherOpenLeadHoldsAVariantOnlyTheAddressItselfIsSuppressed() {
        for (String elsewhere : List.of("spam@x.example", "spam+2@x.example")) {
            var out = Told.fromNothing()
                    .then(Commands.register(Commands.email("spam+1@x.example"), null))
                    .event(
                            LeadDisqualified.class,
                            Commands.disqualify("SPAM_OR_FAKE"),
                            whereOthersClaim(Set.of(emailHash(elsewhere))));
            assertThat(out.suppressions())
                    .extracting(Suppression::identity, Suppression::base)
                    .containsExactly(tuple(emailHash("spam+1@x.example"), null));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"DO_NOT_CONTACT", "LEGAL_OR_SANCTIONS"})
    void whoeverIsToBeLeftAloneIsLeftAloneByTelephoneToo(String reason) {
        var told = Told.fromNothing()
                .then(Commands.register(new Contact(null, "a@example.com", "(11) 98765-4321", null, null, "BR"), null));
        assertThat(told.event(LeadDisqualified.class, Commands.disqualify(reason))
                        .suppressions())
                .extracting(Suppression::identity)
                .containsExactly(emailHash("a@example.com"), PHONE);
        assertThat(told.then(Commands.updateContact(Field.phone, null))
                        .event(LeadDisqualified.class, Commands.disqualify(reason))
                        .suppressions())
                .as("a number that it had before is a number to be left alone")
                .extracting(Suppression::identity)
                .containsExactly(emailHash("a@example.com"), PHONE);
        assertThat(told.event(LeadDisqualified.class, Commands.disqualify(reason), whereOthersClaim(Set.of(PHONE)))
                        .suppressions())
                .as("another open lead is known by it")
                .extracting(Suppression::identity)
                .containsExactly(emailHash("a@example.com"));
        assertThat(told.then(Commands.updateContact(Field.phone, "000-000-0000"))
                        .event(LeadDisqualified.class, Commands.disqualify(reason))
                        .suppressions())
                .extracting(Suppression::identity)
                .containsExactly(emailHash("a@example.com"), PHONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SPAM_OR_FAKE", "SOLICITATION", "POOR_FIT", "NO_NEED", "EXISTING_CUSTOMER"})
    void colleaguesWhoShareATelephoneAreNotSuppressedForOtherReasons(String reason) {
        var out = Told.fromNothing()
                .then(Commands.register(new Contact(null, "a@example.com", "(11) 98765-4321", null, null, "BR"), null))
                .event(LeadDisqualified.class, Commands.disqualify(reason));
        assertThat(out.suppressions()).extracting(Suppression::identity).containsExactly(emailHash("a@example.com"));
    }

    @Test
    void aDuplicateSuppressesNobody() {
        var told = Told.from(Status.MQL_ACCEPTED);
        var out = told.event(LeadDisqualified.class, Commands.disqualify("DUPLICATE"));
        assertThat(out.released()).isEqualTo(HASHES);
        assertThat(out.suppressions()).isEmpty();
        var rejected = told.events(Commands.reject(Disposition.DISQUALIFY, "DUPLICATE"));
        assertThat(((LeadDisqualified) rejected.getLast()).suppressions()).isEmpty();
    }

    /** Everything that a lead claims, suppresses and gives up when it was registered under the former spelling. */
    @Test
    void aLeadOfTheFormerSpellingIsSpelledAnewWhereItIsDecidedOn() {
        IdentityHash before = formerEmailHash("\ufeffspam+1@x.example");
        IdentityHash now = emailHash("spam+1@x.example");
        var contact = Commands.email("\ufeffspam+1@x.example");
        var registered = new LeadRegistered(
                LEAD,
                Examples.REGISTERED,
                1,
                1,
                null,
                contact,
                Examples.SOURCE,
                Attributes.NONE,
                List.of(before),
                null);
        var told = Told.from(List.of(registered));

        var out = told.event(LeadDisqualified.class, Commands.disqualify("SPAM_OR_FAKE"));
        assertThat(out.released()).as("it gives up what it claimed").containsExactly(before);
        assertThat(out.suppressions())
                .as("under the present spelling, and not under both")
                .extracting(Suppression::identity, Suppression::base)
                .containsExactly(tuple(now, emailHash("spam@x.example").hash()));

        var untouched = told.event(ContactUpdated.class, Commands.updateContact(Field.name, "Joana"));
        assertThat(untouched.identities()).containsExactly(before);
        assertThat(untouched.claimed()).isEmpty();
        assertThat(untouched.released()).isEmpty();

        var reopened = told.then(Commands.qualifyMarketing())
                .then(Commands.qualifySales(Examples.ANA))
                .then(Commands.closeLost("PRICE"))
                .then(Commands.reopen("not over"));
        assertThat(reopened.lead().identities()).containsExactly(now);
        assertThat(reopened.event(LeadWon.class, Commands.closeWon(Examples.HUNDRED))
                        .released())
                .as("it gives up what it claimed again")
                .containsExactly(now);
    }

    @Test
    void aLeadThatCannotBeReadAnyMoreIsDecidedOnByWhatItsEventsSay() {
        IdentityHash before = formerEmailHash("\ufeffout@x.example");
        var registered = new LeadRegistered(
                LEAD,
                Examples.REGISTERED,
                1,
                1,
                null,
                Contact.NONE,
                Examples.SOURCE,
                Attributes.NONE,
                List.of(before),
                null);
        var out = Told.from(List.of(registered)).event(LeadDisqualified.class, Commands.disqualify("DO_NOT_CONTACT"));

        assertThat(out.suppressions())
                .extracting(Suppression::identity, Suppression::base)
                .containsExactly(tuple(before, null));
        assertThat(out.suppressions().getFirst().identity().hasFormerSpelling()).isTrue();
    }

    @Test
    void extensionsOfOneNumberAreTwoIdentities() {
        assertThat(claimedBy(Commands.phone("+1 415 555 0190 ext. 12", null)))
                .containsExactly(phoneHash("+14155550190;ext=12"));
        assertThat(claimedBy(Commands.phone("+1 415 555 0190 ext. 13", null)))
                .containsExactly(phoneHash("+14155550190;ext=13"))
                .first()
                .extracting(IdentityHash::former)
                .isEqualTo(formerPhoneHash("+14155550190").hash());
    }

    @Test
    void noPersonalDataAreInTheTextOfAnEventOrACommandsContact() {
        var register = Commands.register();

        assertThat(register.contact().toString() + register.externalRef())
                .doesNotContain("joana")
                .doesNotContain("4711");
        assertThat(Told.fromNothing().events(register).toString())
                .doesNotContain("joana")
                .doesNotContain("4711");
        assertThat(Commands.updateContact(Field.email, "joana@example.org").toString())
                .contains("email")
                .doesNotContain("joana");
    }

    private static List<IdentityHash> claimedBy(Contact contact) {
        return Told.fromNothing()
                .event(LeadRegistered.class, Commands.register(contact, null))
                .claimed();
    }

    private static Map<Field, String> singleton(Field field, String value) {
        return Collections.singletonMap(field, value);
    }

    /** An empty text stands for a removal, which {@code Map.of} cannot say. */
    private static UpdateContact change(Map<Field, String> fields) {
        var change = new EnumMap<Field, String>(Field.class);
        fields.forEach((field, value) -> change.put(field, value == null || value.isEmpty() ? null : value));
        return new UpdateContact(LEAD, new ContactChange(change), null, null);
    }
}
