package io.closedloop.lead.durability;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.http.Caller;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every line that the process writes is one JSON object, says what it is about, and never who. */
@Beside
class StructuredLogTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern PERSONAL = Pattern.compile("(?i)zzprivat|98765[- ]?4321");
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    @TempDir
    Path directory;

    @Test
    @EnabledOnOs(OS.LINUX)
    void everyLineIsJsonWithItsIdsAndWithoutPersonalDataWhateverHappens() throws Exception {
        String lead = UUID.randomUUID().toString();
        String output;
        try (var service = ServiceProcess.start(
                directory, "--logging.structured.format.console=ecs", "--logging.level.io.closedloop=debug")) {
            Caller marketing = key(service);
            assertThat(register(marketing, lead).status()).isEqualTo(201);
            assertThat(register(marketing, UUID.randomUUID().toString()).status())
                    .isEqualTo(409);
            assertThat(marketing
                            .post("/v1/leads", "{\"contact\": {\"email\": \"zzprivat\"")
                            .status())
                    .isEqualTo(400);
            // The disk takes nothing any more: what is logged then is logged about this command.
            limit(service, "0");
            assertThat(touch(marketing, lead).code()).isEqualTo("store-unavailable");
            limit(service, "unlimited");
            service.requestStop();
            service.awaitExit();
            output = service.output();
        }

        List<JsonNode> lines = output.lines()
                .filter(line -> !line.isBlank())
                .map(StructuredLogTest::parse)
                .toList();
        assertThat(lines).hasSizeGreaterThan(5).allSatisfy(line -> {
            assertThat(line.path("@timestamp").asString("")).isNotEmpty();
            assertThat(line.at("/log/level").asString("")).isNotEmpty();
            assertThat(line.path("message").isString()).isTrue();
        });
        assertThat(lines).anySatisfy(line -> {
            assertThat(line.path("lead").asString("")).isEqualTo(lead);
            assertThat(line.path("command").asString("")).isEqualTo("RecordTouch");
            assertThat(line.path("correlationId").asString("")).isEqualTo("the-full-disk");
            assertThat(line.path("traceId").asString("")).isEqualTo(TRACE);
        });
        assertThat(PERSONAL.matcher(output).find()).isFalse();
    }

    private static JsonNode parse(String line) {
        assertThat(line).startsWith("{").endsWith("}");
        return JSON.readTree(line);
    }

    private static Caller key(ServiceProcess service) {
        return new Caller(
                service.uri(),
                service.admin()
                        .post("/v1/keys", "{\"name\": \"crm\", \"roles\": [\"MARKETING\"]}")
                        .json()
                        .required("key")
                        .asString());
    }

    private static Caller.Answer register(Caller caller, String lead) {
        return caller.post("/v1/leads", """
                {"leadId": "%s", "contact": {"name": "zzprivat", "email": "zzprivat@example.com", "phone": "+55 11 98765-4321"},
                 "source": {"channel": "WEB", "sourcedBy": "MARKETING"}, "note": "zzprivat"}""".formatted(lead));
    }

    private static Caller.Answer touch(Caller caller, String lead) {
        return caller.post(
                "/v1/leads/" + lead + "/touches",
                "{\"type\": \"CALL\", \"by\": \"SALES\", \"note\": \"zzprivat\"}",
                "X-Correlation-Id",
                "the-full-disk",
                "traceparent",
                "00-" + TRACE + "-00f067aa0ba902b7-01");
    }

    /** @param bytes how large a file may get */
    private static void limit(ServiceProcess service, String bytes) throws Exception {
        assertThat(new ProcessBuilder(
                                "prlimit", "--pid", Long.toString(service.pid()), "--fsize=" + bytes + ":unlimited")
                        .start()
                        .waitFor())
                .isZero();
    }
}
