package io.closedloop.lead.reports;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.http.Caller;
import io.closedloop.lead.http.Caller.Answer;
import io.closedloop.lead.http.FreshService;
import io.closedloop.lead.reporting.Filters;
import io.closedloop.lead.reporting.reports.AllReports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The largest questions of one key: they are answered, larger ones are refused, and nobody else has to wait for them.
 */
class LargestQuestionsOverHttpTest {
    private static final int ATTACKERS = 120;

    @TempDir
    static Path data;

    private static FreshService service;
    private static Caller analyst;
    private static Caller marketing;

    @BeforeAll
    static void start() throws IOException {
        // So that not the length of the query is what is refused.
        service = FreshService.start(
                data, "--server.max-http-request-header-size=2MB", "--closedloop.read-models.query-timeout=5m");
        analyst = service.as(Role.ANALYST);
        marketing = service.as(Role.MARKETING);
        for (String campaign : List.of("spring", " spring\\u00a0", "Spring", "\\uff33pring", "summer")) {
            Answer answer = register(marketing, campaign);
            assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        }
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static Answer register(Caller caller, String campaign) {
        return caller.post("/v1/leads", """
                {"externalRef": {"system": "crm", "id": "%s"}, "attributes": {"city": "Berlin"},
                 "source": {"channel": "WEB", "campaign": "%s", "sourcedBy": "MARKETING"}}
                """.formatted(System.nanoTime(), campaign));
    }

    private static String attributes(int count) {
        return IntStream.range(0, count).mapToObj("attr.a%d"::formatted).collect(Collectors.joining("&"));
    }

    private static String plainAttributes(int count) {
        return IntStream.range(0, count).mapToObj("attr=a%d:"::formatted).collect(Collectors.joining("&"));
    }

    private static void refused(String path, String parameter) {
        Answer answer = analyst.get(path);
        assertThat(answer.status()).as("%.80s: %s", path, answer.body()).isEqualTo(400);
        assertThat(answer.json().at("/errors/0/pointer").asString()).startsWith("?" + parameter);
    }

    @ParameterizedTest
    @ValueSource(ints = {21, 300, 400, 1900})
    void moreAttributesThanAQuestionMayNameAreRefusedHoweverManyTheyAre(int count) {
        for (String path : List.of("leads", "reports/funnel", "reports/redelivery", "reports/funnel/leads")) {
            refused("/v1/%s?%s".formatted(path, attributes(count)), "attr.a");
            refused("/v1/%s?%s".formatted(path, plainAttributes(count)), "attr.a");
        }
        refused(
                "/v1/reports/winRate?groupBy="
                        + IntStream.range(0, count)
                                .mapToObj("attr.a%d"::formatted)
                                .collect(Collectors.joining(",")),
                "groupBy");
    }

    @Test
    void everythingElseThatIsTooMuchIsRefusedWithItsName() {
        refused("/v1/leads?" + "attr=city:x&".repeat(Filters.MAX_VALUES + 1), "attr.city");
        refused("/v1/leads?campaign=" + "x".repeat(201), "campaign");
        refused("/v1/leads?attr=city:" + "x".repeat(1001), "attr.city");
        refused("/v1/leads?attr=" + "x".repeat(2000), "attr");
        refused("/v1/reports/funnel?" + "owner=a&".repeat(Filters.MAX_VALUES + 1), "owner");
        refused("/v1/reports/funnel?zone=" + "x".repeat(3000), "zone");
        refused("/v1/reports/funnel?compareTo=" + "x".repeat(3000), "compareTo");
        refused("/v1/reports/campaigns/leads?column=leads&" + "key.owner=a&".repeat(50), "key.owner");
        refused("/v1/reports/campaigns/leads?groupBy=owner&column=leads&" + "key=owner:a&".repeat(50), "key.owner");
        refused("/v1/suppressions?reason=" + "x".repeat(3000), "reason");
        refused("/v1/codes?kind=" + "x".repeat(3000), "kind");
        assertThat(analyst.get("/v1/leads?" + "attr=city:x&".repeat(5000)).code())
                .isEqualTo("malformed-request");
    }

    private static String largest(boolean ofAReport) {
        var parameters = new ArrayList<String>();
        for (String code : List.of("owner", "origin", "campaign", "landingPage")) {
            if (ofAReport) {
                parameters.addAll(List.of(code + "=", code + "=spring", code + "=" + "x".repeat(100)));
            } else if (!code.equals("landingPage")) {
                parameters.add(code + "=");
            }
        }
        if (ofAReport) {
            parameters.addAll(List.of("zone=America/New_York", "from=0001-01-01", "to=9999-12-31"));
            parameters.add("groupBy=channel,origin,campaign,landingPage,sourcedBy,owner,pass,playbookVersion,day,week,"
                    + IntStream.range(0, Filters.MAX_ATTRIBUTES)
                            .mapToObj("attr.a%d"::formatted)
                            .collect(Collectors.joining(",")));
        }
        parameters.add(plainAttributes(Filters.MAX_ATTRIBUTES));
        IntStream.range(0, Filters.MAX_VALUES - Filters.MAX_ATTRIBUTES - 12)
                .mapToObj(i -> "attr=a0:" + "%04d".formatted(i) + "v".repeat(996))
                .forEach(parameters::add);
        return String.join("&", parameters);
    }

    static List<String> reports() {
        return AllReports.names();
    }

    @ParameterizedTest
    @MethodSource("reports")
    void theLargestQuestionOfEveryReportIsAnsweredInEveryFormat(String report) {
        for (String type : List.of("application/json", "text/csv", "application/vnd.apache.parquet")) {
            Answer answer = analyst.get(
                    "/v1/reports/%s?%s&compareTo=2026-01-01T00:00:00Z".formatted(report, largest(true)),
                    "Accept",
                    type);
            assertThat(answer.status())
                    .as("%s as %s: %.300s", report, type, answer.body())
                    .isEqualTo(200);
        }
    }

    @Test
    void theLargestQuestionsForLeadsAreAnswered() {
        Answer list = analyst.get("/v1/leads?limit=1000&" + largest(false));
        assertThat(list.status()).as("%.300s", list.body()).isEqualTo(200);

        String key = Stream.of("origin,landingPage,owner".split(","))
                        .map("keyNull=%s"::formatted)
                        .collect(Collectors.joining("&"))
                + "&key=campaign:spring&key=channel:WEB&key=sourcedBy:MARKETING&key=pass:1&key=playbookVersion:1&"
                + "key=day:2026-01-31&key=week:2026-W05&"
                + IntStream.range(0, Filters.MAX_ATTRIBUTES)
                        .mapToObj("keyNull=attr.a%d"::formatted)
                        .collect(Collectors.joining("&"));
        Answer behind = analyst.get("/v1/reports/campaigns/leads?column=leads&%s&%s".formatted(largest(true), key));
        assertThat(behind.status()).as("%.300s", behind.body()).isEqualTo(200);
        Answer explained = analyst.get("/v1/reports/campaigns/explain?asOf=2026-01-01&column=leads&limit=1000&%s&%s"
                .formatted(largest(true), key));
        assertThat(explained.status()).as("%.300s", explained.body()).isEqualTo(200);
    }

    @Test
    void whatGeneratedClientsSendFindsWhatPeopleTypeFinds() {
        long position =
                register(marketing, "summer").json().required("position").asLong();
        String typed = analyst.get("/v1/leads?attr.city=Berlin&attr.size=&minPosition=" + position)
                .body();
        String plain = analyst.get("/v1/leads?attr=city:Berlin&attr=size:&minPosition=" + position)
                .body();
        assertThat(plain).isEqualTo(typed);
        assertThat(analyst.get("/v1/leads?attr=city:Lima").json().required("items"))
                .isEmpty();

        String question =
                "/v1/reports/campaigns/leads?column=leads&groupBy=campaign,owner,attr.city&minPosition=" + position;
        Answer behind = analyst.get(question + "&key=campaign:summer&keyNull=owner&key=attr.city:Berlin");
        assertThat(behind.json().required("items")).hasSizeGreaterThan(1);
        assertThat(behind.body())
                .isEqualTo(analyst.get(question + "&key.campaign=summer&key.owner.null=true&key.attr.city=Berlin")
                        .body());
    }

    @Test
    void codesThatDifferInBlanksAreOneAndThoseThatDifferInCaseArePointedOut() {
        Answer similar = analyst.get("/v1/codes?similar=true&minPosition=5");
        assertThat(similar.status()).as(similar.body()).isEqualTo(200);
        assertThat(similar.json().required("items")).hasSize(1);
        var entry = similar.json().at("/items/0");
        assertThat(entry.required("kind").asString()).isEqualTo("campaign");
        assertThat(entry.required("written").asInt()).isEqualTo(3);
        assertThat(entry.at("/codes/0/code").asString()).isEqualTo("spring");
        assertThat(entry.at("/codes/0/leads").asInt()).isEqualTo(2);
        assertThat(entry.required("codes").findValuesAsString("code"))
                .containsExactlyInAnyOrder("spring", "Spring", "\uff33pring");

        String first = "/v1/codes?limit=1&minPosition=5";
        Answer page = analyst.get(first);
        assertThat(page.json().at("/items/0/codes")).hasSize(3);
        String cursor = page.json().required("nextCursor").asString();
        Answer next = analyst.get(first + "&cursor=" + cursor);
        assertThat(next.json().at("/items/0/codes/0/code").asString()).isEqualTo("summer");
        assertThat(next.json().required("nextCursor").isNull()).isTrue();
        assertThat(analyst.get("/v1/codes?kind=owner").json().required("items")).isEmpty();
        assertThat(analyst.get("/v1/codes?kind=reason").code()).isEqualTo("malformed-request");
        assertThat(analyst.get(first + "&cursor=" + cursor.substring(1)).code()).isEqualTo("malformed-request");
    }

    /** What one key may ask at a time takes no place that commands need. */
    @Test
    void commandsAndLivenessAreAnsweredWhileOneKeyAsksAllItCan(@TempDir Path other) throws Exception {
        try (var attacked = FreshService.start(other)) {
            attack(attacked, attacked.as(Role.ANALYST), attacked.as(Role.MARKETING));
        }
    }

    /** As much as fits into a request that is as long as it may be by default. */
    private static String question() {
        return plainAttributes(Filters.MAX_ATTRIBUTES)
                + IntStream.range(0, 500).mapToObj("&attr=a0:v%d"::formatted).collect(Collectors.joining());
    }

    private static void attack(FreshService attacked, Caller attacker, Caller others) throws InterruptedException {
        String list = "/v1/leads?" + question();
        String report = "/v1/reports/campaigns?groupBy=campaign,month&" + question();
        var statuses = new TreeMap<Integer, Integer>();
        long worstCommand = 0;
        long worstLiveness = 0;
        int commands = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Integer>>> questions = IntStream.range(0, ATTACKERS)
                    .mapToObj(_ -> threads.submit((Callable<List<Integer>>) () -> List.of(
                            attacker.get(list).status(), attacker.get(report).status())))
                    .toList();
            do {
                long begun = System.nanoTime();
                assertThat(register(others, "attacked").status()).isEqualTo(201);
                long between = System.nanoTime();
                assertThat(new Caller(attacked.uri(), null)
                                .get("/actuator/health/liveness")
                                .status())
                        .isEqualTo(200);
                worstCommand = Math.max(worstCommand, between - begun);
                worstLiveness = Math.max(worstLiveness, System.nanoTime() - between);
                commands++;
            } while (questions.stream().anyMatch(question -> !question.isDone()));
            for (Future<List<Integer>> question : questions) {
                statuses(question).forEach(status -> statuses.merge(status, 1, Integer::sum));
            }
        }
        System.out.printf(
                "%d of the largest questions at once: %s; meanwhile %d commands, the slowest took %d ms, liveness %d ms%n",
                ATTACKERS, statuses, commands, worstCommand / 1_000_000, worstLiveness / 1_000_000);
        assertThat(statuses.keySet()).isSubsetOf(200, 429, 503);
        assertThat(statuses.getOrDefault(200, 0)).isPositive();
    }

    private static List<Integer> statuses(Future<List<Integer>> attacker) throws InterruptedException {
        try {
            return attacker.get();
        } catch (ExecutionException e) {
            throw new AssertionError("a question was not answered", e);
        }
    }
}
