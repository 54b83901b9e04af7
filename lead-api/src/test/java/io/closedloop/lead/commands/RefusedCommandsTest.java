package io.closedloop.lead.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.http.Caller;
import io.closedloop.lead.lifecycle.AcceptLead;
import io.closedloop.lead.lifecycle.AssignLead;
import io.closedloop.lead.lifecycle.CloseWon;
import io.closedloop.lead.lifecycle.DisqualifyLead;
import io.closedloop.lead.lifecycle.QualifyMarketing;
import io.closedloop.lead.lifecycle.RegisterLead;
import io.closedloop.lead.lifecycle.Status;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a command is refused for, and that of several reasons it is always the first one of the contract's order. */
class RefusedCommandsTest extends CommandCalls {
    private static final String WON = "{\"amount\": {\"amount\": \"10\", \"currency\": \"USD\"}}";

    @Test
    void ofAllThatIsWrongWithOneRequestTheFirstIsTold() {
        String nobodys = "/v1/leads/" + newId() + "/close-won";
        byte[] broken = "{".getBytes(StandardCharsets.UTF_8);
        String[] image = {"Accept", "image/png", "Content-Type", "text/plain", "If-Match", "7"};
        String[] text = {"Content-Type", "text/plain", "If-Match", "7"};

        assertThat(nobody().send("PUT", nobodys + "n?x=1", broken, image).code())
                .isEqualTo("unauthenticated");
        assertThat(marketing().send("PUT", nobodys + "n?x=1", broken, image).code())
                .isEqualTo("not-found");
        assertThat(marketing()
                        .send("POST", "/v1/leads/1-1-1-1-1/close-won?x=1", broken, text)
                        .code())
                .isEqualTo("not-found");
        assertThat(marketing().send("PUT", nobodys + "?x=1", broken, image).code())
                .isEqualTo("method-not-allowed");
        assertThat(marketing().send("POST", nobodys + "?x=1", broken, image).code())
                .isEqualTo("not-acceptable");
        assertThat(marketing().send("POST", nobodys, broken, text).code()).isEqualTo("unsupported-media-type");
        assertThat(marketing().post(nobodys, " ".repeat(300_000)).code()).isEqualTo("payload-too-large");
        assertThat(marketing().post(nobodys, "{\"amont\": {}}").code()).isEqualTo("malformed-request");
        assertThat(marketing().post(nobodys + "?dryrun=true", "{}").code()).isEqualTo("malformed-request");
        assertThat(marketing().post(nobodys + "?dryRun=yes", "{}").code()).isEqualTo("malformed-request");
        assertThat(marketing().post(nobodys, "{}", "If-Match", "7").code()).isEqualTo("malformed-request");
        assertThat(marketing().post(nobodys, "{}", "If-Match", "W/\"7\"").code())
                .isEqualTo("malformed-request");
        assertThat(marketing()
                        .post(nobodys, "{}", "Idempotency-Key", "k".repeat(256))
                        .code())
                .isEqualTo("malformed-request");
        assertThat(marketing()
                        .post("/v1/leads", "{\"attributes\": {\"a\": [1]}}")
                        .code())
                .isEqualTo("malformed-request");
        assertThat(marketing().post(nobodys, "{}", "If-Match", "\"7\"").code()).isEqualTo("forbidden");
        assertThat(sales().post(nobodys, "{}", "If-Match", "\"7\"").code()).isEqualTo("invalid-command");
        assertThat(sales().post(nobodys, WON, "If-Match", "\"7\"").code()).isEqualTo("lead-not-found");
    }

    @Test
    void aKeptAnswerComesBeforeTheFieldsAndAfterTheRole() {
        String path = "/v1/leads/" + newId() + "/close-won";
        String[] key = {"Idempotency-Key", newId()};
        assertThat(sales().post(path, WON, key).code()).isEqualTo("lead-not-found");

        assertThat(sales().post(path, "{}", key).code()).isEqualTo("idempotency-key-reused");
        assertThat(sales().post(path, "{\"x\": 1}", key).code()).isEqualTo("malformed-request");
        assertThat(marketing().post(path, "{}", key).code()).isEqualTo("forbidden");
    }

    @Test
    void theExpectedVersionComesBeforeARepeatAndARepeatBeforeTheStage() {
        String leadId = leadIn(Status.CLOSED_WON);
        String same =
                "{\"amount\": {\"amount\": \"1000.00\", \"currency\": \"USD\"}, \"occurredAt\": \"2000-01-01T00:00:00Z\"}";

        Caller.Answer moved = send(sales(), CloseWon.KIND, leadId, same, "If-Match", "\"3\"");
        Caller.Answer repeat = send(sales(), CloseWon.KIND, leadId, same);
        Caller.Answer misplaced =
                send(sales(), CloseWon.KIND, leadId, WON.replace("}}", "}, \"occurredAt\": \"2999-01-01T00:00:00Z\"}"));

        assertThat(moved.code()).isEqualTo("version-mismatch");
        assertThat(moved.status()).isEqualTo(412);
        assertThat(moved.json().required("version").asLong()).isEqualTo(5);
        assertThat(moved.json().required("stage").asString()).isEqualTo("CLOSED");
        assertThat(repeat.status()).as(repeat.body()).isEqualTo(200);
        assertThat(texts(repeat.json().required("events"))).isEmpty();
        assertThat(misplaced.code()).isEqualTo("command-not-allowed");
    }

    @Test
    void theStageComesBeforeWhoMayAndWhoMayBeforeTheTime() {
        String leadId = leadIn(Status.INQUIRY);
        accepted(marketing(), AssignLead.KIND, leadId, "{\"rep\": \"rep-1\"}");
        String byAnother = "{\"rep\": \"rep-2\", \"occurredAt\": \"2000-01-01T00:00:00Z\"}";

        Caller.Answer misplaced = send(sales(), AcceptLead.KIND, leadId, byAnother);
        accepted(marketing(), QualifyMarketing.KIND, leadId, "{}");
        Caller.Answer forbidden = send(sales(), AcceptLead.KIND, leadId, byAnother);
        Caller.Answer mistimed = send(manager(), AcceptLead.KIND, leadId, byAnother);

        assertThat(misplaced.code()).isEqualTo("command-not-allowed");
        assertThat(forbidden.status()).isEqualTo(403);
        assertThat(forbidden.code()).isEqualTo("forbidden");
        assertThat(forbidden.json().required("detail").asString()).contains("MANAGER");
        assertThat(forbidden.json().required("stage").asString()).isEqualTo("MQL");
        assertThat(mistimed.status()).isEqualTo(422);
        assertThat(mistimed.code()).isEqualTo("occurred-at-out-of-order");
    }

    @Test
    void theTimeComesBeforeASuppressionAndASuppressionBeforeADuplicate() {
        String suppressed = newEmail();
        leadIn(Status.DISQUALIFIED, suppressed);
        String ref = newId();
        String holder = newId();
        accepted(
                marketing(),
                RegisterLead.KIND,
                holder,
                "{\"leadId\": \"%s\", \"externalRef\": {\"system\": \"crm\", \"id\": \"%s\"}, %s}"
                        .formatted(holder, ref, source()));
        String both =
                "{\"externalRef\": {\"system\": \"crm\", \"id\": \"%s\"}, \"contact\": {\"email\": \"%s\"}, %s%%s}"
                        .formatted(ref, suppressed, source());

        Caller.Answer mistimed =
                marketing().post("/v1/leads", both.formatted(", \"occurredAt\": \"2999-01-01T00:00:00Z\""));
        Caller.Answer blocked = marketing().post("/v1/leads", both.formatted(""));
        Caller.Answer duplicate =
                marketing().post("/v1/leads", both.formatted("").replace(suppressed, newEmail()));

        assertThat(mistimed.code()).isEqualTo("occurred-at-out-of-order");
        assertThat(blocked.status()).isEqualTo(409);
        assertThat(blocked.code()).isEqualTo("contact-suppressed");
        assertThat(duplicate.status()).isEqualTo(409);
        assertThat(duplicate.code()).isEqualTo("duplicate-lead");
        assertThat(duplicate.json().required("leadId").asString()).isEqualTo(holder);
    }

    @Test
    void aRefusalByTheStageSaysWhereTheLeadIsAndWhatItTakesThere() {
        String leadId = leadIn(Status.INQUIRY);

        Caller.Answer answer = send(sales(), CloseWon.KIND, leadId, WON);

        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        JsonNode problem = answer.json();
        assertThat(problem.propertyNames())
                .containsExactly(
                        "type",
                        "title",
                        "status",
                        "detail",
                        "instance",
                        "code",
                        "stage",
                        "version",
                        "allowedCommands",
                        "leadId");
        assertThat(problem.required("type").asString()).isEqualTo("/problems/command-not-allowed");
        assertThat(problem.required("status").asInt()).isEqualTo(409);
        assertThat(problem.required("instance").asString()).isEqualTo("/v1/leads/" + leadId + "/close-won");
        assertThat(problem.required("stage").asString()).isEqualTo("INQUIRY");
        assertThat(problem.required("version").asLong()).isEqualTo(1);
        assertThat(problem.required("leadId").asString()).isEqualTo(leadId);
        assertThat(texts(problem.required("allowedCommands")))
                .contains("QualifyMarketing", "DisqualifyLead")
                .doesNotContain("CloseWon");
    }

    @Test
    void everyFieldThatIsWrongIsPointedAt() {
        Caller.Answer answer = marketing().post("/v1/leads", """
                        {"leadId": "1-2", "externalRef": {"system": "crm"}, "source": {"channel": "RADAR"},
                         "occurredAt": "yesterday"}""");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().required("errors").findValuesAsString("pointer"))
                .containsExactlyInAnyOrder(
                        "/leadId", "/externalRef/id", "/source/channel", "/source/sourcedBy", "/occurredAt");
    }

    @Test
    void whatIsMissingAndWhatHasAWrongValueIsPointedAtTogether() {
        assertThat(wrong("/v1/leads", """
                        {"leadId": "1-2", "contact": {"name": " ", "email": "nonsense", "country": "Brazil"},
                         "source": {"channel": "RADAR", "campaign": ""}, "attributes": {"size": "\\u0007"},
                         "onDuplicate": "MERGE", "occurredAt": "yesterday", "note": " "}"""))
                .containsExactlyInAnyOrder(
                        "/leadId",
                        "/contact/name",
                        "/contact/email",
                        "/contact/country",
                        "/source/channel",
                        "/source/sourcedBy",
                        "/source/campaign",
                        "/attributes/size",
                        "/onDuplicate",
                        "/occurredAt",
                        "/note");
        String lead = "/v1/leads/" + newId();
        assertThat(wrong(lead + "/touches", """
                        {"type": "SHOUT", "channel": "RADAR", "touchId": "", "campaign": " ", "questions": ["a", ""], "note": ""}"""))
                .containsExactlyInAnyOrder(
                        "/type", "/by", "/channel", "/touchId", "/campaign", "/questions/1", "/note");
        assertThat(wrong(lead + "/reject", """
                        {"disposition": "MAYBE", "reason": "NO_NEED", "rootCause": "?", "expiresAt": "soon", "note": ""}"""))
                .as("the reason and its expiry depend on the disposition")
                .containsExactlyInAnyOrder("/disposition", "/rootCause", "/expiresAt", "/note");
        assertThat(wrong(lead + "/qualify-sales", """
                        {"rep": "", "checklist": {" ": true}, "expectedAmount": {"amount": "a lot", "currency": "DOLLARS"},
                         "expectedCloseDate": "soon", "note": ""}"""))
                .containsExactlyInAnyOrder(
                        "/rep",
                        "/checklist/ ",
                        "/expectedAmount/amount",
                        "/expectedAmount/currency",
                        "/expectedCloseDate",
                        "/note");
        assertThat(wrong(lead + "/amend-closure", """
                        {"cause": " ", "amount": {"amount": "-1", "currency": "X"}, "occurredAt": "now", "note": ""}"""))
                .containsExactlyInAnyOrder("/cause", "/amount/currency", "/occurredAt", "/note");
        assertThat(wrong(lead + "/record-revenue", """
                        {"revenueId": "", "kind": "TIP", "amount": {"amount": "0", "currency": "USD"}, "note": ""}"""))
                .containsExactlyInAnyOrder("/revenueId", "/kind", "/amount", "/note");
        assertThat(wrong("/v1/suppressions/" + newId() + "/lift", "{\"occurredAt\": \"now\", \"note\": \"\"}"))
                .containsExactlyInAnyOrder("/justification", "/occurredAt", "/note");
    }

    private List<String> wrong(String path, String body) {
        Caller.Answer answer = everybody().post(path, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        return answer.json().required("errors").findValuesAsString("pointer");
    }

    @Test
    void anAttributeOfNullAtTheRegistrationIsAsIfLeftOut() {
        String leadId = newId();
        String body =
                registration(leadId, newEmail()).replaceFirst("}$", ", \"attributes\": {\"utm\": null, \"size\": 3}}");

        Caller.Answer answer = marketing().post("/v1/leads", body);

        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        assertThat(marketing()
                        .get("/v1/leads/" + leadId)
                        .json()
                        .required("attributes")
                        .toString())
                .isEqualTo("{\"size\":3}");
        assertThat(marketing()
                        .post("/v1/leads", body.replace("\"utm\": null, ", ""))
                        .status())
                .as("the same registration")
                .isEqualTo(200);
        assertThat(marketing()
                        .post(
                                "/v1/leads",
                                registration(newId(), newEmail())
                                        .replaceFirst("}$", ", \"attributes\": {\"utm\": [1]}}"))
                        .json()
                        .required("errors")
                        .findValuesAsString("pointer"))
                .containsExactly("/attributes/utm");
    }

    @Test
    void aSuppressedContactIsToldWhichSuppressionAndWhy() {
        String email = newEmail();
        String leadId = leadIn(Status.DISQUALIFIED, email);

        Caller.Answer answer = marketing().post("/v1/leads", registration(newId(), email));

        assertThat(answer.code()).isEqualTo("contact-suppressed");
        assertThat(answer.json().required("suppressionId").asString()).isEqualTo(suppressionOf(leadId));
        assertThat(answer.json().required("reason").asString()).isEqualTo("POOR_FIT");
    }

    @Test
    void aLiftIsRefusedInTheSameOrder() {
        String email = newEmail();
        String leadId = registered(email);
        Caller both = anotherWith(Role.MARKETING, Role.MANAGER);
        accepted(both, DisqualifyLead.KIND, leadId, "{\"reason\": \"POOR_FIT\"}");
        String path = "/v1/suppressions/" + suppressionOf(leadId) + "/lift";
        String nobodys = "/v1/suppressions/" + newId() + "/lift";
        String justified = "{\"justification\": \"j\", \"occurredAt\": \"2000-01-01T00:00:00Z\"}";

        assertThat(sales().post(nobodys, "{}").code()).isEqualTo("forbidden");
        assertThat(manager().post(nobodys, "{}").code()).isEqualTo("invalid-command");
        assertThat(manager().post(nobodys, justified, "If-Match", "\"1\"").code())
                .isEqualTo("suppression-not-found");
        JsonNode moved = both.post(path, justified, "If-Match", "\"1\"").json();
        assertThat(moved.required("code").asString()).isEqualTo("version-mismatch");
        assertThat(moved.required("version").asInt()).isZero();
        assertThat(moved.required("suppressionId").asString()).isEqualTo(suppressionOf(leadId));
        assertThat(moved.required("reason").asString()).isEqualTo("POOR_FIT");
        assertThat(both.post(path, justified, "If-Match", "\"0\"").code()).isEqualTo("forbidden");
        assertThat(manager().post(path, justified).code()).isEqualTo("occurred-at-out-of-order");

        String spam = leadIn(Status.INQUIRY);
        accepted(marketing(), DisqualifyLead.KIND, spam, "{\"reason\": \"SPAM_OR_FAKE\"}");
        assertThat(manager()
                        .post("/v1/suppressions/" + suppressionOf(spam) + "/lift", justified)
                        .code())
                .isEqualTo("command-not-allowed");
        assertThat(both.post("/v1/leads/" + leadId + "/reinstate", justified).code())
                .isEqualTo("forbidden");
    }

    @Test
    void aHeaderThatIsGivenTwiceIsNotGuessedAt() {
        String leadId = leadIn(Status.INQUIRY);

        assertThat(send(marketing(), QualifyMarketing.KIND, leadId, "{}", "If-Match", "\"1\"", "If-Match", "\"2\"")
                        .code())
                .isEqualTo("malformed-request");
        assertThat(send(
                                marketing(),
                                QualifyMarketing.KIND,
                                leadId,
                                "{}",
                                "Idempotency-Key",
                                newId(),
                                "Idempotency-Key",
                                newId())
                        .code())
                .isEqualTo("malformed-request");
        accepted(marketing(), QualifyMarketing.KIND, leadId, "{}");
    }

    @Test
    void aCommandForAnotherVersionIsCarriedOutOnlyWhereTheLeadIsThatFar() {
        String leadId = leadIn(Status.INQUIRY);

        assertThat(send(marketing(), QualifyMarketing.KIND, leadId, "{}", "If-Match", "\"2\"")
                        .status())
                .isEqualTo(412);
        Caller.Answer answer = send(marketing(), QualifyMarketing.KIND, leadId, "{}", "If-Match", "\"1\"");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.header("ETag")).isEqualTo("\"2\"");
        String fresh = newId();
        assertThat(marketing()
                        .post("/v1/leads", registration(fresh, newEmail()), "If-Match", "\"1\"")
                        .status())
                .isEqualTo(412);
        assertThat(marketing()
                        .post("/v1/leads", registration(fresh, newEmail()), "If-Match", "\"0\"")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void aDryRunAnswersAsItWouldBeAndLeavesNothing() {
        String suppressed = newEmail();
        leadIn(Status.DISQUALIFIED, suppressed);
        String leadId = leadIn(Status.MQL_AWAITING);
        String fresh = newId();
        String email = newEmail();
        long head = head();
        long kept = keptAnswers();
        String[] key = {"Idempotency-Key", newId()};

        Caller.Answer accepted =
                sales().post("/v1/leads/" + leadId + "/qualify-sales?dryRun=true", "{\"rep\": \"a\"}", key);
        Caller.Answer created = marketing().post("/v1/leads?dryRun=true", registration(fresh, email), key);
        Caller.Answer refused = sales().post("/v1/leads/" + leadId + "/close-won?dryRun=true", WON, key);
        Caller.Answer invalid = sales().post("/v1/leads/" + leadId + "/close-won?dryRun=true", "{}", key);
        Caller.Answer blocked = marketing().post("/v1/leads?dryRun=true", registration(newId(), suppressed), key);

        assertThat(accepted.status()).as(accepted.body()).isEqualTo(200);
        assertThat(accepted.json().required("dryRun").asBoolean()).isTrue();
        assertThat(accepted.json().required("version").asLong()).isEqualTo(4);
        assertThat(accepted.json().required("position").isNull()).isTrue();
        assertThat(accepted.json().required("stage").asString()).isEqualTo("SQL");
        assertThat(texts(accepted.json().required("events"))).containsExactly("LeadAccepted", "LeadSalesQualified");
        assertThat(created.status()).isEqualTo(200);
        assertThat(created.headers().firstValue("Location")).isEmpty();
        assertThat(refused.code()).isEqualTo("command-not-allowed");
        assertThat(invalid.code()).isEqualTo("invalid-command");
        assertThat(blocked.code()).isEqualTo("contact-suppressed");
        assertThat(head()).isEqualTo(head);
        assertThat(keptAnswers()).isEqualTo(kept);
        assertThat(marketing().get("/v1/leads/" + fresh).status()).isEqualTo(404);
        assertThat(marketing()
                        .post("/v1/leads", registration(fresh, email), key)
                        .status())
                .isEqualTo(201);
        assertThat(sales().post("/v1/leads/" + leadId + "/qualify-sales", "{\"rep\": \"a\"}", key)
                        .json()
                        .required("version")
                        .asLong())
                .isEqualTo(4);
    }

    @Test
    void aDryRunOfALiftOrARepeatSaysSo() {
        String leadId = leadIn(Status.DISQUALIFIED);
        long head = head();

        Caller.Answer lifted = manager()
                .post("/v1/suppressions/" + suppressionOf(leadId) + "/lift?dryRun=true", "{\"justification\": \"j\"}");
        Caller.Answer repeat =
                marketing().post("/v1/leads/" + leadId + "/disqualify?dryRun=true", "{\"reason\": \"POOR_FIT\"}");

        assertThat(lifted.status()).as(lifted.body()).isEqualTo(200);
        assertThat(lifted.json().required("dryRun").asBoolean()).isTrue();
        assertThat(lifted.json().required("position").isNull()).isTrue();
        assertThat(repeat.json().required("dryRun").asBoolean()).isTrue();
        assertThat(texts(repeat.json().required("events"))).isEmpty();
        assertThat(head()).isEqualTo(head);
    }

    @Test
    void aReferenceThatNobodyEverHeldIsToldWithoutAnId() {
        String missing = "\"externalRef\": {\"system\": \"crm\", \"id\": \"%s\"}".formatted(newId());

        List<JsonNode> answers = bulk(
                sales(),
                "{\"command\": \"AcceptLead\", %s, \"rep\": \"a\"}".formatted(missing),
                "{\"command\": \"AcceptLead\", %s}".formatted(missing),
                "{\"command\": \"QualifyMarketing\", %s}".formatted(missing),
                "{\"command\": \"AcceptLead\", \"externalRef\": {\"system\": \"crm\"}, \"rep\": \"a\"}");

        assertThat(code(answers.get(0))).isEqualTo("lead-not-found");
        assertThat(answers.get(0).required("problem").required("detail").asString())
                .startsWith("no lead has or ever had this external reference")
                .doesNotContain("00000000");
        assertThat(code(answers.get(1))).isEqualTo("invalid-command");
        assertThat(code(answers.get(2))).isEqualTo("forbidden");
        assertThat(code(answers.get(3))).isEqualTo("invalid-command");
        assertThat(answers.get(3).required("problem").required("errors").findValuesAsString("pointer"))
                .containsExactly("/externalRef/id");
    }

    @Test
    void aLeadWithAnIdOfZerosIsNotTheLeadOfAnUnknownReference() {
        String zeros = "00000000-0000-0000-0000-000000000000";
        accepted(marketing(), RegisterLead.KIND, zeros, registration(zeros, newEmail()));

        List<JsonNode> answers = bulk(
                sales(),
                "{\"command\": \"RecordTouch\", \"externalRef\": {\"system\": \"crm\", \"id\": \"%s\"}, \"type\": \"CALL\", \"by\": \"SALES\"}"
                        .formatted(newId()));

        assertThat(code(answers.getFirst())).isEqualTo("lead-not-found");
        assertThat(marketing()
                        .get("/v1/leads/" + zeros)
                        .json()
                        .required("version")
                        .asLong())
                .isEqualTo(1);
    }
}
