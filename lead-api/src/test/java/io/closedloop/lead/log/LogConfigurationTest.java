package io.closedloop.lead.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.log.directory.DataDirectory;
import io.closedloop.lead.log.directory.DataDirectoryFailureAnalyzer;
import io.closedloop.lead.log.directory.DataDirectoryInUseException;
import io.closedloop.lead.log.h2.H2Database;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The log as the service wires it. */
class LogConfigurationTest {
    @TempDir
    Path directory;

    private ApplicationContextRunner service() {
        return new ApplicationContextRunner()
                .withInitializer(new ConfigDataApplicationContextInitializer())
                .withConfiguration(
                        AutoConfigurations.of(DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class))
                .withUserConfiguration(LogConfiguration.class)
                .withPropertyValues("closedloop.data-dir=" + directory.resolve("data"));
    }

    @Test
    void keepsTheLogInTheDataDirectoryFromOneRunToTheNext() {
        LeadId lead = Samples.newLead();
        service()
                .run(context -> assertThat(context.getBean(Appender.class)
                                .append(Samples.register(lead, Samples.email("a"))
                                        .build())
                                .join())
                        .isInstanceOf(AppendOutcome.Stored.class));

        service()
                .run(context -> assertThat(context.getBean(EventLog.class).stream(lead.toString()))
                        .hasSize(1));
    }

    @Test
    void refusesASecondProcessBeforeAnythingIsTouched() {
        try (DataDirectory _ = DataDirectory.open(directory.resolve("data"))) {
            service().run(context -> {
                assertThat(context).hasFailed();
                Optional<DataDirectoryInUseException> refusal = Stream.iterate(
                                context.getStartupFailure(), cause -> cause != null, Throwable::getCause)
                        .filter(DataDirectoryInUseException.class::isInstance)
                        .map(DataDirectoryInUseException.class::cast)
                        .findFirst();
                assertThat(refusal).isPresent();
                assertThat(new DataDirectoryFailureAnalyzer().analyze(context.getStartupFailure()))
                        .satisfies(it -> assertThat(it.getDescription())
                                .contains("is in use by process")
                                .contains("closedloop.data-dir"));
            });
            assertThat(directory.resolve("data").resolve("closedloop.mv.db")).doesNotExist();
        }
    }

    @Test
    void runsOnPostgresWithTheProfileAndTheUsualProperties() throws Exception {
        try (TestDatabase database = TestDatabase.postgres();
                var connection = database.dataSource().getConnection()) {
            service()
                    .withPropertyValues(
                            "spring.profiles.active=postgres",
                            "spring.datasource.url=" + connection.getMetaData().getURL(),
                            "spring.datasource.username=postgres")
                    .run(context -> {
                        assertThat(context).hasNotFailed().doesNotHaveBean(H2Database.class);
                        LeadId lead = Samples.newLead();
                        assertThat(context.getBean(Appender.class)
                                        .append(Samples.register(lead, Samples.email("a"))
                                                .build())
                                        .join())
                                .isInstanceOf(AppendOutcome.Stored.class);
                    });
            assertThat(new EventLog(database.dataSource(), database.visibility())
                            .head()
                            .position())
                    .isEqualTo(1);
            assertThat(Files.exists(directory.resolve("data").resolve("closedloop.mv.db")))
                    .isFalse();
        }
    }
}
