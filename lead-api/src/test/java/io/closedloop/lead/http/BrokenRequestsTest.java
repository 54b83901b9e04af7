package io.closedloop.lead.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.http.RawHttp.RawAnswer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What no well-behaved client sends, straight through a socket. */
class BrokenRequestsTest extends RunningService {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/leads?x={} HTTP/1.1\r\nHost: x\r\n",
                "GET /v1/leads\u0001 HTTP/1.1\r\nHost: x\r\n",
                "GET /v1/lea ds HTTP/1.1\r\nHost: x\r\n",
                "GET v1/leads HTTP/1.1\r\nHost: x\r\n",
                "GET /v1/%zz HTTP/1.1\r\nHost: x\r\n",
                "GET /v1/%00 HTTP/1.1\r\nHost: x\r\n",
                "GET /v1/%2F%2e%2e HTTP/1.1\r\nHost: x\r\n",
                "GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\n",
                "GET /v1/leads HTTP/1.1\r\n",
                "GET /v1/leads HTTP/1.1\r\nHost: a\r\nHost: b\r\n",
                "GET /v1/leads HTTP/1.1\r\nHost: a b\r\n",
                "GET /v1/leads HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n",
                "GET /v1/leads HTTP/1.1\r\nHost: x\r\nContent-Length: a\r\n",
                "GET /v1/leads HTTP/9.9\r\nHost: x\r\n",
                "GET /v1/leads FTP/1.1\r\nHost: x\r\n",
                "POST /v1/keys HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: wrong\r\n",
                "POST /v1/keys HTTP/1.1\r\nHost: x\r\nExpect: the-impossible\r\n",
                "G\u00e4T /v1/leads HTTP/1.1\r\nHost: x\r\n",
                "TRACE /v1/leads HTTP/1.1\r\nHost: x\r\n",
                "CONNECT x:1 HTTP/1.1\r\nHost: x:1\r\n",
                "BREW /v1/leads HTTP/1.1\r\nHost: x\r\n",
                "\r\n\r\n\r\nnonsense\r\n"
            })
    void whatTheContainerRefusesIsAProblemToo(String head) throws IOException {
        RawAnswer answer = send(head + "Connection: close\r\n\r\n");

        assertThat(answer.status()).isBetween(400, 499);
        isAProblemOfTheContract(answer);
    }

    @Test
    void aHeaderThatIsTooLongIsAProblem() throws IOException {
        RawAnswer answer =
                send("GET /v1/leads HTTP/1.1\r\nHost: x\r\nX-Long: %s\r\n\r\n".formatted("a".repeat(70_000)));

        assertThat(answer.status()).isEqualTo(400);
        isAProblemOfTheContract(answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/keys?%zz HTTP/1.1\r\nHost: x\r\n",
                "GET /v1/keys?a=%ff HTTP/1.1\r\nHost: x\r\n",
                "GET /v1/keys?a=%00 HTTP/1.1\r\nHost: x\r\n",
                "GET /v1/keys?a=% HTTP/1.1\r\nHost: x\r\n",
                "GET /v1/keys?=1 HTTP/1.1\r\nHost: x\r\n",
                "GET /v1/keys?a HTTP/1.1\r\nHost: x\r\n",
                "POST /v1/keys HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "POST /v1/keys HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 0\r\n",
                "POST /v1/keys HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            })
    void whatCannotBeReadIsMalformed(String head) throws IOException {
        int body = head.indexOf("\r\n\r\n");
        String withKey = head.replaceFirst(
                "Host: x\r\n", "Host: x\r\nConnection: close\r\nAuthorization: Bearer " + admin().key() + "\r\n");
        RawAnswer answer = send(body < 0 ? withKey + "\r\n" : withKey);

        assertThat(answer.status()).isEqualTo(400);
        isAProblemOfTheContract(answer);
    }

    @Test
    void aBodyThatBreaksOffIsMalformed() throws IOException {
        RawAnswer answer = send(
                "POST /v1/keys HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
                        .formatted(admin().key()));

        assertThat(answer.status()).isEqualTo(400);
        isAProblemOfTheContract(answer);
        assertThat(answer.body()).contains("broke off");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/xml",
                "application/json;charset=ISO-8859-1",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "multipart/form-data",
                "application/x-ndjson",
                "*/*",
                "nonsense",
                "a/b/c",
                "application/json; charset=nonsense"
            })
    void bodiesThatAreNotJsonInUtf8AreUnsupported(String contentType) {
        Caller.Answer answer =
                admin().send("POST", "/v1/keys", "{}".getBytes(StandardCharsets.UTF_8), "Content-Type", contentType);

        assertThat(answer.code()).isEqualTo("unsupported-media-type");
    }

    @Test
    void aCompressedBodyIsUnsupported() {
        Caller.Answer answer = admin().post("/v1/keys", "{}", "Content-Encoding", "gzip");

        assertThat(answer.code()).isEqualTo("unsupported-media-type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "image/png", "a/b/c", "text/html"})
    void anAcceptHeaderThatNothingFitsIsNotAcceptable(String accept) {
        Caller.Answer answer = admin().get("/v1/keys", "Accept", accept);

        assertThat(answer.code()).isEqualTo("not-acceptable");
    }

    @Test
    void aHeaderThatIsGivenTwiceIsNotGuessedAt() {
        assertThat(admin().get(
                                "/v1/keys",
                                "Authorization",
                                "Bearer " + as(Role.SALES).key())
                        .status())
                .isEqualTo(401);
        assertThat(admin().post("/v1/keys", "{}", "Content-Type", "text/plain").status())
                .isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Idempotency-Key: x", "If-Match: \"1\""})
    void whatProtectsASingleCommandIsNotPassedOverInBulk(String header) {
        int colon = header.indexOf(": ");
        Caller.Answer answer = as(Role.SALES)
                .send(
                        "POST",
                        "/v1/commands",
                        new byte[0],
                        "Content-Type",
                        "application/x-ndjson",
                        header.substring(0, colon),
                        header.substring(colon + 2));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json()
                        .required("errors")
                        .required(0)
                        .required("pointer")
                        .asString())
                .isEqualTo(header.substring(0, colon));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/leads;x",
                "/v1;x/leads",
                "/actuator;x/prometheus",
                "/actuator/prometheus;y=1",
                "/actuator/health;x",
                "/problems/forbidden;x"
            })
    void noPathHasASemicolon(String path) {
        Caller.Answer answer = admin().get(path);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().required("detail").asString()).contains("no path here has a semicolon");
    }

    @Test
    void headAndOptionsAnswerWithoutABody() {
        Caller.Answer head = admin().send("HEAD", "/v1/keys", null);
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();

        Caller.Answer options = as(Role.SALES).send("OPTIONS", "/v1/keys", null);
        assertThat(options.status()).isEqualTo(200);
        assertThat(options.header("Allow").split(", ?", -1)).contains("GET", "HEAD", "POST", "OPTIONS");
        assertThat(nobody().send("OPTIONS", "/v1/keys", null).status()).isEqualTo(401);
    }

    private RawAnswer send(String request) throws IOException {
        return new RawHttp(port()).send(request.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void isAProblemOfTheContract(RawAnswer answer) {
        assertThat(answer.header("Content-Type")).startsWith(Problem.MEDIA_TYPE);
        JsonNode problem = JSON.readTree(answer.body());
        assertThat(problem.required("status").asInt()).isEqualTo(answer.status());
        assertThat(ProblemCode.ofCode(problem.required("code").asString()))
                .get()
                .satisfies(code -> {
                    assertThat(code.status()).isEqualTo(answer.status());
                    assertThat(problem.required("type").asString()).isEqualTo(code.type());
                    assertThat(problem.required("title").asString()).isEqualTo(code.title());
                });
        assertThat(problem.required("instance").asString()).doesNotContain("?");
    }
}
