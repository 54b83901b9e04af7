package io.closedloop.lead.durability;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.http.Caller;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An operator who looks for a fault lets everything be logged. */
@Beside
class TalkativeLogTest {
    private static final Pattern PERSONAL = Pattern.compile("zzprivat|98765|clk_[A-Za-z0-9_-]{20}");

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--logging.level.root=TRACE",
                "--debug --logging.level.web=DEBUG --logging.level.org.apache.coyote.http11.Http11InputBuffer=DEBUG",
                "--logging.level.root=INFO"
            })
    void neverTellsWhoALeadIsOrWhatAKeyIs(String settings) throws Exception {
        String output;
        try (var service = ServiceProcess.start(directory, settings.split(" ", -1))) {
            Caller marketing = key(service, "MARKETING");
            String lead = UUID.randomUUID().toString();
            assertThat(marketing.post("/v1/leads", registration(lead)).status()).isEqualTo(201);
            assertThat(marketing
                            .post("/v1/leads", registration(UUID.randomUUID().toString()))
                            .status())
                    .isEqualTo(409);
            assertThat(marketing
                            .post(
                                    "/v1/leads/" + lead + "/touches",
                                    "{\"type\": \"CALL\", \"by\": \"SALES\", \"note\": \"zzprivat\"}")
                            .status())
                    .isEqualTo(201);
            for (String path : List.of(
                    "/v1/leads/" + lead,
                    "/v1/leads/" + lead + "/history",
                    "/v1/leads?campaign=c&cursor=zzprivat",
                    "/v1/leads/zzprivat@example.com")) {
                marketing.get(path);
            }
            assertThat(marketing
                            .post("/v1/leads/search", "{\"email\": \"zzprivat@example.com\"}")
                            .body())
                    .contains(lead);
            assertThat(key(service, "AUDITOR").get("/v1/events").body()).contains("zzprivat");
            assertThat(marketing.post("/v1/leads", "{\"contact\": \"zzprivat").status())
                    .isEqualTo(400);
            for (String malformed : List.of(
                    "Authorization : Bearer clk_zzprivat",
                    "Authorization: Bearer clk_zzprivat\r",
                    "Authorization:\r\nclk_zzprivat",
                    "Host: a_zzprivat_b/",
                    "Cookie: a=zzprivat\u0001")) {
                sendRaw(service, "GET /v1/playbook HTTP/1.1\r\nHost: x\r\n" + malformed + "\r\n\r\n");
            }
            sendRaw(service, "GET /v1/leads?owner={zzprivat@x} HTTP/1.1\r\nHost: x\r\n\r\n");
            sendRaw(service, "GET /v1/playbook?key=clk_zzprivat#x HTTP/1.1\r\nHost: x\r\n\r\n");
            sendRaw(service, "ZZPRIVAT zzprivat zzprivat\r\n\r\n");
            service.requestStop();
            service.awaitExit();
            output = service.output();
        }

        if (!settings.endsWith("INFO")) {
            assertThat(output).contains("print requests", "stay at INFO");
        }
        assertThat(output.lines().filter(line -> PERSONAL.matcher(line).find()).limit(5))
                .isEmpty();
    }

    /** Each several times, because the container tells only some of them. */
    private static void sendRaw(ServiceProcess service, String request) throws IOException {
        for (int i = 0; i < 5; i++) {
            try (var socket = new Socket("localhost", service.uri().getPort())) {
                socket.setSoTimeout(30_000);
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                assertThat(socket.getInputStream().read()).isPositive();
            }
        }
    }

    private static Caller key(ServiceProcess service, String role) {
        return new Caller(
                service.uri(),
                service.admin()
                        .post("/v1/keys", "{\"name\": \"%s\", \"roles\": [\"%s\"]}".formatted(role, role))
                        .json()
                        .required("key")
                        .asString());
    }

    private static String registration(String lead) {
        return """
                {"leadId": "%s", "externalRef": {"system": "crm", "id": "zzprivat"},
                 "contact": {"name": "zzprivat", "email": "zzprivat@example.com", "phone": "+55 11 98765-4321"},
                 "source": {"channel": "WEB", "sourcedBy": "MARKETING"}, "note": "zzprivat"}""".formatted(lead);
    }
}
