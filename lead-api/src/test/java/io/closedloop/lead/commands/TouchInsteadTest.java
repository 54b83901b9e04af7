package io.closedloop.lead.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.http.Caller;
import io.closedloop.lead.lifecycle.CloseWon;
import io.closedloop.lead.lifecycle.QualifyMarketing;
import io.closedloop.lead.lifecycle.QualifySales;
import io.closedloop.lead.lifecycle.RegisterLead;
import io.closedloop.lead.lifecycle.ReinstateLead;
import io.closedloop.lead.lifecycle.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Somebody with an open lead fills in the form again: nothing is lost of it, and there is no second lead. */
class TouchInsteadTest extends CommandCalls {
    private static final String JUSTIFIED = "{\"justification\": \"asked for it\"}";

    private static String delivery(String leadId, String email, String... members) {
        String more = members.length == 0 ? "" : ", " + String.join(", ", members);
        return """
               {"leadId": "%s", "contact": {"email": "%s", "name": "Somebody Else", "phone": "+5511987654321"},
                "source": {"channel": "PAID_SEARCH", "campaign": "autumn", "origin": "google", "sourcedBy": "OTHER"},
                "attributes": {"size": 99}, "onDuplicate": "TOUCH", "note": "called twice"%s}""".formatted(leadId, email, more).replace('\n', ' ');
    }

    @Test
    void aDeliveryOfWhoHasAnOpenLeadIsATouchOfThatLead() {
        String email = newEmail();
        String open = registered(email);
        JsonNode before = marketing().get("/v1/leads/" + open).json();
        String sent = newId();

        Caller.Answer answer = marketing().post("/v1/leads", delivery(sent, email));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().required("leadId").asString()).isEqualTo(open);
        assertThat(texts(answer.json().required("events"))).containsExactly("TouchRecorded");
        assertThat(answer.json().required("version").asLong()).isEqualTo(2);
        assertThat(answer.json().required("position").asLong()).isEqualTo(head());
        assertThat(answer.header("ETag")).isEqualTo("\"2\"");
        assertThat(answer.headers().firstValue("Location")).isEmpty();
        assertThat(lastOf(open, "TouchRecorded").toString())
                .isEqualTo(("{\"touchId\":\"%s\",\"type\":\"FORM\",\"by\":\"LEAD\",\"channel\":\"PAID_SEARCH\","
                                + "\"campaign\":\"autumn\",\"questions\":[],\"note\":\"called twice\"}")
                        .formatted(sent));
        JsonNode after = marketing().get("/v1/leads/" + open).json();
        for (String member : List.of("contact", "attributes", "source", "stage", "pass")) {
            assertThat(after.required(member)).as(member).isEqualTo(before.required(member));
        }
        assertThat(marketing().get("/v1/leads/" + sent).status()).isEqualTo(404);
    }

    @Test
    void theTouchIsWhatTheDeliverySaysItIs() {
        String email = newEmail();
        String open = leadIn(Status.SQL, email);

        Caller.Answer answer = integration().post("/v1/leads", delivery(newId(), email, """
                "occurredAt": "2020-01-01T00:00:00Z",
                "touch": {"type": "WEBINAR", "by": "MARKETING", "reachedHuman": false, "content": "deck", "questions": ["price"]}"""));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        ObjectNode touch = lastOf(open, "TouchRecorded");
        touch.remove(List.of("touchId", "note", "channel", "campaign"));
        assertThat(touch.toString())
                .isEqualTo("{\"type\":\"WEBINAR\",\"by\":\"MARKETING\",\"reachedHuman\":false,\"content\":\"deck\","
                        + "\"questions\":[\"price\"]}");
    }

    @Test
    void theSameDeliverySentAgainIsTheSameTouchAndAnotherOneUnderItsIdIsRefused() {
        String email = newEmail();
        String open = registered(email);
        String sent = newId();
        Caller.Answer first = marketing().post("/v1/leads", delivery(sent, email));
        long head = head();

        Caller.Answer again = marketing().post("/v1/leads", delivery(sent, email));
        Caller.Answer other =
                marketing().post("/v1/leads", delivery(sent, email).replace("autumn", "winter"));

        assertThat(again.status()).isEqualTo(200);
        assertThat(texts(again.json().required("events"))).isEmpty();
        assertThat(again.json().required("position")).isEqualTo(first.json().required("position"));
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.code()).isEqualTo("command-not-allowed");
        assertThat(other.json().required("leadId").asString()).isEqualTo(open);
        assertThat(head()).isEqualTo(head);
    }

    @Test
    void withoutAnIdOfItsOwnEveryDeliveryIsATouch() {
        String email = newEmail();
        String open = registered(email);
        String body = delivery("", email).replace("\"leadId\": \"\", ", "");

        marketing().post("/v1/leads", body);
        Caller.Answer second = marketing().post("/v1/leads", body);

        assertThat(second.status()).isEqualTo(200);
        assertThat(second.json().required("leadId").asString()).isEqualTo(open);
        assertThat(second.json().required("version").asLong()).isEqualTo(3);
    }

    @Test
    void whereNobodyHoldsTheIdentityItIsARegistrationAndSoIsItsRepeat() {
        String email = newEmail();
        String sent = newId();

        Caller.Answer registered = marketing().post("/v1/leads", delivery(sent, email));
        Caller.Answer repeat = marketing().post("/v1/leads", delivery(sent, email));

        assertThat(registered.status()).as(registered.body()).isEqualTo(201);
        assertThat(registered.header("Location")).isEqualTo("/v1/leads/" + sent);
        assertThat(texts(registered.json().required("events"))).containsExactly("LeadRegistered");
        assertThat(repeat.status()).isEqualTo(200);
        assertThat(texts(repeat.json().required("events"))).isEmpty();
        assertThat(repeat.json().required("leadId").asString()).isEqualTo(sent);
    }

    @Test
    void oneLeadThatHoldsSomeOfTheIdentitiesIsEnough() {
        String email = newEmail();
        String open = registered(email);
        String ref = "\"externalRef\": {\"system\": \"crm\", \"id\": \"%s\"}".formatted(newId());

        Caller.Answer answer = marketing().post("/v1/leads", delivery(newId(), email, ref));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().required("leadId").asString()).isEqualTo(open);
        Caller.Answer byRef = marketing().post("/v1/leads", delivery(newId(), newEmail(), ref));
        assertThat(byRef.status())
                .as("the reference was left alone, so nobody holds it")
                .isEqualTo(201);
    }

    @Test
    void whereTwoLeadsHoldThemNobodyKnowsWhichIsMeant() {
        String email = newEmail();
        String ref = "\"externalRef\": {\"system\": \"crm\", \"id\": \"%s\"}".formatted(newId());
        String byEmail = registered(email);
        String byRef = newId();
        accepted(marketing(), RegisterLead.KIND, byRef, "{\"leadId\": \"%s\", %s, %s}".formatted(byRef, ref, source()));
        long head = head();

        for (String body : List.of(
                delivery(newId(), email, ref),
                delivery(newId(), email, ref).replace("\"TOUCH\"", "\"REFUSE\""),
                delivery(newId(), email, ref).replace("\"onDuplicate\": \"TOUCH\", ", ""))) {
            Caller.Answer answer = marketing().post("/v1/leads", body);

            assertThat(answer.status()).as(body).isEqualTo(409);
            assertThat(answer.code()).isEqualTo("duplicate-lead");
            assertThat(texts(answer.json().required("leadIds"))).containsExactlyInAnyOrder(byEmail, byRef);
            assertThat(answer.json().required("detail").asString())
                    .contains(byEmail)
                    .contains(byRef);
        }
        assertThat(head()).isEqualTo(head);
    }

    @Test
    void refusingStaysTheDefault() {
        String email = newEmail();
        String open = registered(email);
        String body = delivery(newId(), email);

        for (String refusing :
                List.of(body.replace("\"TOUCH\"", "\"REFUSE\""), body.replace("\"onDuplicate\": \"TOUCH\", ", ""))) {
            Caller.Answer answer = marketing().post("/v1/leads", refusing);

            assertThat(answer.code()).isEqualTo("duplicate-lead");
            assertThat(answer.json().required("leadId").asString()).isEqualTo(open);
            assertThat(texts(answer.json().required("leadIds"))).containsExactly(open);
        }
    }

    @Test
    void whoWasThrownOutIsNotTouchedEither() {
        String email = newEmail();
        String ref = "\"externalRef\": {\"system\": \"crm\", \"id\": \"%s\"}".formatted(newId());
        String out = leadIn(Status.DISQUALIFIED, email);
        String open = newId();
        accepted(marketing(), RegisterLead.KIND, open, "{\"leadId\": \"%s\", %s, %s}".formatted(open, ref, source()));
        String sent = newId();

        Caller.Answer answer = marketing().post("/v1/leads", delivery(sent, email, ref));

        assertThat(answer.code()).isEqualTo("contact-suppressed");
        assertThat(marketing()
                        .get("/v1/leads/" + open)
                        .json()
                        .required("version")
                        .asLong())
                .isEqualTo(1);
        JsonNode suppression =
                marketing().get("/v1/suppressions/" + suppressionOf(out)).json();
        assertThat(suppression.required("blocked").asLong()).isEqualTo(1);
        accepted(manager(), ReinstateLead.KIND, out, JUSTIFIED);
        assertThat(texts(marketing()
                        .post("/v1/leads", delivery(newId(), email, ref))
                        .json()
                        .required("leadIds")))
                .as("both are open now")
                .containsExactlyInAnyOrder(out, open);
    }

    @Test
    void aClosedLeadIsNoLongerThatPerson() {
        String email = newEmail();
        leadIn(Status.CLOSED_LOST, email);

        assertThat(marketing().post("/v1/leads", delivery(newId(), email)).status())
                .isEqualTo(201);
    }

    @Test
    void aDryRunSaysWhatWouldBeAndRecordsNothing() {
        String email = newEmail();
        String open = registered(email);
        long head = head();

        Caller.Answer answer = marketing().post("/v1/leads?dryRun=true", delivery(newId(), email));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().required("dryRun").asBoolean()).isTrue();
        assertThat(answer.json().required("leadId").asString()).isEqualTo(open);
        assertThat(texts(answer.json().required("events"))).containsExactly("TouchRecorded");
        assertThat(answer.json().required("position").isNull()).isTrue();
        assertThat(head()).isEqualTo(head);
    }

    @Test
    void theAnswerIsKeptUnderItsIdempotencyKey() {
        String email = newEmail();
        registered(email);
        String body = delivery("", email).replace("\"leadId\": \"\", ", "");
        String key = newId();

        Caller.Answer first = marketing().post("/v1/leads", body, "Idempotency-Key", key);
        long head = head();
        Caller.Answer again = marketing().post("/v1/leads", body, "Idempotency-Key", key);
        Caller.Answer other = marketing().post("/v1/leads", body.replace("TOUCH", "REFUSE"), "Idempotency-Key", key);

        assertThat(first.status()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(other.code()).isEqualTo("idempotency-key-reused");
        assertThat(head()).isEqualTo(head);
    }

    @Test
    void theExpectedVersionIsThatOfTheLeadToBeRegistered() {
        String email = newEmail();
        registered(email);

        assertThat(marketing()
                        .post("/v1/leads", delivery(newId(), email), "If-Match", "\"0\"")
                        .status())
                .isEqualTo(200);
        assertThat(marketing()
                        .post("/v1/leads", delivery(newId(), email), "If-Match", "\"1\"")
                        .code())
                .isEqualTo("version-mismatch");
    }

    @Test
    void whatIsWrongAboutItIsSaidAtOnce() {
        Caller.Answer wrong = marketing().post("/v1/leads", delivery(newId(), newEmail(), """
                "touch": {"type": "SHOUT", "by": "NOBODY", "content": " ", "questions": ["ok", ""]}"""));
        Caller.Answer alone = marketing()
                .post(
                        "/v1/leads",
                        delivery(newId(), newEmail(), "\"touch\": {\"type\": \"FORM\"}")
                                .replace("\"TOUCH\"", "\"REFUSE\""));
        Caller.Answer unknown =
                marketing().post("/v1/leads", delivery(newId(), newEmail()).replace("\"TOUCH\"", "\"MERGE\""));
        Caller.Answer misshapen =
                marketing().post("/v1/leads", delivery(newId(), newEmail(), "\"touch\": {\"questions\": [null]}"));

        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.json().required("errors").findValuesAsString("pointer"))
                .containsExactly("/touch/type", "/touch/by", "/touch/content", "/touch/questions/1");
        assertThat(alone.json().required("errors").findValuesAsString("pointer"))
                .containsExactly("/touch");
        assertThat(unknown.json().required("errors").findValuesAsString("pointer"))
                .containsExactly("/onDuplicate");
        assertThat(misshapen.status()).isEqualTo(400);
        assertThat(misshapen.json().required("errors").findValuesAsString("pointer"))
                .containsExactly("/touch/questions/0");
    }

    @Test
    void ofManyDeliveriesAtOnceOneRegistersAndTheOthersTouch() throws Exception {
        String email = newEmail();
        int clients = 24;
        var ready = new CountDownLatch(clients);
        var calls = new ArrayList<Callable<Caller.Answer>>();
        for (int i = 0; i < clients; i++) {
            calls.add(() -> {
                ready.countDown();
                ready.await();
                return marketing().post("/v1/leads", delivery(newId(), email));
            });
        }
        var answers = new ArrayList<Caller.Answer>();
        try (var threads = Executors.newFixedThreadPool(clients)) {
            for (Future<Caller.Answer> answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
        }

        List<Caller.Answer> registered =
                answers.stream().filter(answer -> answer.status() == 201).toList();
        assertThat(registered).hasSize(1);
        String leadId = registered.getFirst().json().required("leadId").asString();
        List<Caller.Answer> others =
                answers.stream().filter(answer -> answer.status() != 201).toList();
        assertThat(others)
                .filteredOn(answer -> answer.status() == 200)
                .isNotEmpty()
                .allSatisfy(answer ->
                        assertThat(answer.json().required("leadId").asString()).isEqualTo(leadId));
        // Whoever was overtaken again and again is told so; nobody registers a second lead.
        assertThat(others)
                .filteredOn(answer -> answer.status() != 200)
                .allSatisfy(answer -> assertThat(answer.code()).isEqualTo("concurrent-change"));
        long touches = others.stream().filter(answer -> answer.status() == 200).count();
        assertThat(marketing()
                        .get("/v1/leads/" + leadId)
                        .json()
                        .required("version")
                        .asLong())
                .isEqualTo(1 + touches);
    }

    @Test
    void inBulkEachDeliveryIsCarriedOutAfterWhatStandsBeforeIt() {
        String email = newEmail();
        String first = newId();
        String won = "{\"amount\": {\"amount\": \"0\", \"currency\": \"USD\"}}";

        List<JsonNode> answers = bulk(
                everybody(),
                line(RegisterLead.KIND, first, delivery(first, email)),
                line(RegisterLead.KIND, "", delivery(newId(), email)),
                line(QualifyMarketing.KIND, first, "{}"),
                line(QualifySales.KIND, first, "{\"rep\": \"rep-1\"}"),
                line(RegisterLead.KIND, "", delivery(newId(), email)),
                line(CloseWon.KIND, first, won),
                line(RegisterLead.KIND, "", delivery(newId(), email)));

        assertThat(answers.stream().map(it -> it.required("status").asInt()))
                .as(answers.toString())
                .containsExactly(201, 200, 200, 200, 200, 200, 201);
        assertThat(answers.get(1).required("leadId").asString()).isEqualTo(first);
        assertThat(answers.get(4).required("leadId").asString()).isEqualTo(first);
        assertThat(answers.get(4).required("stage").asString()).isEqualTo("SQL");
        assertThat(answers.get(6).required("leadId").asString()).isNotEqualTo(first);
    }

    /** The latest event of this type in the lead's history, without what every event has. */
    private ObjectNode lastOf(String leadId, String type) {
        JsonNode items =
                as(Role.AUDITOR).get("/v1/leads/" + leadId + "/history").json().required("items");
        JsonNode last = items.valueStream()
                .filter(item -> item.required("type").asString().equals(type))
                .reduce((_, later) -> later)
                .orElseThrow();
        assertThat(last.required("revision").asString()).isEqualTo("2");
        var data = (ObjectNode) last.required("data");
        data.remove(List.of("leadId", "occurredAt", "pass"));
        return data;
    }
}
