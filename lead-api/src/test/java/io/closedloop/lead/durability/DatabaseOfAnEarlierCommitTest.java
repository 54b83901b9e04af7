package io.closedloop.lead.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.http.Caller;
import io.closedloop.lead.http.FreshService;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an earlier commit stored opens, and answers as it answered then. Each fixture is a data directory that the
 * commit which it is named after has made (130 leads of all kinds, with refusals, suppressions and a bulk request), and
 * beside it, in {@code answers.json}, what that commit was asked afterwards and what it said.
 */
class DatabaseOfAnEarlierCommitTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String COMMIT = "429f885";

    @Test
    void answersAsItDidAndKnowsItsRepeats(@TempDir Path directory) throws IOException {
        JsonNode answers = unpack(directory);
        Path data = directory.resolve("data");
        try (var service = FreshService.start(data)) {
            Map<Role, Caller> callers = callers(service, answers.required("keys"));
            await().atMost(Duration.ofMinutes(1))
                    .until(() ->
                            callers.get(Role.ANALYST).get("/v1/reports/funnel").status() == 200);
            answersAsBefore(callers, answers.required("asks"));
            knowsItsRepeats(callers, answers.required("repeats"));
        }
    }

    /** With the keys of then. */
    private static Map<Role, Caller> callers(FreshService service, JsonNode keys) {
        return keys.properties().stream()
                .collect(Collectors.toMap(
                        key -> Role.valueOf(key.getKey()),
                        key -> new Caller(service.uri(), key.getValue().asString())));
    }

    private static void answersAsBefore(Map<Role, Caller> callers, JsonNode asks) {
        assertThat(asks.size()).isGreaterThan(100);
        var softly = new SoftAssertions();
        for (JsonNode ask : asks) {
            String path = text(ask, "path");
            Caller.Answer answer =
                    callers.get(Role.valueOf(text(ask, "role"))).get(path, "Accept", text(ask, "accept"));
            softly.assertThat(answer.status())
                    .as(path)
                    .isEqualTo(ask.required("status").asInt());
            if (ask.required("answer").isString()) {
                softly.assertThat(answer.body()).as(path).isEqualTo(text(ask, "answer"));
            } else {
                softly.assertThat(withoutWhatIsNew(answer.json())).as(path).isEqualTo(ask.required("answer"));
            }
        }
        softly.assertAll();
    }

    /** Answers may have got members since; none has lost one. */
    private static JsonNode withoutWhatIsNew(JsonNode answer) {
        ((ObjectNode) answer).remove("epoch");
        return answer;
    }

    /** What was sent is sent again, as new requests: what was accepted is known, and who was kept out is kept out. */
    private static void knowsItsRepeats(Map<Role, Caller> callers, JsonNode sent) {
        assertThat(sent.size()).isGreaterThan(50);
        var softly = new SoftAssertions();
        for (JsonNode request : sent) {
            String path = text(request, "path");
            JsonNode before = request.required("answer");
            boolean registration = path.equals("/v1/leads");
            boolean accepted = request.required("status").asInt() == 201;
            if (registration) {
                Caller.Answer answer = callers.get(Role.valueOf(text(request, "role")))
                        .post(path, request.required("body").toString());
                if (accepted) {
                    softly.assertThat(answer.status()).as(answer.body()).isEqualTo(200);
                    softly.assertThat(answer.json().required("events").size()).isZero();
                } else {
                    softly.assertThat(answer.json().required("code")).isEqualTo(before.required("code"));
                }
            }
        }
        softly.assertAll();
    }

    private static String text(JsonNode object, String member) {
        return object.required(member).asString();
    }

    private static JsonNode unpack(Path directory) throws IOException {
        InputStream fixture = Objects.requireNonNull(
                DatabaseOfAnEarlierCommitTest.class.getResourceAsStream("/fixtures/" + COMMIT + ".zip"));
        try (var zip = new ZipInputStream(fixture, StandardCharsets.UTF_8)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = directory.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    Files.copy(zip, file);
                }
            }
        }
        // as the service made it, and as it wants it
        Files.setPosixFilePermissions(
                directory.resolve("data/master.key"), PosixFilePermissions.fromString("rw-------"));
        return JSON.readTree(Files.readString(directory.resolve("answers.json")));
    }
}
