package io.closedloop.lead.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.suppression.SuppressionId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** How the log is read, cleared of old answers and stopped, on whatever database it runs. */
abstract class LogReadingSuite extends LogSuite {
    @Test
    void hasOneEpochUntilAnotherOneBeginsAndKnowsWhereThatWas() {
        var epochs = new LogEpochs(database.dataSource(), visibility, LogLimits.standard());
        UUID first = log.head().epoch();
        append(Samples.register(Samples.newLead(), Samples.email("a")));
        append(Samples.register(Samples.newLead(), Samples.email("b")));
        assertThat(first).isNotEqualTo(LogHead.NO_EPOCH);
        assertThat(log.head().epoch()).isEqualTo(first);
        assertThat(epochs.sameUpTo(first)).as("it has not ended").isEmpty();

        LogHead begun = epochs.begin();
        append(Samples.register(Samples.newLead(), Samples.email("c")));
        LogHead again = epochs.begin();

        assertThat(begun.position()).isEqualTo(2);
        assertThat(begun.epoch()).isNotEqualTo(first);
        assertThat(log.head()).isEqualTo(again);
        assertThat(again.position()).isEqualTo(3);
        assertThat(epochs.sameUpTo(first)).hasValue(2);
        assertThat(epochs.sameUpTo(begun.epoch())).hasValue(3);
        assertThat(epochs.sameUpTo(UUID.randomUUID())).isEmpty();
        assertThat(database.visibility().known().epoch()).as("after a restart").isEqualTo(again.epoch());
    }

    @Test
    void raisesTheLogsTimeDurablyAndNeverBeyondTheClock() {
        append(Samples.register(Samples.newLead(), Samples.email("a")));
        Instant asked = log.head().recordedAt().plusNanos(1_500);

        LogHead head = appender.raiseTimeTo(asked).join();

        assertThat(head.position()).isEqualTo(1);
        assertThat(head.recordedAt())
                .isAfterOrEqualTo(log.after(0, 1).getFirst().recordedAt());
        append(Samples.register(Samples.newLead(), Samples.email("b")));
        assertThat(log.at(2))
                .hasValueSatisfying(it -> assertThat(it.recordedAt()).isAfter(asked));
        assertThat(appender.raiseTimeTo(Instant.EPOCH).join().position()).isEqualTo(2);
        assertThatThrownBy(() ->
                        appender.raiseTimeTo(Instant.now().plusSeconds(60)).join())
                .hasCauseInstanceOf(InstantAheadOfClockException.class);
    }

    @Test
    void nothingIsRecordedAtAnInstantThatWasAskedForNotEvenByAnotherInstanceWhoseClockIsAnHourBehind() {
        append(Samples.register(Samples.newLead(), Samples.email("a")));
        Instant asked = Instant.now();
        while (!Instant.now().isAfter(asked.plusMillis(1))) {
            Thread.onSpinWait();
        }

        LogHead known = appender.raiseTimeTo(asked).join();

        try (var late = startAppender((_, _) -> asked.minusSeconds(3_600).truncatedTo(ChronoUnit.MICROS))) {
            late.append(Samples.register(Samples.newLead(), Samples.email("b")).build())
                    .join();
        }
        assertThat(known.position()).isEqualTo(1);
        assertThat(log.at(2))
                .hasValueSatisfying(it -> assertThat(it.recordedAt()).isAfter(asked));
    }

    @Test
    void readsSomeEventsOfAPartOfTheLog() {
        LeadId a = Samples.newLead();
        LeadId b = Samples.newLead();
        append(Samples.register(a, Samples.email("a")));
        append(Samples.register(b, Samples.email("b")));
        append(Samples.decide(a, 1, "LeadMarketingQualified"));
        append(Samples.decide(a, 2, "LeadAccepted"));
        Set<String> both = Set.of("LeadRegistered", "LeadAccepted");

        assertThat(positions(log.among(0, 4, both, Set.of(), Set.of(), 9))).containsExactly(1L, 2L, 4L);
        assertThat(positions(log.among(0, 3, both, Set.of(), Set.of(), 9))).containsExactly(1L, 2L);
        assertThat(positions(log.among(1, 9, both, Set.of(), Set.of(), 1))).containsExactly(2L);
        assertThat(positions(log.among(0, 9, both, Set.of(a.toString()), Set.of("Suppression"), 9)))
                .containsExactly(1L, 4L);
        assertThat(positions(log.among(
                        0,
                        9,
                        both,
                        Set.of("none"),
                        Set.of(log.at(1).orElseThrow().streamType()),
                        9)))
                .containsExactly(1L, 2L, 4L);
        assertThat(log.among(0, 9, Set.of("LeadWon"), Set.of(), Set.of(), 9)).isEmpty();
    }

    @Test
    void readsOneStreamManyStreamsAndTheWholeLog() {
        LeadId a = Samples.newLead();
        LeadId b = Samples.newLead();
        append(Samples.register(a, Samples.email("a")));
        append(Samples.register(b, Samples.email("b")));
        append(Samples.decide(a, 1, "LeadMarketingQualified"));
        append(Samples.decide(a, 2, "LeadAccepted"));

        assertThat(positions(log.stream(a.toString()))).containsExactly(1L, 3L, 4L);
        assertThat(positions(log.stream(a.toString(), 1, 3))).containsExactly(3L);
        assertThat(positions(log.streamToVersion(a.toString(), 2))).containsExactly(1L, 3L);
        assertThat(positions(log.after(1, 2))).containsExactly(2L, 3L);
        var streams = log.streams(Set.of(a.toString(), b.toString(), "none"), 3);
        assertThat(streams.keySet()).containsExactlyInAnyOrder(a.toString(), b.toString());
        assertThat(positions(streams.get(a.toString()))).containsExactly(1L, 3L);
        assertThat(log.at(4)).hasValueSatisfying(it -> assertThat(it.type()).isEqualTo("LeadAccepted"));
        assertThat(log.at(5)).isEmpty();
        assertThat(log.stream("none")).isEmpty();
    }

    @Test
    void pagesThroughSuppressionsNewestFirst() {
        var ids = new ArrayList<SuppressionId>();
        for (int i = 0; i < 5; i++) {
            LeadId lead = Samples.newLead();
            IdentityHash identity = Samples.email("p" + i);
            ids.addFirst(Samples.newSuppression());
            append(Samples.register(lead, identity));
            append(Samples.disqualify(lead, 1, identity, ids.getFirst()));
        }
        append(lift(ids.get(1), 0));
        var suppressions = new Suppressions(database.dataSource(), visibility);
        var all = new Suppressions.Filter(null, null);

        List<KnownSuppression> first = suppressions.page(all, null, 2, Instant.now());
        var end = new Suppressions.Cursor(
                first.getLast().disqualifiedPosition(), first.getLast().suppressionId());
        List<KnownSuppression> second = suppressions.page(all, end, 10, Instant.now());

        assertThat(first).extracting(KnownSuppression::suppressionId).containsExactlyElementsOf(ids.subList(0, 2));
        assertThat(second).extracting(KnownSuppression::suppressionId).containsExactlyElementsOf(ids.subList(2, 5));
        assertThat(suppressions.page(new Suppressions.Filter(false, null), null, 10, Instant.now()))
                .extracting(KnownSuppression::suppressionId)
                .containsExactly(ids.get(1));
        assertThat(suppressions.page(new Suppressions.Filter(true, "SPAM_OR_FAKE"), null, 10, Instant.now()))
                .hasSize(4);
        assertThat(suppressions.page(new Suppressions.Filter(null, "NO_NEED"), null, 10, Instant.now()))
                .isEmpty();
    }

    @Test
    void forgetsKeptAnswersOnceTheyAreOld() {
        append(Samples.register(Samples.newLead(), Samples.email("a")).idempotency(Samples.key("old", "r")));
        Instant recordedAt = log.head().recordedAt();
        append(Samples.register(Samples.newLead(), Samples.email("b")).idempotency(Samples.key("new", "r")));
        KeptAnswers kept = keptAnswers;

        assertThat(kept.purgeRecordedBefore(recordedAt)).isZero();
        assertThat(kept.purgeRecordedBefore(recordedAt.plusNanos(1_000))).isEqualTo(1);

        assertThat(kept.find(Samples.sha256("old"))).isEmpty();
        assertThat(kept.find(Samples.sha256("new"))).isPresent();
    }

    @Test
    void storesWhatIsWaitingWhenItStopsAndNothingAfterwards() {
        List<CompletableFuture<AppendOutcome>> answers = IntStream.range(0, 200)
                .mapToObj(i -> appender.append(Samples.register(Samples.newLead(), Samples.email("p" + i))
                        .build()))
                .toList();

        appender.close();

        assertThat(answers).allSatisfy(it -> assertThat(it.join()).isInstanceOf(AppendOutcome.Stored.class));
        assertThat(positions(log.after(0, 1_000)))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 200).boxed().toList());
        assertThatThrownBy(() -> append(Samples.register(Samples.newLead(), Samples.email("late"))))
                .hasCauseInstanceOf(StoreUnavailableException.class);
    }
}
