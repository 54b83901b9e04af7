package io.closedloop.lead.log;

import io.closedloop.lead.suppression.SuppressionId;
import io.closedloop.lead.suppression.WidenSuppression;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A log on a database of its own, for a suite of promises that both databases have to keep. */
abstract class LogSuite {
    TestDatabase database;
    Visibility visibility;
    EventLog log;
    GroupCommitAppender appender;
    /** The answers as the appender's own instance gives them. */
    KeptAnswers keptAnswers;

    private final List<GroupCommitAppender> started = new ArrayList<>();

    /** A new, empty database. */
    abstract TestDatabase open();

    @BeforeEach
    void start() {
        database = open();
        visibility = database.visibility();
        log = new EventLog(database.dataSource(), visibility);
        Visibility its = instance();
        appender = startAppender(DatabaseClock.OWN, its);
        keptAnswers = new KeptAnswers(database.dataSource(), its);
    }

    @AfterEach
    void stop() {
        started.forEach(GroupCommitAppender::close);
        database.close();
    }

    /** Another instance on PostgreSQL, which shares nothing but the database; on H2 it shares the process. */
    GroupCommitAppender startAppender() {
        return startAppender(DatabaseClock.OWN);
    }

    /** The same on another clock. */
    GroupCommitAppender startAppender(DatabaseClock clock) {
        return startAppender(clock, instance());
    }

    private Visibility instance() {
        return visibility.dialect() == Dialect.H2 ? visibility : database.visibility();
    }

    private GroupCommitAppender startAppender(DatabaseClock clock, Visibility its) {
        var another = GroupCommitAppender.start(database.dataSource(), its, clock, LogLimits.standard(), () -> {});
        started.add(another);
        return another;
    }

    AppendOutcome append(Samples.Builder entry) {
        return appender.append(entry.build()).join();
    }

    static Samples.Builder widen(SuppressionId suppression, long version, String base) {
        return Samples.answering(new Samples.TestAnswers())
                .expected(new StreamVersion("Suppression", suppression.toString(), version))
                .events(List.of(new NewEvent(
                        "Suppression",
                        suppression.toString(),
                        Samples.newLead().toString(),
                        "SuppressionWidened",
                        "1",
                        "{}",
                        "{}",
                        Samples.OCCURRED)))
                .claimsElsewhere(new ClaimsElsewhere(Set.of(), Set.of(), Set.of(base), Set.of()))
                .widening(new WidenSuppression(suppression, base));
    }

    static Samples.Builder lift(SuppressionId suppression, long version) {
        return Samples.answering(new Samples.TestAnswers())
                .expected(new StreamVersion("Suppression", suppression.toString(), version))
                .events(List.of(new NewEvent(
                        "Suppression",
                        suppression.toString(),
                        Samples.newLead().toString(),
                        "SuppressionLifted",
                        "1",
                        "{}",
                        "{}",
                        Samples.OCCURRED)))
                .liftSuppression(suppression);
    }

    List<AppendOutcome> appendTogether(List<Samples.Builder> entries) {
        return submitTogether(entries).stream().map(CompletableFuture::join).toList();
    }

    /** Keeps appenders out until the connection's transaction ends. */
    static void lockHead(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("select position from log_head where id = 1 for update");
        }
    }

    /** Holds the log head's lock until all entries wait, so that they go into one transaction. */
    List<CompletableFuture<AppendOutcome>> submitTogether(List<Samples.Builder> entries) {
        return Reading.from(database.dataSource(), connection -> {
            connection.setAutoCommit(false);
            lockHead(connection);
            // The appender takes this one alone and waits for the lock; the others gather behind it.
            CompletableFuture<AppendOutcome> _ =
                    appender.append(Samples.answering(new Samples.TestAnswers()).build());
            while (appender.waitingEntries() > 0) {
                Thread.onSpinWait();
            }
            var answers =
                    entries.stream().map(it -> appender.append(it.build())).toList();
            connection.rollback();
            return answers;
        });
    }

    static List<Long> positions(List<StoredEvent> events) {
        return events.stream().map(StoredEvent::position).toList();
    }
}
