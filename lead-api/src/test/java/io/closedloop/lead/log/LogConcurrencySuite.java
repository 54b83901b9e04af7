package io.closedloop.lead.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.suppression.SuppressionId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the log promises when many write at once, on two instances. */
abstract class LogConcurrencySuite extends LogSuite {
    private static final int WRITERS = 64;

    private GroupCommitAppender other;

    @BeforeEach
    void startASecondAppender() {
        other = startAppender();
    }

    private GroupCommitAppender either(int number) {
        return number % 2 == 0 ? appender : other;
    }

    private static <T> List<T> allAtOnce(List<Callable<T>> tasks) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = new ArrayList<T>();
            for (Future<T> each : threads.invokeAll(tasks)) {
                results.add(each.get());
            }
            return results;
        }
    }

    private static List<Callable<AppendOutcome>> writers(IntFunction<AppendOutcome> writer) {
        return IntStream.range(0, WRITERS)
                .<Callable<AppendOutcome>>mapToObj(i -> () -> writer.apply(i))
                .toList();
    }

    @Test
    void makesOneLeadOfSixtyFourRegistrationsOfOneIdentity() throws Exception {
        IdentityHash identity = Samples.email("anna@example.com");

        List<AppendOutcome> outcomes = allAtOnce(writers(i -> either(i)
                .append(Samples.register(Samples.newLead(), identity).build())
                .join()));

        assertThat(outcomes).filteredOn(AppendOutcome.Stored.class::isInstance).hasSize(1);
        assertThat(outcomes).filteredOn(AppendOutcome.Refused.class::isInstance).hasSize(WRITERS - 1);
        assertThat(log.after(0, 100))
                .singleElement()
                .satisfies(event -> assertThat(new HeldIdentities(database.dataSource(), visibility)
                                .openHolder(identity)
                                .orElseThrow()
                                .toString())
                        .isEqualTo(event.streamId()));
    }

    @Test
    void givesSixtyFourRequestsUnderOneKeyTheSameAnswer() throws Exception {
        LeadId lead = Samples.newLead();

        List<AppendOutcome> outcomes = allAtOnce(writers(i -> either(i)
                .append(Samples.register(lead, Samples.email("a"))
                        .idempotency(Samples.key("k", "r"))
                        .build())
                .join()));

        assertThat(outcomes).filteredOn(AppendOutcome.Stored.class::isInstance).hasSize(1);
        assertThat(outcomes)
                .extracting(it -> switch (it) {
                    case AppendOutcome.Stored stored -> stored.answer();
                    case AppendOutcome.Kept kept -> kept.answer();
                    case AppendOutcome.Refused _,
                            AppendOutcome.KeyReused _,
                            AppendOutcome.Moved _,
                            AppendOutcome.Over _,
                            AppendOutcome.GaveWay _,
                            AppendOutcome.Checked _ -> throw new AssertionError(it);
                })
                .containsOnly(new Samples.TestAnswers().accepted(new Positions(1, 1, Instant.EPOCH, 1)));
        assertThat(log.head().position()).isEqualTo(1);
    }

    @Test
    void letsOnlyOneOfSixtyFourDecisionsOnTheSameVersionThrough() throws Exception {
        LeadId lead = Samples.newLead();
        append(Samples.register(lead, Samples.email("a")));

        List<AppendOutcome> outcomes = allAtOnce(writers(i -> either(i)
                .append(Samples.decide(lead, 1, "LeadMarketingQualified").build())
                .join()));

        assertThat(outcomes).filteredOn(AppendOutcome.Stored.class::isInstance).hasSize(1);
        assertThat(outcomes).filteredOn(new AppendOutcome.Moved(2)::equals).hasSize(WRITERS - 1);
    }

    @Test
    void neverDeliversAnIdentityThatIsBeingSuppressed() throws Exception {
        IdentityHash identity = Samples.email("anna@example.com");
        LeadId lead = Samples.newLead();
        SuppressionId suppression = Samples.newSuppression();
        append(Samples.register(lead, identity));

        List<AppendOutcome> outcomes = allAtOnce(writers(i -> i == WRITERS / 2
                ? appender.append(Samples.disqualify(lead, 1, identity, suppression)
                                .build())
                        .join()
                : either(i)
                        .append(Samples.register(Samples.newLead(), identity).build())
                        .join()));

        assertThat(outcomes).filteredOn(AppendOutcome.Stored.class::isInstance).hasSize(1);
        List<StoredEvent> events = log.after(0, 1_000);
        assertThat(events).filteredOn(it -> it.type().equals("LeadRegistered")).hasSize(1);
        List<StoredEvent> blocked = log.stream(suppression.toString());
        assertThat(blocked)
                .extracting(StoredEvent::sequence)
                .containsExactlyElementsOf(
                        LongStream.range(0, blocked.size()).boxed().toList());
        assertThat(new Suppressions(database.dataSource(), visibility).find(suppression))
                .hasValueSatisfying(it -> assertThat(it.blocked()).isEqualTo(blocked.size()));
    }

    @Test
    void countsPositionsWithoutGapsInTheOrderOfCommitsOnAClockThatRunsBackwards() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        var walk = new Random(seed);
        DatabaseClock drunken =
                (_, _) -> Instant.now().plusSeconds(walk.nextInt(-3_600, 3_600)).truncatedTo(ChronoUnit.MICROS);
        var leads = IntStream.range(0, 20).mapToObj(_ -> Samples.newLead()).toList();
        var identities = IntStream.range(0, 10)
                .mapToObj(i -> Samples.email("shared " + i))
                .toList();
        Map<String, Positions> answered = new ConcurrentHashMap<>();
        var done = new AtomicBoolean();
        try (var first = GroupCommitAppender.start(
                        database.dataSource(), visibility, drunken, LogLimits.standard(), () -> {});
                var second = GroupCommitAppender.start(
                        database.dataSource(), visibility, drunken, LogLimits.standard(), () -> {});
                var reading = Executors.newSingleThreadExecutor()) {
            Future<List<StoredEvent>> tail = reading.submit(() -> follow(done));
            try {
                allAtOnce(writers(i -> {
                    var random = new Random(seed + i);
                    AppendOutcome last = new AppendOutcome.Moved(0);
                    for (int n = 0; n < 15; n++) {
                        GroupCommitAppender through = random.nextBoolean() ? first : second;
                        last = step(random, leads, identities, through, answered);
                    }
                    return last;
                }));
            } finally {
                done.set(true);
            }
            List<StoredEvent> followed = tail.get();
            assertThat(followed).isEqualTo(log.after(0, Integer.MAX_VALUE));
            checkHistory(followed, answered);
        }
    }

    /** One random command on one of the leads, decided on what the log says of it. */
    private AppendOutcome step(
            Random random,
            List<LeadId> leads,
            List<IdentityHash> identities,
            GroupCommitAppender through,
            Map<String, Positions> answered) {
        LeadId lead = leads.get(random.nextInt(leads.size()));
        IdentityHash identity = identities.get(random.nextInt(identities.size()));
        long version = log.stream(lead.toString()).size();
        Samples.Builder entry = Samples.decide(lead, version, "TouchRecorded");
        switch (random.nextInt(4)) {
            case 0 ->
                entry.claims(List.of(identity))
                        .mustNotBeSuppressed(List.of(identity))
                        .held(List.of(identity));
            case 1 -> entry.releases(identities);
            case 2 ->
                entry.events(List.of(
                        Samples.event(lead, "LeadRejected"),
                        Samples.event(lead, "LeadRecycled"),
                        Samples.event(lead, "LeadAssigned")));
            default -> entry.idempotency(Samples.key("key " + random.nextInt(), "r"));
        }
        Append built = entry.build();
        AppendOutcome outcome = through.append(built).join();
        if (outcome instanceof AppendOutcome.Stored stored) {
            built.events().forEach(event -> answered.put(event.eventId(), stored.positions()));
            assertThat(log.stream(lead.toString()))
                    .as("what was answered can be read")
                    .hasSizeGreaterThanOrEqualTo((int) stored.positions().version());
        }
        return outcome;
    }

    /** Reads the log as a follower does: what lies behind it can never change. */
    private List<StoredEvent> follow(AtomicBoolean done) {
        var followed = new ArrayList<StoredEvent>();
        boolean last;
        do {
            last = done.get();
            followed.addAll(log.after(followed.size(), 50));
        } while (!last || followed.size() < log.head().position());
        return followed;
    }

    private static void checkHistory(List<StoredEvent> events, Map<String, Positions> answered) {
        assertThat(positions(events))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, events.size()).boxed().toList());
        Map<String, Long> versions = new HashMap<>();
        var times = new TreeMap<Long, Set<Instant>>();
        long batch = 0;
        for (StoredEvent event : events) {
            assertThat(event.sequence()).isEqualTo(versions.merge(event.streamId(), 1L, Long::sum) - 1);
            assertThat(event.batch()).isGreaterThanOrEqualTo(batch);
            batch = event.batch();
            times.merge(batch, Set.of(event.recordedAt()), (a, b) -> {
                assertThat(a).as("the time of a transaction").isEqualTo(b);
                return a;
            });
            Positions told = answered.get(event.eventId());
            assertThat(told).as("every event was answered").isNotNull();
            assertThat(event.position()).isBetween(told.first(), told.last());
            assertThat(event.recordedAt()).isEqualTo(told.recordedAt());
        }
        assertThat(answered).hasSize(events.size());
        List<Instant> inOrder =
                times.values().stream().map(it -> it.iterator().next()).toList();
        assertThat(inOrder).isSorted().doesNotHaveDuplicates();
    }
}
