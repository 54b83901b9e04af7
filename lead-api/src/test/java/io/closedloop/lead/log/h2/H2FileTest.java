package io.closedloop.lead.log.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.log.AppendOutcome;
import io.closedloop.lead.log.Appender;
import io.closedloop.lead.log.EventLog;
import io.closedloop.lead.log.GroupCommitAppender;
import io.closedloop.lead.log.LogHead;
import io.closedloop.lead.log.LogLimits;
import io.closedloop.lead.log.Samples;
import io.closedloop.lead.log.StoreUnavailableException;
import io.closedloop.lead.log.StoredEvent;
import io.closedloop.lead.log.Visibility;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The embedded database on a disk that fails. */
class H2FileTest {
    private static final LogLimits IMPATIENT = new LogLimits(
            500,
            4_000_000,
            1_000,
            64_000_000,
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofMillis(200),
            Duration.ofSeconds(1));

    @TempDir
    Path directory;

    private final List<String> acknowledged = new ArrayList<>();
    private final List<String> attempted = new ArrayList<>();

    @AfterEach
    void repair() {
        FaultyDisk.repair();
    }

    private H2Database open() {
        H2Database database = H2Database.open(FaultyDisk.prefix(), directory, Duration.ofSeconds(5));
        database.dataSource().setConnectionTimeout(250);
        Flyway.configure().dataSource(database.dataSource()).load().migrate();
        return database;
    }

    /** Tries to register a lead; false when the store says that it is unavailable. */
    private boolean register(Appender appender) {
        LeadId lead = Samples.newLead();
        attempted.add(lead.toString());
        try {
            AppendOutcome outcome = appender.append(Samples.register(lead, Samples.email(lead.toString()))
                            .events(List.of(Samples.event(lead, "LeadRegistered"), Samples.event(lead, "LeadAssigned")))
                            .build())
                    .join();
            assertThat(outcome).isInstanceOf(AppendOutcome.Stored.class);
            acknowledged.add(lead.toString());
            return true;
        } catch (CompletionException e) {
            assertThat(e.getCause()).isInstanceOf(StoreUnavailableException.class);
            return false;
        }
    }

    /** Everything acknowledged is there, everything else wholly or not at all, and nothing is missing in between. */
    private void check(EventLog log) {
        for (String lead : attempted) {
            assertThat(log.stream(lead))
                    .hasSizeBetween(0, 2)
                    .hasSize(
                            acknowledged.contains(lead)
                                    ? 2
                                    : 2 * (log.stream(lead).size() / 2));
        }
        assertThat(log.after(0, 100_000))
                .extracting(StoredEvent::position)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, log.head().position()).boxed().toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void acknowledgesNothingOnAFullDiskAndGoesOnWhenThereIsSpaceAgain(int writesLeft) throws SQLException {
        H2Database database = open();
        Visibility visibility = Visibility.of(database.dataSource());
        var log = new EventLog(database.dataSource(), visibility);
        try (var appender = GroupCommitAppender.start(database.dataSource(), visibility, IMPATIENT, database::reopen)) {
            for (int i = 0; i < 20; i++) {
                assertThat(register(appender)).isTrue();
            }
            FaultyDisk.fillUpAfter(writesLeft);
            int before = acknowledged.size();
            for (int i = 0; i < 10; i++) {
                register(appender);
            }
            assertThat(acknowledged.size() - before)
                    .as("acknowledged while the disk filled up")
                    .isLessThanOrEqualTo(writesLeft);

            FaultyDisk.repair();
            assertThat(IntStream.range(0, 20).anyMatch(_ -> register(appender)))
                    .as("the store comes back by itself")
                    .isTrue();
            check(log);
        }
        database.close();
        checkAfterRestart();
    }

    @Test
    void acknowledgesNothingThatIsNotSyncedAndShowsItToNobody() throws SQLException {
        H2Database database = open();
        Visibility visibility = Visibility.of(database.dataSource());
        var log = new EventLog(database.dataSource(), visibility);
        try (var appender = GroupCommitAppender.start(database.dataSource(), visibility, IMPATIENT, database::reopen)) {
            assertThat(register(appender)).isTrue();
            LogHead before = log.head();

            FaultyDisk.stopSyncing();
            assertThat(register(appender)).isFalse();
            assertThat(register(appender)).isFalse();

            assertThat(log.head()).isEqualTo(before);
            assertThat(log.after(before.position(), 10)).isEmpty();
            FaultyDisk.repair();
            assertThat(register(appender) || register(appender)).isTrue();
            check(log);
        }
        database.close();
        checkAfterRestart();
    }

    @Test
    void comesBackWhenTheDatabaseIsClosedUnderItsFeet() throws SQLException {
        H2Database database = open();
        Visibility visibility = Visibility.of(database.dataSource());
        try (var appender = GroupCommitAppender.start(database.dataSource(), visibility, IMPATIENT, database::reopen)) {
            assertThat(register(appender)).isTrue();
            try (Connection connection = DriverManager.getConnection(url(database), "sa", "");
                    Statement statement = connection.createStatement()) {
                statement.execute("shutdown immediately");
            }

            assertThat(IntStream.range(0, 5).anyMatch(_ -> register(appender))).isTrue();
            check(new EventLog(database.dataSource(), visibility));
        }
        database.close();
        checkAfterRestart();
    }

    @Test
    void comesBackForReadersWithoutACommandThatNoticesItsFailure() throws SQLException {
        H2Database database = open();
        var log = new EventLog(database.dataSource(), Visibility.of(database.dataSource()));
        String url = url(database);
        FaultyDisk.fillUpAfter(0);
        assertThatThrownBy(() -> {
                    try (Connection connection = DriverManager.getConnection(url, "sa", "");
                            Statement statement = connection.createStatement()) {
                        statement.execute("create table note (text varchar)");
                    }
                })
                .isInstanceOf(SQLException.class);
        FaultyDisk.repair();

        // Each try waits a while for a connection.
        assertThat(IntStream.range(0, 40).anyMatch(_ -> isRead(log))).isTrue();
        database.close();
    }

    private static boolean isRead(EventLog log) {
        try {
            return log.after(0, 10).isEmpty();
        } catch (StoreUnavailableException e) {
            return false;
        }
    }

    @Test
    void isOpenedAgainAtOnceAndWhoeverStillHoldsTheBrokenDatabaseWritesNothing() throws SQLException {
        H2Database database = open();
        Visibility visibility = Visibility.of(database.dataSource());
        LeadId lead = Samples.newLead();
        try (Connection broken = DriverManager.getConnection(url(database), "sa", "");
                Statement statement = broken.createStatement()) {
            statement.execute("create table note (text varchar)");
            Visibility.sync(broken);
            FaultyDisk.fillUpAfter(0);
            assertThatThrownBy(() -> statement.execute("insert into note values ('lost')"))
                    .isInstanceOf(SQLException.class);
            FaultyDisk.repair();

            database.reopen();

            try (var appender = GroupCommitAppender.start(database.dataSource(), visibility, IMPATIENT)) {
                assertThat(appender.append(KilledWriter.entry(lead)).join()).isInstanceOf(AppendOutcome.Stored.class);
            }
            assertThatThrownBy(() -> Visibility.sync(broken)).isInstanceOf(SQLException.class);
        }
        database.close();

        H2Database after = open();
        assertThat(new EventLog(after.dataSource(), Visibility.of(after.dataSource())).stream(lead.toString()))
                .hasSize(2);
        try (Connection connection = after.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet notes = statement.executeQuery("select count(*) from note")) {
            assertThat(notes.next()).isTrue();
            assertThat(notes.getInt(1)).isZero();
        }
        after.close();
    }

    private static String url(H2Database database) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            return connection.getMetaData().getURL();
        }
    }

    private void checkAfterRestart() throws SQLException {
        H2Database database = open();
        check(new EventLog(database.dataSource(), Visibility.of(database.dataSource())));
        database.close();
    }
}
