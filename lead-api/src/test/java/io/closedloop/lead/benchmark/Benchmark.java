package io.closedloop.lead.benchmark;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Measures what has been built and tells it in one table, on the terminal and on a page: {@code mvn -Pbenchmark
 * verify}. It fails when something does not work, never because a number is not what was hoped for.
 */
final class Benchmark {
    private Benchmark() {}

    public static void main(String[] arguments) throws Exception {
        Settings settings = Settings.read();
        // What a run that keeps its large logs takes up again.
        Predicate<String> kept = entry ->
                settings.keep() && List.of("postgres", "grown", "tenth").contains(entry);
        Directories.empty(settings.work(), kept);
        Application application = Application.find(settings.root(), settings.work());
        Instant began = Instant.now();
        String loadBefore = Machine.load();
        Map<String, String> circumstances = new LinkedHashMap<>();
        circumstances.put("date", began.truncatedTo(ChronoUnit.MINUTES).toString());
        circumstances.put("cores", Machine.cores() + ", shared by load, service and database");
        circumstances.put("processor", Machine.processor());
        circumstances.put("memory", Machine.memory());
        circumstances.put("system", Machine.system());
        circumstances.put("Java", Machine.java());
        var results = new Results();
        application.train();
        try (Database database = Database.start(settings.work().resolve("postgres"))) {
            circumstances.put(
                    "PostgreSQL",
                    database.version()
                            + ", fsync, synchronous_commit and full_page_writes on, shared_buffers 1 GB, max_wal_size 8 GB");
            circumstances.put("limit measured by", RawLimit.by());
            circumstances.put("single commands sent by", RegisterLoad.by());
            circumstances.put("service", application.description());
            circumstances.put(
                    "sizes",
                    "%d s of load, %,d lines, %,d leads, each report asked %,d times"
                            .formatted(settings.seconds(), settings.lines(), settings.leads(), settings.asks()));
            circumstances.forEach((name, value) -> Results.say(name + ": " + value));
            run(parts(new Bench(settings, application, database)), settings, results);
        }
        circumstances.put("load average before and after (1, 5, 15 min)", loadBefore + "; " + Machine.load());
        circumstances.put(
                "duration",
                Duration.between(began, Instant.now())
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString()
                        .substring(2));
        Results.say("\n" + results.table());
        Results.say("load average before: " + loadBefore + "; after: " + Machine.load());
        Page.write(
                settings.page(),
                circumstances,
                settings.parts(),
                results.rows(),
                began.toString().substring(0, 10));
        if (results.anythingFailed()) {
            throw new IOException("something did not work; see above");
        }
    }

    private static List<Part> parts(Bench bench) {
        long leads = bench.settings().leads();
        var grown = new GrownLog(bench, "grown", leads);
        var tenth = new GrownLog(bench, "tenth", Math.max(leads / 10, BulkCommands.STREAMS));
        return List.of(
                new SingleCommands(bench),
                new BulkCommands(bench),
                new H2Commands(bench),
                new Filling(grown),
                new ReportTimes(bench, grown, tenth),
                new Starting(bench, grown));
    }

    private static void run(List<Part> parts, Settings settings, Results results) {
        for (Part part : parts) {
            if (!settings.parts().contains(part.name())) {
                continue;
            }
            Results.say("\n" + part.name().word());
            try {
                part.run(results);
            } catch (Exception e) {
                e.printStackTrace();
                results.failed(part.name(), e);
            }
        }
    }
}
