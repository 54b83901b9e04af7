package io.closedloop.lead.benchmark;

import io.closedloop.lead.http.Caller;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** How long reports, lists and leads take while commands go on, with many leads and with a tenth of them. */
record ReportTimes(Bench bench, GrownLog log, GrownLog tenth) implements Part {
    private static final int COMMANDS_PER_SECOND = 100;
    private static final int SENDERS = 4;
    private static final int WARM_UP = 50;
    private static final Duration LONGEST = Duration.ofHours(6);

    @Override
    public PartName name() {
        return PartName.REPORTS;
    }

    @Override
    public void run(Results results) throws Exception {
        Map<String, Latencies> few = measure(tenth, results);
        Map<String, Latencies> many = measure(log, results);
        for (Question question : questions(log, "")) {
            Latencies times = many.get(question.what());
            Latencies before = few.get(question.what());
            if (times == null || before == null) {
                throw new IllegalStateException("was not asked: " + question.what());
            }
            double p99 = times.percentileMillis(0.99);
            results.add(name(), question.what() + ", p50 in ms", Target.NONE, times.percentileMillis(0.5));
            results.add(name(), question.what() + ", p99 in ms", Target.atMost(question.atMostMillis()), p99);
            results.add(
                    name(),
                    question.what() + ", p99 by that of a tenth of the leads",
                    Target.atMost(5),
                    p99 / before.percentileMillis(0.99));
        }
    }

    private Map<String, Latencies> measure(GrownLog grown, Results results) throws Exception {
        grown.grow();
        try (Service service = grown.start();
                ExecutorService thread = Executors.newSingleThreadExecutor()) {
            service.awaitRead(service.logPosition());
            String unique = Long.toHexString(System.nanoTime());
            String key = service.newKey("reports-" + unique);
            List<Question> questions = questions(grown, middleOf(service, key));
            warmUp(service.port(), key, questions, new RegisterLoad(service.port(), key, "before-" + unique));
            var load = new RegisterLoad(service.port(), key, "meanwhile-" + unique);
            Future<RegisterLoad.Outcome> commands =
                    thread.submit(() -> load.paced(SENDERS, LONGEST, COMMANDS_PER_SECOND));
            Map<String, Latencies> times = new LinkedHashMap<>();
            try {
                for (Question question : questions) {
                    times.put(question.what(), ask(service.port(), key, question));
                }
            } finally {
                load.stop();
            }
            RegisterLoad.Outcome meanwhile = commands.get();
            results.add(
                    name(),
                    "commands/s meanwhile, with %,d leads".formatted(grown.leads()),
                    Target.NONE,
                    meanwhile.perSecond());
            results.add(name(), "their p99 in ms", Target.NONE, meanwhile.p99());
            Results.sayAnother(meanwhile.another());
            service.stop();
            return times;
        }
    }

    /** As fast as it goes for half of a load's time, and all questions in turns for the other half. */
    private void warmUp(int port, String key, List<Question> questions, RegisterLoad load) throws Exception {
        Duration half = bench.settings().load().dividedBy(2);
        load.asFastAsItGoes(Settings.CONNECTIONS, half);
        long end = System.nanoTime() + half.toNanos();
        try (var connection = new HttpConnection(port)) {
            for (long i = 0; System.nanoTime() < end; i++) {
                for (Question question : questions) {
                    connection.exchange(HttpConnection.get(question.path().apply(i), key));
                }
            }
        }
    }

    private Latencies ask(int port, String key, Question question) throws IOException {
        var latencies = new Latencies();
        try (var connection = new HttpConnection(port)) {
            for (int i = -Math.min(WARM_UP, bench.settings().asks());
                    i < bench.settings().asks();
                    i++) {
                byte[] request = HttpConnection.get(question.path().apply(i + 1_000L), key);
                long begin = System.nanoTime();
                int status = connection.exchange(request);
                if (i >= 0) {
                    latencies.record(System.nanoTime() - begin);
                }
                if (status != 200) {
                    throw new IOException(
                            question.path().apply(i + 1_000L) + " was answered " + status + " " + connection.body());
                }
            }
        }
        return latencies;
    }

    /** When half of the log had been recorded. */
    private static String middleOf(Service service, String key) {
        long half = service.logPosition() / 2;
        return new Caller(service.uri(), key)
                .get("/v1/events?limit=1&after=" + half)
                .json()
                .at("/items/0/recordedat")
                .asString();
    }

    private static List<Question> questions(GrownLog log, String asOf) {
        return List.of(
                new Question("funnel by channel", 100, n -> "/v1/reports/funnel?groupBy=channel"),
                new Question("campaigns", 100, n -> "/v1/reports/campaigns?groupBy=campaign"),
                new Question(
                        "a filtered page of leads",
                        100,
                        n -> "/v1/leads?limit=50&stage=SQL&channel=" + Lines.one(LongLives.CHANNELS, n, 5)),
                new Question(
                        "the leads behind a cell",
                        100,
                        n -> "/v1/reports/funnel/leads?groupBy=channel&stage=MQL&reached=WON&key.channel="
                                + Lines.one(LongLives.CHANNELS, n, 6)),
                new Question(
                        "funnel by channel as of an instant",
                        300,
                        n -> "/v1/reports/funnel?groupBy=channel&asOf=" + asOf),
                new Question("a lead's history", 10, n -> "/v1/leads/" + lead(log, n) + "/history"),
                new Question("a past version of a lead", 10, n -> "/v1/leads/" + lead(log, n) + "?version=3"));
    }

    private static String lead(GrownLog log, long number) {
        return Lines.leadId(log.name(), Math.floorMod(Lines.mix(number), log.leads()))
                .toString();
    }
}
