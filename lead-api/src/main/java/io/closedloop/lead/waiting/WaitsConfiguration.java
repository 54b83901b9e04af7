package io.closedloop.lead.waiting;

import io.closedloop.lead.keys.KeyWatch;
import io.closedloop.lead.log.EventLog;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires what lets requests wait. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WaitProperties.class)
class WaitsConfiguration {
    @Bean
    Waits waits(EventLog log, KeyWatch keys, WaitProperties properties, MeterRegistry registry) {
        return new Waits(log, keys, properties, registry);
    }
}
