package io.closedloop.lead.axon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.closedloop.lead.eventjson.UnreadableEventException;
import io.closedloop.lead.identity.Contact;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.LeadMarketingQualified;
import io.closedloop.lead.lifecycle.LeadRegistered;
import io.closedloop.lead.log.GroupCommitAppender;
import io.closedloop.lead.log.LogLimits;
import io.closedloop.lead.log.StoredEvent;
import io.closedloop.lead.log.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What reading the log through Axon means, on every database. */
abstract class LogStorageEngineSuite {
    private CommandSide side;

    @BeforeEach
    void open(@TempDir Path directory) throws SQLException {
        side = CommandSide.open(database(directory), directory);
    }

    /** An empty database. */
    abstract TestDatabase database(Path directory);

    @AfterEach
    void close() {
        side.close();
    }

    @Test
    void whatTwoAppendersStoreIsStreamedInTheOrderOfPositionsWithoutAGap() throws Exception {
        int writers = 8;
        int leadsOfEach = 25;
        int events = writers * leadsOfEach * 2;
        var positions = new ArrayList<Long>();
        try (var other = GroupCommitAppender.start(
                        side.database.dataSource(), side.visibility, LogLimits.standard(), () -> {});
                var threads = Executors.newFixedThreadPool(writers);
                TrackingEventStream stream = side.store.openStream(null)) {
            for (int writer = 0; writer < writers; writer++) {
                var appender = writer % 2 == 0 ? side.appender : other;
                threads.execute(() -> IntStream.range(0, leadsOfEach)
                        .forEach(_ -> appender.append(Leads.registeredAndQualified(side, newLead(), "Ana"))
                                .join()));
            }
            while (positions.size() < events) {
                TrackedEventMessage<?> message = next(stream);
                positions.add(message.trackingToken().position().orElseThrow());
                assertThat(message.trackingToken()).isInstanceOf(GlobalSequenceTrackingToken.class);
            }
        }

        assertThat(positions)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, events).boxed().toList());
    }

    @Test
    void aReaderIsWokenByWhatIsStoredAndDoesNotWaitForTheNextLook() throws Exception {
        var store = LogEventStore.create(side.engine, Duration.ofDays(1));
        side.visibility.onRaised(_ -> store.wake());
        try (TrackingEventStream stream = store.openStream(null)) {
            assertThat(stream.hasNextAvailable()).isFalse();
            for (int i = 0; i < 10; i++) {
                side.appender
                        .append(Leads.registeredAndQualified(side, newLead(), "Ana"))
                        .join();

                assertThat(next(stream).getPayload()).isInstanceOf(LeadRegistered.class);
                assertThat(next(stream).getPayload()).isInstanceOf(LeadMarketingQualified.class);
            }
        } finally {
            store.shutDown();
        }
    }

    @Test
    void aReaderGoesOnWhereItWasWhenTheDatabaseIsBack() throws Exception {
        try (TrackingEventStream stream = side.store.openStream(null)) {
            side.appender
                    .append(Leads.registeredAndQualified(side, newLead(), "Ana"))
                    .join();
            assertThat(next(stream).trackingToken()).isEqualTo(new GlobalSequenceTrackingToken(1));
            assertThat(next(stream).trackingToken()).isEqualTo(new GlobalSequenceTrackingToken(2));
            assertThat(stream.hasNextAvailable()).as("it has come to the end").isFalse();
            side.reads.gone(true);
            side.appender
                    .append(Leads.registeredAndQualified(side, newLead(), "Bea"))
                    .join();
            assertThat(stream.hasNextAvailable()).isFalse();

            side.reads.gone(false);

            assertThat(next(stream).trackingToken()).isEqualTo(new GlobalSequenceTrackingToken(3));
        }
    }

    @Test
    void aStreamContinuesAfterItsToken() throws Exception {
        side.appender
                .append(Leads.registeredAndQualified(side, newLead(), "Ana"))
                .join();
        side.appender
                .append(Leads.registeredAndQualified(side, newLead(), "Bea"))
                .join();

        try (TrackingEventStream stream = side.store.openStream(new GlobalSequenceTrackingToken(3))) {
            assertThat(next(stream).trackingToken()).isEqualTo(new GlobalSequenceTrackingToken(4));
            assertThat(stream.hasNextAvailable()).isFalse();
        }
        assertThat(side.store.createTailToken()).isEqualTo(new GlobalSequenceTrackingToken(0));
        assertThat(side.store.createHeadToken()).isEqualTo(new GlobalSequenceTrackingToken(4));
    }

    @Test
    void aTokenThatIsNoPositionIsRefused() {
        assertThatThrownBy(() -> side.engine
                        .readEvents(GapAwareTrackingToken.newInstance(3, List.of()), false)
                        .findFirst())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("GapAwareTrackingToken");
    }

    @Test
    void aMessagesTimeIsWhenItWasRecordedToTheMicrosecond() {
        var lead = newLead();
        side.appender.append(Leads.registeredAndQualified(side, lead, "Ana")).join();
        StoredEvent stored = side.log.stream(lead.toString()).getFirst();

        TrackedEventMessage<?> message = tracked().getFirst();

        assertThat(message.getTimestamp()).isEqualTo(stored.recordedAt());
        assertThat(message.getIdentifier()).isEqualTo(stored.eventId());
        assertThat(((LeadRegistered) message.getPayload()).occurredAt()).isEqualTo(Leads.AT);
        assertThat(message.getMetaData())
                .containsEntry(Envelope.ACTOR_ID, TestContext.ACTOR.id().toString())
                .containsEntry(Envelope.ROLE, "MARKETING");
    }

    @Test
    void aLeadIsLoadedByOneQueryAndItsKeyByAnother() {
        var lead = newLead();
        side.appender.append(Leads.registeredAndQualified(side, lead, "Ana")).join();
        side.reads.statements();

        List<? extends DomainEventMessage<?>> events =
                side.store.readEvents(lead.toString()).asStream().toList();

        assertThat(side.reads.statements()).hasSize(1).allMatch(sql -> sql.contains("from event"));
        assertThat(events).extracting(DomainEventMessage::getSequenceNumber).containsExactly(0L, 1L);
        assertThat(events.getFirst().getPayload()).isEqualTo(Leads.registered(lead, "Ana"));
        assertThat(side.reads.statements()).hasSize(1).allMatch(sql -> sql.contains("from subject_key"));
        assertThat(events.getLast().getPayload()).isEqualTo(new LeadMarketingQualified(lead, Leads.AT, 1, 1, null));
        assertThat(side.reads.statements()).isEmpty();
    }

    @Test
    void aLeadThatIsNotThereCostsOneQuery() {
        side.reads.statements();

        assertThat(side.store.readEvents(newLead().toString()).hasNext()).isFalse();

        assertThat(side.reads.statements()).hasSize(1);
    }

    @Test
    void aLeadWithMoreEventsThanABatchIsLoadedWhole() {
        var lead = newLead();
        side.appender.append(Leads.registeredAndQualified(side, lead, "Ana")).join();
        side.appender
                .append(Leads.touches(side, lead, LogStorageEngine.BATCH_SIZE + 10))
                .join();

        assertThat(side.store.readEvents(lead.toString()).asStream().count())
                .isEqualTo(LogStorageEngine.BATCH_SIZE + 12);
    }

    @Test
    void theReadModelsStreamLeavesPersonalDataClosedAndAsksForNoKeys() {
        side.appender
                .append(Leads.registeredAndQualified(side, newLead(), "Ana"))
                .join();
        side.reads.statements();

        var registered = (LeadRegistered) tracked().getFirst().getPayload();

        assertThat(registered.contact()).isEqualTo(Contact.NONE);
        assertThat(registered.source()).isEqualTo(Leads.SOURCE);
        assertThat(side.reads.statements()).noneMatch(sql -> sql.contains("subject_key"));
    }

    @Test
    void anEventThatIsNotUnderstoodIsNeverLeftOutOfALead() {
        var lead = newLead();
        side.appender.append(Leads.registeredAndQualified(side, lead, "Ana")).join();
        side.appender.append(Leads.fromTheFuture(lead)).join();

        assertThatThrownBy(
                        () -> side.store.readEvents(lead.toString()).asStream().toList())
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageContaining("LeadTeleported");
    }

    @Test
    void anEventThatIsNotUnderstoodStopsNoStreamButFailsWhereItIsHandled() {
        side.appender.append(Leads.fromTheFuture(newLead())).join();
        side.appender
                .append(Leads.registeredAndQualified(side, newLead(), "Ana"))
                .join();

        List<TrackedEventMessage<?>> messages = tracked();

        assertThat(messages).hasSize(3);
        assertThatThrownBy(() -> messages.getFirst().getPayload())
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageContaining("LeadTeleported");
        assertThat(messages.getLast().getPayload()).isInstanceOf(LeadMarketingQualified.class);
    }

    @Test
    void whatIsNotDurableIsNotRead() {
        var lead = newLead();
        side.appender.append(Leads.registeredAndQualified(side, lead, "Ana")).join();
        var beforeTheSync =
                LogStorageEngine.create(side.database.dataSource(), () -> 1, side.json, side.subjectKeys, side.latest);

        assertThat(beforeTheSync.readEvents(lead.toString(), 0).asStream().count())
                .isEqualTo(1);
        assertThat(beforeTheSync.readEvents(null, false)).hasSize(1);
        assertThat(beforeTheSync.createHeadToken()).isEqualTo(new GlobalSequenceTrackingToken(1));
    }

    @Test
    void nothingIsWrittenButByACommand() {
        var event = new GenericDomainEventMessage<>("Lead", "x", 0, Leads.registered(newLead(), "Ana"));

        assertThatThrownBy(() -> side.store.publish(event))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("none is being handled");
        assertThatThrownBy(() -> side.engine.storeSnapshot(event)).isInstanceOf(UnsupportedOperationException.class);
        assertThat(side.log.head().position()).isZero();
    }

    /** Looks again and again, because a waiting reader of Axon's can miss the one signal that wakes it. */
    private static TrackedEventMessage<?> next(TrackingEventStream stream) throws InterruptedException {
        for (int look = 0; look < 500; look++) {
            if (stream.hasNextAvailable(20, TimeUnit.MILLISECONDS)) {
                return stream.nextAvailable();
            }
        }
        throw new AssertionError("nothing came in ten seconds");
    }

    private List<TrackedEventMessage<?>> tracked() {
        return side.engine
                .readEvents(null, false)
                .<TrackedEventMessage<?>>map(it -> it)
                .toList();
    }

    private static LeadId newLead() {
        return new LeadId(UUID.randomUUID());
    }
}
