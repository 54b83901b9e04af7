package io.closedloop.lead.queries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.access.Role;
import io.closedloop.lead.axon.Envelope;
import io.closedloop.lead.axon.EventWriter;
import io.closedloop.lead.eventjson.EventJson;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.LeadEvent;
import io.closedloop.lead.lifecycle.LeadMarketingQualified;
import io.closedloop.lead.log.Answer;
import io.closedloop.lead.log.Answers;
import io.closedloop.lead.log.Append;
import io.closedloop.lead.log.AppendOutcome;
import io.closedloop.lead.log.Change;
import io.closedloop.lead.log.EventLog;
import io.closedloop.lead.log.GroupCommitAppender;
import io.closedloop.lead.log.LogLimits;
import io.closedloop.lead.log.NewEvent;
import io.closedloop.lead.log.NewKey;
import io.closedloop.lead.log.Positions;
import io.closedloop.lead.log.StoredEvent;
import io.closedloop.lead.log.StreamVersion;
import io.closedloop.lead.log.SuppressionHit;
import io.closedloop.lead.log.TestDatabase;
import io.closedloop.lead.log.Visibility;
import io.closedloop.lead.log.WrappedKey;
import io.closedloop.lead.sealing.Keyring;
import io.closedloop.lead.sealing.NewSubjectKey;
import io.closedloop.lead.sealing.SubjectKeyLookup;
import io.closedloop.lead.sealing.SubjectKeys;
import io.closedloop.lead.stream.StreamCatalogue;
import io.closedloop.lead.stream.StreamEvent;
import io.closedloop.lead.streams.ErrandEvent;
import io.closedloop.lead.streams.ErrandEvent.ErrandAsked;
import io.closedloop.lead.streams.ErrandEvent.ErrandRun;
import io.closedloop.lead.suppression.SuppressionEvent;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new kind of stream is a package and a line; what docs/extending-stream.md says of one holds of errands. */
class NewStreamTest {
    private static final Instant AT = Instant.parse("2026-01-05T10:00:00Z");
    private static final Map<String, String> METADATA = new Envelope(
                    Actor.SERVICE.id(), Actor.SERVICE.name(), null, "correlation-1", null, null, null)
            .metadata(Role.SALES);

    private final EventJson json =
            new EventJson(StreamCatalogue.of(LeadEvent.STREAM, SuppressionEvent.STREAM, ErrandEvent.STREAM));
    private final EventWriter writer = new EventWriter(json);
    private final UUID errand = UUID.randomUUID();
    private final LeadId lead = new LeadId(UUID.randomUUID());

    private TestDatabase database;
    private GroupCommitAppender appender;
    private SubjectKeys keys;
    private EventLog log;
    private LogReader reader;

    @BeforeEach
    void open(@TempDir Path directory) throws SQLException {
        database = TestDatabase.h2(directory);
        Visibility visibility = Visibility.of(database.dataSource());
        appender = GroupCommitAppender.start(database.dataSource(), visibility, LogLimits.standard());
        keys = new SubjectKeys(
                database.dataSource(), Keyring.open(database.dataSource(), null, directory), InstantSource.system());
        log = new EventLog(database.dataSource(), visibility);
        reader = new LogReader(log, keys, 100, json);
    }

    @AfterEach
    void close() {
        appender.close();
        database.close();
    }

    @Test
    void itsEventsAreStoredAndReadAndWhatIsPersonalIsSealedUnderAKeyOfTheStream() {
        append(asked());

        StoredEvent stored = log.stream(errand.toString()).getFirst();
        assertThat(stored.streamType()).isEqualTo("Errand");
        assertThat(stored.type()).isEqualTo("ErrandAsked");
        assertThat(stored.revision()).isEqualTo("1");
        assertThat(stored.payload()).contains("call Ana back").doesNotContain("Ana is ill");
        assertThat(read(stored, keys)).isEqualTo(new ErrandAsked(errand, AT, "call Ana back", "Ana is ill"));
        assertThat(read(stored, SubjectKeyLookup.NONE)).isEqualTo(new ErrandAsked(errand, AT, "call Ana back", null));
    }

    @Test
    void whoFollowsTheLogGetsItsCollectionAsSourceAndTheStreamAsSubject() {
        append(asked());

        LogReader.Part part = reader.after(0, 10, new EventFilter(Set.of(), Set.of()));

        assertThat(reader.inClear(part.events())).singleElement().satisfies(event -> {
            assertThat(event.source()).isEqualTo("/v1/errands");
            assertThat(event.subject()).isEqualTo(errand.toString());
            assertThat(event.type()).isEqualTo("ErrandAsked");
            assertThat(event.data()).contains("Ana is ill");
        });
    }

    @Test
    void theFeedFindsItsEventsByTheirSubject() {
        append(asked());
        append(Change.of(
                "Lead",
                lead.toString(),
                List.of(write(new LeadMarketingQualified(lead, AT, 1, 1, null), keys)),
                List.of()));

        LogReader.Part part = reader.after(
                0, 10, new EventFilter(Set.of("ErrandAsked", "LeadMarketingQualified"), Set.of(new LeadId(errand))));

        assertThat(part.events()).extracting(StoredEvent::type).containsExactly("ErrandAsked");
    }

    @Test
    void itChangesTogetherWithTheStreamOfALeadOrNotAtAll() {
        append(asked());
        var run = write(new ErrandRun(errand, AT, "Ana is well"), keys);
        var qualified = write(new LeadMarketingQualified(lead, AT, 1, 1, null), keys);

        AppendOutcome moved = append(
                Change.on(new StreamVersion("Errand", errand.toString(), 1), List.of(run), List.of()),
                Change.on(new StreamVersion("Lead", lead.toString(), 7), List.of(qualified), List.of()));
        assertThat(moved).isEqualTo(new AppendOutcome.Moved(0));
        assertThat(log.head().position()).isEqualTo(1);

        AppendOutcome stored = append(
                Change.on(new StreamVersion("Errand", errand.toString(), 1), List.of(run), List.of()),
                Change.on(new StreamVersion("Lead", lead.toString(), 0), List.of(qualified), List.of()));

        assertThat(stored).isInstanceOfSatisfying(AppendOutcome.Stored.class, it -> {
            assertThat(it.positions().first()).isEqualTo(2);
            assertThat(it.positions().last()).isEqualTo(3);
            assertThat(it.positions().version()).isEqualTo(2);
        });
        assertThat(log.after(1, 10))
                .extracting(StoredEvent::type, StoredEvent::revision, StoredEvent::sequence)
                .containsExactly(tuple("ErrandRun", "2", 1L), tuple("LeadMarketingQualified", "1", 0L));
    }

    private Change asked() {
        NewSubjectKey key = keys.create(errand);
        return Change.on(
                new StreamVersion("Errand", errand.toString(), 0),
                List.of(write(new ErrandAsked(errand, AT, "call Ana back", "Ana is ill"), _ -> key.key())),
                List.of(new NewKey(errand, new WrappedKey(key.wrapped()))));
    }

    private NewEvent write(StreamEvent event, SubjectKeyLookup lookup) {
        return writer.write(event, UUID.randomUUID().toString(), METADATA, lookup);
    }

    private Object read(StoredEvent stored, SubjectKeyLookup lookup) {
        return json.read(
                stored.streamId(), stored.eventId(), stored.type(), stored.revision(), stored.payload(), lookup);
    }

    private AppendOutcome append(Change... changes) {
        return appender.append(new Append(null, List.of(changes), false, new Plain()))
                .join();
    }

    private record Plain() implements Answers {
        @Override
        public Answer accepted(Positions positions) {
            return new Answer(200, Map.of(), "");
        }

        @Override
        public Answer suppressed(List<SuppressionHit> hits) {
            throw new AssertionError(hits);
        }

        @Override
        public Answer claimed(List<LeadId> byLeadIds) {
            throw new AssertionError(byLeadIds);
        }

        @Override
        public NewEvent redeliveryBlocked(SuppressionHit oldest, List<SuppressionHit> all) {
            throw new AssertionError(all);
        }
    }
}
