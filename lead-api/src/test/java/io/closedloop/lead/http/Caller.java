package io.closedloop.lead.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Somebody who calls the service over HTTP with one key, or with none. */
public record Caller(URI service, @Nullable String key) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** What the service said. */
    public record Answer(int status, HttpHeaders headers, String body) {
        public JsonNode json() {
            return JSON.readTree(body);
        }

        public String header(String name) {
            return headers.firstValue(name)
                    .orElseThrow(() -> new AssertionError("the answer has no header " + name + ": " + headers.map()));
        }

        /** The problem's code; fails where the answer is no problem. */
        public String code() {
            if (!header("Content-Type").equals(Problem.MEDIA_TYPE)) {
                throw new AssertionError("no problem, but " + status + " " + headers.map() + " " + body);
            }
            return json().required("code").asString();
        }
    }

    public Answer get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    public Answer delete(String path, String... headers) {
        return send("DELETE", path, null, headers);
    }

    /** Posts JSON. */
    public Answer post(String path, String json, String... headers) {
        String[] all = List.of(List.of("Content-Type", "application/json"), List.of(headers)).stream()
                .flatMap(List::stream)
                .toArray(String[]::new);
        return send("POST", path, json.getBytes(StandardCharsets.UTF_8), all);
    }

    /** Sends anything that the JDK's client is willing to send. */
    public Answer send(String method, String path, byte @Nullable [] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(service + path))
                .timeout(Duration.ofSeconds(60))
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            HttpResponse<String> answer =
                    CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Answer(answer.statusCode(), answer.headers(), Objects.requireNonNull(answer.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
