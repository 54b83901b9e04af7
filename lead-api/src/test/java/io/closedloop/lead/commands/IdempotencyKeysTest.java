package io.closedloop.lead.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.http.Caller;
import io.closedloop.lead.lifecycle.AssignLead;
import io.closedloop.lead.lifecycle.CloseWon;
import io.closedloop.lead.lifecycle.QualifyMarketing;
import io.closedloop.lead.lifecycle.RecordTouch;
import io.closedloop.lead.lifecycle.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The same request sent again under its key is answered as the first was, and carried out once. */
class IdempotencyKeysTest extends CommandCalls {
    private static final String WON = "{\"amount\": {\"amount\": \"10\", \"currency\": \"USD\"}}";
    private static final String TOUCH = "{\"type\": \"CALL\", \"by\": \"SALES\"}";

    @Test
    void theFirstAnswerIsGivenAgainToTheByteAndSaysSo() {
        String[] key = {"Idempotency-Key", newId()};
        String body = registration(newId(), newEmail());
        Caller.Answer first = marketing().post("/v1/leads", body, key);
        long head = head();

        Caller.Answer again = marketing().post("/v1/leads", "  " + body.replace(": ", ":\n"), key);

        assertThat(first.status()).isEqualTo(201);
        assertThat(first.headers().firstValue("Idempotency-Replayed")).isEmpty();
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
        assertThat(again.header("Content-Type")).isEqualTo("application/json");
        assertThat(head()).isEqualTo(head);
    }

    @Test
    void aRegistrationThatLeavesItsIdToTheServiceMakesOneLead() {
        String[] key = {"Idempotency-Key", newId()};
        String body = "{\"contact\": {\"email\": \"%s\"}, %s}".formatted(newEmail(), source());

        Caller.Answer first = marketing().post("/v1/leads", body, key);
        Caller.Answer again = marketing().post("/v1/leads", body, key);

        assertThat(first.status()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
    }

    @Test
    void aKeyIsNotTakenForAnotherRequest() {
        String leadId = leadIn(Status.INQUIRY);
        String[] key = {"Idempotency-Key", newId()};
        String path = "/v1/leads/" + leadId + "/update-contact";
        assertThat(marketing()
                        .post(path, "{\"contact\": {\"phone\": null}}", key)
                        .status())
                .isEqualTo(200);

        for (String other : List.of(
                "{\"contact\": {}}",
                "{\"contact\": {\"phone\": \"\"}}",
                "{\"contact\": {\"phone\": null}, \"note\": \"n\"}")) {
            Caller.Answer answer = marketing().post(path, other, key);

            assertThat(answer.status()).as(other).isEqualTo(422);
            assertThat(answer.code()).isEqualTo("idempotency-key-reused");
        }
    }

    @Test
    void whatTheDomainRefusesIsKept() {
        String inquiry = leadIn(Status.INQUIRY);
        String mql = leadIn(Status.INQUIRY);
        accepted(marketing(), AssignLead.KIND, mql, "{\"rep\": \"rep-1\"}");
        accepted(marketing(), QualifyMarketing.KIND, mql, "{}");
        String taken = newEmail();
        registered(taken);

        isKept(sales(), "/v1/leads/" + mql + "/accept", "{\"rep\": \"rep-2\"}", 403);
        isKept(sales(), "/v1/leads/" + newId() + "/touches", TOUCH, 404);
        isKept(sales(), "/v1/leads/" + inquiry + "/close-won", WON, 409);
        isKept(marketing(), "/v1/leads", registration(newId(), taken), 409);
        isKept(sales(), "/v1/leads/" + inquiry + "/touches", TOUCH, 412, "If-Match", "\"9\"");
        isKept(sales(), "/v1/leads/" + inquiry + "/close-won", "{}", 422);
        isKept(
                sales(),
                "/v1/leads/" + inquiry + "/touches",
                TOUCH.replace("}", ", \"occurredAt\": \"2999-01-01T00:00:00Z\"}"),
                422);
        isKept(manager(), "/v1/suppressions/" + newId() + "/lift", "{\"justification\": \"j\"}", 404);
    }

    private void isKept(Caller caller, String path, String body, int status, String... headers) {
        var all = new ArrayList<>(List.of("Idempotency-Key", newId()));
        all.addAll(List.of(headers));
        String[] given = all.toArray(String[]::new);
        Caller.Answer first = caller.post(path, body, given);
        Caller.Answer again = caller.post(path, body, given);

        assertThat(first.status()).as(first.body()).isEqualTo(status);
        assertThat(again.status()).isEqualTo(status);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header("Content-Type")).isEqualTo("application/problem+json");
    }

    @Test
    void whatIsRefusedBeforeTheDomainIsNotKept() {
        String leadId = leadIn(Status.INQUIRY);
        String path = "/v1/leads/" + leadId + "/touches";
        String[] key = {"Idempotency-Key", newId()};
        Caller several = anotherWith(Role.SALES);
        long kept = keptAnswers();

        assertThat(several.post(path, "{\"typ\": 1}", key).status()).isEqualTo(400);
        assertThat(several.send("POST", path, TOUCH.getBytes(java.nio.charset.StandardCharsets.UTF_8), key)
                        .status())
                .isEqualTo(415);
        assertThat(several.post(path, " ".repeat(300_000), key).status()).isEqualTo(413);
        assertThat(as(Role.MARKETING)
                        .post("/v1/leads/" + leadId + "/reopen", "{\"justification\": \"j\"}", key)
                        .status())
                .isEqualTo(403);
        assertThat(keptAnswers()).isEqualTo(kept);
        Caller.Answer answer = several.post(path, TOUCH, key);
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Idempotency-Replayed")).isEmpty();
    }

    @Test
    void aKeyIsOneForItsApiKeyAndPathOnly() {
        String one = leadIn(Status.INQUIRY);
        String two = leadIn(Status.INQUIRY);
        String[] key = {"Idempotency-Key", newId()};

        assertThat(sales().post("/v1/leads/" + one + "/touches", TOUCH, key).status())
                .isEqualTo(201);
        assertThat(sales().post("/v1/leads/" + two + "/touches", TOUCH, key).status())
                .isEqualTo(201);
        assertThat(anotherWith(Role.SALES)
                        .post("/v1/leads/" + one + "/touches", TOUCH, key)
                        .json()
                        .required("version")
                        .asLong())
                .isEqualTo(3);
        assertThat(bulk(
                                sales(),
                                line(
                                        RecordTouch.KIND,
                                        one,
                                        "{\"idempotencyKey\": \"%s\", \"type\": \"CALL\", \"by\": \"SALES\"}"
                                                .formatted(key[1])))
                        .getFirst()
                        .required("version")
                        .asLong())
                .isEqualTo(4);
    }

    @Test
    void aLineIsKeptUnderItsOwnKeyAlsoForALaterRequest() {
        String one = leadIn(Status.INQUIRY);
        String two = leadIn(Status.INQUIRY);
        String key = newId();
        String touch = "{\"idempotencyKey\": \"%s\", \"type\": \"CALL\", \"by\": \"SALES\"}".formatted(key);

        List<JsonNode> answers = bulk(
                sales(),
                line(RecordTouch.KIND, one, touch),
                line(RecordTouch.KIND, one, touch),
                line(RecordTouch.KIND, two, touch),
                line(CloseWon.KIND, one, "{\"idempotencyKey\": \"%s\"}".formatted(key)));
        List<JsonNode> later = bulk(sales(), line(RecordTouch.KIND, one, touch));

        assertThat(answers.get(0).required("status").asInt()).isEqualTo(201);
        assertThat(withoutLine(answers.get(1))).isEqualTo(withoutLine(answers.get(0)));
        assertThat(code(answers.get(2))).isEqualTo("idempotency-key-reused");
        assertThat(code(answers.get(3))).isEqualTo("idempotency-key-reused");
        assertThat(later.getFirst()).isEqualTo(answers.getFirst());
        assertThat(marketing()
                        .get("/v1/leads/" + one)
                        .json()
                        .required("version")
                        .asLong())
                .isEqualTo(2);
    }

    private static String withoutLine(JsonNode answer) {
        return answer.toString().replaceFirst("\"line\":[0-9]+", "");
    }

    @Test
    void sixtyFourClientsWithOneKeyAreAllAnsweredByOneExecution() throws Exception {
        String leadId = leadIn(Status.INQUIRY);
        String[] key = {"Idempotency-Key", newId()};
        long head = head();
        var together = new CountDownLatch(64);
        var answers = new ArrayList<Future<Caller.Answer>>();
        Caller caller = sales();

        try (var clients = Executors.newFixedThreadPool(64)) {
            for (int i = 0; i < 64; i++) {
                answers.add(clients.submit(() -> {
                    together.countDown();
                    together.await();
                    return caller.post("/v1/leads/" + leadId + "/touches", TOUCH, key);
                }));
            }
        }

        var bodies = new ArrayList<String>();
        int replayed = 0;
        for (Future<Caller.Answer> each : answers) {
            Caller.Answer answer = each.get();
            // Under load some may have waited in vain; they are told so, and nothing is carried out for them.
            if (answer.status() == 409) {
                assertThat(answer.code()).isEqualTo("request-in-progress");
            } else {
                assertThat(answer.status()).as(answer.body()).isEqualTo(201);
                bodies.add(answer.body());
                replayed += answer.headers().firstValue("Idempotency-Replayed").isPresent() ? 1 : 0;
            }
        }
        assertThat(bodies).isNotEmpty().containsOnly(bodies.getFirst());
        assertThat(replayed).isEqualTo(bodies.size() - 1);
        assertThat(head()).isEqualTo(head + 1);
    }

    @Test
    void whoeverComesWhileTheFirstStillRunsIsToldSoAfterTwoSeconds() throws Exception {
        String leadId = leadIn(Status.INQUIRY);
        String[] key = {"Idempotency-Key", newId()};
        String path = "/v1/leads/" + leadId + "/touches";
        Caller caller = sales();

        try (var clients = Executors.newFixedThreadPool(2);
                var blocking = dataSource.getConnection()) {
            blocking.setAutoCommit(false);
            try (var lock = blocking.prepareStatement("select position from log_head for update")) {
                lock.executeQuery().close();
            }
            // Whichever comes first has to wait for the log's head, and the other one for it.
            long begun = System.nanoTime();
            var answers = new java.util.concurrent.ExecutorCompletionService<Caller.Answer>(clients);
            Future<Caller.Answer> one = answers.submit(() -> caller.post(path, TOUCH, key));
            Future<Caller.Answer> two = answers.submit(() -> caller.post(path, TOUCH, key));
            Caller.Answer waited = answers.take().get();
            double seconds = (System.nanoTime() - begun) / 1e9;
            blocking.rollback();

            assertThat(waited.status()).as(waited.body()).isEqualTo(409);
            assertThat(waited.code()).isEqualTo("request-in-progress");
            assertThat(seconds).isGreaterThanOrEqualTo(2);
            Caller.Answer first = (one.get() == waited ? two : one).get();
            assertThat(first.status()).as(first.body()).isIn(201, 503);
        }
        // Not kept: the same request is carried out, or answered as the first was.
        assertThat(caller.post(path, TOUCH, key).status()).isEqualTo(201);
        assertThat(marketing()
                        .get("/v1/leads/" + leadId)
                        .json()
                        .required("version")
                        .asLong())
                .isEqualTo(2);
    }

    @Test
    void aBlockedDeliveryIsRecordedOncePerKeyAndNeverOnADryRun() {
        String email = newEmail();
        String leadId = leadIn(Status.DISQUALIFIED, email);
        String path = "/v1/suppressions/" + suppressionOf(leadId);
        String[] key = {"Idempotency-Key", newId()};
        String body = registration(newId(), email);

        marketing().post("/v1/leads?dryRun=true", body, key);
        assertThat(blocked(path)).isZero();
        Caller.Answer first = marketing().post("/v1/leads", body, key);
        Caller.Answer again = marketing().post("/v1/leads", body, key);
        assertThat(first.code()).isEqualTo("contact-suppressed");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(blocked(path)).isEqualTo(1);
        marketing().post("/v1/leads", body);
        assertThat(blocked(path)).isEqualTo(2);
        assertThat(marketing().get(path).json().required("version").asLong()).isEqualTo(2);
        assertThat(marketing()
                        .get("/v1/leads/" + leadId)
                        .json()
                        .required("version")
                        .asLong())
                .isEqualTo(2);
    }

    private long blocked(String path) {
        return marketing().get(path).json().required("blocked").asLong();
    }
}
