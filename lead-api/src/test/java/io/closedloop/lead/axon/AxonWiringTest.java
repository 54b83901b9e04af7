package io.closedloop.lead.axon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.closedloop.lead.columnstore.LiveReadModels;
import io.closedloop.lead.columnstore.ReadModelProcessor;
import io.closedloop.lead.http.RunningService;
import io.closedloop.lead.log.Appender;
import io.closedloop.lead.log.GroupCommitAppender;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventsourcing.CachingEventSourcingRepository;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.Snapshotter;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.messaging.annotation.HandlerEnhancerDefinition;
import org.axonframework.modelling.command.Repository;
import org.axonframework.serialization.Serializer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.ClassUtils;

/** What the running service has of Axon, so that nothing takes effect, or fails to, in silence. */
class AxonWiringTest extends RunningService {
    @Autowired
    private ConfigurableApplicationContext context;

    @Test
    void everyPartOfAxonIsDeclaredByTheServiceItself() {
        var declared = new ArrayList<String>();
        for (String name : context.getBeanDefinitionNames()) {
            Class<?> type = context.getType(name);
            if (type != null && isOfAxon(type)) {
                BeanDefinition definition = context.getBeanFactory().getMergedBeanDefinition(name);
                assertThat(definition.getResourceDescription())
                        .as("where the bean %s of %s is declared".formatted(name, type))
                        .contains("io/closedloop/lead/");
                declared.add(name);
            }
        }
        assertThat(declared).contains("eventStorageEngine", "eventStore", "leads", "commandBus", "commandGateway");
    }

    @Test
    void eventsAreReadFromTheDatabaseByAxonsJdbcEngineAndWrittenByTheAppender() {
        assertThat(only(EventStorageEngine.class))
                .isInstanceOf(JdbcEventStorageEngine.class)
                .isInstanceOf(LogStorageEngine.class);
        assertThat(only(EventStore.class)).isInstanceOf(LogEventStore.class);
        assertThat(only(Appender.class)).isInstanceOf(GroupCommitAppender.class);
    }

    @Test
    void eventsAreReadByTheSerializerThatKnowsLogicalNamesAndSeals() {
        var engine = (LogStorageEngine) only(EventStorageEngine.class);

        assertThat(engine.getEventSerializer()).isInstanceOf(EventSerializer.class);
        assertThat(context.getBeansOfType(Serializer.class))
                .as("a serializer that Axon could take for something else")
                .isEmpty();
    }

    @Test
    void leadsAreLoadedFromTheirEventsWithoutACacheOfLeadsAndWithoutSnapshots() {
        assertThat(only(Repository.class))
                .isInstanceOf(LeadRepository.class)
                .isInstanceOf(EventSourcingRepository.class)
                .isNotInstanceOf(CachingEventSourcingRepository.class);
        assertThat(context.getBeansOfType(Snapshotter.class)).isEmpty();
        var snapshot = new GenericDomainEventMessage<>("Lead", "x", 0, "snapshot");
        assertThatThrownBy(() -> only(EventStorageEngine.class).storeSnapshot(snapshot))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void commandsAreHandledOnTheCallersThreadWithoutATransactionOfTheirOwn() {
        assertThat(only(CommandBus.class).getClass()).isEqualTo(SimpleCommandBus.class);
        assertThat(only(CommandGateway.class).getClass()).isEqualTo(DefaultCommandGateway.class);
        assertThat(context.getBeansOfType(TransactionManager.class))
                .as("a transaction manager that Axon could open a transaction with")
                .isEmpty();
    }

    @Test
    void theReadModelsAreFilledByOneReaderThatEveryCommitWakes() {
        assertThat(ReadModelProcessor.class).isAssignableTo(TrackingEventProcessor.class);
        assertThat(only(LiveReadModels.class).rebuild()).isNull();
        assertThat(context.getBeansOfType(PooledStreamingEventProcessor.class)).isEmpty();
        assertThat(only(StreamableMessageSource.class)).isSameAs(only(LogEventStore.class));
    }

    @Test
    void axonsStarterAndConfigurationModuleAreNotThere() {
        for (String absent : List.of(
                "org.axonframework.springboot.autoconfig.AxonAutoConfiguration",
                "org.axonframework.springboot.autoconfig.JdbcAutoConfiguration",
                "org.axonframework.config.DefaultConfigurer",
                "org.axonframework.config.UpdateCheckerConfigurerModule")) {
            assertThat(ClassUtils.isPresent(absent, context.getClassLoader()))
                    .as(absent)
                    .isFalse();
        }
    }

    @Test
    void noHandlerIsInterruptedForTakingLong() {
        assertThat(ServiceLoader.load(HandlerEnhancerDefinition.class).stream()
                        .map(provider -> provider.type().getName()))
                .isNotEmpty()
                .noneMatch(name -> name.contains("timeout"));
    }

    @Test
    void noTokenIsClaimedInTheNameOfAProcessAndAHost() {
        assertThat(context.getBeansOfType(JdbcTokenStore.class)).isEmpty();
    }

    @Test
    void aLeadThatIsNotThereYetIsNoWarning() {
        assertThat(context.getEnvironment()
                        .getProperty("logging.level.org.axonframework.modelling.command.AbstractRepository"))
                .isEqualTo("error");
    }

    private <T> T only(Class<T> type) {
        return context.getBean(type);
    }

    private static boolean isOfAxon(Class<?> type) {
        return type.getName().startsWith("org.axonframework.")
                || Arrays.stream(ClassUtils.getAllInterfacesForClass(type))
                        .anyMatch(each -> each.getName().startsWith("org.axonframework."));
    }
}
