package io.closedloop.lead.folding;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.access.KeyId;
import io.closedloop.lead.identity.Contact;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.Attributes;
import io.closedloop.lead.lifecycle.Lead;
import io.closedloop.lead.lifecycle.LeadRegistered;
import io.closedloop.lead.lifecycle.TouchRecorded;
import io.closedloop.lead.lifecycle.TouchType;
import io.closedloop.lead.lifecycle.TouchedBy;
import io.closedloop.lead.log.TestDatabase;
import io.closedloop.lead.sealing.Keyring;
import io.closedloop.lead.sealing.SubjectKeys;
import io.closedloop.lead.source.Channel;
import io.closedloop.lead.source.Source;
import io.closedloop.lead.source.SourcedBy;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecentLeadsTest {
    private static final Instant AT = Instant.parse("2026-01-05T10:00:00Z");
    private static final KeyId ACTOR = new KeyId(new UUID(0, 1));

    private TestDatabase database;
    private SubjectKeys keys;
    private RecentLeads recent;

    @BeforeEach
    void open(@TempDir Path directory) throws SQLException {
        database = TestDatabase.h2(directory);
        keys = new SubjectKeys(
                database.dataSource(), Keyring.open(database.dataSource(), null, directory), InstantSource.system());
        recent = new RecentLeads(keys, 10, 1_000_000);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aLeadIsKnownAsItWasKeptLast() {
        Lead lead = lead(1);
        keep(lead);

        keep(touched(lead, 2));

        assertThat(version(lead)).isEqualTo(3);
    }

    @Test
    void anEarlierStateThatIsLearntLaterChangesNothing() {
        Lead lead = lead(1);
        keep(touched(lead, 2));

        keep(lead);

        assertThat(version(lead)).isEqualTo(3);
    }

    @Test
    void aForgottenLeadMayBeKnownAtAnEarlierState() {
        Lead lead = lead(1);
        keep(touched(lead, 2));

        recent.forget(lead.id());
        assertThat(recent.find(lead.id())).isNull();
        keep(lead);

        assertThat(version(lead)).isEqualTo(1);
    }

    @Test
    void aLeadWhoseKeyIsGoneIsNotGiven() {
        var lead = new LeadId(UUID.randomUUID());
        keep(Lead.registered(registered(lead)));

        assertThat(recent.find(lead)).isNull();
    }

    @Test
    void whatWasAtWorkLongestAgoGoesFirst() {
        Lead first = lead(1);
        Lead second = lead(1);
        keep(first);
        keep(second);
        keep(touched(first, 1));

        for (int i = 0; i < 9; i++) {
            keep(lead(1));
        }

        assertThat(version(first)).isEqualTo(2);
        assertThat(recent.find(second.id())).isNull();
    }

    @Test
    void longLeadsTakeThePlaceOfMany() {
        Lead first = lead(101);
        Lead second = lead(101);
        Lead third = lead(101);
        recent = new RecentLeads(keys, 10, 2 * first.bytes());

        keep(first);
        keep(second);
        keep(third);

        assertThat(recent.find(first.id())).isNull();
        assertThat(version(second)).isEqualTo(101);
        assertThat(version(third)).isEqualTo(101);
    }

    @Test
    void aLeadThatIsTooLongForAllOfItTakesNobodysPlace() {
        Lead few = lead(101);
        Lead many = lead(1_001);
        recent = new RecentLeads(keys, 10, many.bytes() - 1);

        keep(few);
        keep(many);

        assertThat(version(few)).isEqualTo(101);
        assertThat(recent.find(many.id())).isNull();
    }

    @Test
    void everyLeadIsForgottenAtOnce() {
        Lead lead = lead(1);
        keep(lead);

        recent.clear();

        assertThat(recent.find(lead.id())).isNull();
    }

    private void keep(Lead lead) {
        recent.keep(new Folded(lead, "event " + lead.version(), lead.version()));
    }

    private long version(Lead lead) {
        return Objects.requireNonNull(recent.find(lead.id())).version();
    }

    /** A new lead of so many events, whose key is at hand. */
    private Lead lead(int events) {
        var id = new LeadId(UUID.randomUUID());
        keys.stored(id, keys.create(id));
        return touched(Lead.registered(registered(id)), events - 1);
    }

    private static LeadRegistered registered(LeadId lead) {
        return new LeadRegistered(
                lead,
                AT,
                1,
                1,
                null,
                Contact.NONE,
                new Source(Channel.WEB, null, null, null, SourcedBy.MARKETING),
                Attributes.NONE,
                List.of(),
                null);
    }

    private static Lead touched(Lead lead, int times) {
        Lead touched = lead;
        for (int i = 0; i < times; i++) {
            touched = touched.evolve(
                    new TouchRecorded(
                            lead.id(),
                            AT,
                            1,
                            "touch " + i,
                            TouchType.WEB_VISIT,
                            TouchedBy.LEAD,
                            null,
                            null,
                            null,
                            null,
                            List.of(),
                            null),
                    ACTOR);
        }
        return touched;
    }
}
