package io.closedloop.lead.keys;

import io.closedloop.lead.http.LongAnswers;
import io.closedloop.lead.log.directory.DataDirectory;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Wires the keys, and the filter that asks for one. */
@Configuration(proxyBeanMethods = false)
class KeysConfiguration {
    /** The first key is made here, that is before the web server opens its port. */
    @Bean
    ApiKeys apiKeys(DataSource dataSource, JdbcClient database, DataDirectory directory) throws SQLException {
        Runnable makeDurable =
                isH2(dataSource) ? () -> database.sql("checkpoint sync").update() : () -> {};
        var keys = new ApiKeys(database, makeDurable, System::nanoTime);
        new FirstKey(keys, directory.path()).ensure();
        return keys;
    }

    @Bean
    KeyWatch keyWatch(ApiKeys keys) {
        return KeyWatch.begun(keys);
    }

    @Bean
    LongAnswers answersOfGoodKeys(KeyWatch keys) {
        return new WatchedAnswers(keys);
    }

    /** A commit of H2 is on disk with the next sync of its file, one of PostgreSQL by itself. */
    private static boolean isH2(DataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return connection.getMetaData().getDatabaseProductName().equals("H2");
        }
    }

    /** After the correlation, before everything else. */
    @Bean
    FilterRegistrationBean<AuthenticationFilter> authenticationFilter(ApiKeys keys) {
        var filter = new FilterRegistrationBean<>(new AuthenticationFilter(keys));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 10);
        return filter;
    }
}
