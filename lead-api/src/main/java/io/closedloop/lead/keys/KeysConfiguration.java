package io.closedloop.lead.keys;

import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
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
    ApiKeys apiKeys(JdbcClient database, @Value("${closedloop.data-dir:./data}") Path dataDirectory) {
        var keys = new ApiKeys(database, () -> {}, System::nanoTime);
        new FirstKey(keys, dataDirectory).ensure();
        return keys;
    }

    /** After the correlation, before everything else. */
    @Bean
    FilterRegistrationBean<AuthenticationFilter> authenticationFilter(ApiKeys keys) {
        var filter = new FilterRegistrationBean<>(new AuthenticationFilter(keys));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 10);
        return filter;
    }
}
