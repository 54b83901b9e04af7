package io.closedloop.lead.leases;

import io.closedloop.lead.instances.Instance;
import javax.sql.DataSource;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Wires the leases: each database has its own kind. */
@Configuration(proxyBeanMethods = false)
class LeasesConfiguration {
    @Bean
    @Profile("!postgres")
    @DependsOnDatabaseInitialization
    Leases soleLeases(DataSource dataSource, Instance self) {
        return Leases.sole(JdbcClient.create(dataSource), self.name());
    }

    @Bean
    @Profile("postgres")
    @DependsOnDatabaseInitialization
    Leases sharedLeases(DataSource dataSource, Instance self) {
        return Leases.shared(JdbcClient.create(dataSource), self.name(), Leases.TERM);
    }
}
