package io.closedloop.lead.health;

import io.closedloop.lead.columnstore.LiveReadModels;
import io.closedloop.lead.log.GroupCommitAppender;
import io.closedloop.lead.log.LogHead;
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
    /** As long as a command waits for its transaction at most: by then others have been turned away. */
    private static final Duration LIFE_GOOD_FOR = Duration.ofSeconds(5);

    /** Ready: commands are taken. Reports that are still filling are no reason to send commands elsewhere. */
    @Bean
    HealthIndicator logHealthIndicator(GroupCommitAppender appender) {
        var probe = new LogProbe(appender, GOOD_FOR, ANSWER_WITHIN, LIFE_GOOD_FOR, System::nanoTime);
        appender.tell(probe);
        return () -> switch (probe.ask()) {
            case LogProbe.Finding.Takes takes ->
                Health.up().withDetail("position", takes.head().position()).build();
            case LogProbe.Finding.Busy busy -> {
                Health.Builder up = Health.up().withDetail("busy", true);
                LogHead last = busy.last();
                yield (last == null ? up : up.withDetail("position", last.position())).build();
            }
            case LogProbe.Finding.TakesNothing nothing ->
                Health.down().withDetail("why", nothing.why()).build();
        };
    }

    /** Alive: everything that only a restart could bring back is there. The database is not part of that. */
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
