package io.closedloop.lead.folding;

import io.closedloop.lead.eventjson.EventJson;
import io.closedloop.lead.log.EventLog;
import io.closedloop.lead.sealing.SubjectKeys;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires what makes leads of their events. */
@Configuration(proxyBeanMethods = false)
class FoldingConfiguration {
    @Bean
    RecentLeads recentLeads(SubjectKeys keys) {
        return new RecentLeads(keys);
    }

    @Bean
    LeadSnapshots leadSnapshots(DataSource database, SubjectKeys keys) {
        return new LeadSnapshots(database, keys);
    }

    @Bean
    LeadFolder leadFolder(EventLog log, EventJson json, SubjectKeys keys, RecentLeads recent, LeadSnapshots snapshots) {
        return new LeadFolder(log, json, keys, recent, snapshots);
    }
}
