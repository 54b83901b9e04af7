package io.closedloop.lead.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.access.Role;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits as an operator has set them, over real sockets. */
class LimitsTest {
    private static final int BURST = 15;
    private static FreshService service;

    @TempDir
    static Path directory;

    @BeforeAll
    static void start() {
        // So slow that nothing is refilled while a test runs.
        service = FreshService.start(
                directory,
                "--closedloop.limits.body=4KB",
                "--closedloop.limits.requests-per-second=1",
                "--closedloop.limits.burst=" + BURST);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static String head(Caller caller, String path, String headers) {
        return "POST %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nConnection: close\r\n%s\r\n"
                .formatted(path, Objects.requireNonNull(caller.key()), headers);
    }

    private static String chunk(String text) {
        return "%x\r\n%s\r\n".formatted(text.length(), text);
    }

    private static RawHttp.RawAnswer send(String request) throws IOException {
        return new RawHttp(service.port()).send(request.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void aBodyThatSaysItIsTooLongIsRefusedUnread() throws IOException {
        Caller caller = service.as(Role.MARKETING);

        // Not a byte of it is sent: nobody waits for it.
        RawHttp.RawAnswer answer = send(head(caller, "/v1/leads", "Content-Length: 1000000000\r\n"));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.body()).contains("payload-too-large").contains("4096 bytes");
    }

    @Test
    void aBodyThatBecomesTooLongIsRefusedThere() throws IOException {
        Caller caller = service.as(Role.MARKETING);
        String chunks = chunk(" ".repeat(3_000)) + chunk(" ".repeat(1_096)) + chunk("{") + "0\r\n\r\n";

        assertThat(send(head(caller, "/v1/leads", "Transfer-Encoding: chunked\r\n") + chunks)
                        .status())
                .isEqualTo(413);
        assertThat(send(head(caller, "/v1/leads", "Transfer-Encoding: chunked\r\n") + chunk(" ".repeat(4_094))
                                + chunk("{}") + "0\r\n\r\n")
                        .status())
                .isEqualTo(422);
    }

    @Test
    void aChunkedBodyWithoutEndIsRefusedWhileItIsStillBeingSent() throws IOException {
        Caller caller = service.as(Role.MARKETING);
        try (Socket socket = new Socket("localhost", service.port())) {
            socket.setSoTimeout(30_000);
            OutputStream out = socket.getOutputStream();
            out.write(
                    head(caller, "/v1/leads", "Transfer-Encoding: chunked\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(chunk(" ".repeat(5_000)).getBytes(StandardCharsets.US_ASCII));
            out.flush();

            assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 413");
        }
    }

    @Test
    void aLineOfABulkRequestHasTheSameLimitAndFailsAlone() throws IOException {
        Caller caller = service.as(Role.MARKETING);
        Caller.Answer answer = caller.send(
                "POST",
                "/v1/commands",
                ("x".repeat(4_097) + "\n" + "x".repeat(4_096) + "\n").getBytes(StandardCharsets.US_ASCII),
                "Content-Type",
                "application/x-ndjson");

        assertThat(answer.body().lines())
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("{\"line\":1,\"status\":413,"),
                        second -> assertThat(second).startsWith("{\"line\":2,\"status\":400,"));
    }

    @Test
    void aKeyIsToldHowManyRequestsItHasLeftAndTurnedAwayAfterThem() throws IOException {
        Caller caller = service.as(Role.MARKETING);
        for (int left = BURST - 1; left >= 0; left--) {
            Caller.Answer answer = caller.get("/v1/playbook");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("RateLimit-Limit")).isEqualTo("15");
            // A second may have passed, and brought one back.
            assertThat(Integer.parseInt(answer.header("RateLimit-Remaining"))).isBetween(left, BURST - 1);
        }

        Caller.Answer refused = caller.get("/v1/playbook");
        for (int i = 0; i < 100 && refused.status() == 200; i++) {
            refused = caller.get("/v1/playbook");
        }

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.code()).isEqualTo("too-many-requests");
        assertThat(refused.header("Retry-After")).isEqualTo("1");
        assertThat(refused.header("RateLimit-Remaining")).isEqualTo("0");
        assertThat(Integer.parseInt(refused.header("RateLimit-Reset"))).isBetween(1, BURST + 1);
        assertThat(service.as(Role.MARKETING).get("/v1/playbook").status()).isEqualTo(200);
    }

    @Test
    void whoIsTurnedAwayIsToldBeforeTheBodyIsRead() throws IOException {
        Caller caller = service.as(Role.MARKETING);
        Caller.Answer last = caller.get("/v1/playbook");
        for (int i = 0; i < 100 && last.status() == 200; i++) {
            last = caller.get("/v1/playbook");
        }

        assertThat(send(head(caller, "/v1/leads", "Content-Length: 4000\r\n")).status())
                .isEqualTo(429);
        assertThat(caller.get("/actuator/prometheus").status()).isEqualTo(200);
        assertThat(caller.send("POST", "/v1/commands", new byte[0], "Content-Type", "application/x-ndjson")
                        .status())
                .isEqualTo(200);
    }
}
