package io.closedloop.lead.admin;

import io.closedloop.lead.columnstore.DeadLetterCount;
import io.closedloop.lead.columnstore.LiveReadModels;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/**
 * Whether reports and lists of this instance can be relied upon. This is never a reason to take the instance out of
 * service: commands do not depend on it, so the worst status is {@code DEGRADED}, which is answered with 200.
 */
@Component("readModelsHealthIndicator")
class ReadModelsHealth implements HealthIndicator {
    static final Status DEGRADED = new Status("DEGRADED");

    private final LiveReadModels models;

    ReadModelsHealth(LiveReadModels models) {
        this.models = models;
    }

    @Override
    public Health health() {
        DeadLetterCount letters = models.deadLetterCount();
        boolean trouble = models.inTrouble();
        return Health.status(trouble || letters.parked() > 0 ? DEGRADED : Status.UP)
                .withDetail("position", models.progress().position())
                .withDetail("inTrouble", trouble)
                .withDetail("parked", letters.parked())
                .withDetail("waiting", letters.waiting())
                .withDetail("discarded", letters.discarded())
                .withDetail("rebuilding", models.rebuild() != null)
                .build();
    }
}
