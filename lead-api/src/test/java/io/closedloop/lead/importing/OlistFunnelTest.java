package io.closedloop.lead.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.http.Caller;
import io.closedloop.lead.http.FreshService;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A real marketing funnel goes through the service: 8,000 leads and 842 deals that Olist published. Every number that
 * the reports give is counted again here, straight from the files.
 *
 * <p>The data are not part of the project. The environment variable {@code CLOSEDLOOP_OLIST} names the folder with the
 * two CSV files; without it the test is skipped.
 */
class OlistFunnelTest {
    private static final Path MAPPING = ImportTool.SOURCE.resolveSibling("olist.mapping");
    private static final String LEADS = "olist_marketing_qualified_leads_dataset.csv";
    private static final String DEALS = "olist_closed_deals_dataset.csv";

    /** A line of the leads' file with its deal's; {@code origin} and {@code wonAt} are empty where there is none. */
    private record OlistLead(String id, String firstContact, String landingPage, String origin, String wonAt) {
        boolean hasDeal() {
            return !wonAt.isEmpty();
        }

        /** Both are written so that they sort as they follow. */
        boolean wonBeforeItsFirstContact() {
            return hasDeal() && wonAt.compareTo(firstContact) < 0;
        }

        boolean won() {
            return hasDeal() && !wonBeforeItsFirstContact();
        }
    }

    @TempDir
    Path folder;

    @Test
    void takesARealFunnelInAndReportsWhatIsInTheFiles() throws Exception {
        Optional<Path> data = data();
        assumeThat(data)
                .as("the environment variable CLOSEDLOOP_OLIST names the folder with %s and %s", LEADS, DEALS)
                .isPresent();
        List<OlistLead> leads = read(data.orElseThrow());
        OlistLead impossible = leads.stream()
                .filter(OlistLead::wonBeforeItsFirstContact)
                .reduce((one, another) -> {
                    throw new AssertionError("one deal was won before its first contact, not " + one + another);
                })
                .orElseThrow();
        long won = leads.stream().filter(OlistLead::won).count();
        long commands = leads.size() * 2 + (won + 1) * 2;
        // Registered and marketing-qualified; acceptance (implied), sales qualification and win.
        long events = leads.size() * 2L + won * 3;

        try (var service = FreshService.start(folder.resolve("data"))) {
            Caller analyst = service.as(Role.ANALYST);
            String importer = Objects.requireNonNull(
                    service.as(Role.INTEGRATION, Role.SALES).key());

            Instant start = Instant.now();
            var first = send(service, importer, data.orElseThrow(), "first");
            Duration taken = Duration.between(start, Instant.now());

            assertThat(first.exitCode()).as(first.err()).isEqualTo(3);
            assertThat(first.out())
                    .contains("%,d commands answered".formatted(commands))
                    .contains("2 refused")
                    .doesNotContain("so already");
            assertThat(refusals())
                    .satisfiesExactly(
                            qualifySales -> assertThat(qualifySales)
                                    .contains(",QualifySales,422,occurred-at-out-of-order,", impossible.id()),
                            closeWon -> assertThat(closeWon)
                                    .contains(",CloseWon,409,command-not-allowed,", impossible.id()));

            reportsWhatIsInTheFiles(analyst, events, "origin", leads, OlistLead::origin);
            reportsWhatIsInTheFiles(analyst, events, "landingPage", leads, OlistLead::landingPage);

            var firstRefusals = refusals();
            var again = send(service, importer, data.orElseThrow(), "second");
            // A lead that was won is neither marketing- nor sales-qualified any more, so those two are no repeats.
            assertThat(again.out())
                    .contains("%,d refused".formatted(won * 2 + 2))
                    .contains("%,d were so already".formatted(commands - won * 2 - 2));
            assertThat(refusals())
                    .containsAll(firstRefusals)
                    .allMatch(line -> line.contains(",409,command-not-allowed,")
                            || line.contains(",422,occurred-at-out-of-order,"));
            assertThat(head(analyst, events)).isEqualTo(events);

            System.out.printf(
                    "%,d leads, %,d deals: %,d commands became %,d events in %.1f s, the tool's start included%n",
                    leads.size(), won, commands, events, taken.toMillis() / 1000.0);
        }
    }

    private static void reportsWhatIsInTheFiles(
            Caller analyst, long events, String group, List<OlistLead> leads, Function<OlistLead, String> value) {
        var leadsOf = new TreeMap<String, Integer>();
        var wonOf = new TreeMap<String, Integer>();
        leads.forEach(lead -> {
            leadsOf.merge(value.apply(lead), 1, Integer::sum);
            wonOf.merge(value.apply(lead), lead.won() ? 1 : 0, Integer::sum);
        });

        Map<String, JsonNode> funnel = rows(analyst, "funnel", group, events);
        assertThat(funnel.keySet()).isEqualTo(leadsOf.keySet());
        funnel.forEach((key, row) -> {
            int all = leadsOf.get(key);
            int won = wonOf.get(key);
            var expected = new TreeMap<String, Integer>();
            List.of("INQUIRY", "MQL").forEach(stage -> expected.put(stage, all));
            List.of("ACCEPTED", "SQL", "WON").forEach(stage -> expected.put(stage, won));
            List.of("LOST", "DISQUALIFIED", "NURTURE").forEach(stage -> expected.put(stage, 0));
            var entries = new TreeMap<String, Integer>();
            row.required("stages")
                    .properties()
                    .forEach(stage -> entries.put(
                            stage.getKey(), stage.getValue().required("entries").asInt()));
            assertThat(entries).as(key).isEqualTo(expected);
            JsonNode mqlToWon = row.required("conversions")
                    .valueStream()
                    .filter(it -> it.required("from").asString().equals("MQL")
                            && it.required("to").asString().equals("WON"))
                    .findFirst()
                    .orElseThrow();
            isRatio(mqlToWon, won, all);
        });

        Map<String, JsonNode> campaigns = rows(analyst, "campaigns", group, events);
        assertThat(campaigns.keySet()).isEqualTo(leadsOf.keySet());
        campaigns.forEach((key, row) -> {
            int all = leadsOf.get(key);
            int won = wonOf.get(key);
            Map.of("leads", all, "mqls", all, "accepted", won, "sqls", won, "won", won)
                    .forEach((column, count) -> assertThat(row.required(column).asInt())
                            .as("%s of %s", column, key)
                            .isEqualTo(count));
            for (String column : List.of("rejected", "lost", "disqualified", "recycled", "blockedRedeliveries")) {
                assertThat(row.required(column).asInt())
                        .as("%s of %s", column, key)
                        .isZero();
            }
            isRatio(row.required("leadToWin"), won, all);
            // Each deal is worth one real in the mapping.
            Collection<JsonNode> revenue = row.required("revenue").valueStream().toList();
            if (won == 0) {
                assertThat(revenue).isEmpty();
            } else {
                assertThat(revenue).singleElement().satisfies(money -> {
                    assertThat(money.required("currency").asString()).isEqualTo("BRL");
                    assertThat(new BigDecimal(money.required("amount").asString()))
                            .isEqualByComparingTo(BigDecimal.valueOf(won));
                });
            }
        });
    }

    /** Nothing has ended but by a win, so all that did not win is open. */
    private static void isRatio(JsonNode ratio, int numerator, int denominator) {
        assertThat(ratio.required("numerator").asInt()).isEqualTo(numerator);
        assertThat(ratio.required("denominator").asInt()).isEqualTo(denominator);
        assertThat(ratio.required("open").asInt()).isEqualTo(denominator - numerator);
        assertThat(ratio.required("value").asDouble()).isEqualTo((double) numerator / denominator);
    }

    /** A report's rows by the value of their group; the absent value is the empty text, as in the files. */
    private static Map<String, JsonNode> rows(Caller analyst, String report, String group, long position) {
        var answer = analyst.get(
                "/v1/reports/%s?groupBy=%s&minPosition=%d".formatted(report, group, position), "Prefer", "wait=60");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        var rows = new TreeMap<String, JsonNode>();
        answer.json().required("rows").forEach(row -> {
            JsonNode key = row.required("key").required(group);
            rows.put(key.isNull() ? "" : key.asString(), row);
        });
        return rows;
    }

    private static long head(Caller analyst, long atLeast) {
        return analyst.get("/v1/reports/funnel?minPosition=" + atLeast)
                .json()
                .required("position")
                .asLong();
    }

    private ImportTool.Run send(FreshService service, String key, Path data, String run)
            throws IOException, InterruptedException {
        return ImportTool.run(
                folder,
                Map.of("CLOSEDLOOP_KEY", key),
                "--mapping",
                MAPPING.toString(),
                "--data",
                data.toString(),
                "--url",
                service.uri().toString(),
                "--run",
                run);
    }

    /** The refused commands without the header. */
    private List<String> refusals() throws IOException {
        try (Stream<String> lines = Files.lines(folder.resolve("refusals.csv"))) {
            return lines.skip(1).toList();
        }
    }

    private static Optional<Path> data() {
        return Stream.of(
                        Optional.ofNullable(System.getenv("CLOSEDLOOP_OLIST")),
                        Optional.ofNullable(System.getProperty("CLOSEDLOOP_OLIST")),
                        Optional.of("../../shared/data/olist"))
                .flatMap(Optional::stream)
                .map(Path::of)
                .map(Path::toAbsolutePath)
                .filter(path -> Files.isReadable(path.resolve(LEADS)))
                .findFirst();
    }

    /** Reads no more of CSV than these files need: what is taken stands before the first quoted value. */
    private static List<OlistLead> read(Path data) throws IOException {
        var wonAt = new TreeMap<String, String>();
        try (Stream<String> deals = Files.lines(data.resolve(DEALS))) {
            deals.skip(1).map(line -> line.split(",", 6)).forEach(deal -> wonAt.put(deal[0], deal[4]));
        }
        try (Stream<String> leads = Files.lines(data.resolve(LEADS))) {
            return leads.skip(1)
                    .map(line -> line.split(",", -1))
                    .map(lead -> new OlistLead(lead[0], lead[1], lead[2], lead[3], wonAt.getOrDefault(lead[0], "")))
                    .toList();
        }
    }
}
