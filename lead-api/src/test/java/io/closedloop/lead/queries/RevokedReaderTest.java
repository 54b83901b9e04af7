package io.closedloop.lead.queries;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.http.Caller;
import io.closedloop.lead.http.FreshService;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key that is revoked while its answer is on the way gets no more of it, however slowly it is read. */
class RevokedReaderTest {
    private static final int LEADS = 6_000;
    /** So long that no buffer on the way takes a good part of the list. */
    private static final String NAME = "ü".repeat(320);

    private static final int AT_ONCE = 64 * 1024;

    @TempDir
    Path data;

    @Test
    void aListEndsUnfinished() throws Exception {
        try (FreshService service = FreshService.start(data)) {
            register(service.as(Role.MARKETING));
            Caller.Answer made = service.admin().post("/v1/keys", "{\"name\": \"leaver\", \"roles\": [\"SALES\"]}");

            try (var socket = new Socket()) {
                socket.setReceiveBufferSize(4 * 1024);
                socket.connect(new InetSocketAddress("localhost", service.uri().getPort()));
                socket.setSoTimeout(60_000);
                ask(socket, made.json().required("key").asString());
                InputStream in = socket.getInputStream();
                var read = new ByteArrayOutputStream();
                read.write(in.readNBytes(AT_ONCE));
                assertThat(service.admin()
                                .delete("/v1/keys/" + made.json().required("id").asString())
                                .status())
                        .isEqualTo(204);

                readOn(in, read);

                String answer = read.toString(StandardCharsets.UTF_8);
                assertThat(answer).startsWith("HTTP/1.1 200").doesNotEndWith("0\r\n\r\n");
                assertThat(answer.lines().filter(line -> line.contains(NAME)).count())
                        .isLessThan(LEADS);
            }
        }
    }

    private static void register(Caller marketing) {
        String lines =
                IntStream.range(0, LEADS).mapToObj(i -> """
                        {"command": "RegisterLead", "contact": {"email": "p%1$d@example.com", "name": "%2$s", "company": "%2$s", "title": "%2$s"}, \
                        "source": {"channel": "WEB", "sourcedBy": "MARKETING"}}
                        """.formatted(i, NAME)).collect(Collectors.joining());
        Caller.Answer answer = marketing.send(
                "POST", "/v1/commands", lines.getBytes(StandardCharsets.UTF_8), "Content-Type", "application/x-ndjson");
        assertThat(answer.body().lines()).hasSize(LEADS).allMatch(line -> line.contains("\"status\":201"));
    }

    private static void ask(Socket socket, String key) throws IOException {
        socket.getOutputStream()
                .write(
                        "GET /v1/leads?minPosition=%d HTTP/1.1\r\nHost: localhost\r\nAccept: text/csv\r\nAuthorization: Bearer %s\r\n\r\n"
                                .formatted(LEADS, key)
                                .getBytes(StandardCharsets.US_ASCII));
    }

    /** To the end, which may be a broken connection. */
    private static void readOn(InputStream in, ByteArrayOutputStream read) throws IOException {
        try {
            byte[] some;
            do {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
                some = in.readNBytes(AT_ONCE);
                read.write(some);
            } while (some.length == AT_ONCE);
        } catch (SocketException broken) {
            assertThat(broken).hasMessageContaining("reset");
        }
    }
}
