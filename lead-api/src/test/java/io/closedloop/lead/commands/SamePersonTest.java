package io.closedloop.lead.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.http.Caller;
import io.closedloop.lead.lifecycle.DisqualifyLead;
import io.closedloop.lead.lifecycle.RegisterLead;
import io.closedloop.lead.lifecycle.ReopenLead;
import io.closedloop.lead.lifecycle.Status;
import io.closedloop.lead.lifecycle.UpdateContact;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Who was thrown out stays out however the address is written, and nobody else is taken for him. */
class SamePersonTest extends CommandCalls {
    private static final AtomicInteger PHONES = new AtomicInteger(60_000_000);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\ufeff%s@x.example",
                "%s\\u200b@x.example",
                "%s@x.exam\\u00adple",
                "%s\\u2060@x.example",
                "%s\\u00a0@x.example",
                "%s@\\u3000x.example",
                "%s\\ufe0f@x.example",
                "%s@x.example\\udb40\\udc41",
                "%s\\u2800@x.example",
                "%s\\ufffa@x.example",
                "%s\\uffff@x.example",
                "%s\\ud80d\\udc30@x.example",
                "\\u202a%s@x.example\\u202c",
                " %s @ x.example ",
                "%s\\t@x.example"
            })
    void whatNobodySeesInAnAddressMakesNobodyElse(String written) {
        String name = "out" + UUID.randomUUID();
        out("SPAM_OR_FAKE", "\"email\": \"%s@x.example\"".formatted(name));

        assertThat(register("\"email\": \"" + written.formatted(name) + "\"").code())
                .isEqualTo("contact-suppressed");
        String open = "in" + UUID.randomUUID();
        String lead = accepted("\"email\": \"" + written.formatted(open) + "\"");
        assertThat(register("\"email\": \"%s@x.example\"".formatted(open))
                        .json()
                        .required("leadId")
                        .asString())
                .isEqualTo(lead);
        assertThat(as(Role.MARKETING)
                        .get("/v1/leads/" + lead)
                        .json()
                        .at("/contact/email")
                        .asString())
                .as("it is not kept either")
                .isEqualTo(open + "@x.example");
    }

    @ParameterizedTest
    @CsvSource({
        "%s@x.example, %s+1@x.example",
        "%s@x.example, %s+news+2@X.example",
        "%s+1@x.example, %s@x.example",
        "%s+1@x.example, %s+2@x.example",
        "%s+1@x.example, %s+@x.example"
    })
    void aSuppressionCoversPlusVariantsEitherWayAndAClaimDoesNot(String first, String second) {
        String name = "spam" + UUID.randomUUID();
        String plain = "\"email\": \"" + first.formatted(name) + "\"";
        String other = "\"email\": \"" + second.formatted(name) + "\"";
        String one = accepted(plain);
        String two = accepted(other);
        accepted(marketing(), DisqualifyLead.KIND, one, "{\"reason\": \"SPAM_OR_FAKE\"}");

        assertThat(register(plain).code()).isEqualTo("contact-suppressed");
        assertThat(register(other).code())
                .as("where another open lead holds a variant, only the address itself is suppressed")
                .isEqualTo("duplicate-lead");
        accepted(marketing(), DisqualifyLead.KIND, two, "{\"reason\": \"SPAM_OR_FAKE\"}");
        for (String back : List.of(plain, other, "\"email\": \"%s+else@x.example\"".formatted(name))) {
            assertThat(register(back).code()).isEqualTo("contact-suppressed");
        }
        assertThat(register("\"email\": \"%s@y.example\"".formatted(name)).status())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ｏ%s@x.example", "ⓞ%s@x.example", "O%s＋1@x.example", "ｏ%s﹢1@x.example", "o%s⁺1@x.example"})
    void whatOnlyLooksAlikeMakesNobodyElse(String written) {
        String name = UUID.randomUUID().toString();
        out("SPAM_OR_FAKE", "\"email\": \"o%s@x.example\"".formatted(name));
        assertThat(register("\"email\": \"" + written.formatted(name) + "\"").code())
                .isEqualTo("contact-suppressed");

        String given = written.formatted(UUID.randomUUID());
        String lead = accepted("\"email\": \"" + given + "\"");
        assertThat(as(Role.MARKETING)
                        .get("/v1/leads/" + lead)
                        .json()
                        .at("/contact/email")
                        .asString())
                .as("it is kept as it was given")
                .isEqualTo(given);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a＠b@x.example", "a﹫@x.example", "a´b@x.example", "a；b@x.example"})
    void whatStandsForAnotherAtSignOrABlankIsRefused(String email) {
        Caller.Answer answer = register("\"email\": \"" + email + "\"");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().at("/errors/0/pointer").asString()).isEqualTo("/contact/email");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s home", "%s (work)", "%s mobil", "%s, fax", "%s (Ann)", "%s ext.", "Ann: %s"})
    void wordsBesideATelephoneNumberMakeNobodyElse(String written) {
        String phone = newPhone();
        out("SPAM_OR_FAKE", "\"phone\": \"%s\"".formatted(phone));
        assertThat(register("\"phone\": \"" + written.formatted(phone) + "\"").code())
                .isEqualTo("contact-suppressed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%sO", "%shome", "%s room 12"})
    void lettersThatMayBeDigitsMakeNobody(String written) {
        Caller.Answer answer = register("\"phone\": \"" + written.formatted(newPhone()) + "\"");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().at("/errors/0/pointer").asString()).isEqualTo("/contact/phone");
    }

    @Test
    void aSuppressedVariantIsNotDeliveredByAnUpdateAReopeningOrALineEither() {
        String name = "spam" + UUID.randomUUID();
        String won = leadIn(Status.CLOSED_WON, name + "+old@x.example");
        out("SOLICITATION", "\"email\": \"%s@x.example\"".formatted(name));
        String other = registered(newEmail());

        assertThat(send(
                                marketing(),
                                UpdateContact.KIND,
                                other,
                                "{\"contact\": {\"email\": \"%s+1@x.example\"}}".formatted(name))
                        .code())
                .isEqualTo("contact-suppressed");
        assertThat(send(manager(), ReopenLead.KIND, won, "{\"justification\": \"j\"}")
                        .code())
                .isEqualTo("contact-suppressed");
        JsonNode line = bulk(
                        marketing(), line(RegisterLead.KIND, newId(), registration(newId(), name + "+2@x.example")))
                .getFirst();
        assertThat(code(line)).isEqualTo("contact-suppressed");
    }

    @Test
    void aBlockedDeliveryNamesTheIdentityThatWasToBeDelivered() {
        String name = "spam" + UUID.randomUUID();
        String lead = out("SPAM_OR_FAKE", "\"email\": \"%s@x.example\"".formatted(name));
        register("\"email\": \"%s+1@x.example\"".formatted(name));
        JsonNode suppression =
                marketing().get("/v1/suppressions/" + suppressionOf(lead)).json();
        assertThat(suppression.required("blocked").asInt()).isEqualTo(1);
        assertThat(suppression.required("base").asString())
                .as("an address without a plus-part is its own base")
                .isEqualTo(suppression.required("hash").asString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"DO_NOT_CONTACT", "LEGAL_OR_SANCTIONS"})
    void whoeverIsToBeLeftAloneIsNotReachedByTelephoneEither(String reason) {
        String phone = newPhone();
        out(reason, "\"email\": \"%s\", \"phone\": \"%s\"".formatted(newEmail(), phone));

        assertThat(register("\"phone\": \"%s\"".formatted(phone)).code()).isEqualTo("contact-suppressed");
        assertThat(register("\"email\": \"%s\", \"phone\": \"%s\"".formatted(newEmail(), phone))
                        .status())
                .as("colleagues share telephones")
                .isEqualTo(201);
    }

    @Test
    void inABulkTheTelephoneIsSuppressedBeforeTheNextLine() {
        String phone = newPhone();
        String lead = accepted("\"email\": \"%s\", \"phone\": \"%s\"".formatted(newEmail(), phone));
        String again = newId();
        List<JsonNode> answers = bulk(
                marketing(),
                line(DisqualifyLead.KIND, lead, "{\"reason\": \"DO_NOT_CONTACT\"}"),
                line(
                        RegisterLead.KIND,
                        again,
                        "{\"leadId\": \"%s\", \"contact\": {\"phone\": \"%s\"}, %s}"
                                .formatted(again, phone, source())));
        assertThat(answers.getFirst().required("status").asInt()).isEqualTo(200);
        assertThat(code(answers.getLast())).isEqualTo("contact-suppressed");
    }

    @Test
    void inABulkAVariantIsSuppressedBeforeTheNextLine() {
        String name = "spam" + UUID.randomUUID();
        String lead = accepted("\"email\": \"%s+1@x.example\"".formatted(name));
        List<JsonNode> answers = bulk(
                marketing(),
                line(DisqualifyLead.KIND, lead, "{\"reason\": \"SPAM_OR_FAKE\"}"),
                line(RegisterLead.KIND, newId(), registration(newId(), name + "@x.example")));
        assertThat(code(answers.getLast())).isEqualTo("contact-suppressed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POOR_FIT", "SPAM_OR_FAKE", "COMPETITOR_EMPLOYEE"})
    void forOtherReasonsATelephoneThatWasNoIdentityIsNotSuppressed(String reason) {
        String phone = newPhone();
        out(reason, "\"email\": \"%s\", \"phone\": \"%s\"".formatted(newEmail(), phone));
        assertThat(register("\"phone\": \"%s\"".formatted(phone)).status()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource({"000-000-0000, US", "111-111-1111, US", "123-456-7890, US", "00000-0000, BR", "+1 555 555 5555, US"})
    void aNumberThatIsNoneIsATextAndIdentifiesNobody(String phone, String country) {
        String contact = "\"phone\": \"%s\", \"country\": \"%s\"".formatted(phone, country);
        Caller.Answer alone = register(contact);
        assertThat(alone.status()).isEqualTo(422);
        assertThat(alone.json().at("/errors/0/pointer").asString()).isEqualTo("/contact/phone");

        for (int i = 0; i < 2; i++) {
            String lead = newId();
            Caller.Answer withRef = marketing()
                    .post(
                            "/v1/leads",
                            "{\"leadId\": \"%s\", \"externalRef\": {\"system\": \"crm\", \"id\": \"%s\"}, \"contact\": {%s}, %s}"
                                    .formatted(lead, newId(), contact, source()));
            assertThat(withRef.status()).as(withRef.body()).isEqualTo(201);
            assertThat(marketing()
                            .get("/v1/leads/" + lead)
                            .json()
                            .at("/contact/phone")
                            .asString())
                    .isEqualTo(phone);
            accepted(marketing(), DisqualifyLead.KIND, lead, "{\"reason\": \"DO_NOT_CONTACT\"}");
        }
    }

    @Test
    void extensionsOfOneNumberAreTwoPeople() {
        String number = newPhone();
        String twelve = accepted("\"phone\": \"%s ext. 12\"".formatted(number));
        accepted("\"phone\": \"%s ext. 13\"".formatted(number));
        accepted("\"phone\": \"%s\"".formatted(number));
        assertThat(register("\"phone\": \"%s x12\"".formatted(number))
                        .json()
                        .required("leadId")
                        .asString())
                .isEqualTo(twelve);
        accepted(marketing(), DisqualifyLead.KIND, twelve, "{\"reason\": \"SPAM_OR_FAKE\"}");
        assertThat(register("\"phone\": \"%s;ext=12\"".formatted(number)).code())
                .isEqualTo("contact-suppressed");
        assertThat(register("\"phone\": \"%s ext. 14\"".formatted(number)).status())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource({
        "%s@straße-x.example, %s@strasse-x.example",
        "%s@faß.example, %s@fass.example",
        "%s@οδος.example, %s@οδοσ.example"
    })
    void domainsThatDifferAreTwo(String one, String other) {
        String name = "info" + UUID.randomUUID();
        out("SPAM_OR_FAKE", "\"email\": \"" + one.formatted(name) + "\"");
        assertThat(register("\"email\": \"" + other.formatted(name) + "\"").status())
                .isEqualTo(201);
        assertThat(register("\"email\": \"" + one.formatted(name) + "\"").code())
                .isEqualTo("contact-suppressed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "xn--a.example",
                "xn--.example",
                "a..example",
                "-a.example",
                "a_b.example",
                "a\\ud800.example",
                "\\u0301.example",
                "אa.example",
                "[1.2.3.4]"
            })
    void noDomainIsAFault(String domain) {
        Caller.Answer answer = register("\"email\": \"a@" + domain + "\"");
        assertThat(answer.status()).as(answer.body()).isIn(400, 422);
    }

    @Test
    void aDuplicateLocksNobodyOut() {
        String email = newEmail();
        String first = registered(newEmail());
        String second = registered(email);
        accepted(marketing(), DisqualifyLead.KIND, second, "{\"reason\": \"DUPLICATE\"}");

        accepted(marketing(), UpdateContact.KIND, first, "{\"contact\": {\"email\": \"%s\"}}".formatted(email));
        JsonNode history =
                as(Role.AUDITOR).get("/v1/leads/" + second + "/history").json().required("items");
        assertThat(history.get(history.size() - 1).at("/data/suppressions")).isEmpty();
    }

    /** A lead that is thrown out, and its id. */
    private String out(String reason, String contact) {
        String lead = accepted(contact);
        accepted(marketing(), DisqualifyLead.KIND, lead, "{\"reason\": \"%s\"}".formatted(reason));
        return lead;
    }

    private String accepted(String contact) {
        Caller.Answer answer = register(contact);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json().required("leadId").asString();
    }

    private Caller.Answer register(String contact) {
        return marketing()
                .post("/v1/leads", "{\"leadId\": \"%s\", \"contact\": {%s}, %s}".formatted(newId(), contact, source()));
    }

    private static String newPhone() {
        return "+55119%08d".formatted(PHONES.incrementAndGet());
    }
}
