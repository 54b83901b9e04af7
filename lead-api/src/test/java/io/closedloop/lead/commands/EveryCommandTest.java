package io.closedloop.lead.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.http.Caller;
import io.closedloop.lead.lifecycle.AcceptLead;
import io.closedloop.lead.lifecycle.AmendClosure;
import io.closedloop.lead.lifecycle.AssignLead;
import io.closedloop.lead.lifecycle.CloseLost;
import io.closedloop.lead.lifecycle.CloseWon;
import io.closedloop.lead.lifecycle.CommandKind;
import io.closedloop.lead.lifecycle.DisqualifyLead;
import io.closedloop.lead.lifecycle.LeadCommands;
import io.closedloop.lead.lifecycle.QualifyMarketing;
import io.closedloop.lead.lifecycle.QualifySales;
import io.closedloop.lead.lifecycle.RecordRevenue;
import io.closedloop.lead.lifecycle.RecordTouch;
import io.closedloop.lead.lifecycle.RecycleLead;
import io.closedloop.lead.lifecycle.RegisterLead;
import io.closedloop.lead.lifecycle.ReinstateLead;
import io.closedloop.lead.lifecycle.RejectLead;
import io.closedloop.lead.lifecycle.ReopenLead;
import io.closedloop.lead.lifecycle.ReviseOpportunity;
import io.closedloop.lead.lifecycle.Status;
import io.closedloop.lead.lifecycle.UpdateAttributes;
import io.closedloop.lead.lifecycle.UpdateContact;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Every command by its path and by its name in bulk, with all of its fields: what is answered, and what is there then.
 */
class EveryCommandTest extends CommandCalls {
    /** @param to where the lead is afterwards */
    record Case(
            CommandKind kind,
            Status from,
            Role by,
            String body,
            List<String> events,
            Status to,
            int pass,
            @Nullable String owner) {
        @Override
        public String toString() {
            return kind.commandName();
        }
    }

    static List<Case> cases() {
        return List.of(
                new Case(
                        RecordTouch.KIND,
                        Status.INQUIRY,
                        Role.INTEGRATION,
                        """
                        {"touchId": "t-1", "type": "CALL", "by": "SALES", "reachedHuman": true, "channel": "EVENT", "campaign": "spring",
                         "content": "paper", "questions": ["pricing"], "occurredAt": "2020-01-01T00:00:00Z", "note": "n"}""",
                        List.of("TouchRecorded"),
                        Status.INQUIRY,
                        1,
                        null),
                new Case(
                        UpdateContact.KIND,
                        Status.INQUIRY,
                        Role.MARKETING,
                        """
                        {"contact": {"name": "Ana", "company": "Acme", "title": null, "country": "BR"}, "note": "n"}""",
                        List.of("ContactUpdated"),
                        Status.INQUIRY,
                        1,
                        null),
                new Case(
                        UpdateAttributes.KIND,
                        Status.INQUIRY,
                        Role.MARKETING,
                        """
                        {"attributes": {"size": 12, "ratio": 0.50, "active": true, "gone": null},
                         "source": {"channel": "EVENT", "origin": "fair"}, "note": "n"}""",
                        List.of("AttributesUpdated"),
                        Status.INQUIRY,
                        1,
                        null),
                new Case(
                        QualifyMarketing.KIND,
                        Status.NURTURE,
                        Role.INTEGRATION,
                        "{\"note\": \"n\"}",
                        List.of("LeadMarketingQualified"),
                        Status.MQL_AWAITING,
                        2,
                        null),
                new Case(
                        AssignLead.KIND,
                        Status.INQUIRY,
                        Role.MARKETING,
                        "{\"rep\": \"rep-9\", \"note\": \"n\"}",
                        List.of("LeadAssigned"),
                        Status.INQUIRY,
                        1,
                        "rep-9"),
                new Case(
                        AcceptLead.KIND,
                        Status.MQL_AWAITING,
                        Role.SALES,
                        "{\"rep\": \"rep-9\", \"note\": \"n\"}",
                        List.of("LeadAccepted"),
                        Status.MQL_ACCEPTED,
                        1,
                        "rep-9"),
                new Case(
                        RejectLead.KIND,
                        Status.MQL_ACCEPTED,
                        Role.SALES,
                        """
                        {"disposition": "RECYCLE", "reason": "SENT_TOO_EARLY", "rootCause": "WRONG_SEGMENT",
                         "resumeNotBefore": "2999-01-01T00:00:00Z", "note": "n"}""",
                        List.of("LeadRejected", "LeadRecycled"),
                        Status.NURTURE,
                        1,
                        "rep-1"),
                new Case(
                        RejectLead.KIND,
                        Status.MQL_AWAITING,
                        Role.MANAGER,
                        """
                        {"disposition": "DISQUALIFY", "reason": "NO_NEED", "expiresAt": "2999-01-01T00:00:00Z"}""",
                        List.of("LeadRejected", "LeadDisqualified"),
                        Status.DISQUALIFIED,
                        1,
                        null),
                new Case(
                        QualifySales.KIND,
                        Status.MQL_AWAITING,
                        Role.SALES,
                        """
                        {"rep": "rep-9", "checklist": {"budget": true, "authority": false},
                         "expectedAmount": {"amount": "10.50", "currency": "EUR"}, "expectedCloseDate": "2030-12-31"}""",
                        List.of("LeadAccepted", "LeadSalesQualified"),
                        Status.SQL,
                        1,
                        "rep-9"),
                new Case(
                        QualifySales.KIND,
                        Status.MQL_ACCEPTED,
                        Role.MANAGER,
                        "{}",
                        List.of("LeadSalesQualified"),
                        Status.SQL,
                        1,
                        "rep-1"),
                new Case(
                        ReviseOpportunity.KIND,
                        Status.SQL,
                        Role.SALES,
                        """
                        {"expectedAmount": {"amount": "11", "currency": "EUR"}, "expectedCloseDate": "2031-01-01",
                         "milestone": "DEMO", "note": "n"}""",
                        List.of("OpportunityRevised"),
                        Status.SQL,
                        1,
                        "rep-1"),
                new Case(
                        CloseWon.KIND,
                        Status.SQL,
                        Role.SALES,
                        "{\"amount\": {\"amount\": \"1054.00\", \"currency\": \"USD\"}, \"note\": \"n\"}",
                        List.of("LeadWon"),
                        Status.CLOSED_WON,
                        1,
                        "rep-1"),
                new Case(
                        CloseLost.KIND,
                        Status.SQL,
                        Role.SALES,
                        """
                        {"reason": "COMPETITOR", "rootCause": "SLOW_FOLLOW_UP", "competitor": "Other Inc", "note": "n"}""",
                        List.of("LeadLost"),
                        Status.CLOSED_LOST,
                        1,
                        "rep-1"),
                new Case(
                        DisqualifyLead.KIND,
                        Status.NURTURE,
                        Role.MARKETING,
                        """
                        {"reason": "OTHER", "expiresAt": "2999-01-01T00:00:00Z", "note": "n"}""",
                        List.of("LeadDisqualified"),
                        Status.DISQUALIFIED,
                        1,
                        null),
                new Case(
                        RecycleLead.KIND,
                        Status.CLOSED_LOST,
                        Role.MARKETING,
                        """
                        {"reason": "TIMING", "resumeNotBefore": "2999-01-01T00:00:00Z", "note": "n"}""",
                        List.of("LeadRecycled"),
                        Status.NURTURE,
                        1,
                        "rep-1"),
                new Case(
                        ReinstateLead.KIND,
                        Status.DISQUALIFIED,
                        Role.MANAGER,
                        "{\"justification\": \"a mix-up\", \"note\": \"n\"}",
                        List.of("LeadReinstated"),
                        Status.NURTURE,
                        1,
                        null),
                new Case(
                        ReopenLead.KIND,
                        Status.CLOSED_WON,
                        Role.MANAGER,
                        "{\"justification\": \"they cancelled\", \"note\": \"n\"}",
                        List.of("LeadReopened"),
                        Status.SQL,
                        1,
                        "rep-1"),
                new Case(
                        AmendClosure.KIND,
                        Status.CLOSED_WON,
                        Role.MANAGER,
                        "{\"cause\": \"a typo\", \"amount\": {\"amount\": \"900\", \"currency\": \"USD\"}, \"note\": \"n\"}",
                        List.of("ClosureAmended"),
                        Status.CLOSED_WON,
                        1,
                        "rep-1"),
                new Case(
                        AmendClosure.KIND,
                        Status.CLOSED_LOST,
                        Role.MANAGER,
                        "{\"cause\": \"a typo\", \"reason\": \"BUDGET\"}",
                        List.of("ClosureAmended"),
                        Status.CLOSED_LOST,
                        1,
                        "rep-1"),
                new Case(
                        RecordRevenue.KIND,
                        Status.CLOSED_WON,
                        Role.INTEGRATION,
                        """
                        {"revenueId": "r-1", "kind": "REFUND", "amount": {"amount": "5", "currency": "USD"}, "note": "n"}""",
                        List.of("RevenueRecorded"),
                        Status.CLOSED_WON,
                        1,
                        "rep-1"));
    }

    static Stream<CommandKind> kinds() {
        return LeadCommands.kinds().stream().filter(kind -> kind != RegisterLead.KIND);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyCommandIsTriedHere(CommandKind kind) {
        assertThat(cases()).anyMatch(it -> it.kind() == kind);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aCommandIsAnsweredWithWhereTheLeadIsNowAndARepeatChangesNothing(Case tried) {
        String leadId = leadIn(tried.from());
        long versionBefore = version(leadId);

        Caller.Answer answer = send(as(tried.by()), tried.kind(), leadId, tried.body());

        assertThat(answer.status()).as(answer.body()).isEqualTo(tried.kind() == RecordTouch.KIND ? 201 : 200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.headers().firstValue("Location")).isEmpty();
        isAnswerOf(answer.json(), tried, leadId, versionBefore);
        assertThat(answer.json().required("position").asLong()).isEqualTo(head());
        long version = versionBefore + tried.events().size();
        assertThat(answer.header("ETag")).isEqualTo("\"%d\"".formatted(version));
        isThere(tried, leadId, version);

        long head = head();
        Caller.Answer repeat = send(as(tried.by()), tried.kind(), leadId, tried.body());

        assertThat(repeat.status()).as(repeat.body()).isEqualTo(200);
        assertThat(repeat.header("ETag")).isEqualTo("\"%d\"".formatted(version));
        assertThat(texts(repeat.json().required("events"))).isEmpty();
        assertThat(repeat.json().required("position")).isEqualTo(answer.json().required("position"));
        assertThat(repeat.json().required("stage")).isEqualTo(answer.json().required("stage"));
        assertThat(head()).isEqualTo(head);
    }

    @Test
    void aLineIsAnsweredAsTheCommandByItselfWouldBe() {
        List<Case> cases = cases();
        List<String> leads = leadsIn(cases.stream().map(Case::from).toList());
        var lines = new ArrayList<String>();
        for (int i = 0; i < cases.size(); i++) {
            Case tried = cases.get(i);
            String line = line(tried.kind(), leads.get(i), tried.body().replace('\n', ' '));
            lines.add(line);
            lines.add(line);
        }

        List<JsonNode> answers = bulk(everybody(), lines.toArray(String[]::new));

        for (int i = 0; i < cases.size(); i++) {
            Case tried = cases.get(i);
            JsonNode first = answers.get(2 * i);
            assertThat(first.required("line").asInt()).isEqualTo(2 * i + 1);
            assertThat(first.required("status").asInt())
                    .as(first.toString())
                    .isEqualTo(tried.kind() == RecordTouch.KIND ? 201 : 200);
            JsonNode second = answers.get(2 * i + 1);
            assertThat(second.required("line").asInt()).isEqualTo(2 * i + 2);
            assertThat(second.required("status").asInt()).as(second.toString()).isEqualTo(200);
            assertThat(texts(second.required("events"))).isEmpty();
            assertThat(second.required("position")).isEqualTo(first.required("position"));
            long before = first.required("version").asLong() - tried.events().size();
            isAnswerOf(first, tried, leads.get(i), before);
        }
    }

    @Test
    void aRegistrationIsCreatedUnderTheIdThatTheCallerChose() {
        String leadId = newId();
        String body = """
                {"leadId": "%s", "externalRef": {"system": "crm", "id": "%s"},
                 "contact": {"name": "Ana", "email": "%s", "phone": "+5511987654321", "company": "Acme", "title": "CTO",
                             "country": "BR"},
                 "source": {"channel": "PAID_SEARCH", "origin": "google", "campaign": "spring", "landingPage": "lp-1",
                            "sourcedBy": "OTHER"},
                 "attributes": {"size": 12, "plan": "pro", "beta": false},
                 "occurredAt": "2024-02-29T10:00:00.123456Z", "note": "n"}""".formatted(leadId, newId(), newEmail());

        Caller.Answer answer = integration().post("/v1/leads", body);

        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        assertThat(answer.header("Location")).isEqualTo("/v1/leads/" + leadId);
        assertThat(answer.header("ETag")).isEqualTo("\"1\"");
        assertThat(answer.json().propertyNames())
                .containsExactly(
                        "leadId",
                        "version",
                        "position",
                        "stage",
                        "acceptance",
                        "outcome",
                        "pass",
                        "owner",
                        "events",
                        "allowedCommands");
        assertThat(answer.json().required("position").asLong()).isEqualTo(head());
        assertThat(answer.json().required("acceptance").isNull()).isTrue();
        assertThat(answer.json().required("owner").isNull()).isTrue();
        JsonNode lead = marketing().get(answer.header("Location")).json();
        assertThat(lead.required("registeredAt").asString()).isEqualTo("2024-02-29T10:00:00.123456Z");
        assertThat(lead.required("contact").required("title").asString()).isEqualTo("CTO");
        assertThat(lead.required("source").required("landingPage").asString()).isEqualTo("lp-1");
        assertThat(lead.required("attributes").required("beta").asBoolean()).isFalse();

        Caller.Answer repeat = integration().post("/v1/leads", body);

        assertThat(repeat.status()).as(repeat.body()).isEqualTo(200);
        assertThat(repeat.headers().firstValue("Location")).isEmpty();
        assertThat(texts(repeat.json().required("events"))).isEmpty();
        Caller.Answer other = integration().post("/v1/leads", body.replace("Acme", "Umbrella"));
        assertThat(other.code()).isEqualTo("command-not-allowed");
        assertThat(other.json().required("leadId").asString()).isEqualTo(leadId);
    }

    @Test
    void aRegistrationWithoutAnIdGetsOne() {
        Caller.Answer answer =
                marketing().post("/v1/leads", "{\"contact\": {\"email\": \"%s\"}, %s}".formatted(newEmail(), source()));

        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        String leadId = answer.json().required("leadId").asString();
        assertThat(answer.header("Location")).isEqualTo("/v1/leads/" + leadId);
        assertThat(version(leadId)).isEqualTo(1);
    }

    @Test
    void aTouchWithoutAnIdIsANewTouchEveryTime() {
        String leadId = leadIn(Status.INQUIRY);
        String touch = "{\"type\": \"CALL\", \"by\": \"SALES\"}";

        assertThat(send(sales(), RecordTouch.KIND, leadId, touch).status()).isEqualTo(201);
        assertThat(send(sales(), RecordTouch.KIND, leadId, touch).status()).isEqualTo(201);
        assertThat(version(leadId)).isEqualTo(3);
    }

    @Test
    void aSuppressionIsLiftedByItsOwnPathAndTheLeadStaysWhereItIs() {
        String leadId = leadIn(Status.DISQUALIFIED);
        String path = "/v1/suppressions/" + suppressionOf(leadId) + "/lift";
        String body = "{\"justification\": \"they asked us\", \"note\": \"n\"}";

        Caller.Answer answer = manager().post(path, body);

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.header("ETag")).isEqualTo("\"1\"");
        assertThat(answer.json().propertyNames())
                .containsExactly("suppressionId", "leadId", "version", "position", "events");
        assertThat(answer.json().required("leadId").asString()).isEqualTo(leadId);
        assertThat(answer.json().required("position").asLong()).isEqualTo(head());
        assertThat(texts(answer.json().required("events"))).containsExactly("SuppressionLifted");
        assertThat(marketing()
                        .get("/v1/leads/" + leadId)
                        .json()
                        .required("stage")
                        .asString())
                .isEqualTo("DISQUALIFIED");

        Caller.Answer repeat = manager().post(path, body);

        assertThat(repeat.status()).as(repeat.body()).isEqualTo(200);
        assertThat(texts(repeat.json().required("events"))).isEmpty();
        assertThat(repeat.json().required("position")).isEqualTo(answer.json().required("position"));
        assertThat(manager().post(path, "{\"justification\": \"another\"}").code())
                .isEqualTo("command-not-allowed");
    }

    @Test
    void aLineLiftsASuppressionToo() {
        String leadId = leadIn(Status.DISQUALIFIED);
        String line = "{\"command\": \"LiftSuppression\", \"suppressionId\": \"%s\", \"justification\": \"they asked\"}"
                .formatted(suppressionOf(leadId));

        List<JsonNode> answers = bulk(manager(), line, line);

        assertThat(answers.get(0).required("status").asInt())
                .as(answers.toString())
                .isEqualTo(200);
        assertThat(texts(answers.get(0).required("events"))).containsExactly("SuppressionLifted");
        assertThat(texts(answers.get(1).required("events"))).isEmpty();
    }

    private void isAnswerOf(JsonNode answer, Case tried, String leadId, long versionBefore) {
        assertThat(answer.required("leadId").asString()).isEqualTo(leadId);
        assertThat(answer.required("version").asLong())
                .isEqualTo(versionBefore + tried.events().size());
        assertThat(place(answer)).isEqualTo(tried.to());
        assertThat(answer.required("pass").asInt()).isEqualTo(tried.pass());
        assertThat(answer.required("owner").asString(null)).isEqualTo(tried.owner());
        assertThat(texts(answer.required("events"))).isEqualTo(tried.events());
        assertThat(texts(answer.required("allowedCommands")))
                .isEqualTo(LeadCommands.kinds().stream()
                        .filter(kind -> kind.allowedFrom(tried.to()))
                        .map(CommandKind::commandName)
                        .toList());
        assertThat(answer.has("dryRun")).isFalse();
    }

    private void isThere(Case tried, String leadId, long version) {
        JsonNode lead = marketing().get("/v1/leads/" + leadId).json();
        assertThat(place(lead)).isEqualTo(tried.to());
        assertThat(lead.required("version").asLong()).isEqualTo(version);
        JsonNode last = as(Role.AUDITOR)
                .get("/v1/leads/" + leadId + "/history")
                .json()
                .required("items")
                .get((int) version - 1);
        assertThat(last.required("type").asString()).isEqualTo(tried.events().getLast());
    }

    private long version(String leadId) {
        return marketing().get("/v1/leads/" + leadId).json().required("version").asLong();
    }

    static Status place(JsonNode answer) {
        String stage = answer.required("stage").asString();
        return Status.valueOf(
                switch (stage) {
                    case "MQL" -> "MQL_" + answer.required("acceptance").asString();
                    case "CLOSED" -> "CLOSED_" + answer.required("outcome").asString();
                    default -> stage;
                });
    }
}
