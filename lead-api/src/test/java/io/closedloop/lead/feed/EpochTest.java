package io.closedloop.lead.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.http.Caller;
import io.closedloop.lead.http.FreshService;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A reader of the log finds out that the log was set back. */
class EpochTest {
    @TempDir
    static Path directory;

    private static FreshService service;
    private static Caller auditor;
    private static Caller writer;

    @BeforeAll
    static void start() throws IOException {
        service = FreshService.start(directory, "--closedloop.events.heartbeat=200ms");
        auditor = service.as(Role.AUDITOR);
        writer = service.as(Role.MARKETING);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static void register() {
        assertThat(writer.post("/v1/leads", """
                        {"contact": {"email": "%s@example.com"}, "source": {"channel": "WEB", "sourcedBy": "OTHER"}}""".formatted(UUID.randomUUID())).status())
                .isEqualTo(201);
    }

    private static String epoch() {
        return auditor.get("/v1/events").json().required("epoch").asString();
    }

    private static Caller.Answer beginEpoch(Caller caller) {
        return caller.send("POST", "/v1/admin/log/epoch", null);
    }

    @Test
    void everyPageNamesTheEpochAndTakesItBack() {
        register();

        Caller.Answer page = auditor.get("/v1/events?limit=1");
        String epoch = page.json().required("epoch").asString();
        Caller.Answer batch = auditor.get("/v1/events?limit=1", "Accept", "application/cloudevents-batch+json");

        assertThat(page.header("Closedloop-Epoch")).isEqualTo(epoch);
        assertThat(batch.header("Closedloop-Epoch")).isEqualTo(epoch);
        assertThat(auditor.get("/v1/events?epoch=" + epoch).status()).isEqualTo(200);
        assertThat(auditor.get("/v1/events?epoch=none").status()).isEqualTo(400);
    }

    @Test
    void whoNamesAFormerEpochIsToldUpToWhereTheLogIsTheSame() throws IOException {
        register();
        String former = epoch();
        long head =
                service.admin().get("/v1/admin/log").json().at("/head/position").asLong();

        Caller.Answer begun = beginEpoch(service.admin());
        register();
        Caller.Answer refused = auditor.get("/v1/events?after=1&epoch=" + former);

        assertThat(begun.status()).isEqualTo(200);
        assertThat(begun.json().required("position").asLong()).isEqualTo(head);
        assertThat(begun.json().required("epoch").asString()).isEqualTo(epoch()).isNotEqualTo(former);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("log-epoch-changed");
        assertThat(refused.json().required("position").asLong()).isEqualTo(head);
        assertThat(refused.json().required("epoch").asString()).isEqualTo(epoch());
        assertThat(auditor.get("/v1/events?after=1").status())
                .as("who names none is believed")
                .isEqualTo(200);
    }

    @ParameterizedTest
    @Timeout(60)
    @ValueSource(strings = {"application/json", "text/event-stream"})
    void whoWaitsIsNotServedFromAnotherEpoch(String accepted) throws Exception {
        register();
        String former = epoch();
        long head =
                service.admin().get("/v1/admin/log").json().at("/head/position").asLong();
        var waiting = CompletableFuture.supplyAsync(() -> auditor.get(
                "/v1/events?after=1&epoch=%s&minPosition=%d".formatted(former, head + 1),
                "Accept",
                accepted,
                "Prefer",
                "wait=20"));

        beginEpoch(service.admin());
        register();

        assertThat(waiting.join().code()).isEqualTo("log-epoch-changed");
    }

    @Test
    void ofAnEpochThatTheLogDoesNotKnowNothingIsTheSame() {
        Caller.Answer refused = auditor.get("/v1/events?epoch=" + UUID.randomUUID());

        assertThat(refused.code()).isEqualTo("log-epoch-changed");
        assertThat(refused.json().required("position").asLong()).isZero();
    }

    @Test
    void aStreamEndsWithTheEpochAndItsReaderIsToldWhenItComesBack() throws Exception {
        register();
        String former = epoch();
        try (var listener = Listener.open(auditor, "?after=0")) {
            assertThat(listener.headers().firstValue("Closedloop-Epoch")).contains(former);

            beginEpoch(service.admin());

            String said = "";
            while (said.isBlank()) {
                said = listener.next(Listener.Frame.Comment.class).text();
            }
            assertThat(said).contains("the log's epoch has changed");
        }
        try (var again = Listener.open(auditor, "?epoch=" + former, "Last-Event-ID", "1")) {
            assertThat(again.status()).isEqualTo(409);
        }
    }

    @Test
    void onlyAnAdministratorBeginsAnother() {
        assertThat(beginEpoch(auditor).status()).isEqualTo(403);
    }
}
