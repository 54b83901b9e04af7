package io.closedloop.lead.admin;

import io.closedloop.lead.columnstore.DuckDbWriter;
import io.closedloop.lead.columnstore.LoggedEvent;
import io.closedloop.lead.columnstore.Projection;
import io.closedloop.lead.columnstore.StoreSchema;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A service whose read models fail at some leads: at their events of one type, by a bug or by the database. */
@Configuration(proxyBeanMethods = false)
class PoisonedFacts {
    /** What fails. */
    enum Fault {
        BUG,
        DATABASE
    }

    record Poison(String type, Fault fault) {}

    /** By lead; for all services of this process. */
    static final Map<UUID, Poison> POISON = new ConcurrentHashMap<>();

    @Bean
    static BeanPostProcessor poisonedProjection() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof Projection facts ? new Poisoned(facts) : bean;
            }
        };
    }

    private record Poisoned(Projection facts) implements Projection {
        @Override
        public StoreSchema schema() {
            return facts.schema();
        }

        @Override
        public UUID streamOf(Object payload) {
            return facts.streamOf(payload);
        }

        @Override
        public void write(List<LoggedEvent> events, DuckDbWriter writer) throws SQLException {
            facts.write(events, writer);
            for (LoggedEvent event : events) {
                Poison poison = POISON.get(event.stream());
                if (poison != null && event.payload().getClass().getSimpleName().equals(poison.type())) {
                    switch (poison.fault()) {
                        case BUG -> throw new IllegalStateException("a bug at 'ann@example.com'");
                        case DATABASE ->
                            writer.execute("INSERT INTO lead (lead_id, owner) VALUES (NULL, 'ann@example.com')");
                    }
                }
            }
        }
    }
}
