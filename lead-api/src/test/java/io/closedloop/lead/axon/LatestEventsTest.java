package io.closedloop.lead.axon;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.AcceptLead;
import io.closedloop.lead.lifecycle.LeadCommand;
import io.closedloop.lead.lifecycle.QualifyMarketing;
import io.closedloop.lead.lifecycle.RegisterLead;
import io.closedloop.lead.lifecycle.Rep;
import io.closedloop.lead.log.OutcomeUnknownException;
import io.closedloop.lead.log.Positions;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatestEventsTest {
    private static final Instant AT = Instant.parse("2026-01-05T10:00:00Z");
    private static final String PERSONAL = "ana@example.com";
    private final LeadId lead = new LeadId(UUID.randomUUID());

    private CommandSide side;

    @BeforeEach
    void open(@TempDir Path directory) throws SQLException {
        side = CommandSide.open(directory);
    }

    @AfterEach
    void close() {
        side.close();
    }

    @Test
    void whatIsAtHandIsWhatTheLogGives() {
        liveALittle();

        List<TrackedEventMessage<?>> atHand = side.latest.takeAfter(0, 100);

        assertThat(atHand).hasSize(3);
        assertThat(atHand.stream().map(Seen::of))
                .containsExactlyElementsOf(
                        fromTheDatabase().stream().map(Seen::of).toList());
    }

    @Test
    void noPersonalDataIsAtHand() {
        liveALittle();

        assertThat(side.latest.takeAfter(0, 100))
                .isNotEmpty()
                .noneMatch(event -> side.json.inClear(event.getPayload()).contains(PERSONAL));
    }

    @Test
    void theReadModelsStreamAsksTheDatabaseForNothingThatIsAtHand() {
        liveALittle();
        side.reads.statements();

        assertThat(side.engine.readEvents(null, true)).hasSize(3);

        assertThat(side.reads.statements()).isEmpty();
    }

    @Test
    void whatOthersStoredInBetweenIsReadFromTheLogSoThatNothingIsLeftOut() {
        send(register());
        side.appender
                .append(Leads.registeredAndQualified(side, new LeadId(UUID.randomUUID()), "Bea"))
                .join();
        send(new QualifyMarketing(lead, AT, null));

        assertThat(side.latest.takeAfter(0, 100))
                .extracting(LatestEventsTest::positionOf)
                .containsExactly(1L);
        assertThat(side.latest.takeAfter(1, 100)).isEmpty();
        assertThat(side.latest.takeAfter(3, 100))
                .extracting(LatestEventsTest::positionOf)
                .containsExactly(4L);
        assertThat(side.engine.readEvents(null, false).map(LatestEventsTest::positionOf))
                .containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void nothingIsAtHandOfWhatMayNotHaveBeenStored() {
        side.append = entry -> {
            side.appender.append(entry).join();
            return CompletableFuture.failedFuture(new OutcomeUnknownException("lost", Duration.ofSeconds(1)));
        };

        var _ = side.sender.submit(register(), context(), false);

        assertThat(side.latest.takeAfter(0, 100)).isEmpty();
        assertThat(side.engine.readEvents(null, false)).hasSize(1);
    }

    @Test
    void aRefusalAndARepeatLeaveNothing() {
        send(register());
        send(new AcceptLead(lead, new Rep("rep-7"), AT, null));
        send(register());

        assertThat(side.latest.takeAfter(0, 100)).hasSize(1);
    }

    @Test
    void onlyTheLastOnesAreKeptAndNoMoreAreGivenThanAskedFor() {
        var latest = new LatestEvents(side.json, 4);

        latest.add(events(6), Map.of("role", "MARKETING"), new Positions(11, 16, AT, 6));

        assertThat(latest.takeAfter(10, 100)).isEmpty();
        assertThat(latest.takeAfter(11, 100)).isEmpty();
        assertThat(latest.takeAfter(12, 3))
                .extracting(LatestEventsTest::positionOf)
                .containsExactly(13L, 14L, 15L);
        assertThat(latest.takeAfter(15, 100))
                .extracting(LatestEventsTest::positionOf)
                .containsExactly(16L);
        assertThat(latest.takeAfter(16, 100)).isEmpty();
    }

    @Test
    void whatOneReaderHasTakenTheNextOneReadsFromTheLog() {
        liveALittle();
        assertThat(side.engine.readEvents(null, true)).hasSize(3);

        assertThat(side.latest.takeAfter(0, 100)).isEmpty();
        assertThat(side.engine.readEvents(null, true)).hasSize(3);
        assertThat(side.engine.readEvents(null, false)).hasSize(3);
    }

    /** All that a reader of the log can see of an event. */
    private record Seen(
            long position,
            String type,
            String stream,
            long sequence,
            String eventId,
            Instant recordedAt,
            Map<String, ?> metadata,
            Object payload) {
        static Seen of(TrackedEventMessage<?> message) {
            var event = (DomainEventMessage<?>) message;
            return new Seen(
                    positionOf(message),
                    event.getType(),
                    event.getAggregateIdentifier(),
                    event.getSequenceNumber(),
                    event.getIdentifier(),
                    event.getTimestamp(),
                    Map.copyOf(event.getMetaData()),
                    event.getPayload());
        }
    }

    private void liveALittle() {
        send(register());
        send(new QualifyMarketing(lead, AT, "a note about " + PERSONAL));
        send(new AcceptLead(lead, new Rep("rep-7"), AT, null));
    }

    private void send(LeadCommand command) {
        var _ = side.sender.send(command, context());
    }

    private CommandContext context() {
        return new TestContext(side.keyring.identityHasher(), null, false, false);
    }

    private RegisterLead register() {
        return CommandSide.register(lead, PERSONAL);
    }

    /** As an instance reads that has just been started. */
    private List<? extends TrackedEventMessage<?>> fromTheDatabase() {
        return LogStorageEngine.create(
                        side.database.dataSource(),
                        side.visibility::lastPosition,
                        side.json,
                        side.subjectKeys,
                        new LatestEvents(side.json, 1))
                .readEvents(null, false)
                .toList();
    }

    private List<DomainEventMessage<?>> events(int number) {
        return LongStream.range(0, number)
                .<DomainEventMessage<?>>mapToObj(sequence -> new GenericDomainEventMessage<>(
                        "Lead", lead.toString(), sequence, Leads.registered(lead, "Ana")))
                .toList();
    }

    private static long positionOf(TrackedEventMessage<?> event) {
        return event.trackingToken().position().orElseThrow();
    }
}
