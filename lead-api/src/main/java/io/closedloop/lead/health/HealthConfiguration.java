package io.closedloop.lead.health;

import io.closedloop.lead.columnstore.LiveReadModels;
import io.closedloop.lead.log.Appender;
import io.closedloop.lead.log.GroupCommitAppender;
import java.time.Duration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What health is made of. A bean's name without {@code HealthIndicator} is its name in the answer. */
@Configuration(proxyBeanMethods = false)
class HealthConfiguration {
    private static final Duration GOOD_FOR = Duration.ofSeconds(1);
    /** Less than most probes wait. */
    private static final Duration ANSWER_WITHIN = Duration.ofMillis(900);

    /** Ready: commands are taken. Reports that are still filling are no reason to send commands elsewhere. */
    @Bean
    HealthIndicator logHealthIndicator(Appender appender) {
        var probe = new LogProbe(appender, GOOD_FOR, ANSWER_WITHIN, System::nanoTime);
        return () -> switch (probe.ask()) {
            case LogProbe.Finding.Takes takes ->
                Health.up().withDetail("position", takes.head().position()).build();
            case LogProbe.Finding.TakesNothing nothing ->
                Health.down().withDetail("why", nothing.why()).build();
        };
    }

    /** Alive: what nothing but a restart brings back is there. The database is none of it. */
    @Bean
    HealthIndicator threadsHealthIndicator(GroupCommitAppender appender, LiveReadModels readModels) {
        return () -> {
            boolean appends = appender.alive();
            boolean reads = !readModels.hasDied();
            return (appends && reads ? Health.up() : Health.down())
                    .withDetail("appender", appends ? "running" : "dead")
                    .withDetail("readModels", reads ? "running" : "dead")
                    .build();
        };
    }
}
