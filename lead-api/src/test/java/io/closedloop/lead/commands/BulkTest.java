package io.closedloop.lead.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.http.Caller;
import io.closedloop.lead.lifecycle.CloseLost;
import io.closedloop.lead.lifecycle.QualifyMarketing;
import io.closedloop.lead.lifecycle.QualifySales;
import io.closedloop.lead.lifecycle.RecordTouch;
import io.closedloop.lead.lifecycle.RecycleLead;
import io.closedloop.lead.lifecycle.RegisterLead;
import io.closedloop.lead.lifecycle.Status;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a bulk request is made of, and how its lines are answered. */
class BulkTest extends CommandCalls {
    private static final String TOUCH = "{\"type\": \"CALL\", \"by\": \"SALES\"}";

    @Test
    void badLinesFailAloneAndBlankOnesAreSkipped() {
        String leadId = leadIn(Status.INQUIRY);
        String touch = line(RecordTouch.KIND, leadId, TOUCH);
        var body = new ByteArrayOutputStream();
        for (String line : List.of(
                touch + "\r\n",
                "\n",
                "  \t \r\n",
                "{\n",
                "[1]\n",
                "null\n",
                "{\"leadId\": \"%s\"}\n".formatted(leadId),
                "{\"command\": 1}\n",
                "{\"command\": \"Nonsense\", \"leadId\": \"%s\"}\n".formatted(leadId),
                "{\"command\": \"RecordTouch\", \"type\": \"CALL\", \"by\": \"SALES\"}\n",
                touch.replace("\"type\"", "\"externalRef\": {\"system\": \"a\", \"id\": \"b\"}, \"type\"") + "\n",
                touch.replace("\"type\"", "\"typ\"") + "\n",
                touch.replace(leadId, "1-1-1-1-1") + "\n",
                touch.replace(leadId, newId()) + "\n",
                touch.replace("CALL", "SHOUT") + "\n",
                touch.replace("}", ", \"idempotencyKey\": \"\"}") + "\n",
                "{\"command\": \"LiftSuppression\", \"justification\": \"j\"}\n",
                "\u0000\n",
                touch)) {
            body.writeBytes(line.getBytes(StandardCharsets.UTF_8));
        }
        body.writeBytes(new byte[] {'\n', (byte) 0xff, '\n', '\n'});

        Caller.Answer answer = sales().send(
                        "POST",
                        "/v1/commands",
                        body.toByteArray(),
                        "Content-Type",
                        "application/x-ndjson; charset=UTF-8");

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("application/x-ndjson");
        List<JsonNode> answers = linesOf(answer.body());
        assertThat(answers)
                .extracting(line -> line.required("line").asInt())
                .containsExactly(1, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20);
        assertThat(answers)
                .extracting(line -> line.required("status").asInt())
                .containsExactly(
                        201, 400, 400, 400, 400, 400, 400, 400, 400, 400, 404, 404, 422, 400, 400, 400, 201, 400);
        assertThat(answers)
                .filteredOn(line -> line.required("status").asInt() >= 400)
                .allSatisfy(line -> {
                    JsonNode problem = line.required("problem");
                    assertThat(problem.required("status")).isEqualTo(line.required("status"));
                    assertThat(problem.required("instance").asString()).isEqualTo("/v1/commands");
                    assertThat(problem.required("type").asString())
                            .isEqualTo("/problems/" + problem.required("code").asString());
                });
        assertThat(code(answers.get(10))).isEqualTo("not-found");
        assertThat(code(answers.get(11))).isEqualTo("lead-not-found");
        assertThat(answers.get(16).required("version").asInt()).isEqualTo(3);
    }

    @Test
    void aLineThatIsTooLongFailsAlone() {
        String leadId = leadIn(Status.INQUIRY);
        String touch = line(RecordTouch.KIND, leadId, TOUCH);

        List<JsonNode> answers = bulk(
                sales(),
                touch,
                touch.replace("}", ", \"note\": \"" + "x".repeat(400_000) + "\"}"),
                touch,
                "x".repeat(256 * 1024),
                "x".repeat(256 * 1024 + 1));

        assertThat(answers)
                .extracting(line -> line.required("status").asInt())
                .containsExactly(201, 413, 201, 400, 413);
        assertThat(code(answers.get(1))).isEqualTo("payload-too-large");
        assertThat(answers.get(2).required("version").asInt()).isEqualTo(3);
    }

    @Test
    void noLinesAreAnsweredByNone() {
        assertThat(bulk(sales(), "")).isEmpty();
        assertThat(bulk(sales(), "\n\n\n")).isEmpty();
    }

    @Test
    void whatIsNotAskedForAsLinesIsRefusedAsAWhole() {
        byte[] line = line(RecordTouch.KIND, newId(), TOUCH).getBytes(StandardCharsets.UTF_8);

        for (String[] headers : List.of(
                new String[] {"Content-Type", "application/json"},
                new String[] {"Content-Type", "text/csv"},
                new String[] {},
                new String[] {"Content-Type", "application/x-ndjson; charset=ISO-8859-1"},
                new String[] {"Content-Type", "application/x-ndjson", "Content-Encoding", "gzip"})) {
            Caller.Answer answer = sales().send("POST", "/v1/commands", line, headers);
            assertThat(answer.status()).as(String.join(" ", headers)).isEqualTo(415);
            assertThat(answer.code()).isEqualTo("unsupported-media-type");
        }
        assertThat(postLines(sales(), "", "Accept", "application/json").code()).isEqualTo("not-acceptable");
        assertThat(sales().get("/v1/commands").code()).isEqualTo("method-not-allowed");
        for (String query : List.of("?stream=yes", "?dryRun=true", "?stream=true&stream=true")) {
            assertThat(sales().send("POST", "/v1/commands" + query, line, "Content-Type", "application/x-ndjson")
                            .code())
                    .isEqualTo("malformed-request");
        }
        assertThat(nobody().send("POST", "/v1/commands", line, "Content-Type", "application/x-ndjson")
                        .code())
                .isEqualTo("unauthenticated");
    }

    @Test
    void aReferenceNamesTheOpenLeadElseTheOneThatGotItLast() {
        String ref = newId();
        String older = withReference(ref);
        accepted(marketing(), QualifyMarketing.KIND, older, "{}");
        accepted(sales(), QualifySales.KIND, older, "{\"rep\": \"a\"}");
        accepted(sales(), CloseLost.KIND, older, "{\"reason\": \"PRICE\"}");
        String newer = withReference(ref);

        assertThat(touched(ref)).isEqualTo(newer);
        accepted(marketing(), QualifyMarketing.KIND, newer, "{}");
        accepted(sales(), QualifySales.KIND, newer, "{\"rep\": \"a\"}");
        accepted(sales(), CloseLost.KIND, newer, "{\"reason\": \"PRICE\"}");
        assertThat(touched(ref)).isEqualTo(newer);
        accepted(marketing(), RecycleLead.KIND, older, "{\"reason\": \"TIMING\"}");
        assertThat(touched(ref)).isEqualTo(older);
    }

    private String withReference(String ref) {
        String leadId = newId();
        accepted(
                marketing(),
                RegisterLead.KIND,
                leadId,
                "{\"leadId\": \"%s\", \"externalRef\": {\"system\": \"crm\", \"id\": \"%s\"}, %s}"
                        .formatted(leadId, ref, source()));
        return leadId;
    }

    private String touched(String ref) {
        JsonNode answer = bulk(
                        sales(),
                        "{\"command\": \"RecordTouch\", \"externalRef\": {\"system\": \"crm\", \"id\": \"%s\"}, \"type\": \"CALL\", \"by\": \"SALES\"}"
                                .formatted(ref))
                .getFirst();
        assertThat(answer.required("status").asInt()).as(answer.toString()).isEqualTo(201);
        return answer.required("leadId").asString();
    }

    @Test
    void everyEventSaysByWhichRequestItCame() {
        String leadId = newId();
        Caller.Answer answer = postLines(
                marketing(),
                line(RegisterLead.KIND, leadId, registration(leadId, newEmail())) + "\n"
                        + line(QualifyMarketing.KIND, leadId, "{\"idempotencyKey\": \"k-" + leadId + "\"}"),
                "X-Correlation-Id",
                "matter-1");

        assertThat(answer.header("X-Correlation-Id")).isEqualTo("matter-1");
        JsonNode history =
                marketing().get("/v1/leads/" + leadId + "/history").json().required("items");
        assertThat(history.findValuesAsString("correlationId")).containsOnly("matter-1");
        assertThat(history.get(0).required("causationId"))
                .isNotEqualTo(history.get(1).required("causationId"));
        assertThat(history.get(1).required("idempotencyKey").asString()).isEqualTo("k-" + leadId);
    }
}
