package io.closedloop.lead.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.http.Caller;
import io.closedloop.lead.lifecycle.RecordTouch;
import io.closedloop.lead.lifecycle.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Bulk requests of clients that send and read as they please. */
class BulkStreamsTest extends CommandCalls {
    private static final String STREAMED = "?stream=true";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MANY = 20_000;

    private static String touch(String leadId) {
        return line(RecordTouch.KIND, leadId, "{\"type\": \"CALL\", \"by\": \"SALES\"}") + "\n";
    }

    /** Answered without the log, and at some length. */
    private static String nonsense(int number) {
        return "{\"command\": \"Nonsense\", \"number\": %d}\n".formatted(number);
    }

    private long version(String leadId) {
        return marketing().get("/v1/leads/" + leadId).json().required("version").asLong();
    }

    @Test
    void aClientThatSendsEverythingBeforeItReadsIsAnsweredInOrder() throws IOException {
        String leadId = leadIn(Status.INQUIRY);
        try (var request = OpenRequest.chunked(sales(), port(), "")) {
            for (int i = 0; i < MANY; i += 1_000) {
                var lines = new StringBuilder();
                for (int j = i; j < i + 999; j++) {
                    lines.append(nonsense(j));
                }
                request.chunk(lines.append(touch(leadId)).toString());
            }
            request.lastChunk();

            assertThat(request.status()).isEqualTo(200);
            for (int i = 1; i <= MANY; i++) {
                JsonNode answer = JSON.readTree(request.line());
                assertThat(answer.required("line").asInt()).isEqualTo(i);
                assertThat(answer.required("status").asInt()).isEqualTo(i % 1_000 == 0 ? 201 : 400);
                if (i % 1_000 == 0) {
                    assertThat(answer.required("version").asInt()).isEqualTo(1 + i / 1_000);
                }
            }
            assertThat(request.line()).isNull();
        }
        assertThat(version(leadId)).isEqualTo(1 + MANY / 1_000);
        noSpoolIsLeft();
    }

    @Test
    void aStreamIsAnsweredWhileItsClientIsStillSending() throws IOException {
        String leadId = leadIn(Status.INQUIRY);
        try (var request = OpenRequest.chunked(sales(), port(), STREAMED)) {
            assertThat(request.status()).isEqualTo(200);
            for (int i = 1; i <= 20; i++) {
                request.chunk(touch(leadId));
                JsonNode answer = JSON.readTree(request.line());
                assertThat(answer.required("line").asInt()).isEqualTo(i);
                assertThat(answer.required("version").asInt()).isEqualTo(1 + i);
            }
            request.lastChunk();
            assertThat(request.line()).isNull();
        }
    }

    @Test
    void aClientThatNeverReadsItsAnswersStillHasAllItsLinesCarriedOut() throws Exception {
        String leadId = leadIn(Status.INQUIRY);
        try (var request = OpenRequest.chunked(sales(), port(), STREAMED)) {
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
                try {
                    for (int i = 0; i < MANY; i += 100) {
                        var lines = new StringBuilder();
                        for (int j = i; j < i + 100; j++) {
                            lines.append(nonsense(j));
                        }
                        request.chunk(lines.toString());
                    }
                    request.chunk(touch(leadId));
                    request.lastChunk();
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            sent.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(version(leadId)).isEqualTo(2));
        }
        noSpoolIsLeft();
    }

    @Test
    void aRequestThatBreaksOffHasItsWholeLinesCarriedOutAndItsHalfLineNot() throws IOException {
        String leadId = leadIn(Status.INQUIRY);
        String whole = touch(leadId) + "\n" + touch(leadId);
        // It could be carried out, but nobody knows whether it is all there.
        String half = touch(leadId).strip();
        try (var request = OpenRequest.chunked(sales(), port(), "")) {
            request.chunk(whole + half);
            request.breakOff();
            assertThat(request.status()).isEqualTo(400);
            assertThat(request.line()).contains("\"code\":\"malformed-request\"", "broke off after line 3");
        }
        assertThat(version(leadId)).isEqualTo(3);
        try (var request = OpenRequest.ofLength(sales(), port(), "", 100_000)) {
            request.raw(whole + half);
            request.breakOff();
            assertThat(request.status()).isEqualTo(400);
            assertThat(request.line()).contains("\"code\":\"malformed-request\"", "broke off after line 3");
        }
        assertThat(version(leadId)).isEqualTo(5);
    }

    @Test
    void aStreamThatBreaksOffHasAnsweredItsWholeLines() throws IOException {
        String leadId = leadIn(Status.INQUIRY);
        try (var request = OpenRequest.ofLength(sales(), port(), STREAMED, 100_000)) {
            request.raw(touch(leadId) + touch(leadId) + touch(leadId).strip());
            assertThat(request.status()).isEqualTo(200);
            assertThat(request.line()).startsWith("{\"line\":1,\"status\":201,");
            assertThat(request.line()).startsWith("{\"line\":2,\"status\":201,");
            request.breakOff();
        }
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(version(leadId)).isEqualTo(3));
        noSpoolIsLeft();
    }

    @Test
    void aClientThatIsGoneHasItsWholeLinesCarriedOut() throws IOException {
        String leadId = leadIn(Status.INQUIRY);
        try (var request = OpenRequest.chunked(sales(), port(), STREAMED)) {
            request.chunk(touch(leadId) + touch(leadId) + touch(leadId).strip());
        }
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(version(leadId)).isEqualTo(3));
        assertThat(bulk(sales(), touch(leadId)).getFirst().required("version").asInt())
                .isEqualTo(4);
    }

    @Test
    void moreStreamsThanAllowedAreAskedToComeBack() throws IOException {
        String leadId = leadIn(Status.INQUIRY);
        var open = new ArrayList<OpenRequest>();
        try {
            // What tests before this one left behind has to end first.
            await().atMost(PATIENCE).until(() -> {
                while (open.size() < 8) {
                    Caller caller = open.size() < 4 ? sales() : integration();
                    var request = OpenRequest.chunked(caller, port(), STREAMED);
                    request.chunk(touch(leadId));
                    if (request.status() != 200) {
                        request.close();
                        return false;
                    }
                    open.add(request);
                    assertThat(request.line()).contains("\"status\":201");
                }
                return true;
            });

            Caller.Answer refused = postLines(sales(), touch(leadId));

            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.code()).isEqualTo("too-many-requests");
            assertThat(Integer.parseInt(refused.header("Retry-After"))).isPositive();
            for (OpenRequest request : open) {
                request.lastChunk();
                assertThat(request.line()).isNull();
            }
        } finally {
            for (OpenRequest request : open) {
                request.close();
            }
        }
        await().atMost(PATIENCE)
                .until(() -> postLines(as(Role.SALES), touch(leadId)).status() == 200);
        assertThat(version(leadId)).isEqualTo(10);
    }

    private static void noSpoolIsLeft() throws IOException {
        try (var files = Files.list(dataDirectory().resolve("spool"))) {
            assertThat(files).isEmpty();
        }
    }
}
