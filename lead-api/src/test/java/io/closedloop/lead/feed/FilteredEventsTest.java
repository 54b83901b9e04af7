package io.closedloop.lead.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.http.Caller;
import io.closedloop.lead.http.FreshService;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The log for those who want but a part of it, page by page and live, and as CloudEvents' own tools read it. */
class FilteredEventsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String BATCH = "application/cloudevents-batch+json";
    private static final Pattern NEXT = Pattern.compile("<(/v1/events\\?[^>]*)>; rel=\"next\"");

    @TempDir
    static Path directory;

    private static FreshService service;
    private static Caller auditor;
    private static Caller writer;

    @BeforeAll
    static void start() throws IOException {
        service = FreshService.start(directory, "--closedloop.events.heartbeat=200ms");
        auditor = service.as(Role.AUDITOR);
        writer = service.as(Role.MARKETING);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static UUID register() {
        UUID lead = UUID.randomUUID();
        assertThat(deliver(lead, lead + "@example.com").status()).isEqualTo(201);
        return lead;
    }

    private static Caller.Answer deliver(UUID lead, String email) {
        return writer.post("/v1/leads", """
                {"leadId": "%s", "contact": {"email": "%s"}, "source": {"channel": "WEB", "sourcedBy": "OTHER"}}""".formatted(lead, email));
    }

    private static void qualify(UUID lead) {
        assertThat(writer.post("/v1/leads/" + lead + "/qualify-marketing", "{}").status())
                .isEqualTo(200);
    }

    private static long head() {
        return auditor.get("/v1/events?after=" + Long.MAX_VALUE)
                .json()
                .required("position")
                .asLong();
    }

    private static List<String> typesAndSubjects(JsonNode items) {
        return items.valueStream()
                .map(event -> event.required("type").asString() + " "
                        + event.required("subject").asString())
                .toList();
    }

    @Test
    void aPageHasTheWantedEventsAndSaysHowFarItLooked() {
        long before = head();
        UUID a = register();
        UUID b = register();
        qualify(a);
        register();

        JsonNode qualified = auditor.get("/v1/events?after=%d&type=LeadMarketingQualified".formatted(before))
                .json();
        assertThat(typesAndSubjects(qualified.required("items"))).containsExactly("LeadMarketingQualified " + a);
        assertThat(qualified.required("position").asLong()).isEqualTo(before + 4);

        JsonNode either = auditor.get(
                        "/v1/events?after=%d&subject=%s&subject=%s&type=LeadRegistered&type=LeadMarketingQualified"
                                .formatted(before, a, b))
                .json();
        assertThat(typesAndSubjects(either.required("items")))
                .containsExactly("LeadRegistered " + a, "LeadRegistered " + b, "LeadMarketingQualified " + a);

        JsonNode nothing = auditor.get("/v1/events?after=%d&type=LeadWon".formatted(before))
                .json();
        assertThat(nothing.required("items").isEmpty()).isTrue();
        assertThat(nothing.required("position").asLong()).isEqualTo(before + 4);
    }

    @Test
    void anEventOfASuppressionIsAboutTheLeadThatWasDisqualified() {
        long before = head();
        UUID out = register();
        assertThat(writer.post("/v1/leads/" + out + "/disqualify", "{\"reason\": \"POOR_FIT\"}")
                        .status())
                .isEqualTo(200);
        UUID other = register();
        assertThat(deliver(UUID.randomUUID(), out + "@example.com").code()).isEqualTo("contact-suppressed");

        assertThat(typesAndSubjects(auditor.get("/v1/events?after=%d&subject=%s".formatted(before, out))
                        .json()
                        .required("items")))
                .containsExactly("LeadRegistered " + out, "LeadDisqualified " + out, "RedeliveryBlocked " + out);
        assertThat(typesAndSubjects(auditor.get("/v1/events?after=%d&subject=%s".formatted(before, other))
                        .json()
                        .required("items")))
                .containsExactly("LeadRegistered " + other);
    }

    @Test
    void pagesOfWhatIsWantedFollowEachOtherByTheirLinks() {
        long before = head();
        for (int i = 0; i < 5; i++) {
            qualify(register());
        }

        String path = "/v1/events?after=%d&limit=2&type=LeadMarketingQualified".formatted(before);
        var positions = new ArrayList<Long>();
        int pages = 0;
        while (path != null) {
            Caller.Answer page = auditor.get(path, "Accept", BATCH);
            JsonNode events = page.json();
            assertThat(events.isArray()).isTrue();
            assertThat(events.size()).isLessThanOrEqualTo(2);
            events.forEach(event -> positions.add(event.required("position").asLong()));
            Matcher next = NEXT.matcher(page.headers().firstValue("Link").orElse(""));
            path = next.matches() ? next.group(1) : null;
            assertThat(path == null || path.contains("after=" + page.header("Closedloop-Position")))
                    .isTrue();
            pages++;
        }
        assertThat(positions).containsExactly(before + 2, before + 4, before + 6, before + 8, before + 10);
        assertThat(pages).isEqualTo(3);
    }

    @Test
    void aBatchIsTheBareArrayOfThePagesItems() {
        long before = head();
        register();
        register();
        Caller.Answer page = auditor.get("/v1/events?after=" + before);
        Caller.Answer batch = auditor.get("/v1/events?after=" + before, "Accept", BATCH);

        assertThat(page.header("Content-Type")).startsWith("application/json");
        assertThat(batch.header("Content-Type")).isEqualTo(BATCH);
        assertThat(batch.json()).isEqualTo(page.json().required("items"));
        assertThat(batch.header("Closedloop-Position"))
                .isEqualTo(page.header("Closedloop-Position"))
                .isEqualTo(page.json().required("position").asString());
        assertThat(batch.headers().firstValue("Link")).isEmpty();
        assertThat(auditor.get("/v1/events", "Accept", "*/*").json().isObject()).isTrue();
        assertThat(auditor.get("/v1/events", "Accept", BATCH + ", application/json;q=0.5")
                        .json()
                        .isArray())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "type=LeadWno, ?type",
        "type=, ?type",
        "type=leadwon, ?type",
        "type=LeadWon&type=x, ?type",
        "subject=x, ?subject",
        "subject=, ?subject",
        "subject=1-1-1-1-1, ?subject",
        "types=LeadWon, ?types",
    })
    void whatIsNoTypeAndNoLeadIsRefused(String query, String pointer) {
        for (String accept : List.of("application/json", BATCH, "text/event-stream")) {
            Caller.Answer answer = auditor.get("/v1/events?" + query, "Accept", accept);

            assertThat(answer.code()).isEqualTo("malformed-request");
            assertThat(answer.json().at("/errors/0/pointer").asString()).isEqualTo(pointer);
        }
        assertThat(auditor.get("/v1/events?" + ("subject=" + UUID.randomUUID() + "&").repeat(101))
                        .code())
                .isEqualTo("malformed-request");
    }

    @Test
    void aStreamTellsOnlyWhatIsWantedAndHowFarItHasCome() throws InterruptedException {
        long before = head();
        UUID there = register();
        qualify(there);
        String query = "?after=%d&type=LeadMarketingQualified".formatted(before);
        try (Listener listener = Listener.open(auditor, query)) {
            Listener.Frame.Event first = listener.event();
            assertThat(first.id()).isEqualTo(before + 2);
            assertThat(first.type()).isEqualTo("LeadMarketingQualified");
            UUID live = register();
            register();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> listener.next(Listener.Frame.Position.class).id() == before + 4);
            qualify(live);

            Listener.Frame.Event second = listener.event();
            assertThat(second.id()).isEqualTo(before + 5);
            assertThat(JSON.readTree(second.data()).required("subject").asString())
                    .isEqualTo(live.toString());
        }
    }

    @Test
    void whoeverComesBackWithThePositionOfAHeartbeatMissesNothing() throws InterruptedException {
        long before = head();
        UUID lead = register();
        long seen;
        try (Listener listener = Listener.open(auditor, "?after=%d&subject=%s".formatted(before, lead))) {
            assertThat(listener.event().id()).isEqualTo(before + 1);
            register();
            register();
            seen = before;
            while (seen < before + 3) {
                seen = listener.next(Listener.Frame.Position.class).id();
            }
        }
        qualify(lead);

        try (Listener again = Listener.open(
                auditor, "?subject=%s&type=LeadMarketingQualified".formatted(lead), "Last-Event-ID", "" + seen)) {
            assertThat(again.event().id()).isEqualTo(before + 4);
        }
    }
}
