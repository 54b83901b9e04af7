package io.closedloop.lead.axon;

import io.closedloop.lead.eventjson.EventJson;
import io.closedloop.lead.folding.LeadFolder;
import io.closedloop.lead.folding.LeadSnapshots;
import io.closedloop.lead.folding.RecentLeads;
import io.closedloop.lead.identity.Contact;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.Attributes;
import io.closedloop.lead.lifecycle.LeadAggregate;
import io.closedloop.lead.lifecycle.LeadCommandHandler;
import io.closedloop.lead.lifecycle.RegisterLead;
import io.closedloop.lead.log.Append;
import io.closedloop.lead.log.AppendOutcome;
import io.closedloop.lead.log.Appender;
import io.closedloop.lead.log.EventLog;
import io.closedloop.lead.log.GroupCommitAppender;
import io.closedloop.lead.log.LogHead;
import io.closedloop.lead.log.LogLimits;
import io.closedloop.lead.log.TestDatabase;
import io.closedloop.lead.log.Visibility;
import io.closedloop.lead.sealing.Keyring;
import io.closedloop.lead.sealing.SubjectKeys;
import io.closedloop.lead.source.Channel;
import io.closedloop.lead.source.Source;
import io.closedloop.lead.source.SourcedBy;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.modelling.command.Repository;

/** The command side of an instance, from Axon's command bus to its database, put together as the service does it. */
final class CommandSide implements AutoCloseable {
    final TestDatabase database;
    final Visibility visibility;
    final GroupCommitAppender appender;
    final WatchedDatabase reads;
    final Keyring keyring;
    final SubjectKeys subjectKeys;
    final RecentLeads recent;
    final LeadSnapshots snapshots;
    final LeadFolder folder;
    final LatestEvents latest;
    final EventJson json = new EventJson();
    final EventWriter writer = new EventWriter(json);
    final LogStorageEngine engine;
    final LogEventStore store;
    final EventLog log;
    final CommandBus bus;
    final CommandSender sender;
    /** Everything that was handed to the appender, in order. */
    final List<Append> entries = new ArrayList<>();

    /** By how much the clock that keys are kept by is ahead. */
    volatile Duration later = Duration.ZERO;

    /** What becomes of an entry. */
    Function<Append, CompletableFuture<AppendOutcome>> append;

    private CommandSide(TestDatabase database, Path directory) throws SQLException {
        this.database = database;
        visibility = Visibility.of(database.dataSource());
        appender = GroupCommitAppender.start(database.dataSource(), visibility, LogLimits.standard(), () -> {});
        append = appender::append;
        reads = new WatchedDatabase(database.dataSource());
        keyring = Keyring.open(database.dataSource(), null, directory);
        subjectKeys =
                new SubjectKeys(reads.dataSource(), keyring, () -> Instant.now().plus(later));
        log = new EventLog(database.dataSource(), visibility);
        var wiring = new AxonConfiguration();
        latest = wiring.latestEvents(json);
        engine = wiring.eventStorageEngine(reads.dataSource(), visibility, json, subjectKeys, latest);
        store = wiring.eventStore(engine, visibility);
        recent = new RecentLeads(subjectKeys);
        snapshots = new LeadSnapshots(reads.dataSource(), subjectKeys);
        folder = new LeadFolder(new EventLog(reads.dataSource(), visibility), json, subjectKeys, recent, snapshots);
        Repository<LeadAggregate> leads = wiring.leads(store, folder);
        bus = wiring.commandBus(
                new WatchedAppender(),
                writer,
                subjectKeys,
                recent,
                snapshots,
                latest,
                new LeadCommandHandler(leads),
                Optional.empty());
        sender = wiring.commandSender(wiring.commandGateway(bus));
    }

    /** On an H2 file in the directory. */
    static CommandSide open(Path directory) throws SQLException {
        return open(TestDatabase.h2(directory), directory);
    }

    /** On an empty database; the directory gets the master key. */
    static CommandSide open(TestDatabase database, Path directory) throws SQLException {
        return new CommandSide(database, directory);
    }

    static RegisterLead register(LeadId lead, String email) {
        return new RegisterLead(
                lead,
                null,
                new Contact(null, email, null, null, null, null),
                new Source(Channel.WEB, null, null, null, SourcedBy.MARKETING),
                Attributes.NONE,
                Instant.parse("2026-01-05T10:00:00Z"),
                null);
    }

    /** As an erasure does. */
    void forgetKeyOf(LeadId lead) throws SQLException {
        try (var connection = database.dataSource().getConnection();
                var delete = connection.prepareStatement("delete from subject_key where lead_id = ?")) {
            delete.setObject(1, lead.value());
            delete.executeUpdate();
        }
    }

    private final class WatchedAppender implements Appender {
        @Override
        public CompletableFuture<AppendOutcome> append(Append entry) {
            synchronized (entries) {
                entries.add(entry);
            }
            return append.apply(entry);
        }

        @Override
        public CompletableFuture<LogHead> raiseTimeTo(Instant instant) {
            return appender.raiseTimeTo(instant);
        }
    }

    @Override
    public void close() {
        store.shutDown();
        snapshots.close();
        appender.close();
        database.close();
    }
}
