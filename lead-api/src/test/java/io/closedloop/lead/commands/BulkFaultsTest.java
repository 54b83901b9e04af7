package io.closedloop.lead.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.http.Caller;
import io.closedloop.lead.lifecycle.RegisterLead;
import io.closedloop.lead.lifecycle.Status;
import io.closedloop.lead.lifecycle.UpdateAttributes;
import io.closedloop.lead.lifecycle.UpdateContact;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Lines that ask for more than there is, among many good ones. */
class BulkFaultsTest extends CommandCalls {
    private static final int GOOD = 2_000;

    private static String withAttribute(String number) {
        String leadId = newId();
        return line(
                RegisterLead.KIND,
                leadId,
                registration(leadId, newEmail())
                        .replaceFirst("\\{", "{\"attributes\": {\"n\": %s}, ".formatted(number)));
    }

    private static String withEmail(String email) {
        String leadId = newId();
        return line(RegisterLead.KIND, leadId, registration(leadId, email));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?stream=true"})
    void eachIsAnsweredByItsRefusalAndAllOthersAreCarriedOut(String query) {
        String leadId = leadIn(Status.INQUIRY);
        var bad = new ArrayList<String>();
        for (String number : List.of(
                "1e2147483648",
                "-1e2147483648",
                "1e-2147483648",
                "1E+999999999",
                "0e99999999999",
                "1e2147483647",
                "1e101",
                "1e-101")) {
            bad.add(withAttribute(number));
            bad.add(withAttribute(number).replaceFirst("}$", ", \"idempotencyKey\": \"%s\"}".formatted(newId())));
            bad.add(line(UpdateAttributes.KIND, leadId, "{\"attributes\": {\"n\": %s}}".formatted(number)));
        }
        for (String domain : List.of(
                "é".repeat(1_001) + ".example",
                "é".repeat(1_001),
                ("é".repeat(60) + ".").repeat(30) + "example",
                "\ud83d\ude00".repeat(200) + ".example",
                "\u0300".repeat(100) + ".example",
                ".".repeat(200))) {
            bad.add(withEmail("a@" + domain));
            bad.add(line(UpdateContact.KIND, leadId, "{\"contact\": {\"email\": \"a@%s\"}}".formatted(domain)));
        }
        List<String> lines = Stream.generate(() -> withEmail(newEmail()))
                .limit(GOOD)
                .collect(Collectors.toCollection(ArrayList::new));
        int step = GOOD / bad.size();
        for (int i = 0; i < bad.size(); i++) {
            lines.add(i * (step + 1), bad.get(i));
        }

        Caller.Answer answer = sales().send(
                        "POST",
                        "/v1/commands" + query,
                        String.join("\n", lines).getBytes(StandardCharsets.UTF_8),
                        "Content-Type",
                        "application/x-ndjson");

        assertThat(answer.status()).isEqualTo(200);
        List<JsonNode> answers = linesOf(answer.body());
        assertThat(answers).hasSameSizeAs(lines);
        for (int i = 0; i < lines.size(); i++) {
            int status = answers.get(i).required("status").asInt();
            if (bad.contains(lines.get(i))) {
                assertThat(status).as("%s%n%s", lines.get(i), answers.get(i)).isIn(400, 422);
                assertThat(answers.get(i).at("/problem/errors/0/pointer").asString())
                        .isIn("/attributes/n", "/attributes", "/contact/email");
            } else {
                assertThat(status).as(answers.get(i).toString()).isEqualTo(201);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e2147483648", "1e999999", "-1e-999999999", "0e2147483647", "1e101"})
    void aSingleCommandsNumberIsRefusedAtItsPlaceWithAndWithoutAKeyAndNothingIsKept(String number) {
        String leadId = leadIn(Status.INQUIRY);
        long keptBefore = keptAnswers();
        for (String[] headers : List.of(new String[] {}, new String[] {"Idempotency-Key", newId()})) {
            Caller.Answer answer = sales().post(
                            "/v1/leads/" + leadId + "/update-attributes",
                            "{\"attributes\": {\"n\": %s}}".formatted(number),
                            headers);
            assertThat(answer.status()).as(answer.body()).isIn(400, 422);
            assertThat(answer.json().at("/errors/0/pointer").asString()).startsWith("/attributes");
        }
        assertThat(keptAnswers() - keptBefore).isLessThanOrEqualTo(1);
        assertThat(sales().get("/v1/leads/" + leadId).json().required("version").asInt())
                .isEqualTo(1);
    }
}
