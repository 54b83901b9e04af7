package io.closedloop.lead.reports;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the reports. */
@Configuration(proxyBeanMethods = false)
class ReportsConfiguration {
    @Bean
    ReportCatalogue reportCatalogue() {
        return ReportCatalogue.complete();
    }

    @Bean
    ReportSchemas reportSchemas(ReportCatalogue catalogue) {
        return new ReportSchemas(catalogue);
    }
}
