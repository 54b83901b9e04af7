package io.closedloop.lead.lifecycle;

import static io.closedloop.lead.lifecycle.Examples.CONTACT;
import static io.closedloop.lead.lifecycle.Examples.LEAD;
import static io.closedloop.lead.lifecycle.Examples.NOW;
import static io.closedloop.lead.lifecycle.Examples.REF;
import static io.closedloop.lead.lifecycle.Examples.SOURCE;
import static io.closedloop.lead.lifecycle.Examples.usd;
import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.decision.InvalidCommand;
import io.closedloop.lead.decision.WrongField;
import io.closedloop.lead.identity.Contact;
import io.closedloop.lead.identity.ContactChange;
import io.closedloop.lead.identity.ContactChange.Field;
import io.closedloop.lead.identity.ExternalRef;
import io.closedloop.lead.money.Money;
import io.closedloop.lead.playbook.Playbook;
import io.closedloop.lead.source.Channel;
import io.closedloop.lead.source.Source;
import io.closedloop.lead.source.SourceChange;
import io.closedloop.lead.source.SourcedBy;
import java.time.LocalDate;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a command's fields must be, whatever lead it is for; each error names its field. */
class FieldsTest {
    private static final String BLANK = " ";
    private static final String CONTROL = "a\u0000b";

    @Test
    void everyCommandRefusesANoteThatIsNoText() {
        for (CommandKind kind : LeadCommands.kinds()) {
            var command = Commands.fresh(kind, Status.INQUIRY);
            for (String note : List.of("", BLANK, CONTROL, "x".repeat(4001))) {
                assertThat(wrong(Commands.noted(command, note)))
                        .as("%s with the note '%s'", kind, note)
                        .containsExactly("/note");
            }
            assertThat(wrong(Commands.noted(command, "x".repeat(4000)))).isEmpty();
        }
    }

    @Test
    void aRegistrationNeedsAnIdentity() {
        assertThat(wrong(Commands.register(Contact.NONE, null))).containsExactly("/contact");
        assertThat(wrong(Commands.register(new Contact("Joana", null, null, "Acme", "CEO", "BR"), null)))
                .containsExactly("/contact");
        assertThat(wrong(Commands.register(Contact.NONE, REF))).isEmpty();
        assertThat(wrong(Commands.register(Commands.email("a@example.com"), null)))
                .isEmpty();
        assertThat(wrong(Commands.register(Commands.phone("+55 11 98765-4321", null), null)))
                .isEmpty();
    }

    @Test
    void anEmailAddressIsOneThoughAnotherIdentityIsGiven() {
        assertThat(wrong(Commands.register(Commands.email("nonsense"), REF))).containsExactly("/contact/email");
    }

    @Test
    void aTelephoneNumberThatIsToIdentifyYieldsOne() {
        assertThat(wrong(Commands.register(Commands.phone("98765-4321", null), null)))
                .containsExactly("/contact/phone");
        assertThat(wrong(Commands.register(Commands.phone("11 98765-4321", "BR"), REF)))
                .isEmpty();
        assertThat(wrong(Commands.register(Commands.phone("call me", "BR"), REF)))
                .as("the reference identifies, and the number is a text")
                .isEmpty();
        assertThat(wrong(Commands.register(Commands.phone("000-000-0000", "US"), null)))
                .containsExactly("/contact/phone");
        assertThat(wrong(Commands.register(Commands.phone("000-000-0000", "US"), REF)))
                .isEmpty();
    }

    @Test
    void aTelephoneNumberBesideAnEmailAddressIsFreeText() {
        assertThat(wrong(
                        Commands.register(new Contact(null, "a@example.com", "ask for Joana", null, null, null), null)))
                .isEmpty();
    }

    @Test
    void everyContactFieldIsAText() {
        for (Field field : Field.values()) {
            for (String value : List.of("", BLANK, CONTROL, "x".repeat(321))) {
                var change = new ContactChange(Collections.singletonMap(field, value));
                assertThat(wrong(Commands.register(change.applyTo(CONTACT), REF)))
                        .as("%s '%s'", field, value)
                        .contains("/contact/" + field)
                        .allMatch(("/contact/" + field)::equals);
                assertThat(wrong(new UpdateContact(LEAD, change, null, null)))
                        .contains("/contact/" + field)
                        .allMatch(("/contact/" + field)::equals);
            }
        }
        assertThat(wrong(Commands.updateContact(Field.company, "x".repeat(320))))
                .isEmpty();
    }

    @Test
    void anEmailAddressIsATextToo() {
        String unreadable = "joana@example.com\u001f";

        assertThat(wrong(Commands.register(Commands.email(unreadable), null))).containsExactly("/contact/email");
        assertThat(wrong(Commands.updateContact(Field.email, unreadable))).containsExactly("/contact/email");
    }

    @Test
    void aCountryIsAnIsoCode() {
        for (String country : List.of("BRA", "br", "XX", "Brazil")) {
            assertThat(wrong(Commands.register(new Contact(null, "a@example.com", null, null, null, country), null)))
                    .containsExactly("/contact/country");
            assertThat(wrong(Commands.updateContact(Field.country, country))).containsExactly("/contact/country");
        }
        assertThat(wrong(Commands.updateContact(Field.country, "PT"))).isEmpty();
    }

    @Test
    void aContactUpdateGivesAtLeastOneField() {
        assertThat(wrong(new UpdateContact(LEAD, new ContactChange(Map.of()), null, null)))
                .containsExactly("/contact");
        assertThat(wrong(Commands.updateContact(Field.title, null))).isEmpty();
    }

    @Test
    void aContactUpdateGivesAnEmailAddressThatIsOne() {
        assertThat(wrong(Commands.updateContact(Field.email, "nonsense"))).containsExactly("/contact/email");
        assertThat(wrong(Commands.updateContact(Field.email, "a@example.com"))).isEmpty();
        assertThat(wrong(Commands.updateContact(Field.email, null))).isEmpty();
    }

    @Test
    void theCodesOfASourceAreTexts() {
        for (String value : List.of("", BLANK, "\u00a0\ufeff", CONTROL, "x".repeat(201))) {
            assertThat(wrong(register(new Source(Channel.WEB, value, value, value, SourcedBy.OTHER))))
                    .containsExactly("/source/origin", "/source/campaign", "/source/landingPage");
            assertThat(wrong(new UpdateAttributes(
                            LEAD,
                            AttributesChange.NONE,
                            new SourceChange(null, value, value, value, null),
                            null,
                            null)))
                    .containsExactly("/source/origin", "/source/campaign", "/source/landingPage");
        }
        String longest = "x".repeat(200);
        assertThat(wrong(register(new Source(Channel.WEB, longest, longest, longest, SourcedBy.OTHER))))
                .isEmpty();
    }

    @Test
    void everyErrorIsNamedAtOnceInTheOrderOfTheFields() {
        var command = new RegisterLead(
                LEAD,
                REF,
                new Contact(BLANK, "a@example.com", null, null, BLANK, "Brazil"),
                new Source(Channel.WEB, BLANK, null, null, SourcedBy.OTHER),
                new Attributes(Map.of("a/b~c", CONTROL)),
                null,
                BLANK);

        assertThat(wrong(command))
                .containsExactly(
                        "/contact/name",
                        "/contact/title",
                        "/contact/country",
                        "/source/origin",
                        "/attributes/a~1b~0c",
                        "/note");
        assertThat(wrong(register(
                        Commands.email("nonsense"), new Source(Channel.WEB, BLANK, null, null, SourcedBy.OTHER))))
                .containsExactly("/contact/email", "/source/origin");
    }

    @Test
    void attributesHaveReadableNamesAndTexts() {
        assertThat(wrong(register(new Attributes(Map.of("size", CONTROL))))).containsExactly("/attributes/size");
        assertThat(wrong(register(new Attributes(Map.of(CONTROL, 1))))).containsExactly("/attributes/" + CONTROL);
        assertThat(wrong(register(new Attributes(Map.of("size", BLANK))))).containsExactly("/attributes/size");
        assertThat(wrong(register(new Attributes(Map.of("size", "", "age", 12, "vip", true)))))
                .isEmpty();
        assertThat(wrong(Commands.updateAttributes("size", CONTROL))).containsExactly("/attributes/size");
        assertThat(wrong(Commands.updateAttributes(CONTROL, null))).containsExactly("/attributes/" + CONTROL);
        assertThat(wrong(Commands.updateAttributes("size", null))).isEmpty();
    }

    @Test
    void anAttributeUpdateGivesAtLeastOneAttributeOrFieldOfTheSource() {
        assertThat(wrong(new UpdateAttributes(LEAD, AttributesChange.NONE, SourceChange.NONE, null, null)))
                .containsExactly("/attributes");
        assertThat(wrong(new UpdateAttributes(
                        LEAD,
                        AttributesChange.NONE,
                        new SourceChange(Channel.WEB, null, null, null, null),
                        null,
                        null)))
                .isEmpty();
    }

    @Test
    void aLeadHasAHundredAttributesAtMost() {
        var hundred = new Attributes(IntStream.range(0, 100).boxed().collect(Collectors.toMap(i -> "a" + i, i -> i)));
        var told = Told.fromNothing().then(register(hundred));
        var swap = new TreeMap<String, Object>(Map.of("b", 1));
        swap.put("a0", null);

        assertThat(told.wrongFields(Commands.updateAttributes("b", 1))).containsExactly("/attributes");
        assertThat(told.refusal(Commands.updateAttributes("b", 1)).detail())
                .isEqualTo("/attributes: a lead has 100 attributes at most");
        assertThat(told.events(Commands.updateAttributes("a1", 2))).hasSize(1);
        assertThat(told.then(new UpdateAttributes(LEAD, new AttributesChange(swap), SourceChange.NONE, null, null))
                        .lead()
                        .attributes()
                        .values())
                .hasSize(100)
                .containsKey("b")
                .doesNotContainKey("a0");
    }

    @Test
    void theCodesOfATouchAreTexts() {
        for (String value : List.of("", BLANK, CONTROL, "x".repeat(201))) {
            assertThat(wrong(touch(value, value, value, List.of("price", value))))
                    .containsExactly("/touchId", "/campaign", "/content", "/questions/1");
        }
        String longest = "x".repeat(200);
        assertThat(wrong(touch(longest, longest, longest, List.of(longest)))).isEmpty();
        assertThat(wrong(touch(null, null, null, List.of()))).isEmpty();
    }

    @Test
    void aTouchHasFiftyQuestionsAtMost() {
        assertThat(wrong(touch("t", null, null, Collections.nCopies(50, "price"))))
                .isEmpty();
        assertThat(wrong(touch("t", null, null, Collections.nCopies(51, "price"))))
                .containsExactly("/questions");
    }

    @Test
    void noAmountIsLessThanZero() {
        for (String amount : List.of("-1", "-0.01")) {
            assertThat(wrong(Commands.closeWon(usd(amount)))).containsExactly("/amount");
            assertThat(wrong(Commands.amendAmount("a typo", usd(amount)))).containsExactly("/amount");
            assertThat(wrong(Commands.revise(usd(amount), null))).containsExactly("/expectedAmount");
            assertThat(wrong(qualifySales(Map.of(), usd(amount)))).containsExactly("/expectedAmount");
        }
    }

    @Test
    void aDealOfZeroIsOne() {
        for (String amount : List.of("0", "0.00", "-0", "0.01")) {
            assertThat(wrong(Commands.closeWon(usd(amount)))).isEmpty();
            assertThat(wrong(Commands.amendAmount("a typo", usd(amount)))).isEmpty();
            assertThat(wrong(Commands.revise(usd(amount), null))).isEmpty();
            assertThat(wrong(qualifySales(Map.of(), usd(amount)))).isEmpty();
        }
    }

    @Test
    void laterRevenueIsGreaterThanZeroWhateverItsKind() {
        for (RevenueKind kind : RevenueKind.values()) {
            for (String amount : List.of("0", "-1", "-0.01")) {
                assertThat(wrong(new RecordRevenue(LEAD, "r", kind, usd(amount), null, null)))
                        .containsExactly("/amount");
            }
            assertThat(wrong(new RecordRevenue(LEAD, "r", kind, usd("0.01"), null, null)))
                    .isEmpty();
        }
    }

    @Test
    void theContentOfTheTouchThatARegistrationMayBecomeIsTexts() {
        for (String value : List.of("", BLANK, CONTROL, "x".repeat(201))) {
            assertThat(wrong(touching(value, List.of("price", value))))
                    .containsExactly("/touch/content", "/touch/questions/1");
        }
        assertThat(wrong(touching(null, Collections.nCopies(51, "price")))).containsExactly("/touch/questions");
        assertThat(wrong(touching("x".repeat(200), Collections.nCopies(50, "price"))))
                .isEmpty();
    }

    @Test
    void whatCouldNotBeReadIsNotJudgedNorIsWhatDependsOnIt() {
        assertThat(wrong(
                        new RejectLead(LEAD, Disposition.RECYCLE, "NO_NEED", "?", null, NOW, null, BLANK),
                        "/disposition"))
                .containsExactly("/disposition", "/rootCause", "/note");
        assertThat(wrong(register(new Contact(BLANK, null, null, null, null, null), SOURCE, null), "/externalRef/id"))
                .containsExactly("/externalRef/id", "/contact/name");
        assertThat(wrong(new ReviseOpportunity(LEAD, null, null, null, null, BLANK), "/milestone"))
                .containsExactly("/milestone", "/note");
        assertThat(wrong(
                        new UpdateAttributes(LEAD, AttributesChange.NONE, SourceChange.NONE, null, BLANK),
                        "/source/channel"))
                .containsExactly("/source/channel", "/note");
        assertThat(wrong(new AmendClosure(LEAD, BLANK, null, null, null, null), "/amount/currency"))
                .containsExactly("/amount/currency", "/cause");
        assertThat(wrong(new UpdateContact(LEAD, new ContactChange(Map.of()), null, BLANK), "/contact"))
                .containsExactly("/contact", "/note");
    }

    @Test
    void anEmailAddressIsJudgedWhateverElseIsWrong() {
        assertThat(wrong(register(new Contact(BLANK, "nonsense", null, null, null, "Brazil"), SOURCE, REF)))
                .containsExactly("/contact/name", "/contact/country", "/contact/email");
        assertThat(wrong(
                        register(new Contact(BLANK, "nonsense", null, null, null, null), SOURCE, null), "/externalRef"))
                .containsExactly("/externalRef", "/contact/name", "/contact/email");
        assertThat(wrong(register(new Contact(null, null, "98765", null, null, "Brazil"), SOURCE, REF)))
                .containsExactly("/contact/country");
    }

    @Test
    void theIdOfRevenueIsAText() {
        assertThat(wrong(Commands.revenue(BLANK, usd("1")))).containsExactly("/revenueId");
        assertThat(wrong(Commands.revenue("x".repeat(201), usd("1")))).containsExactly("/revenueId");
        assertThat(wrong(Commands.revenue(null, usd("1")))).isEmpty();
    }

    @Test
    void aRevisionGivesSomething() {
        assertThat(wrong(Commands.revise(null, null))).containsExactly("/expectedAmount");
        assertThat(wrong(Commands.revise(usd("1"), null))).isEmpty();
        assertThat(wrong(Commands.revise(null, Milestone.DEMO))).isEmpty();
        assertThat(wrong(new ReviseOpportunity(LEAD, null, LocalDate.of(2026, 5, 1), null, null, null)))
                .isEmpty();
    }

    @Test
    void aChecklistHasAHundredReadableCriteriaAtMost() {
        var hundred = IntStream.range(0, 100).boxed().collect(Collectors.toMap(i -> "c" + i, _ -> true));
        assertThat(wrong(qualifySales(hundred, null))).isEmpty();
        var more = new HashMap<>(hundred);
        more.put("one more", false);
        assertThat(wrong(qualifySales(more, null))).containsExactly("/checklist");
        assertThat(wrong(qualifySales(Map.of(BLANK, true), null))).containsExactly("/checklist/" + BLANK);
        assertThat(wrong(qualifySales(Map.of("a/b~" + "x".repeat(200), true), null)))
                .containsExactly("/checklist/a~1b~0" + "x".repeat(200));
    }

    @Test
    void justificationsAndCausesAreTexts() {
        for (String value : List.of("", BLANK, CONTROL, "x".repeat(4001))) {
            assertThat(wrong(Commands.reinstate(value))).containsExactly("/justification");
            assertThat(wrong(Commands.reopen(value))).containsExactly("/justification");
            assertThat(wrong(Commands.amendAmount(value, usd("1")))).containsExactly("/cause");
        }
        assertThat(wrong(Commands.reopen("x".repeat(4000)))).isEmpty();
    }

    @Test
    void anAmendmentGivesEitherAnAmountOrAReason() {
        assertThat(wrong(new AmendClosure(LEAD, "a typo", null, null, null, null)))
                .containsExactly("/amount");
        assertThat(wrong(new AmendClosure(LEAD, "a typo", usd("1"), "PRICE", null, null)))
                .containsExactly("/amount");
        assertThat(wrong(Commands.amendReason("a typo", "PRICE"))).isEmpty();
    }

    @Test
    void theAmendmentOfAWinGivesItsAmountAndThatOfALossItsReason() {
        assertThat(Told.from(Status.CLOSED_WON).wrongFields(Commands.amendReason("a typo", "PRICE")))
                .containsExactly("/amount");
        assertThat(Told.from(Status.CLOSED_LOST).wrongFields(Commands.amendAmount("a typo", usd("1"))))
                .containsExactly("/reason");
        assertThat(Told.from(Status.CLOSED_WON)
                        .refusal(Commands.amendAmount("a typo", usd("100.00")))
                        .detail())
                .isEqualTo("the closure says 100.00 USD already; an amendment changes it");
        assertThat(Told.from(Status.CLOSED_LOST)
                        .refusal(Commands.amendReason("a typo", "PRICE"))
                        .detail())
                .isEqualTo("the closure says PRICE already; an amendment changes it");
    }

    @Test
    void laterRevenueHasTheWinsCurrency() {
        var euros = Commands.revenue("r1", Money.of("10", "EUR"));
        var told = Told.from(Status.CLOSED_WON);

        assertThat(told.wrongFields(euros)).containsExactly("/amount/currency");
        assertThat(told.refusal(euros).detail()).contains("USD");
        assertThat(told.then(Commands.amendAmount("in euros", Money.of("90", "EUR")))
                        .events(euros))
                .hasSize(1);
    }

    @Test
    void aCompetitorIsAText() {
        assertThat(wrong(new CloseLost(LEAD, "COMPETITOR", null, BLANK, null, null)))
                .containsExactly("/competitor");
        assertThat(wrong(new CloseLost(LEAD, "COMPETITOR", null, "x".repeat(200), null, null)))
                .isEmpty();
    }

    @Test
    void anErrorSaysWhatIsWrongAndWhatWouldBeRight() {
        assertThat(details(Commands.closeLost("NONSENSE")))
                .first()
                .asString()
                .startsWith("the playbook's reasons here are PRICE, COMPETITOR");
        assertThat(details(Commands.updateContact(Field.country, "br")))
                .containsExactly("a country is an ISO 3166-1 code of two capital letters, such as BR");
        assertThat(new InvalidCommand(FieldChecks.of(Commands.closeWon(usd("-1")), Playbook.BUILT_IN, List.of()))
                        .detail())
                .isEqualTo("/amount: an amount is 0 or more");
    }

    @Test
    void noErrorRepeatsPersonalData() {
        for (LeadCommand command : List.of(
                Commands.register(Commands.email("joana.secret@"), null),
                Commands.register(Commands.phone("12-secret", null), null),
                Commands.updateContact(Field.email, "joana.secret@"),
                Commands.register(new Contact("secret" + CONTROL, null, null, null, null, "secret"), REF))) {
            assertThat(details(command)).isNotEmpty().noneMatch(detail -> detail.contains("secret"));
        }
    }

    private static List<String> wrong(LeadCommand command) {
        return FieldChecks.of(command, Playbook.BUILT_IN, List.of()).stream()
                .map(error -> error.pointer())
                .toList();
    }

    /** What a whole answer names where {@code unread} could not be read. */
    private static List<String> wrong(LeadCommand command, String unread) {
        return LeadDecider.wrongFields(command, Playbook.BUILT_IN, List.of(new WrongField(unread, "is missing")))
                .stream()
                .map(error -> error.pointer())
                .toList();
    }

    private static List<String> details(LeadCommand command) {
        return FieldChecks.of(command, Playbook.BUILT_IN, List.of()).stream()
                .map(error -> error.detail())
                .toList();
    }

    private static RegisterLead register(Source source) {
        return register(CONTACT, source);
    }

    private static RegisterLead register(Contact contact, Source source) {
        return new RegisterLead(LEAD, REF, contact, source, Attributes.NONE, null, null);
    }

    private static RegisterLead register(Attributes attributes) {
        return new RegisterLead(LEAD, REF, CONTACT, SOURCE, attributes, null, null);
    }

    private static RegisterLead register(Contact contact, Source source, ExternalRef ref) {
        return new RegisterLead(LEAD, ref, contact, source, Attributes.NONE, null, null);
    }

    private static RegisterLead touching(String content, List<String> questions) {
        return new RegisterLead(
                LEAD,
                REF,
                CONTACT,
                SOURCE,
                Attributes.NONE,
                new TouchInstead(TouchType.FORM, TouchedBy.LEAD, null, content, questions),
                null,
                null);
    }

    private static RecordTouch touch(String touchId, String campaign, String content, List<String> questions) {
        return new RecordTouch(
                LEAD, touchId, TouchType.CALL, TouchedBy.LEAD, null, null, campaign, content, questions, null, null);
    }

    private static QualifySales qualifySales(Map<String, Boolean> checklist, Money expectedAmount) {
        return new QualifySales(LEAD, Examples.ANA, checklist, expectedAmount, null, null, null);
    }
}
