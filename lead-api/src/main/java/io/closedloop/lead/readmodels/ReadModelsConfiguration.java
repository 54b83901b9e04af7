package io.closedloop.lead.readmodels;

import io.closedloop.lead.axon.LogEventStore;
import io.closedloop.lead.columnstore.ColumnStoreSettings;
import io.closedloop.lead.columnstore.LiveReadModels;
import io.closedloop.lead.columnstore.Projection;
import io.closedloop.lead.columnstore.ReadModelProcessor;
import io.closedloop.lead.facts.FactsProjection;
import io.closedloop.lead.log.EventLog;
import io.closedloop.lead.log.directory.DataDirectory;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Opens the column store beside the database and has it filled from the log. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ReadModelProperties.class)
class ReadModelsConfiguration {
    private static final String FILE = "read-models.duckdb";

    @Bean
    Projection facts() {
        return new FactsProjection();
    }

    @Bean
    @DependsOnDatabaseInitialization
    DiscardedEvents discardedEvents(DataSource dataSource) {
        return new DiscardedEvents(JdbcClient.create(dataSource));
    }

    /** Started once everything is there, and stopped before the log is closed. */
    @Bean(initMethod = "start", destroyMethod = "close")
    LiveReadModels liveReadModels(
            DataDirectory directory,
            ReadModelProperties properties,
            Projection facts,
            LogEventStore events,
            EventLog log,
            DiscardedEvents discarded) {
        var settings = new ColumnStoreSettings(
                directory.path().resolve(FILE),
                properties.memoryMegabytes(),
                properties.threads(),
                properties.readers(),
                properties.queryTimeout());
        return LiveReadModels.open(
                settings,
                new LiveReadModels.Wiring(
                        facts, events, new LogOfReadModels(log, events), discarded, ReadModelProcessor.BATCH_SIZE));
    }
}
