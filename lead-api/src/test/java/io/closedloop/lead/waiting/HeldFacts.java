package io.closedloop.lead.waiting;

import io.closedloop.lead.columnstore.DuckDbWriter;
import io.closedloop.lead.columnstore.LoggedEvent;
import io.closedloop.lead.columnstore.Projection;
import io.closedloop.lead.columnstore.StoreSchema;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A service whose read models come no further while a test holds them. */
@Configuration(proxyBeanMethods = false)
class HeldFacts {
    /** Whoever has it holds the read models of all services of this process. */
    static final ReentrantLock HOLD = new ReentrantLock();

    @Bean
    static BeanPostProcessor heldProjection() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof Projection facts ? new Held(facts) : bean;
            }
        };
    }

    private record Held(Projection facts) implements Projection {
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
            HOLD.lock();
            try {
                facts.write(events, writer);
            } finally {
                HOLD.unlock();
            }
        }
    }
}
