package io.closedloop.lead.queries;

import io.closedloop.lead.eventjson.EventJson;
import io.closedloop.lead.identity.IdentityHasher;
import io.closedloop.lead.log.Appender;
import io.closedloop.lead.log.EventLog;
import io.closedloop.lead.log.HeldIdentities;
import io.closedloop.lead.sealing.SubjectKeys;
import io.closedloop.lead.waiting.Waits;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires what readers ask. */
@Configuration(proxyBeanMethods = false)
class QueriesConfiguration {
    @Bean
    LogReader logReader(EventLog log, SubjectKeys keys) {
        return new LogReader(log, keys);
    }

    @Bean
    LogFollower logFollower(EventLog log, Appender appender, Waits waits) {
        return new LogFollower(log, appender, waits);
    }

    @Bean
    EventSchemas eventSchemas() {
        return new EventSchemas(new EventJson());
    }

    @Bean
    LeadSearch leadSearch(HeldIdentities identities, IdentityHasher hasher) {
        return new LeadSearch(identities, hasher);
    }
}
