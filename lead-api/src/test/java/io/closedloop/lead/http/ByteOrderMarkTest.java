package io.closedloop.lead.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.http.Caller.Answer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class ByteOrderMarkTest extends RunningService {
    private static final String MARK = "\uFEFF";

    private static String register(UUID lead) {
        return "{\"leadId\": \"%s\", \"contact\": {\"email\": \"%s@example.com\"}, \"source\": {\"channel\": \"WEB\", \"sourcedBy\": \"MARKETING\"}}"
                .formatted(lead, lead);
    }

    @Test
    void isPassedOverBeforeEveryBody() {
        Caller marketing = as(Role.MARKETING);
        UUID lead = UUID.randomUUID();

        assertThat(marketing.post("/v1/leads", MARK + register(lead)).status()).isEqualTo(201);
        assertThat(marketing
                        .post("/v1/leads/%s/qualify-marketing".formatted(lead), MARK + "{}")
                        .status())
                .isEqualTo(200);
        Answer found = marketing.post("/v1/leads/search", MARK + "{\"email\": \"%s@example.com\"}".formatted(lead));
        assertThat(found.status()).isEqualTo(200);
        assertThat(found.json().required("items")).hasSize(1);
        assertThat(admin().post("/v1/keys", MARK + "{\"name\": \"mark-%s\", \"roles\": [\"ANALYST\"]}".formatted(lead))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void makesNoOtherRequestOfIt() {
        Caller marketing = as(Role.MARKETING);
        UUID lead = UUID.randomUUID();

        Answer first = marketing.post("/v1/leads", MARK + register(lead), "Idempotency-Key", lead.toString());
        Answer again = marketing.post("/v1/leads", register(lead), "Idempotency-Key", lead.toString());

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.body()).isEqualTo(first.body());
    }

    @Test
    void isPassedOverWhereTheLinesOfABulkRequestBegin() {
        String first =
                "{\"command\": \"RegisterLead\", " + register(UUID.randomUUID()).substring(1);
        String second =
                "{\"command\": \"RegisterLead\", " + register(UUID.randomUUID()).substring(1);

        assertThat(statuses(MARK + first + "\n" + second)).containsExactly(1, 201, 2, 201);
        assertThat(statuses(MARK + "\r\n" + first + "\r\n"))
                .as("before a blank line")
                .containsExactly(2, 200);
        assertThat(statuses(second + "\n" + MARK + first + "\n"))
                .as("where a second file was put behind the first")
                .containsExactly(1, 200, 2, 200);
        assertThat(statuses(MARK)).isEmpty();
    }

    /** The numbers and the statuses of the lines that are answered. */
    private int[] statuses(String lines) {
        Answer answer = as(Role.MARKETING)
                .send(
                        "POST",
                        "/v1/commands",
                        lines.getBytes(StandardCharsets.UTF_8),
                        "Content-Type",
                        "application/x-ndjson");
        assertThat(answer.status()).isEqualTo(200);
        var json = JsonMapper.builder().build();
        return answer.body()
                .lines()
                .map(json::readTree)
                .flatMapToInt(line -> IntStream.of(
                        line.required("line").asInt(), line.required("status").asInt()))
                .toArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\uFEFF{}", "{}\uFEFF", "\u2060{}"})
    void noOtherIsPassedOver(String body) {
        Answer answer = as(Role.MARKETING).post("/v1/leads", MARK + body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("malformed-request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-32"})
    void anotherEncodingIsNotRead(String charset) {
        Answer answer = as(Role.MARKETING)
                .send(
                        "POST",
                        "/v1/leads",
                        (MARK + "{}").getBytes(Charset.forName(charset)),
                        "Content-Type",
                        "application/json");

        assertThat(answer.code()).isEqualTo("malformed-request");
    }
}
