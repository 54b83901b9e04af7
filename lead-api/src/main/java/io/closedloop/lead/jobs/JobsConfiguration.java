package io.closedloop.lead.jobs;

import io.closedloop.lead.keys.KeyWatch;
import io.closedloop.lead.leases.Leases;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Wires the jobs of all kinds. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(JobProperties.class)
class JobsConfiguration {
    /** A commit of H2 is on disk with the next sync of its file. */
    @Bean
    @Profile("!postgres")
    @DependsOnDatabaseInitialization
    JobTable embeddedJobs(DataSource dataSource) {
        JdbcClient database = JdbcClient.create(dataSource);
        return new JobTable(database, () -> database.sql("checkpoint sync").update());
    }

    @Bean
    @Profile("postgres")
    @DependsOnDatabaseInitialization
    JobTable sharedJobs(DataSource dataSource) {
        return new JobTable(JdbcClient.create(dataSource), () -> {});
    }

    @Bean
    Jobs jobs(JobTable table, List<JobKind<?, ?>> kinds) {
        return new Jobs(table, new JobKinds(kinds));
    }

    @Bean
    JobWorker jobWorker(Jobs jobs, JobTable table, List<JobKind<?, ?>> kinds, Leases leases, JobProperties properties) {
        return new JobWorker(jobs, table, new JobKinds(kinds), leases, properties);
    }

    @Bean
    JobStreams jobStreams(Jobs jobs, KeyWatch keys) {
        return new JobStreams(jobs, keys);
    }

    @Bean
    JobSchemas jobSchemas(List<JobKind<?, ?>> kinds) {
        return new JobSchemas(new JobKinds(kinds));
    }
}
