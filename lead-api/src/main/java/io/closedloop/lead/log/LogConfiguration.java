package io.closedloop.lead.log;

import io.closedloop.lead.log.directory.DataDirectory;
import io.closedloop.lead.log.h2.H2Database;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/**
 * The log and its database: H2 in a file of the data directory, or, with the profile {@code postgres}, what
 * {@code spring.datasource} says.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({LogProperties.class, ClockProperties.class})
public class LogConfiguration {
    /** Taken before any file in it is touched. */
    @Bean
    DataDirectory dataDirectory(LogProperties properties) {
        return DataDirectory.open(properties.dataDir());
    }

    @Bean
    LogLimits logLimits() {
        return LogLimits.standard();
    }

    /** Made once Flyway has made the tables. */
    @Bean
    @DependsOnDatabaseInitialization
    Visibility visibility(DataSource dataSource) throws SQLException {
        return Visibility.of(dataSource);
    }

    @Bean
    AppenderTotals appenderTotals() {
        return new AppenderTotals();
    }

    /** The instance's clock is the system's where nobody has another. */
    @Bean
    DatabaseClock databaseClock(ObjectProvider<InstantSource> own, ClockProperties properties) {
        return new AgreedClock(own.getIfAvailable(InstantSource::system), Uptime.nanos(), properties.holds());
    }

    @Bean
    GroupCommitAppender appender(
            DataSource dataSource,
            Visibility visibility,
            DatabaseClock clock,
            LogLimits limits,
            Optional<H2Database> embedded,
            List<AppenderObserver> observers) {
        // A server comes back by itself.
        var appender = GroupCommitAppender.start(
                dataSource, visibility, clock, limits, () -> embedded.ifPresent(H2Database::reopen));
        observers.forEach(appender::tell);
        return appender;
    }

    @Bean
    EventLog eventLog(DataSource dataSource, Visibility visibility) {
        return new EventLog(dataSource, visibility);
    }

    @Bean
    LogEpochs logEpochs(DataSource dataSource, Visibility visibility, LogLimits limits) {
        return new LogEpochs(dataSource, visibility, limits);
    }

    @Bean
    KeptAnswers keptAnswers(DataSource dataSource, Visibility visibility) {
        return new KeptAnswers(dataSource, visibility);
    }

    @Bean
    HeldIdentities identities(DataSource dataSource, Visibility visibility) {
        return new HeldIdentities(dataSource, visibility);
    }

    @Bean
    Suppressions suppressions(DataSource dataSource, Visibility visibility, DatabaseClock clock) {
        return new Suppressions(dataSource, visibility, clock);
    }

    @Bean
    KeptAnswersPurge keptAnswersPurge(KeptAnswers keptAnswers) {
        return KeptAnswersPurge.start(keptAnswers, InstantSource.system());
    }

    /** Changes of the schema may take longer than anybody waits for an answer. */
    @Bean
    FlywayConfigurationCustomizer patientMigrations(DataSource dataSource) {
        return configuration -> configuration.dataSource(new PatientConnections(dataSource));
    }

    /** The embedded database, unless a server is asked for. */
    @Configuration(proxyBeanMethods = false)
    @Profile("!postgres")
    static class Embedded {
        private static final Logger LOG = LoggerFactory.getLogger(LogConfiguration.class);
        private static final Duration LONG_IDLE = Duration.ofDays(2);

        @Bean
        H2Database h2Database(DataDirectory directory, LogProperties properties) {
            return H2Database.open(directory.path(), properties.stopBudget());
        }

        /** Closed by {@link H2Database}, which knows how. */
        @Bean(destroyMethod = "")
        DataSource dataSource(H2Database database) {
            return database.dataSource();
        }

        /**
         * The embedded database's clock is this process's, so nothing tells one that went ahead while the service was
         * down from a service that had nothing to do. Whoever reads the log of the start can.
         */
        @Bean
        InitializingBean idlenessIsTold(Visibility visibility) {
            return () -> {
                LogHead head = visibility.known();
                Duration idle = Duration.between(head.recordedAt(), Instant.now());
                if (head.position() > 0 && idle.compareTo(LONG_IDLE) > 0) {
                    LOG.warn(
                            "The log's last entry was recorded at {}, {} days ago by this machine's clock. If the"
                                    + " service was not idle for so long, the clock is wrong: set it right before"
                                    + " anything is stored",
                            head.recordedAt(),
                            idle.toDays());
                }
            };
        }

        /** So that a database file which later lacks something is noticed. */
        @Bean
        InitializingBean durableHeadIsMarked(H2Database database, Visibility visibility) {
            return () -> {
                database.noteDurable(visibility.known());
                visibility.onRaised(database::noteDurable);
            };
        }
    }
}
