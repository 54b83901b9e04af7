package io.closedloop.lead.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.http.Caller;
import io.closedloop.lead.http.FreshService;
import io.micrometer.tracing.Tracer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A request's trace, from the caller's header to whoever collects traces. */
class TracesTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00f067aa0ba902b7";
    private static final String TRACEPARENT = "00-" + TRACE + "-" + PARENT + "-01";

    @TempDir
    Path directory;

    @Test
    void aCommandsWayIsTracedUnderTheCallersTraceAndTellsNobodysName() throws IOException {
        String lead = UUID.randomUUID().toString();
        try (TraceReceiver receiver = TraceReceiver.start();
                FreshService service = FreshService.start(
                        directory,
                        "--management.opentelemetry.tracing.export.otlp.endpoint=" + receiver.endpoint(),
                        "--management.opentelemetry.tracing.export.schedule-delay=50ms")) {
            Caller marketing = service.as(Role.MARKETING, Role.AUDITOR);
            assertThat(register(marketing, lead, TRACEPARENT).status()).isEqualTo(201);
            assertThat(marketing
                            .get("/v1/leads/zzprivat@example.com", "traceparent", TRACEPARENT)
                            .status())
                    .isEqualTo(404);
            assertThat(marketing
                            .post("/v1/leads", "{\"contact\": \"zzprivat\"}", "traceparent", TRACEPARENT)
                            .status())
                    .isEqualTo(400);

            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(receiver.everything())
                            .contains(bytes(TRACE), bytes(PARENT))
                            .contains("http post /v1/leads", "decide", "append", "RegisterLead", lead)
                            .contains("closed-loop"));
            assertThat(receiver.everything()).doesNotContainIgnoringCase("zzprivat");
            assertThat(marketing.get("/v1/leads/" + lead + "/history").body()).contains(TRACE);
        }
    }

    @Test
    void whoeverWasNotAskedForATraceIsNotTraced() throws IOException {
        try (TraceReceiver receiver = TraceReceiver.start();
                FreshService service = FreshService.start(
                        directory,
                        "--management.opentelemetry.tracing.export.otlp.endpoint=" + receiver.endpoint(),
                        "--management.opentelemetry.tracing.export.schedule-delay=50ms")) {
            Caller marketing = service.as(Role.MARKETING);
            String unsampled = UUID.randomUUID().toString();
            String sampled = UUID.randomUUID().toString();
            register(marketing, unsampled, TRACEPARENT.replaceAll("01$", "00"));
            register(marketing, sampled, TRACEPARENT);

            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(receiver.everything()).contains(sampled));
            assertThat(receiver.everything()).doesNotContain(unsampled);
        }
    }

    @Test
    void withoutAnEndpointNothingIsSwitchedOn() {
        try (FreshService service = FreshService.start(directory)) {
            assertThat(service.part(Tracer.class)).isEqualTo(Tracer.NOOP);
        }
    }

    private static Caller.Answer register(Caller caller, String lead, String traceparent) {
        return caller.post("/v1/leads", """
                {"leadId": "%s", "contact": {"name": "zzprivat", "email": "zzprivat-%s@example.com"},
                 "source": {"channel": "WEB", "sourcedBy": "MARKETING"}}""".formatted(lead, lead), "traceparent", traceparent);
    }

    /** The id as it stands in a message. */
    private static String bytes(String hex) {
        return new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
    }
}
