package io.closedloop.lead.instances;

import io.closedloop.lead.columnstore.LiveReadModels;
import io.closedloop.lead.columnstore.Progress;
import io.closedloop.lead.log.AppenderTotals;
import io.closedloop.lead.log.GroupCommitAppender;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How this instance stands, at any moment; it is looked at once a second to know how fast it moves. */
public class OwnStanding {
    private final LiveReadModels models;
    private final GroupCommitAppender appender;
    private final AppenderTotals totals;
    private final Pace serving = new Pace();
    private final Pace rebuilding = new Pace();
    private @Nullable String rebuildSeen;

    OwnStanding(LiveReadModels models, GroupCommitAppender appender, AppenderTotals totals) {
        this.models = models;
        this.appender = appender;
        this.totals = totals;
    }

    synchronized void look() {
        long now = System.nanoTime();
        serving.look(now, models.progress().position());
        LiveReadModels.Rebuild rebuild = models.rebuild();
        if (rebuild == null || !rebuild.order().equals(rebuildSeen)) {
            rebuilding.forget();
        }
        rebuildSeen = rebuild == null ? null : rebuild.order();
        if (rebuild != null) {
            rebuilding.look(now, rebuild.reached().position());
        }
    }

    /** How it stands now. */
    public synchronized InstanceReport report() {
        Progress progress = models.progress();
        LiveReadModels.Rebuild rebuild = models.rebuild();
        return new InstanceReport(
                progress.position(),
                progress.recordedAt(),
                serving.perSecond(),
                models.inTrouble(),
                models.bytes(),
                models.deadLetterCount(),
                rebuild == null
                        ? null
                        : new InstanceReport.Rebuild(
                                UUID.fromString(rebuild.order()),
                                rebuild.reached().position(),
                                rebuilding.perSecond()),
                appender.waitingEntries(),
                InstanceReport.Appended.of(totals.snapshot()));
    }
}
