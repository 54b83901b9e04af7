package io.closedloop.lead.importing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How the import sends: against a server that answers as it is told to, because the service itself does not lose an
 * answer on request.
 */
class CsvDeliveryTest {
    private static final String ACCEPTED = "{\"line\":%d,\"status\":200,\"events\":[\"LeadAssigned\"]}\n";
    private static final String REFUSED =
            "{\"line\":%d,\"status\":%d,\"problem\":{\"code\":\"%s\",\"detail\":\"%s\"}}\n";

    @TempDir
    Path folder;

    private final List<List<String>> requests = Collections.synchronizedList(new ArrayList<>());
    private final List<String> keys = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;

    /** Answers one request. */
    private interface Answer {
        void to(HttpExchange exchange, List<String> lines) throws IOException;
    }

    @BeforeEach
    void writesTwoRowsOfTwoCommands() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        Files.writeString(folder.resolve("leads.csv"), "id,rep\n1,ann\n2,bo\n");
        Files.writeString(folder.resolve("mapping"), """
                [files]
                lead = leads.csv
                [AssignLead]
                leadId = {id | uuid crm}
                rep = {rep}
                [AcceptLead]
                leadId = {id | uuid crm}
                rep = {rep}
                """);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void sendsEveryCommandWithAKeyOfItsOwnAndSaysHowManyWereAccepted() throws Exception {
        var run = run(all(ACCEPTED));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("2 rows, 4 commands answered", "0 refused");
        assertThat(keys).containsOnly("Bearer secret");
        assertThat(requests).hasSize(1);
        assertThat(requests.getFirst())
                .extracting(line -> line.replaceAll(".*\"command\":\"(\\w+)\".*", "$1"))
                .containsExactly("AssignLead", "AcceptLead", "AssignLead", "AcceptLead");
        assertThat(requests.getFirst())
                .extracting(CsvDeliveryTest::idempotencyKey)
                .doesNotHaveDuplicates();
    }

    /** They stand in the log for ever, and the commands they are made of are full of names and telephone numbers. */
    @Test
    void nothingCanBeGuessedFromTheIdempotencyKeys() throws Exception {
        run(List.of(all(ACCEPTED)), "--run", "spring");

        assertThat(requests.getFirst()).hasSize(4).allSatisfy(line -> {
            String command = line.replaceFirst(",\"idempotencyKey\":\"[^\"]*\"", "");
            byte[] bare = MessageDigest.getInstance("SHA-256").digest(command.getBytes(UTF_8));
            assertThat(idempotencyKey(line))
                    .matches("spring:[A-Za-z0-9_-]{22}")
                    .isNotEqualTo("spring:" + base64(bare))
                    .isNotEqualTo("spring:" + HexFormat.of().formatHex(bare, 0, 16));
        });
        byte[] keyed =
                hmac("secret", requests.getFirst().getFirst().replaceFirst(",\"idempotencyKey\":\"[^\"]*\"", ""));
        assertThat(idempotencyKey(requests.getFirst().getFirst())).isEqualTo("spring:" + base64(keyed));
    }

    private static String base64(byte[] hash) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, 16));
    }

    private static byte[] hmac(String key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key.getBytes(UTF_8), "HmacSHA256"));
        return mac.doFinal(text.getBytes(UTF_8));
    }

    @Test
    void sendsRequestsOfTheGivenSizeInOrder() throws Exception {
        var run = run(List.of(all(ACCEPTED), all(ACCEPTED)), "--batch", "2");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(requests).extracting(List::size).containsExactly(2, 2);
        assertThat(requests.get(0).getFirst()).contains("\"rep\":\"ann\"");
        assertThat(requests.get(1).getFirst()).contains("\"rep\":\"bo\"");
    }

    @Test
    void sendsAgainUnderTheSameKeysWhatWasNotAnswered() throws Exception {
        Answer breaksOff = (exchange, lines) -> {
            exchange.sendResponseHeaders(200, 10_000);
            exchange.getResponseBody().write((ACCEPTED.formatted(1) + "{\"line\":2,\"sta").getBytes(UTF_8));
            exchange.getResponseBody().flush();
            exchange.close();
        };

        var run = run(breaksOff, all(ACCEPTED));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("4 commands answered", "0 refused");
        assertThat(requests.get(1)).isEqualTo(requests.get(0).subList(1, 4));
    }

    @Test
    void waitsAsLongAsTheServiceAsksTo() throws Exception {
        Answer unavailable = (exchange, lines) -> {
            exchange.getResponseHeaders().set("Retry-After", "0");
            exchange.sendResponseHeaders(503, -1);
        };

        var run = run(unavailable, unavailable, all(ACCEPTED));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("answered 503", "trying again in 0 s");
        assertThat(requests).hasSize(3);
    }

    @Test
    void decidesARowAnewFromAPassingRefusalOn() throws Exception {
        Answer momentarily = (exchange, lines) -> answer(
                exchange,
                REFUSED.formatted(1, 409, "concurrent-change", "again")
                        + REFUSED.formatted(2, 409, "command-not-allowed", "not yet assigned")
                        + ACCEPTED.formatted(3)
                        + ACCEPTED.formatted(4));

        var run = run(momentarily, all(ACCEPTED));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(requests.get(1)).hasSize(2);
        // The first has not been decided, so its key is free; the second has, and its kept refusal would come again.
        assertThat(requests.get(1).get(0)).isEqualTo(requests.get(0).get(0));
        assertThat(idempotencyKey(requests.get(1).get(1)))
                .isNotEqualTo(idempotencyKey(requests.get(0).get(1)));
        assertThat(withoutKey(requests.get(1).get(1)))
                .isEqualTo(withoutKey(requests.get(0).get(1)));
    }

    @Test
    void writesWhatIsRefusedToAFileWithTheRowThatItCameFrom() throws Exception {
        Answer one = (exchange, lines) -> answer(
                exchange,
                ACCEPTED.formatted(1)
                        + ACCEPTED.formatted(2)
                        + ACCEPTED.formatted(3)
                        + "{\"line\":4,\"status\":422,\"problem\":{\"code\":\"invalid-command\",\"detail\":\"No.\","
                        + "\"errors\":[{\"pointer\":\"/rep\",\"detail\":\"\\u201cbo\\u201d, really?\"}]}}\n");

        var run = run(one);

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).contains("1 refused", "1 AcceptLead invalid-command", "refusals.csv");
        assertThat(Files.readAllLines(folder.resolve("refusals.csv")))
                .containsExactly(
                        "row_line,command_line,command,status,code,detail,id,rep",
                        "3,4,AcceptLead,422,invalid-command,\"No.; /rep: “bo”, really?\",2,bo");
    }

    @Test
    void stopsAtOnceWhenTheServiceRefusesTheRequest() throws Exception {
        Answer unauthenticated = (exchange, lines) -> {
            byte[] body = "{\"code\":\"unauthenticated\"}".getBytes(UTF_8);
            exchange.sendResponseHeaders(401, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        };

        var run = run(unauthenticated);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("answered 401", "unauthenticated");
        assertThat(requests).hasSize(1);
    }

    @Test
    void givesTheSameKeysToTheSameRunAndOthersToARowThatHasBeenCorrected() throws Exception {
        run(List.of(all(ACCEPTED)), "--run", "spring");
        Files.writeString(folder.resolve("leads.csv"), "id,rep\n1,ann\n2,cy\n");
        run(List.of(all(ACCEPTED)), "--run", "spring");
        run(List.of(all(ACCEPTED)), "--run", "summer");

        assertThat(requests.get(1).subList(0, 2)).isEqualTo(requests.get(0).subList(0, 2));
        assertThat(requests.get(1).subList(2, 4))
                .extracting(CsvDeliveryTest::idempotencyKey)
                .doesNotContainAnyElementsOf(requests.get(0).stream()
                        .map(CsvDeliveryTest::idempotencyKey)
                        .toList());
        assertThat(requests.get(2))
                .extracting(CsvDeliveryTest::idempotencyKey)
                .doesNotContainAnyElementsOf(requests.get(1).stream()
                        .map(CsvDeliveryTest::idempotencyKey)
                        .toList());
    }

    @Test
    void needsAnApiKeyAndNeverOnTheCommandLine() throws Exception {
        var run = ImportTool.run(folder, Map.of("CLOSEDLOOP_KEY", ""), "--mapping", "mapping");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("--key-file FILE", "CLOSEDLOOP_KEY");
    }

    private ImportTool.Run run(Answer... answers) throws IOException, InterruptedException {
        return run(List.of(answers));
    }

    private ImportTool.Run run(List<Answer> answers, String... options) throws IOException, InterruptedException {
        Iterator<Answer> next = answers.iterator();
        if (requests.isEmpty()) {
            server.start();
        } else {
            server.removeContext("/");
        }
        server.createContext("/", exchange -> {
            List<String> lines = new String(exchange.getRequestBody().readAllBytes(), UTF_8)
                    .lines()
                    .toList();
            requests.add(lines);
            keys.add(exchange.getRequestHeaders().getFirst("Authorization"));
            next.next().to(exchange, lines);
        });
        var arguments = new ArrayList<>(List.of("--mapping", "mapping", "--url"));
        arguments.add("http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":"
                + server.getAddress().getPort());
        arguments.addAll(List.of(options));
        return ImportTool.run(folder, Map.of("CLOSEDLOOP_KEY", "secret"), arguments.toArray(String[]::new));
    }

    private static Answer all(String line) {
        return (exchange, lines) -> {
            var body = new StringBuilder();
            for (int i = 1; i <= lines.size(); i++) {
                body.append(line.formatted(i));
            }
            answer(exchange, body.toString());
        };
    }

    private static void answer(HttpExchange exchange, String body) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write(body.getBytes(UTF_8));
        exchange.close();
    }

    private static String idempotencyKey(String line) {
        return line.replaceFirst(".*\"idempotencyKey\":\"([^\"]*)\".*", "$1");
    }

    private static String withoutKey(String line) {
        return line.replaceFirst(",\"idempotencyKey\":\"[^\"]*\"", "");
    }
}
