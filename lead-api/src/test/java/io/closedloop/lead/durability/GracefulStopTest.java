package io.closedloop.lead.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.closedloop.lead.http.Caller;
import io.closedloop.lead.log.h2.H2Database;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM: what is under way is answered, nothing new is let in, and the end comes in time. */
@Beside
class GracefulStopTest {
    private static final long SEED = Long.getLong("closedloop.seed", new Random().nextLong());
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** What a stop takes beside the waiting for requests: appender, read models, a small log's compaction. */
    private static final Duration ENDING = Duration.ofSeconds(20);

    private static final String CONTINUE = "HTTP/1.1 100 \r\n\r\n";
    private static final int SIGTERM = 128 + 15;

    @TempDir
    Path directory;

    @Test
    void underLoadNothingAcknowledgedIsLostAndTheEndComesInTime() throws IOException, SQLException {
        System.out.println("closedloop.seed=" + SEED);
        Path data = directory.resolve("data");
        var clients = new Clients(SEED);
        try (var service = ServiceProcess.start(data, "--spring.lifecycle.timeout-per-shutdown-phase=5s")) {
            clients.start(service);
            clients.awaitAnswers(200);
            Duration took = stop(service);
            System.out.println("stopped under load within " + took);
            assertThat(took).isLessThan(ENDING.plusSeconds(5));
            clients.awaitEnd();
        }
        try (H2Database database = H2Database.open(data, Duration.ZERO)) {
            LogAudit.hold(database.dataSource(), clients.stories());
        }
    }

    @Test
    void aRequestUnderWayIsAnsweredWhileNewConnectionsAreRefused() throws IOException {
        try (var service = ServiceProcess.start(directory.resolve("data"))) {
            String key = key(service);
            byte[] body = """
                    {"contact": {"email": "ana@example.com"}, "source": {"channel": "WEB", "sourcedBy": "MARKETING"}}""".getBytes(StandardCharsets.UTF_8);
            try (Socket socket = new Socket("localhost", service.uri().getPort())) {
                socket.setSoTimeout((int) PATIENCE.toMillis());
                OutputStream out = socket.getOutputStream();
                out.write(head(
                        key,
                        "/v1/leads",
                        "application/json",
                        "Expect: 100-continue\r\nContent-Length: " + body.length));
                out.flush();
                // It waits for its body now.
                assertThat(new String(socket.getInputStream().readNBytes(CONTINUE.length()), StandardCharsets.US_ASCII))
                        .isEqualTo(CONTINUE);
                out.write(body, 0, 10);
                out.flush();

                service.requestStop();
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(isRefused(service)).isTrue());
                out.write(body, 10, body.length - 10);
                out.flush();

                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(answer).startsWith("HTTP/1.1 201 ").contains("\"events\":[\"LeadRegistered\"]");
            }
            assertThat(service.awaitExit()).describedAs(service.output()).isEqualTo(SIGTERM);
        }
    }

    @Test
    void aBulkRequestThatDoesNotEndIsBrokenOffInTimeAndItsLinesAreThere() throws IOException {
        Path data = directory.resolve("data");
        int sent = 50;
        try (var service = ServiceProcess.start(data, "--spring.lifecycle.timeout-per-shutdown-phase=1s")) {
            String key = key(service);
            try (Socket socket = new Socket("localhost", service.uri().getPort())) {
                socket.setSoTimeout((int) PATIENCE.toMillis());
                OutputStream out = socket.getOutputStream();
                out.write(head(key, "/v1/commands?stream=true", "application/x-ndjson", "Transfer-Encoding: chunked"));
                for (int i = 0; i < sent; i++) {
                    byte[] line = """
                            {"command": "RegisterLead", "contact": {"email": "%s@example.com"}, "source": {"channel": "WEB", "sourcedBy": "MARKETING"}}
                            """.formatted(UUID.randomUUID()).getBytes(StandardCharsets.UTF_8);
                    out.write((Integer.toHexString(line.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                    out.write(line);
                    out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
                }
                out.flush();
                var reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                int answered = 0;
                while (answered < sent) {
                    String line = reader.readLine();
                    answered += line.contains("\"status\":201") ? 1 : 0;
                }

                Duration took = stop(service);

                System.out.println("stopped with an open bulk request within " + took);
                assertThat(took).isLessThan(ENDING);
            }
        }
        try (var service = ServiceProcess.start(data)) {
            Caller auditor = new Caller(service.uri(), key(service));
            assertThat(auditor.get("/v1/events?limit=1000")
                            .json()
                            .required("items")
                            .size())
                    .isEqualTo(sent);
        }
    }

    private static Duration stop(ServiceProcess service) {
        long begun = System.nanoTime();
        service.requestStop();
        assertThat(service.awaitExit()).describedAs(service.output()).isEqualTo(SIGTERM);
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private static boolean isRefused(ServiceProcess service) throws IOException {
        try (Socket _ = new Socket("localhost", service.uri().getPort())) {
            return false;
        } catch (ConnectException e) {
            return true;
        }
    }

    private static String key(ServiceProcess service) {
        return service.admin()
                .post(
                        "/v1/keys",
                        "{\"name\": \"%s\", \"roles\": [\"MARKETING\", \"AUDITOR\"]}".formatted(UUID.randomUUID()))
                .json()
                .required("key")
                .asString();
    }

    private static byte[] head(String key, String path, String mediaType, String length) {
        return "POST %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nContent-Type: %s\r\nConnection: close\r\n%s\r\n\r\n"
                .formatted(path, key, mediaType, length)
                .getBytes(StandardCharsets.US_ASCII);
    }
}
