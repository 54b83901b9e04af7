package io.closedloop.lead.axon;

import io.closedloop.lead.eventjson.EventJson;
import io.closedloop.lead.folding.LeadFolder;
import io.closedloop.lead.folding.LeadSnapshots;
import io.closedloop.lead.folding.RecentLeads;
import io.closedloop.lead.lifecycle.LeadAggregate;
import io.closedloop.lead.lifecycle.LeadCommandHandler;
import io.closedloop.lead.log.Appender;
import io.closedloop.lead.log.Visibility;
import io.closedloop.lead.sealing.SubjectKeys;
import io.micrometer.tracing.Tracer;
import java.util.Optional;
import javax.sql.DataSource;
import org.axonframework.commandhandling.AnnotationCommandHandlerAdapter;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.DuplicateCommandHandlerResolution;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.interceptors.CorrelationDataInterceptor;
import org.axonframework.messaging.unitofwork.RollbackConfigurationType;
import org.axonframework.modelling.command.Repository;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Declares every part of Axon that is used, one by one. Axon's Spring Boot starter is left out, because on this Spring
 * Boot its JDBC parts silently have no effect; so is its configuration module, which would bring a time-out that
 * interrupts handlers and a check for updates over the network.
 */
@Configuration(proxyBeanMethods = false)
class AxonConfiguration {
    @Bean
    EventJson eventJson() {
        return new EventJson();
    }

    @Bean
    EventWriter eventWriter(EventJson json) {
        return new EventWriter(json);
    }

    @Bean
    LatestEvents latestEvents(EventJson json) {
        return new LatestEvents(json, LogStorageEngine.AHEAD);
    }

    @Bean
    LogStorageEngine eventStorageEngine(
            DataSource database, Visibility visibility, EventJson json, SubjectKeys subjectKeys, LatestEvents latest) {
        return LogStorageEngine.create(database, visibility::lastPosition, json, subjectKeys, latest);
    }

    @Bean(destroyMethod = "shutDown")
    LogEventStore eventStore(LogStorageEngine engine, Visibility visibility) {
        var store = LogEventStore.create(engine);
        visibility.onRaised(_ -> store.wake());
        return store;
    }

    @Bean
    Repository<LeadAggregate> leads(EventStore store, LeadFolder folder) {
        return new LeadRepository(store, folder);
    }

    @Bean
    LeadCommandHandler leadCommandHandler(Repository<LeadAggregate> leads) {
        return new LeadCommandHandler(leads);
    }

    /**
     * On the caller's own thread. The unit of work has no transaction: the appender has one, for many commands at once.
     */
    @Bean
    CommandBus commandBus(
            Appender appender,
            EventWriter writer,
            SubjectKeys subjectKeys,
            RecentLeads recent,
            LeadSnapshots snapshots,
            LatestEvents latest,
            LeadCommandHandler leadCommandHandler,
            Optional<Tracer> tracer) {
        var bus = SimpleCommandBus.builder()
                .transactionManager(NoTransactionManager.instance())
                .rollbackConfiguration(RollbackConfigurationType.ANY_THROWABLE)
                .duplicateCommandHandlerResolver(DuplicateCommandHandlerResolution.rejectDuplicates())
                .build();
        bus.registerHandlerInterceptor(new CorrelationDataInterceptor<>(new EnvelopeCorrelation()));
        tracer.filter(it -> !it.equals(Tracer.NOOP))
                .ifPresent(it -> bus.registerHandlerInterceptor(new TracingInterceptor(it)));
        bus.registerHandlerInterceptor(
                new AppendingInterceptor(appender, writer, subjectKeys, recent, snapshots, latest));
        new AnnotationCommandHandlerAdapter<>(leadCommandHandler).subscribe(bus);
        return bus;
    }

    /** Tries nothing again: a refusal is an answer, and the sender has a command decided anew after a conflict. */
    @Bean
    CommandGateway commandGateway(CommandBus bus) {
        return DefaultCommandGateway.builder().commandBus(bus).build();
    }

    @Bean
    CommandSender commandSender(CommandGateway gateway) {
        return new CommandSender(gateway);
    }
}
