package io.closedloop.lead.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.http.Caller.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What browsers are told about pages of other origins. */
class CallsFromPagesTest {
    private static final String CRM = "https://crm.example.com";
    private static final String LOCAL = "http://localhost:3000";
    private static FreshService service;

    @TempDir
    static Path directory;

    @BeforeAll
    static void start() {
        service = FreshService.start(directory, "--closedloop.http.cors=%s,%s".formatted(CRM, LOCAL));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static Caller nobody() {
        return new Caller(service.uri(), null);
    }

    private static Answer preflight(String origin, String path, String method, String headers) {
        return nobody().send(
                        "OPTIONS",
                        path,
                        null,
                        "Origin",
                        origin,
                        "Access-Control-Request-Method",
                        method,
                        "Access-Control-Request-Headers",
                        headers);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                CRM + "|/v1/leads|POST|authorization,content-type,idempotency-key",
                CRM + "|/v1/reports/funnel|GET|authorization,if-none-match",
                LOCAL + "|/v1/leads/x/accept|POST|authorization,if-match,content-type,x-correlation-id,traceparent",
                LOCAL + "|/v1/keys/x|DELETE|authorization",
                LOCAL + "|/v1/events|GET|authorization,last-event-id",
                CRM + "|/v1/leads|GET|authorization,prefer",
            })
    void aNamedPageIsToldWhatItMaySendWithoutAKey(String origin, String path, String method, String headers) {
        Answer answer = preflight(origin, path, method, headers);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(origin);
        assertThat(listed(answer, "Access-Control-Allow-Methods")).contains(method.toLowerCase(Locale.ROOT));
        assertThat(listed(answer, "Access-Control-Allow-Headers")).contains(headers.split(","));
        assertThat(answer.header("Access-Control-Max-Age")).isEqualTo("3600");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials"))
                .isEmpty();
        assertThat(listed(answer, "Vary")).contains("origin");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://evil.example|/v1/leads|POST|authorization",
                "https://crm.example.com.evil.example|/v1/leads|POST|authorization",
                "http://crm.example.com|/v1/leads|POST|authorization",
                "https://crm.example.com:8443|/v1/leads|POST|authorization",
                "null|/v1/leads|POST|authorization",
                CRM + "|/v1/leads|PUT|authorization",
                CRM + "|/v1/leads|POST|x-forwarded-for",
            })
    void anotherPageMethodOrHeaderIsRefused(String origin, String path, String method, String headers) {
        Answer answer = preflight(origin, path, method, headers);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("forbidden");
        assertThat(answer.json().required("detail").asString()).contains("closedloop.http.cors");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void aHeaderThatNothingReadsIsNotAmongThoseThatMayBeSent() {
        Answer answer = preflight(CRM, "/v1/leads", "POST", "authorization,x-forwarded-for");

        assertThat(listed(answer, "Access-Control-Allow-Headers")).containsExactly("authorization");
    }

    @Test
    void theCallItselfNeedsItsKeyAndMayBeReadByTheNamedPage() throws IOException {
        Caller analyst = service.as(Role.ANALYST);

        Answer answer = analyst.get("/v1/reports/funnel", "Origin", CRM);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(CRM);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials"))
                .isEmpty();

        Answer refused = nobody().get("/v1/reports/funnel", "Origin", CRM);
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.header("Access-Control-Allow-Origin")).isEqualTo(CRM);
        Answer wrong = analyst.get("/v1/reports/funnel?basis=gut", "Origin", CRM);
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.header("Access-Control-Allow-Origin")).isEqualTo(CRM);
    }

    @Test
    void aCallFromAnotherPageIsAnsweredButCannotBeReadByThePage() throws IOException {
        for (String origin : List.of("https://evil.example", "null", "not an origin")) {
            Answer answer = service.as(Role.ANALYST).get("/v1/reports", "Origin", origin);

            assertThat(answer.status()).as(origin).isEqualTo(200);
            assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
                    .isEmpty();
            assertThat(listed(answer, "Vary")).contains("origin");
        }
    }

    @Test
    void allHeadersOfTheContractMayBeSentAndRead() throws IOException {
        JsonNode api = nobody().get("/v3/api-docs").json();
        var sent = new TreeSet<String>();
        var answered = new TreeSet<String>();
        for (JsonNode path : api.required("paths")) {
            for (JsonNode operation : path) {
                operation
                        .path("parameters")
                        .valueStream()
                        .filter(parameter -> parameter.path("in").asString("").equals("header"))
                        .forEach(parameter ->
                                sent.add(name(parameter.required("name").asString())));
                operation
                        .path("responses")
                        .forEach(response ->
                                response.path("headers").propertyNames().forEach(header -> answered.add(name(header))));
            }
        }
        assertThat(sent).contains("if-match", "idempotency-key");
        assertThat(answered).contains("etag", "location", "content-disposition");

        Answer preflight = preflight(CRM, "/v1/leads", "POST", String.join(",", sent));
        assertThat(listed(preflight, "Access-Control-Allow-Headers")).containsAll(sent);
        Set<String> exposed =
                listed(service.as(Role.ANALYST).get("/v1/reports", "Origin", CRM), "Access-Control-Expose-Headers");
        assertThat(exposed).containsAll(answered);
    }

    private static String name(String header) {
        return header.toLowerCase(Locale.ROOT);
    }

    private static Set<String> listed(Answer answer, String header) {
        return answer.headers().allValues(header).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .flatMap(value -> Stream.of(name(value.strip())))
                .collect(Collectors.toSet());
    }
}
