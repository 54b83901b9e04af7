package io.closedloop.lead.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.http.Caller.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompressedAnswersTest extends RunningService {
    private static final String REGISTER =
            "{\"contact\": {\"email\": \"%s@example.com\"}, \"source\": {\"channel\": \"WEB\", \"sourcedBy\": \"MARKETING\"}}";

    private final HttpClient client = HttpClient.newHttpClient();

    private HttpResponse<byte[]> get(Caller caller, String path, String... headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(service() + path)).headers(headers);
        if (caller.key() != null) {
            request.header("Authorization", "Bearer " + caller.key());
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static boolean isCompressed(HttpResponse<byte[]> answer) {
        return answer.headers().firstValue("Content-Encoding").equals(Optional.of("gzip"));
    }

    private static byte[] unpacked(HttpResponse<byte[]> answer) throws IOException {
        try (var body = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            return body.readAllBytes();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/reports/funnel?asOf=2026-01-01, application/json",
        "/v1/reports/funnel?asOf=2026-01-01, text/csv",
        "/v1/reports/funnel?asOf=2026-01-01&compareTo=2026-01-01&csv=excel, text/csv",
        "/v1/reports, application/json",
        "/v3/api-docs, application/json",
        "/v1/events?after=0&limit=20, application/json",
        "/v1/events?after=0&limit=20, application/cloudevents-batch+json",
    })
    void areSmallerAndSayTheSame(String path, String type) throws Exception {
        storeSomething();
        Caller caller = as(Role.AUDITOR);

        HttpResponse<byte[]> plain = get(caller, path, "Accept", type);
        HttpResponse<byte[]> packed = get(caller, path, "Accept", type, "Accept-Encoding", "br, gzip");

        assertThat(isCompressed(plain)).isFalse();
        assertThat(isCompressed(packed)).isTrue();
        assertThat(packed.body().length).isLessThan(plain.body().length / 2);
        assertThat(packed.headers().firstValue("Content-Type"))
                .isEqualTo(plain.headers().firstValue("Content-Type"));
        assertThat(String.join(",", packed.headers().allValues("Vary"))).containsIgnoringCase("accept-encoding");
        assertThat(String.join(",", plain.headers().allValues("Vary"))).containsIgnoringCase("accept-encoding");
        assertThat(packed.headers().firstValue("ETag"))
                .isEqualTo(plain.headers().firstValue("ETag"));
        assertThat(unpacked(packed)).isEqualTo(plain.body());
    }

    private void storeSomething() {
        var lines = new ArrayList<String>();
        for (int i = 0; i < 20; i++) {
            lines.add("{\"command\": \"RegisterLead\", "
                    + REGISTER.formatted(UUID.randomUUID()).substring(1));
        }
        Answer stored = as(Role.MARKETING)
                .send(
                        "POST",
                        "/v1/commands",
                        String.join("\n", lines).getBytes(StandardCharsets.UTF_8),
                        "Content-Type",
                        "application/x-ndjson",
                        "Accept-Encoding",
                        "gzip");
        assertThat(stored.status()).isEqualTo(200);
        // Piece by piece, in the order in which they come: nothing is held back by a compressor.
        assertThat(stored.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(stored.body().lines()).hasSize(20).allMatch(line -> line.contains("\"status\":201"));
    }

    @Test
    void theTagOfAReportHoldsForBothForms() throws Exception {
        String path = "/v1/reports/funnel?asOf=2026-01-01";
        String tag = get(as(Role.ANALYST), path, "Accept-Encoding", "gzip")
                .headers()
                .firstValue("ETag")
                .orElseThrow();

        assertThat(tag).startsWith("W/\"");
        for (String encoding : List.of("gzip", "identity")) {
            for (String known : List.of(tag, tag.substring(2), "\"other\", " + tag)) {
                HttpResponse<byte[]> again =
                        get(as(Role.ANALYST), path, "Accept-Encoding", encoding, "If-None-Match", known);
                assertThat(again.statusCode()).as(encoding).isEqualTo(304);
                assertThat(again.body()).isEmpty();
                assertThat(again.headers().firstValue("ETag")).hasValue(tag);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "gzip;q=0", "br", "*;q=0"})
    void whoDoesNotAskGetsItPlain(String encoding) throws Exception {
        HttpResponse<byte[]> answer = get(as(Role.ANALYST), "/v1/reports", "Accept-Encoding", encoding);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(isCompressed(answer)).isFalse();
    }

    @Test
    void parquetIsNotCompressedAgain() throws Exception {
        HttpResponse<byte[]> answer = get(
                as(Role.ANALYST),
                "/v1/reports/funnel",
                "Accept",
                "application/vnd.apache.parquet",
                "Accept-Encoding",
                "gzip");

        assertThat(answer.body().length).isGreaterThan(2048);
        assertThat(isCompressed(answer)).isFalse();
    }

    @Test
    void commandsAreAnsweredPlainAndTheirTagsStayStrong() throws Exception {
        Caller marketing = as(Role.MARKETING);

        Answer registered =
                marketing.post("/v1/leads", REGISTER.formatted(UUID.randomUUID()), "Accept-Encoding", "gzip");
        assertThat(registered.status()).isEqualTo(201);
        assertThat(registered.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(registered.header("ETag")).isEqualTo("\"1\"");

        String lead = "/v1/leads/" + registered.json().required("leadId").asString();
        Answer read = marketing.get(lead, "Accept-Encoding", "gzip");
        assertThat(read.header("ETag")).isEqualTo("\"1\"");
        assertThat(read.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(marketing
                        .post(
                                lead + "/qualify-marketing",
                                "{}",
                                "If-Match",
                                read.header("ETag"),
                                "Accept-Encoding",
                                "gzip")
                        .status())
                .isEqualTo(200);
        Answer problem =
                marketing.post(lead + "/qualify-marketing", "{}", "If-Match", "\"1\"", "Accept-Encoding", "gzip");
        assertThat(problem.code()).isEqualTo("version-mismatch");
        assertThat(problem.headers().firstValue("Content-Encoding")).isEmpty();
    }

    @Test
    void aStreamOfEventsIsNotCompressed() throws Exception {
        storeSomething();
        var request = HttpRequest.newBuilder(URI.create(service() + "/v1/events?after=0"))
                .header("Authorization", "Bearer " + as(Role.AUDITOR).key())
                .header("Accept", "text/event-stream")
                .header("Accept-Encoding", "gzip")
                .build();
        try (var stream =
                client.send(request, HttpResponse.BodyHandlers.ofInputStream()).body()) {
            assertThat(new String(stream.readNBytes(200), StandardCharsets.UTF_8))
                    .contains("event");
        }
    }
}
