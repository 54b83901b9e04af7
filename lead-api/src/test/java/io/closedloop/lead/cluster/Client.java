package io.closedloop.lead.cluster;

import io.closedloop.lead.checking.Exchange;
import io.closedloop.lead.checking.Exchange.Outcome;
import io.closedloop.lead.checking.Reading;
import io.closedloop.lead.checking.Report;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Sends one request at a time, or twins of one, to whichever instance it feels like. */
final class Client {
    private static final long AVOID_NANOS = TimeUnit.SECONDS.toNanos(2);
    /** How often a command is sent again until somebody says what came of it; for more than a minute. */
    private static final int SENDINGS = 60;

    static final List<String> REPORTS = List.of(
            "funnel",
            "funnel?groupBy=channel&basis=flow",
            "campaigns",
            "campaigns?groupBy=owner",
            "winRate?groupBy=pass",
            "transitions",
            "transitions?groupBy=attr.size",
            "reasons",
            "redelivery?groupBy=channel");

    private final Cluster cluster;
    private final Workload.Keys keys;
    private final Market market;
    private final Recorder recorder;
    private final Random random;
    private final Map<Instance, Long> avoidUntil = new ConcurrentHashMap<>();

    Client(Cluster cluster, Workload.Keys keys, Market market, Recorder recorder, Random random) {
        this.cluster = cluster;
        this.keys = keys;
        this.market = market;
        this.recorder = recorder;
        this.random = random;
    }

    void goOn() {
        int dice = random.nextInt(100);
        String lead = market.lead(random);
        String suppression = market.suppression(random);
        if (lead == null || dice < 30) {
            send(Command.register(market, random));
        } else if (dice < 80) {
            send(Command.next(lead, market.seen(lead), market, random));
        } else if (dice < 84 && suppression != null) {
            send(Command.lift(suppression));
        } else if (dice < 95) {
            look(lead);
        } else {
            ask();
        }
    }

    private void send(Command command) {
        String key = random.nextInt(5) < 3 ? UUID.randomUUID().toString() : null;
        boolean dryRun = random.nextInt(25) == 0;
        Long ifMatch = ifMatch(command);
        Thread twin = null;
        if (key != null && random.nextInt(6) == 0) {
            Instance other = anInstance();
            twin = Thread.ofVirtual().start(() -> sendOnce(command, key, dryRun, ifMatch, other));
        }
        boolean settled = false;
        for (int i = 0; i < SENDINGS && !settled; i++) {
            Outcome outcome = sendOnce(command, key, dryRun, ifMatch, anInstance());
            settled = outcome == null
                    ? key == null
                    : !(outcome instanceof Outcome.Uncertain || outcome instanceof Outcome.TurnedAway) || key == null;
        }
        if (twin != null) {
            join(twin);
        }
    }

    private @Nullable Long ifMatch(Command command) {
        if (random.nextInt(5) > 0 || command.takesAnother() || command.target().isEmpty()) {
            return null;
        }
        String lead = command.path().split("/")[3];
        Market.Seen seen = market.seen(lead);
        return seen == null ? null : Long.valueOf(seen.version());
    }

    /** Null where there was no instance to send it to. */
    @Nullable
    Outcome sendOnce(Command command, @Nullable String key, boolean dryRun, @Nullable Long ifMatch, Instance instance) {
        URI service = instance.uri();
        if (service == null) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            return null;
        }
        String correlation = UUID.randomUUID().toString();
        var headers = new HashMap<>(Map.of("X-Correlation-Id", correlation));
        if (key != null) {
            headers.put("Idempotency-Key", key);
        }
        if (ifMatch != null) {
            headers.put("If-Match", "\"" + ifMatch + "\"");
        }
        long sentAt = System.nanoTime();
        Http.Reply reply = Http.post(
                service,
                command.takesAnother() ? keys.another() : keys.worker(),
                command.path() + (dryRun ? "?dryRun=true" : ""),
                "{" + command.fields() + "}",
                headers);
        Outcome outcome = switch (reply) {
            case Http.Reply.Answer it -> Answers.read(it.status(), it.body(), it.replayed());
            case Http.Reply.NotSent it -> new Outcome.TurnedAway(it.why());
            case Http.Reply.Lost it -> new Outcome.Uncertain(it.why());
        };
        recorder.note(new Exchange(
                command.name(),
                correlation,
                key,
                dryRun,
                ifMatch,
                instance.name(),
                sentAt,
                System.nanoTime(),
                outcome));
        if (reply instanceof Http.Reply.Answer answer) {
            learn(answer, dryRun);
            if (outcome instanceof Outcome.Uncertain) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
            }
        } else {
            avoid(instance);
        }
        return outcome;
    }

    private void learn(Http.Reply.Answer answer, boolean dryRun) {
        JsonNode json = Answers.json(answer.body());
        if (answer.status() < 300 && !dryRun && json.has("stage")) {
            market.heardOf(
                    json.required("leadId").asString(),
                    Answers.status(json),
                    json.required("version").asLong());
        }
        if (json.path("suppressionId").isString()) {
            market.heardOfSuppression(json.required("suppressionId").asString());
        }
    }

    private void look(String lead) {
        Instance instance = anInstance();
        URI service = instance.uri();
        if (service == null) {
            return;
        }
        long sentAt = System.nanoTime();
        switch (Http.get(service, keys.worker(), "/v1/leads/" + lead)) {
            case Http.Reply.Answer it
            when it.status() == 200 -> {
                JsonNode json = Answers.json(it.body());
                long version = json.required("version").asLong();
                String status = Answers.status(json);
                recorder.note(new Reading(
                        lead,
                        instance.name(),
                        sentAt,
                        System.nanoTime(),
                        version,
                        json.required("position").asLong(),
                        status));
                market.heardOf(lead, status, version);
            }
            case Http.Reply.Answer it
            when it.status() == 404 ->
                recorder.note(new Reading(lead, instance.name(), sentAt, System.nanoTime(), 0, 0, "NOWHERE"));
            case Http.Reply.Answer it -> noteUnlessOutage("GET lead", instance, sentAt, it);
            case Http.Reply.NotSent _, Http.Reply.Lost _ -> avoid(instance);
        }
    }

    /** A report as it was known at some instant: whoever answers, whenever, it is the same. */
    private void ask() {
        Instance instance = anInstance();
        URI service = instance.uri();
        if (service == null) {
            return;
        }
        String report = REPORTS.get(random.nextInt(REPORTS.size()));
        Instant known = random.nextInt(4) == 0 ? null : market.instant(random);
        String path =
                "/v1/reports/" + report + (known == null ? "" : (report.contains("?") ? "&" : "?") + "asOf=" + known);
        long sentAt = System.nanoTime();
        switch (Http.get(service, keys.worker(), path)) {
            case Http.Reply.Answer it
            when it.status() == 200 -> {
                if (known == null) {
                    // Null where nothing has been recorded yet.
                    JsonNode asOf = Answers.json(it.body()).required("asOf");
                    if (asOf.isString()) {
                        market.heardOfInstant(Instant.parse(asOf.asString()));
                    }
                } else {
                    recorder.note(new Report(path, instance.name(), Answers.digest(it.status(), it.body())));
                }
            }
            case Http.Reply.Answer it -> noteUnlessOutage("GET " + path, instance, sentAt, it);
            case Http.Reply.NotSent _, Http.Reply.Lost _ -> avoid(instance);
        }
    }

    private void noteUnlessOutage(String what, Instance instance, long sentAt, Http.Reply.Answer answer) {
        if (answer.status() != 503) {
            recorder.note(new Exchange(
                    what,
                    UUID.randomUUID().toString(),
                    null,
                    false,
                    null,
                    instance.name(),
                    sentAt,
                    System.nanoTime(),
                    new Outcome.Fault(answer.status(), answer.body())));
        }
    }

    private void avoid(Instance instance) {
        avoidUntil.put(instance, System.nanoTime() + AVOID_NANOS);
    }

    private Instance anInstance() {
        List<Instance> good = cluster.instances().stream()
                .filter(it -> it.uri() != null)
                .filter(it -> avoidUntil.getOrDefault(it, Long.MIN_VALUE) < System.nanoTime())
                .toList();
        List<Instance> choice = good.isEmpty() ? cluster.instances() : good;
        return choice.get(random.nextInt(choice.size()));
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
