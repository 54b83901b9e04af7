package io.closedloop.lead.readmodels;

import io.closedloop.lead.axon.LogEventStore;
import io.closedloop.lead.columnstore.ColumnStore;
import io.closedloop.lead.columnstore.ColumnStoreSettings;
import io.closedloop.lead.columnstore.ReadModelProcessor;
import io.closedloop.lead.facts.FactsProjection;
import io.closedloop.lead.log.DataDirectory;
import io.closedloop.lead.log.EventLog;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Opens the column store beside the database and lets one processor fill it from the log. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ReadModelProperties.class)
class ReadModelsConfiguration {
    private static final String FILE = "read-models.duckdb";

    @Bean
    FactsProjection factsProjection() {
        return new FactsProjection();
    }

    @Bean
    ColumnStore columnStore(DataDirectory directory, ReadModelProperties properties, FactsProjection facts) {
        var settings = new ColumnStoreSettings(
                directory.path().resolve(FILE),
                properties.memoryMegabytes(),
                properties.threads(),
                properties.readers(),
                properties.queryTimeout());
        return ColumnStore.open(settings, facts.schema());
    }

    /** Started once everything is there, and stopped before the log and the column store are closed. */
    @Bean(initMethod = "start", destroyMethod = "shutDown")
    ReadModelProcessor readModelProcessor(
            ColumnStore store, FactsProjection facts, LogEventStore events, EventLog log) {
        return new ReadModelProcessor(store, facts, events, new LogOfReadModels(log, events));
    }
}
