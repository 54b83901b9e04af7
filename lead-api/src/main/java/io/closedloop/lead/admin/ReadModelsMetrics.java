package io.closedloop.lead.admin;

import io.closedloop.lead.columnstore.LiveReadModels;
import io.closedloop.lead.instances.Lag;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;
import org.springframework.stereotype.Component;

/** How the read models of this instance stand, as metrics. */
@Component
class ReadModelsMetrics implements MeterBinder {
    private final LiveReadModels models;
    private final Lag lag;

    ReadModelsMetrics(LiveReadModels models, Lag lag) {
        this.models = models;
        this.lag = lag;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        letters(registry, "parked", it -> it.deadLetterCount().parked());
        letters(registry, "waiting", it -> it.deadLetterCount().waiting());
        letters(registry, "discarded", it -> it.deadLetterCount().discarded());
        Gauge.builder(
                        "closedloop.projection.position",
                        models,
                        it -> it.progress().position())
                .description("The last event that reports and lists of this instance know")
                .register(registry);
        Gauge.builder("closedloop.projection.lag.events", lag, Lag::events)
                .description("Events of the log that reports and lists do not know yet, looked up every second")
                .register(registry);
        Gauge.builder("closedloop.projection.lag", lag, Lag::seconds)
                .baseUnit("seconds")
                .description("How long ago the oldest event that they do not know was recorded; 0 where there is none")
                .register(registry);
        Gauge.builder("closedloop.projection.trouble", models, it -> it.inTrouble() ? 1 : 0)
                .description("1 while the read models cannot be brought up to date")
                .register(registry);
        Gauge.builder("closedloop.projection.file", models, LiveReadModels::bytes)
                .baseUnit("bytes")
                .description("How large the files of the read models are")
                .register(registry);
        Gauge.builder("closedloop.rebuild.running", models, it -> it.rebuild() == null ? 0 : 1)
                .description("1 while a new file is filled beside the one that serves")
                .register(registry);
        Gauge.builder("closedloop.rebuild.position", models, ReadModelsMetrics::rebuilt)
                .description("The last event that the new file knows; 0 where none is being filled")
                .register(registry);
    }

    private void letters(MeterRegistry registry, String state, ToDoubleFunction<LiveReadModels> count) {
        Gauge.builder("closedloop.dead.letters", models, count)
                .tag("state", state)
                .description("Events that the read models of this instance lack")
                .register(registry);
    }

    private static double rebuilt(LiveReadModels models) {
        LiveReadModels.Rebuild rebuild = models.rebuild();
        return rebuild == null ? 0 : rebuild.reached().position();
    }
}
