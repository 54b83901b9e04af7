package io.closedloop.lead.commands;

import io.closedloop.lead.log.Suppressions;
import java.time.InstantSource;
import org.axonframework.commandhandling.AnnotationCommandHandlerAdapter;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires what takes commands beside the leads. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BulkProperties.class)
class CommandsConfiguration {
    /** The server's clock, which business time is held against. */
    @Bean
    @ConditionalOnMissingBean
    InstantSource clock() {
        return InstantSource.system();
    }

    @Bean
    SuppressionCommandHandler suppressionCommandHandler(Suppressions suppressions, EventStore events, CommandBus bus) {
        var handler = new SuppressionCommandHandler(suppressions, events);
        new AnnotationCommandHandlerAdapter<>(handler).subscribe(bus);
        return handler;
    }
}
