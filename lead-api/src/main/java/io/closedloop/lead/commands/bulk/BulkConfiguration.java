package io.closedloop.lead.commands.bulk;

import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires what bulk requests need, and describes their lines. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BulkProperties.class)
class BulkConfiguration {
    @Bean
    GlobalOpenApiCustomizer bulkLineSchemas() {
        return BulkLineSchemas::describe;
    }
}
