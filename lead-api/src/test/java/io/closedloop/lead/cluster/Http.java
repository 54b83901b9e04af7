package io.closedloop.lead.cluster;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** Sends requests as an impatient client does, and tells a request that was never begun from one that is lost. */
final class Http {
    private static final Duration PATIENCE = Duration.ofSeconds(6);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(3))
            .build();

    private Http() {}

    /** What came of a request. */
    sealed interface Reply {
        record Answer(int status, String body, boolean replayed) implements Reply {}

        /** The service cannot have seen it. */
        record NotSent(String why) implements Reply {}

        /** Sent, and no answer. */
        record Lost(String why) implements Reply {}
    }

    static Reply get(URI service, String key, String path) {
        return send(request(service, key, path).GET().build());
    }

    static Reply post(URI service, String key, String path, String json, Map<String, String> headers) {
        HttpRequest.Builder request = request(service, key, path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json));
        headers.forEach(request::header);
        return send(request.build());
    }

    private static HttpRequest.Builder request(URI service, String key, String path) {
        return HttpRequest.newBuilder(URI.create(service + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + key);
    }

    private static Reply send(HttpRequest request) {
        try {
            HttpResponse<String> answer =
                    CLIENT.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Reply.Answer(
                    answer.statusCode(),
                    answer.body(),
                    answer.headers().firstValue("Idempotency-Replayed").isPresent());
        } catch (ConnectException | HttpConnectTimeoutException e) {
            return new Reply.NotSent(e.toString());
        } catch (IOException e) {
            return new Reply.Lost(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
