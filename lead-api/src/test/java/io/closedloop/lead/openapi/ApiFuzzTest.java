package io.closedloop.lead.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.http.Caller;
import io.closedloop.lead.http.Problem;
import io.closedloop.lead.http.ProblemCode;
import io.closedloop.lead.http.RawHttp;
import io.closedloop.lead.http.RawHttp.RawAnswer;
import io.closedloop.lead.http.RunningService;
import io.closedloop.lead.log.EventLog;
import io.closedloop.lead.openapi.Draft.Broken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Thousands of requests that are broken, or whole but odd, in every way that the API's description lets one think of.
 */
class ApiFuzzTest extends RunningService {
    private static final Logger log = LoggerFactory.getLogger(ApiFuzzTest.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int REQUESTS = Integer.getInteger("closedloop.fuzz.requests", 2_000);
    /** What says no more than that a request has not the form that is asked for, or names what is not there. */
    private static final Set<Integer> OF_THE_FORM = Set.of(400, 401, 404, 405, 406, 413, 415);

    /** Whoever is stopped at the door learns little of what is behind it. */
    private static final double LEAST_PAST_THE_FORM = 0.45;

    private static final int MOST_SHOWN = 20;

    @Autowired
    private EventLog events;

    @Test
    void noRequestGetsAFaultOrMovesTheLog() throws IOException {
        long seed = Long.getLong("fuzz.seed", new Random().nextLong());
        log.warn("Repeat with -Dfuzz.seed={}", seed);
        Caller everybody =
                as(Role.MARKETING, Role.SALES, Role.MANAGER, Role.INTEGRATION, Role.AUDITOR, Role.PRIVACY, Role.ADMIN);
        String key = String.valueOf(everybody.key());
        var requests = new BrokenRequests(
                new Described(nobody().get("/v3/api-docs").json()), new Random(seed), key, someLeads(everybody));
        var service = new RawHttp(port());
        long before = events.head().position();

        var failures = new ArrayList<String>();
        var answered = new TreeMap<Integer, Integer>();
        for (int i = 0; i < REQUESTS && failures.size() < MOST_SHOWN; i++) {
            Broken request = requests.next();
            try {
                RawAnswer answer = request.endless() ? service.begin(request.bytes()) : service.send(request.bytes());
                answered.merge(answer.status(), 1, Integer::sum);
                check(request, answer);
                requests.learn(answer.body());
            } catch (AssertionError | RuntimeException | IOException e) {
                failures.add("%n---- request %d, %s: %s%n%s"
                        .formatted(i, request.what(), e.getMessage(), shown(request.bytes())));
            }
        }

        int past = answered.entrySet().stream()
                .filter(status -> !OF_THE_FORM.contains(status.getKey()))
                .mapToInt(Map.Entry::getValue)
                .sum();
        System.out.printf("of %d requests %d got past the form; answers by status: %s%n", REQUESTS, past, answered);
        assertThat(failures).as("seed %d", seed).isEmpty();
        assertThat(past).as("seed %d: %s", seed, answered).isGreaterThan((int) (LEAST_PAST_THE_FORM * REQUESTS));
        assertThat(events.head().position()).as("seed %d: the log's head", seed).isEqualTo(before);
    }

    private static void check(Broken request, RawAnswer answer) {
        assertThat(answer.status()).as(() -> answer.toString()).isIn(request.statuses());
        assertThat(answer.header("X-Correlation-Id")).isNotBlank();
        assertThat(answer.body()).doesNotContain("Exception", "\tat ", "org.springframework", "select ");
        if (answer.status() >= 400) {
            assertThat(answer.header("Content-Type")).startsWith(Problem.MEDIA_TYPE);
            assertThat(answer.body()).doesNotContain("<html");
            isOfTheContract(JSON.readTree(answer.body()), answer.status());
        } else if (request.bulk()) {
            answer.body()
                    .lines()
                    .map(JSON::readTree)
                    .forEach(line -> isOfTheContract(
                            line.required("problem"), line.required("status").asInt()));
        }
        switch (answer.status()) {
            case 401 -> assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
            case 429, 503 -> assertThat(answer.header("Retry-After")).matches("[0-9]+");
            default -> {
                // Nothing more is promised.
            }
        }
    }

    private static void isOfTheContract(JsonNode problem, int status) {
        ProblemCode code =
                ProblemCode.ofCode(problem.required("code").asString()).orElseThrow();
        assertThat(code.status()).isEqualTo(status).isLessThanOrEqualTo(503).isNotEqualTo(500);
        assertThat(problem.required("status").asInt()).isEqualTo(status);
        assertThat(problem.required("type").asString()).isEqualTo(code.type());
        assertThat(problem.required("title").asString()).isEqualTo(code.title());
        assertThat(problem.required("detail").asString()).isNotBlank();
        assertThat(problem.required("instance").asString()).doesNotContain("?");
        problem.path("errors").forEach(error -> {
            assertThat(error.required("pointer").asString()).matches("(?s)|/.*|\\?.*|[A-Z][A-Za-z-]*");
            assertThat(error.required("detail").asString()).isNotBlank();
        });
    }

    /** One new, one at marketing's end, one that is out, and one that nobody knows. */
    private static List<UUID> someLeads(Caller everybody) {
        List<UUID> leads = Stream.generate(UUID::randomUUID).limit(4).toList();
        for (UUID lead : leads.subList(0, 3)) {
            Caller.Answer registered = everybody.post("/v1/leads", """
                    {"leadId": "%s", "contact": {"email": "%s@example.com"}, "source": {"channel": "WEB", "sourcedBy": "OTHER"}}""".formatted(lead, lead));
            assertThat(registered.status()).isEqualTo(201);
        }
        assertThat(everybody
                        .post("/v1/leads/%s/qualify-marketing".formatted(leads.get(1)), "{}")
                        .status())
                .isEqualTo(200);
        assertThat(everybody
                        .post("/v1/leads/%s/disqualify".formatted(leads.get(2)), "{\"reason\": \"POOR_FIT\"}")
                        .status())
                .isEqualTo(200);
        return leads;
    }

    private static String shown(byte[] request) {
        String text = new String(request, StandardCharsets.UTF_8).replaceAll("Bearer \\S+", "Bearer ...");
        return text.length() <= 2_000 ? text : text.substring(0, 2_000) + "...";
    }
}
