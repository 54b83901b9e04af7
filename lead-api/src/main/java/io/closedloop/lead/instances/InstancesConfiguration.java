package io.closedloop.lead.instances;

import io.closedloop.lead.columnstore.LiveReadModels;
import io.closedloop.lead.log.AppenderTotals;
import io.closedloop.lead.log.EventLog;
import io.closedloop.lead.log.GroupCommitAppender;
import io.closedloop.lead.log.directory.DataDirectory;
import io.closedloop.lead.readmodels.DiscardedEvents;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Who this instance is, and how it meets the others. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(InstanceProperties.class)
class InstancesConfiguration {
    @Bean
    Instance thisInstance(DataDirectory directory, InstanceProperties properties) {
        String name = properties.instanceName();
        return new Instance(
                InstanceFile.id(directory.path()),
                name == null ? InstanceFile.hostName() : name,
                Instant.now().truncatedTo(ChronoUnit.MICROS));
    }

    @Bean
    OwnStanding ownStanding(LiveReadModels models, GroupCommitAppender appender, AppenderTotals totals) {
        return new OwnStanding(models, appender, totals);
    }

    @Bean
    Lag lag(LiveReadModels models, EventLog log) {
        return new Lag(models, log, InstantSource.system());
    }

    /** Stopped before the read models and the database are. */
    @Bean
    InstanceLife instanceLife(
            Instance self, Instances instances, OwnStanding standing, Lag lag, Orders orders, LiveReadModels models) {
        return InstanceLife.start(self, instances, standing, lag, orders, models, InstantSource.system());
    }

    /** One instance on a database of its own. */
    @Configuration(proxyBeanMethods = false)
    @Profile("!postgres")
    static class Sole {
        @Bean
        Instances instances(Instance self, LiveReadModels models, OwnStanding standing) {
            return new SoleInstance(self, models, standing::report);
        }

        @Bean
        @DependsOnDatabaseInitialization
        Orders orders(DataSource dataSource, DiscardedEvents discarded) {
            JdbcClient database = JdbcClient.create(dataSource);
            return new Orders(
                    database, discarded, () -> database.sql("checkpoint sync").update());
        }
    }

    /** Several instances on one server. */
    @Configuration(proxyBeanMethods = false)
    @Profile("postgres")
    static class Shared {
        @Bean
        @DependsOnDatabaseInitialization
        Instances instances(Instance self, DataSource dataSource, LiveReadModels models) {
            return new SharedInstances(
                    self,
                    JdbcClient.create(dataSource),
                    new TransactionTemplate(new JdbcTransactionManager(dataSource)),
                    models);
        }

        @Bean
        @DependsOnDatabaseInitialization
        Orders orders(DataSource dataSource, DiscardedEvents discarded) {
            return new Orders(JdbcClient.create(dataSource), discarded, () -> {});
        }
    }
}
