package io.closedloop.lead.training;

import io.closedloop.lead.http.AnswerJson;
import io.closedloop.lead.reporting.reports.AllReports;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Somebody who uses the service over HTTP, as its users do. */
final class TrainingClient {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final List<String> CHANNELS = List.of("WEB", "EMAIL", "SOCIAL", "PAID_SEARCH");
    private static final int LINES_OF_A_STREAM = 60;
    private static final int BUSY = 503;

    /** The service has turned a request away, as it may on a machine that is busy; another may be answered. */
    static final class TurnedAwayException extends IOException {
        private static final long serialVersionUID = 1L;

        TurnedAwayException(String message) {
            super(message);
        }
    }

    private final URI service;
    private final String key;
    private int leads;

    TrainingClient(URI service, String key) {
        this.service = service;
        this.key = key;
    }

    /** Makes a key with these roles. */
    String key(String name, String... roles) throws IOException, InterruptedException {
        String names = Stream.of(roles).map(role -> '"' + role + '"').collect(Collectors.joining(","));
        return post("/v1/keys", "{\"name\": \"%s\", \"roles\": [%s]}".formatted(name, names))
                .required("key")
                .asString();
    }

    /** One lead from its registration to one of the ends that leads come to. */
    void leadALife() throws IOException, InterruptedException {
        String person = UUID.randomUUID().toString();
        int story = leads++ % 6;
        String path = "/v1/leads/"
                + post("/v1/leads", registration("", person)).required("leadId").asString();
        post(
                path + "/touches",
                "{\"type\": \"CALL\", \"by\": \"SALES\", \"reachedHuman\": true, \"note\": \"called\"}");
        get(path);
        if (story == 0) {
            post(path + "/disqualify", "{\"reason\": \"POOR_FIT\"}");
            return;
        }
        post(path + "/qualify-marketing", "{}");
        post(path + "/accept", "{\"rep\": \"rep-%d\"}".formatted(leads % 10));
        if (story == 1) {
            post(
                    path + "/reject",
                    "{\"disposition\": \"RECYCLE\", \"reason\": \"NOT_READY\", \"rootCause\": \"SENT_TOO_EARLY\"}");
            return;
        }
        post(path + "/qualify-sales", "{\"expectedAmount\": {\"amount\": \"900.00\", \"currency\": \"EUR\"}}");
        if (story == 2) {
            post(path + "/close-lost", "{\"reason\": \"PRICE\"}");
        } else if (story > 3) {
            post(path + "/close-won", "{\"amount\": {\"amount\": \"1054.00\", \"currency\": \"EUR\"}}");
        }
        get(path + "/history");
        post("/v1/leads/search", "{\"email\": \"%s@example.com\"}".formatted(person));
    }

    /** Many commands in one request. */
    void bulk(int lines) throws IOException, InterruptedException {
        var body = new StringBuilder();
        for (int i = 0; i < lines / 2; i++) {
            UUID lead = UUID.randomUUID();
            leads++;
            String command = "\"command\": \"RegisterLead\", \"leadId\": \"%s\", ".formatted(lead);
            body.append(registration(command, lead.toString())).append('\n');
            body.append("{\"command\": \"QualifyMarketing\", \"leadId\": \"%s\"}%n".formatted(lead));
        }
        String answers = send(request("/v1/commands?stream=" + (leads % 2 == 0))
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
        if (!answers.contains("\"status\":201")) {
            throw new IllegalStateException("no line of a bulk request was carried out: " + answers);
        }
    }

    /** Every list and report, grouped, compared, in every form. */
    void readEverything() throws IOException, InterruptedException {
        get("/v1/leads?limit=100");
        get("/v1/leads?stage=MQL&channel=EMAIL");
        get("/v1/suppressions?active=true");
        get("/v1/playbook");
        get("/v1/events?after=10&limit=200");
        get("/actuator/health");
        get("/v1/reports");
        for (String report : AllReports.names()) {
            get("/v1/reports/" + report);
            get("/v1/reports/%s?groupBy=channel&compareTo=previous&from=2026-01-01&to=2027-01-01".formatted(report));
            send(request("/v1/reports/%s?groupBy=campaign".formatted(report))
                    .header("Accept", "text/csv")
                    .GET());
        }
        get("/v1/reports/funnel/leads?stage=MQL&reached=WON");
        follow();
    }

    /** The beginning of a live stream. */
    private void follow() throws IOException, InterruptedException {
        HttpResponse<InputStream> stream = HTTP.send(
                request("/v1/events")
                        .header("Accept", "text/event-stream")
                        .GET()
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        try (var lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            for (int i = 0; i < LINES_OF_A_STREAM; i++) {
                if (lines.readLine() == null) {
                    throw new IllegalStateException("a live stream has ended");
                }
            }
        }
    }

    private String registration(String before, String person) {
        return "{%s\"contact\": {\"name\": \"Ada\", \"email\": \"%s@example.com\"}, \"source\": {\"channel\": \"%s\", \"campaign\": \"c-%d\", \"sourcedBy\": \"MARKETING\"}, \"attributes\": {\"segment\": \"b2b\", \"seats\": %d}}"
                .formatted(before, person, CHANNELS.get(leads % CHANNELS.size()), leads % 20, leads % 100);
    }

    private void get(String path) throws IOException, InterruptedException {
        AnswerJson.MAPPER.readTree(send(request(path).GET()));
    }

    private JsonNode post(String path, String json) throws IOException, InterruptedException {
        return AnswerJson.MAPPER.readTree(send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(service + path)).header("Authorization", "Bearer " + key);
    }

    private static String send(HttpRequest.Builder builder) throws IOException, InterruptedException {
        HttpRequest request = builder.build();
        HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            String message = "%s %s was answered %d: %s"
                    .formatted(request.method(), request.uri(), answer.statusCode(), answer.body());
            if (answer.statusCode() == BUSY) {
                throw new TurnedAwayException(message);
            }
            throw new IllegalStateException(message);
        }
        return answer.body();
    }
}
