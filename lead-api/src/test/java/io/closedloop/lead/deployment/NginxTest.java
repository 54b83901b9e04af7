package io.closedloop.lead.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.http.Caller;
import io.closedloop.lead.http.FreshService;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The example of a reverse proxy, run by the real nginx: as it stands, but for addresses, folders and TLS. */
class NginxTest {
    /** More than the 22,702 lines at which nginx stopped reading a request whose answer it had begun to relay. */
    private static final int LINES = 35_000;

    @TempDir
    static Path folder;

    private static RealProgram nginx;
    private static FreshService service;
    private static Process proxy;
    private static URI address;

    @BeforeAll
    static void start() throws Exception {
        nginx = RealProgram.named("nginx");
        service = FreshService.start(folder.resolve("data"));
        int port = freePort();
        address = URI.create("http://localhost:" + port);
        Path main = configuration(
                "plain",
                example()
                        .replaceAll("(?m)^ *ssl_.*$", "")
                        .replace("listen 443 ssl;", "listen 127.0.0.1:%d;".formatted(port)));
        proxy = nginx.start(folder, folder.resolve("nginx.txt"), "-p", folder.toString(), "-c", main.toString());
        awaitStart(port);
    }

    @AfterAll
    static void stop() throws Exception {
        if (proxy != null) {
            proxy.destroy();
            if (!proxy.waitFor(30, TimeUnit.SECONDS)) {
                proxy.destroyForcibly();
            }
        }
        if (service != null) {
            service.close();
        }
    }

    private static String example() throws IOException {
        return Files.readString(Path.of("..", "deploy", "nginx.conf"))
                .replace("listen 80;", "listen 127.0.0.1:%d;".formatted(freePort()))
                .replace("server 127.0.0.1:8080", "server 127.0.0.1:" + service.port())
                .replace("/var/log/nginx/", folder + "/");
    }

    private static Path configuration(String name, String example) throws IOException {
        Path included = Files.writeString(folder.resolve(name + ".example.conf"), example);
        String temporary = Stream.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
                .map(it -> "%s_temp_path %s;".formatted(it, folder.resolve(it)))
                .collect(Collectors.joining("\n"));
        return Files.writeString(folder.resolve(name + ".conf"), """
                daemon off;
                pid %s;
                error_log %s;
                events { worker_connections 512; }
                http {
                %s
                include %s;
                }
                """.formatted(
                        folder.resolve(name + ".pid"), folder.resolve("error.txt"), temporary, included));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void awaitStart(int port) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (ConnectException e) {
                if (!proxy.isAlive() || System.nanoTime() > deadline) {
                    throw new AssertionError(Files.readString(folder.resolve("nginx.txt")), e);
                }
                Thread.onSpinWait();
            }
        }
    }

    private static Caller through(Caller direct) {
        return new Caller(address, direct.key());
    }

    private static String registration(String run, int line) {
        return """
                {"command": "RegisterLead", "leadId": "%s", "contact": {"email": "%s-%d@example.com"}, "source": {"channel": "WEB", "sourcedBy": "MARKETING"}, "note": "%s"}
                """.formatted(UUID.randomUUID(), run, line, "n".repeat(60));
    }

    @Test
    void theExampleIsTakenWithItsCertificate() throws Exception {
        RealProgram openssl = RealProgram.named("openssl");
        Path key = folder.resolve("leads.example.com.key");
        Path certificate = folder.resolve("leads.example.com.pem");
        assertThat(openssl.run(
                                folder,
                                "",
                                "req",
                                "-x509",
                                "-newkey",
                                "rsa:2048",
                                "-nodes",
                                "-subj",
                                "/CN=leads.example.com",
                                "-keyout",
                                key.toString(),
                                "-out",
                                certificate.toString())
                        .exitCode())
                .isZero();
        Path main = configuration(
                "tls",
                example()
                        .replace("/etc/ssl/leads.example.com.pem", certificate.toString())
                        .replace("/etc/ssl/private/leads.example.com.key", key.toString())
                        .replace("listen 443 ssl;", "listen 127.0.0.1:%d ssl;".formatted(freePort())));

        RealProgram.Run run = nginx.run(folder, "", "-t", "-p", folder.toString(), "-c", main.toString());

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(run.output()).contains("syntax is ok").doesNotContain("[warn]");
    }

    @Test
    void everyLineOfALargeBulkRequestIsAnsweredAlsoWhereItsAnswersWereToComeAtOnce() throws Exception {
        Caller marketing = through(service.as(Role.MARKETING));
        String run = UUID.randomUUID().toString();
        String body = IntStream.rangeClosed(1, LINES)
                .mapToObj(line -> registration(run, line))
                .collect(Collectors.joining());
        assertThat(body.length()).isGreaterThan(8_000_000);

        Caller.Answer answer = marketing.send(
                "POST",
                "/v1/commands?stream=true",
                body.getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                "application/x-ndjson");

        assertThat(answer.status()).isEqualTo(200);
        List<String> lines = answer.body().lines().toList();
        assertThat(lines).hasSize(LINES).allMatch(line -> line.contains("\"status\":201"));
        assertThat(lines.getLast()).contains("\"line\":" + LINES);
    }

    /** The service would refuse each of them: it does not see them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "stream=maybe",
                "stream=true&stream=true",
                "%73t%72ea%6D=maybe",
                "stream=true&strea%6d=true",
                "stream"
            })
    void noBulkRequestIsAnsweredBeforeItsEndHoweverItAsksForThat(String query) throws IOException {
        Caller direct = service.as(Role.MARKETING);
        byte[] line = registration(UUID.randomUUID().toString(), 1).getBytes(StandardCharsets.UTF_8);

        Caller.Answer refused =
                direct.send("POST", "/v1/commands?" + query, line, "Content-Type", "application/x-ndjson");
        Caller.Answer taken =
                through(direct).send("POST", "/v1/commands?" + query, line, "Content-Type", "application/x-ndjson");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(taken.status()).isEqualTo(200);
        assertThat(taken.body()).contains("\"status\":201");
    }

    @Test
    void whatElseABulkRequestAsksForIsTheServicesToJudge() throws IOException {
        byte[] line = registration(UUID.randomUUID().toString(), 1).getBytes(StandardCharsets.UTF_8);

        Caller.Answer answer = through(service.as(Role.MARKETING))
                .send("POST", "/v1/commands?upstream=1", line, "Content-Type", "application/x-ndjson");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("upstream");
    }

    @Test
    void aLiveStreamComesThroughAsItGrows() throws Exception {
        Caller auditor = through(service.as(Role.AUDITOR));
        Caller marketing = through(service.as(Role.MARKETING));
        String lead = UUID.randomUUID().toString();
        var request = HttpRequest.newBuilder(URI.create(address + "/v1/events"))
                .header("Authorization", "Bearer " + auditor.key())
                .header("Accept", "text/event-stream")
                .build();
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpResponse<Stream<String>> stream = client.send(request, HttpResponse.BodyHandlers.ofLines());
            assertThat(stream.statusCode()).isEqualTo(200);
            assertThat(marketing.post("/v1/leads", """
                                    {"leadId": "%s", "contact": {"email": "%s@example.com"}, "source": {"channel": "WEB", "sourcedBy": "MARKETING"}}
                                    """.formatted(lead, lead)).status())
                    .isEqualTo(201);

            try (Stream<String> lines = stream.body()) {
                assertThat(lines.anyMatch(line -> line.startsWith("data:") && line.contains(lead)))
                        .isTrue();
            }
            client.shutdownNow();
        }
    }

    @Test
    void whatIsTooLargeIsRefusedInTheServicesOwnForm() throws Exception {
        Caller marketing = through(service.as(Role.MARKETING));

        Caller.Answer answer = marketing.post("/v1/leads", " ".repeat(400_000));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.code()).isEqualTo("payload-too-large");
    }

    @Test
    void nobodyComesToTheMetricsByAnySpelling() throws Exception {
        Caller analyst = through(service.as(Role.ANALYST));
        assertThat(analyst.get("/actuator/health").status()).isEqualTo(200);

        for (String path : List.of(
                "/actuator/prometheus",
                "/actuator;x/prometheus",
                "/actuator/;x/prometheus",
                "/;x/actuator/prometheus",
                "/actuator%3bx/prometheus",
                "/%61ctuator/prometheus",
                "//actuator/prometheus",
                "/v1/../actuator/prometheus",
                "/v1/..;/actuator/prometheus",
                "/actuator/health/../prometheus",
                "/actuator")) {
            String answer = exchange(
                    "GET %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nConnection: close\r\n\r\n"
                            .formatted(path, analyst.key()));
            assertThat(answer).as(path).doesNotContain("jvm_memory_used_bytes").doesNotStartWith("HTTP/1.1 200");
        }
    }

    /** Bytes as they are: Java's own client would tidy the path up. */
    private static String exchange(String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
