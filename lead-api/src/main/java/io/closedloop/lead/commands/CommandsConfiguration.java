package io.closedloop.lead.commands;

import io.closedloop.lead.log.Suppressions;
import io.closedloop.lead.playbook.Playbook;
import java.time.InstantSource;
import org.axonframework.commandhandling.AnnotationCommandHandlerAdapter;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires what takes commands beside the leads. */
@Configuration(proxyBeanMethods = false)
class CommandsConfiguration {
    /** The server's clock, which business time is held against. */
    @Bean
    @ConditionalOnMissingBean
    InstantSource clock() {
        return InstantSource.system();
    }

    /** The agreement that everything is decided under, described and shown by. Nothing else asks for a certain one. */
    @Bean
    Playbook playbook() {
        return Playbook.BUILT_IN;
    }

    @Bean
    SuppressionCommandHandler suppressionCommandHandler(
            Suppressions suppressions, EventStore events, CommandBus bus, Playbook playbook) {
        var handler = new SuppressionCommandHandler(suppressions, events, playbook);
        new AnnotationCommandHandlerAdapter<>(handler).subscribe(bus);
        return handler;
    }
}
