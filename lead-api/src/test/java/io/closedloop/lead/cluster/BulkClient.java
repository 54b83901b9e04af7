package io.closedloop.lead.cluster;

import io.closedloop.lead.checking.Exchange;
import io.closedloop.lead.checking.Exchange.Outcome;
import io.closedloop.lead.durability.BulkStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/** Sends many commands in one request; what was not answered goes into another one, to another instance. */
final class BulkClient {
    private static final Duration SILENCE = Duration.ofSeconds(10);
    private static final int SENDINGS = 40;

    private final Cluster cluster;
    private final Workload.Keys keys;
    private final Market market;
    private final Recorder recorder;
    private final Random random;

    BulkClient(Cluster cluster, Workload.Keys keys, Market market, Recorder recorder, Random random) {
        this.cluster = cluster;
        this.keys = keys;
        this.market = market;
        this.recorder = recorder;
        this.random = random;
    }

    void goOn() {
        Map<String, Command> open = new LinkedHashMap<>();
        int lines = random.nextInt(3, 40);
        for (int i = 0; i < lines; i++) {
            open.put(UUID.randomUUID().toString(), aCommand());
        }
        for (int i = 0; i < SENDINGS && !open.isEmpty(); i++) {
            send(open);
        }
    }

    private Command aCommand() {
        String lead = market.lead(random);
        String suppression = market.suppression(random);
        if (lead == null || random.nextInt(3) == 0) {
            return Command.register(market, random);
        }
        return suppression != null && random.nextInt(20) == 0
                ? Command.lift(suppression)
                : Command.next(lead, market.seen(lead), market, random);
    }

    /** Sends what is open, and leaves open what nobody knows of. */
    private void send(Map<String, Command> open) {
        List<Instance> instances = cluster.instances();
        Instance instance = instances.get(random.nextInt(instances.size()));
        URI service = instance.uri();
        if (service == null) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            return;
        }
        var sent =
                new ArrayList<>(open.entrySet().stream().map(Map.Entry::copyOf).toList());
        var answered = new HashMap<String, Outcome>();
        var correlation = UUID.randomUUID().toString();
        long sentAt = System.nanoTime();
        String trouble = "the bulk request has fewer answers than lines";
        try {
            BulkStream.send(
                    service,
                    keys.worker(),
                    sent.stream().map(it -> it.getValue().line(it.getKey())).toList(),
                    SILENCE,
                    text -> {
                        JsonNode answer = Answers.json(text);
                        int line = answer.required("line").asInt() - 1;
                        if (line < sent.size()) {
                            String key = sent.get(line).getKey();
                            Outcome outcome = outcome(answer);
                            answered.put(key, outcome);
                            note(sent.get(line).getValue(), key, correlation, instance, sentAt, outcome);
                        }
                    });
        } catch (IOException e) {
            trouble = e.toString();
        }
        for (Map.Entry<String, Command> line : sent) {
            Outcome outcome = answered.get(line.getKey());
            if (outcome == null) {
                note(line.getValue(), line.getKey(), correlation, instance, sentAt, new Outcome.Uncertain(trouble));
            } else if (!(outcome instanceof Outcome.Uncertain || outcome instanceof Outcome.TurnedAway)) {
                open.remove(line.getKey());
            }
        }
        if (!open.isEmpty()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
        }
    }

    private void note(
            Command command, String key, String correlation, Instance instance, long sentAt, Outcome outcome) {
        recorder.note(new Exchange(
                command.name(), correlation, key, false, null, instance.name(), sentAt, System.nanoTime(), outcome));
    }

    private Outcome outcome(JsonNode answer) {
        int status = answer.required("status").asInt();
        JsonNode told = status < 300 ? answer : answer.required("problem");
        if (status < 300 && told.has("stage")) {
            market.heardOf(
                    told.required("leadId").asString(),
                    Answers.status(told),
                    told.required("version").asLong());
        }
        return Answers.read(status, told.toString().replaceFirst("\"line\":\\d+,", ""), false);
    }
}
