package io.closedloop.lead.durability;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.durability.Step.Answer;
import io.closedloop.lead.durability.Step.Expected;
import io.closedloop.lead.durability.Step.Fate;
import io.closedloop.lead.http.Caller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Clients that tell the service stories of leads, one command at a time or in streamed bulk, and that remember every
 * answer. They live through any number of processes: what one of them left open, they send to the next one again.
 */
final class Clients {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String ROLES = "[\"MARKETING\", \"SALES\", \"MANAGER\", \"INTEGRATION\"]";
    private static final int SINGLE = 6;
    private static final int BULK = 2;
    private static final int STORIES_PER_STREAM = 25;
    private static final int STORIES_PER_KEY = 10;

    private final List<Client> clients = new ArrayList<>();
    private final List<Thread> running = new ArrayList<>();
    private final Semaphore settled = new Semaphore(0);
    private final Semaphore outages = new Semaphore(0);
    private final AtomicInteger settledEver = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> surprises = new ConcurrentLinkedQueue<>();
    /** Secrets of keys that were acknowledged, and whether revoking them was. */
    private final Map<String, Boolean> revokedBySecret = new ConcurrentHashMap<>();

    private volatile boolean enough;
    private volatile @Nullable ServiceProcess service;
    private @Nullable String worker;
    private @Nullable String another;

    Clients(long seed) {
        for (int i = 0; i < SINGLE; i++) {
            clients.add(new SingleClient(new Random(seed * 31 + i)));
        }
        for (int i = 0; i < BULK; i++) {
            clients.add(new BulkClient(new Random(seed * 31 + SINGLE + i)));
        }
    }

    /** Lets all of them loose on a process. */
    void start(ServiceProcess process) {
        service = process;
        enough = false;
        if (worker == null) {
            worker = secretOfNewKey("worker");
            another = secretOfNewKey("another");
        }
        settled.drainPermits();
        outages.drainPermits();
        for (Client client : clients) {
            running.add(Thread.ofVirtual().start(() -> untilGone(client)));
        }
    }

    /** Waits until so many more commands have their answer. */
    void awaitAnswers(int more) {
        await(settled, more);
    }

    /** The same, from now on: what had its answer before does not count. */
    void awaitNewAnswers(int more) {
        settled.drainPermits();
        awaitAnswers(more);
    }

    private void await(Semaphore events, int more) {
        try {
            if (!events.tryAcquire(more, 120, TimeUnit.SECONDS)) {
                throw new AssertionError("only %d of %d came; %s; %s"
                        .formatted(
                                events.availablePermits(),
                                more,
                                surprises,
                                process().output()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** No new commands from now on; a stream under way is sent to its end. */
    void stop() {
        enough = true;
    }

    /** Waits until every client has noticed that the service is gone, or has stopped; and that no answer was wrong. */
    void awaitEnd() {
        for (Thread thread : running) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        running.clear();
        assertThat(surprises.stream().limit(5)).isEmpty();
    }

    /** Waits until the service has said so many more times that it cannot store just now. */
    void awaitOutages(int more) {
        await(outages, more);
    }

    /** How many commands have their answer. */
    int settledEver() {
        return settledEver.get();
    }

    List<Story> stories() {
        return clients.stream().flatMap(client -> client.stories.stream()).toList();
    }

    Caller worker(ServiceProcess at) {
        return new Caller(at.uri(), worker);
    }

    /** Every key that was made is good, every one that was revoked is refused, the first one too. */
    void keysHold(ServiceProcess at) {
        assertThat(at.admin().get("/v1/keys").status()).isEqualTo(200);
        revokedBySecret.forEach((secret, revoked) -> assertThat(
                        new Caller(at.uri(), secret).get("/v1/playbook").status())
                .describedAs("a key that was %s", revoked ? "revoked" : "made")
                .isEqualTo(revoked ? 401 : 200));
    }

    /** What was answered under an idempotency key is answered again, word for word. */
    void answersAreReplayed(ServiceProcess at, int most, Random random) {
        service = at;
        for (Client client : clients) {
            var keyed = client.stories.stream()
                    .filter(story -> story.withKeys)
                    .flatMap(story -> story.steps.stream().filter(Step::settled).map(step -> new Sent(story, step)))
                    .toList();
            var chosen = new ArrayList<>(keyed);
            Collections.shuffle(chosen, random);
            if (!chosen.isEmpty()) {
                client.replay(chosen.subList(0, Math.min(most / clients.size(), chosen.size())));
            }
        }
    }

    private record Sent(Story story, Step step) {}

    private record NewKey(String id, String secret) {}

    private void untilGone(Client client) {
        try {
            while (!enough) {
                client.goOn();
            }
        } catch (IOException | UncheckedIOException e) {
            // The service is gone, which is what it is about.
        } catch (RuntimeException | Error e) {
            surprises.add("a client failed: " + e);
        }
    }

    private abstract static class Client {
        final List<Story> stories = new ArrayList<>();
        final Random random;

        Client(Random random) {
            this.random = random;
        }

        Story begin() {
            var story = Story.random(random);
            stories.add(story);
            return story;
        }

        abstract void goOn() throws IOException;

        abstract void replay(List<Sent> sent);
    }

    /** One command at a time, each repeated until it is settled. */
    private final class SingleClient extends Client {
        private @Nullable Story current;
        private @Nullable NewKey ownKey;

        SingleClient(Random random) {
            super(random);
        }

        @Override
        void goOn() {
            Story story = current;
            if (story == null || story.ended()) {
                if (stories.size() % STORIES_PER_KEY == 0) {
                    changeKey();
                }
                story = begin();
                current = story;
            }
            for (Step step : story.steps) {
                if (!step.settled() && !enough) {
                    send(story, step);
                    return;
                }
            }
        }

        /** The key's name is new each time, because a key whose making was not answered may be there or not. */
        private void changeKey() {
            NewKey old = ownKey;
            ownKey = null;
            ownKey = newKey("client");
            if (old != null) {
                // Whether it is revoked stays open until there is an answer.
                revokedBySecret.remove(old.secret());
                if (process().admin().delete("/v1/keys/" + old.id()).status() == 204) {
                    revokedBySecret.put(old.secret(), true);
                }
            }
        }

        private void send(Story story, Step step) {
            step.fate = Fate.UNKNOWN;
            step.sent++;
            Caller.Answer answer = post(step);
            if (answer.status() == 503) {
                outage(answer);
                return;
            }
            settle(story, step, answer.status(), answer.body(), answer.json());
        }

        private Caller.Answer post(Step step) {
            String key = step.byAnother ? another : worker;
            var caller = new Caller(process().uri(), key);
            String body = "{" + step.fields + "}";
            return step.idempotencyKey == null
                    ? caller.post(step.path, body)
                    : caller.post(step.path, body, "Idempotency-Key", step.idempotencyKey);
        }

        @Override
        void replay(List<Sent> sent) {
            for (Sent it : sent) {
                Answer first = Objects.requireNonNull(it.step().answer);
                Caller.Answer again = post(it.step());
                assertThat(again.body()).describedAs("%s", it.step()).isEqualTo(first.body());
                assertThat(again.status()).isEqualTo(first.status());
                assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
            }
        }
    }

    /** Many stories in one stream, their commands mixed. */
    private final class BulkClient extends Client {
        BulkClient(Random random) {
            super(random);
        }

        @Override
        void goOn() throws IOException {
            List<Story> open = new ArrayList<>(
                    stories.stream().filter(story -> !story.ended()).toList());
            while (open.size() < STORIES_PER_STREAM) {
                Story story = begin();
                story.steps.subList(fitForBulk(story), story.steps.size()).clear();
                open.add(story);
            }
            List<Sent> mixed = mix(open);
            var answered = new AtomicInteger();
            try {
                BulkStream.send(process().uri(), Objects.requireNonNull(worker), lines(mixed), text -> {
                    answered.incrementAndGet();
                    take(mixed, text);
                });
            } finally {
                for (Sent it : mixed) {
                    if (!it.step().settled() && !it.story().withKeys) {
                        it.story().abandoned = true;
                    }
                }
            }
            if (answered.get() != mixed.size()) {
                surprises.add("%d lines had %d answers".formatted(mixed.size(), answered.get()));
            }
        }

        private List<Sent> mix(List<Story> open) {
            var mixed = new ArrayList<Sent>();
            var queues = new ArrayList<List<Step>>();
            var owners = new ArrayList<Story>();
            for (Story story : open) {
                queues.add(new ArrayList<>(
                        story.steps.stream().filter(step -> !step.settled()).toList()));
                owners.add(story);
            }
            while (!queues.isEmpty()) {
                int next = random.nextInt(queues.size());
                Step step = queues.get(next).removeFirst();
                step.fate = Fate.UNKNOWN;
                step.sent++;
                mixed.add(new Sent(owners.get(next), step));
                if (queues.get(next).isEmpty()) {
                    queues.remove(next);
                    owners.remove(next);
                }
            }
            return mixed;
        }

        private void take(List<Sent> mixed, String text) {
            JsonNode answer = JSON.readTree(text);
            Sent sent = mixed.get(answer.required("line").asInt() - 1);
            int status = answer.required("status").asInt();
            if (status == 503) {
                // What follows in this lead may be refused for it, and that refusal would be kept under its key.
                sent.story().abandoned = true;
                outages.release();
            } else if (sent.story().abandoned && status >= 400) {
                sent.step().fate = Fate.REFUSED;
            } else if (sent.story().abandoned && sent.step().expected == Expected.DUPLICATE) {
                // The first registration was turned away for an outage that was over when the rival came; the rival is
                // the lead then.
                sent.step().fate = Fate.UNKNOWN;
            } else {
                settle(
                        sent.story(),
                        sent.step(),
                        status,
                        status < 300
                                ? answer.toString()
                                : answer.required("problem").toString(),
                        status < 300 ? answer : answer.required("problem"));
            }
        }

        private List<String> lines(List<Sent> mixed) {
            return mixed.stream().map(it -> it.story().line(it.step())).toList();
        }

        @Override
        void replay(List<Sent> sent) {
            try {
                BulkStream.send(process().uri(), Objects.requireNonNull(worker), lines(sent), text -> {
                    JsonNode answer = JSON.readTree(text);
                    Step step = sent.get(answer.required("line").asInt() - 1).step();
                    Answer first = Objects.requireNonNull(step.answer);
                    assertThat(answer.required("status").asInt()).isEqualTo(first.status());
                    assertThat(withoutLine(first.status() < 300 ? answer : answer.required("problem")))
                            .describedAs("%s", step)
                            .isEqualTo(withoutLine(JSON.readTree(first.body())));
                });
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static String withoutLine(JsonNode answer) {
            return answer.toString().replaceFirst("\"line\":\\d+", "");
        }

        /**
         * How many steps fit: all lines go under one key, so nobody else can reinstate; and a rejection shares no
         * identity with a registration that it blocks, so their order is open.
         */
        private static int fitForBulk(Story story) {
            return (int) story.steps.stream()
                    .takeWhile(step -> !step.byAnother && step.expected != Expected.BLOCKED)
                    .count();
        }
    }

    private void settle(Story story, Step step, int status, String body, JsonNode json) {
        Fate fate = fate(step.expected, status, json);
        if (fate == null) {
            surprises.add("%s was answered %d %s".formatted(step, status, body));
            story.abandoned = true;
            return;
        }
        step.answer = new Answer(
                status,
                body,
                json.path("version").asLong(0),
                json.path("position").asLong(0));
        step.fate = fate;
        settledEver.incrementAndGet();
        settled.release();
    }

    private static @Nullable Fate fate(Expected expected, int status, JsonNode json) {
        String code = json.path("code").asString("");
        return switch (expected) {
            case ACKNOWLEDGEMENT -> status == 200 || status == 201 ? Fate.ACKNOWLEDGED : null;
            case DUPLICATE -> status == 409 && code.equals("duplicate-lead") ? Fate.REFUSED : null;
            case BLOCKED -> status == 409 && code.equals("contact-suppressed") ? Fate.BLOCKED : null;
        };
    }

    private void outage(Caller.Answer answer) {
        outages.release();
        if (!answer.code().equals("store-unavailable") || Integer.parseInt(answer.header("Retry-After")) < 1) {
            surprises.add("an outage was answered " + answer.headers().map() + answer.body());
        }
    }

    /** Null when the store does not take a key just now. */
    private @Nullable NewKey newKey(String kind) {
        Caller.Answer made = process()
                .admin()
                .post("/v1/keys", "{\"name\": \"%s-%s\", \"roles\": %s}".formatted(kind, UUID.randomUUID(), ROLES));
        if (made.status() == 503) {
            outage(made);
            return null;
        }
        assertThat(made.status()).describedAs(made.body()).isEqualTo(201);
        var key = new NewKey(
                made.json().required("id").asString(),
                made.json().required("key").asString());
        revokedBySecret.put(key.secret(), false);
        return key;
    }

    private String secretOfNewKey(String kind) {
        return Objects.requireNonNull(newKey(kind), "the store takes no key").secret();
    }

    private ServiceProcess process() {
        return Objects.requireNonNull(service, "the clients know no service yet");
    }
}
