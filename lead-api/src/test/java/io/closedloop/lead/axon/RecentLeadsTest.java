package io.closedloop.lead.axon;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.log.TestDatabase;
import io.closedloop.lead.sealing.Keyring;
import io.closedloop.lead.sealing.SubjectKeys;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.LongStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecentLeadsTest {
    private TestDatabase database;
    private SubjectKeys keys;
    private RecentLeads recent;

    @BeforeEach
    void open(@TempDir Path directory) throws SQLException {
        database = TestDatabase.h2(directory);
        keys = new SubjectKeys(
                database.dataSource(), Keyring.open(database.dataSource(), null, directory), InstantSource.system());
        recent = new RecentLeads(keys);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void eventsThatFollowAreAdded() {
        LeadId lead = lead();

        recent.add(lead, events(lead, 0, 2));
        recent.add(lead, events(lead, 2, 1));

        assertThat(recent.eventsOf(lead))
                .extracting(DomainEventMessage::getSequenceNumber)
                .containsExactly(0L, 1L, 2L);
    }

    @Test
    void eventsBehindAGapAreOfNoUseAndNeitherIsWhatWasBeforeIt() {
        LeadId lead = lead();
        recent.add(lead, events(lead, 0, 1));

        recent.add(lead, events(lead, 2, 1));

        assertThat(recent.eventsOf(lead)).isNull();
    }

    @Test
    void theMiddleOfALeadIsOfNoUse() {
        LeadId lead = lead();

        recent.add(lead, events(lead, 3, 2));

        assertThat(recent.eventsOf(lead)).isNull();
    }

    @Test
    void aLeadThatIsReadAgainReplacesWhatWasKnown() {
        LeadId lead = lead();
        recent.add(lead, events(lead, 0, 3));

        recent.add(lead, events(lead, 0, 1));

        assertThat(recent.eventsOf(lead)).hasSize(1);
    }

    @Test
    void aLeadWithVeryManyEventsIsNotKept() {
        LeadId lead = lead();
        recent.add(lead, events(lead, 0, 50));
        assertThat(recent.eventsOf(lead)).hasSize(50);

        recent.add(lead, events(lead, 50, 1));

        assertThat(recent.eventsOf(lead)).isNull();
    }

    @Test
    void whatWasAtWorkLongestAgoGoesFirst() {
        LeadId first = lead();
        LeadId second = lead();
        recent.add(first, events(first, 0, 1));
        recent.add(second, events(second, 0, 1));
        recent.add(first, events(first, 1, 1));

        for (int i = 0; i < RecentLeads.LEADS - 1; i++) {
            LeadId other = lead();
            recent.add(other, events(other, 0, 1));
        }

        assertThat(recent.eventsOf(first)).hasSize(2);
        assertThat(recent.eventsOf(second)).isNull();
    }

    private LeadId lead() {
        var lead = new LeadId(TimeOrderedIdentifiers.next());
        keys.stored(lead, keys.create(lead));
        return lead;
    }

    private static List<DomainEventMessage<?>> events(LeadId lead, long first, int count) {
        return LongStream.range(first, first + count)
                .<DomainEventMessage<?>>mapToObj(sequence ->
                        new GenericDomainEventMessage<>("Lead", lead.toString(), sequence, "event " + sequence))
                .toList();
    }
}
