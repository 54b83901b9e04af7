package io.closedloop.lead.meters;

import io.closedloop.lead.log.GroupCommitAppender;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.stereotype.Component;

/** What waits for the appender just now. */
@Component
final class WaitingMeters implements MeterBinder {
    private final GroupCommitAppender appender;

    WaitingMeters(GroupCommitAppender appender) {
        this.appender = appender;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("closedloop.appender.waiting", appender, GroupCommitAppender::waitingEntries)
                .description("commands that wait for a transaction to take them")
                .register(registry);
    }
}
