package io.closedloop.lead.log;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes kept answers once nobody can count on them any more. Every instance does so without disturbing the others.
 */
public final class KeptAnswersPurge implements AutoCloseable {
    /** Twice as long as callers are promised, so that no clock and no slow retry makes a difference. */
    public static final Duration KEPT_FOR = Duration.ofDays(2);

    private static final Logger LOG = LoggerFactory.getLogger(KeptAnswersPurge.class);
    private static final Duration PAUSE = Duration.ofMinutes(10);

    private final KeptAnswers keptAnswers;
    private final InstantSource clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("kept-answers-purge").daemon(true).factory());

    private KeptAnswersPurge(KeptAnswers keptAnswers, InstantSource clock) {
        this.keptAnswers = keptAnswers;
        this.clock = clock;
    }

    /** Purges now and every ten minutes. */
    static KeptAnswersPurge start(KeptAnswers keptAnswers, InstantSource clock) {
        var purge = new KeptAnswersPurge(keptAnswers, clock);
        Future<?> _ = purge.timer.scheduleWithFixedDelay(purge::purge, 0, PAUSE.toSeconds(), TimeUnit.SECONDS);
        return purge;
    }

    private void purge() {
        try {
            int purged = keptAnswers.purgeRecordedBefore(clock.instant().minus(KEPT_FOR));
            if (purged > 0) {
                LOG.info("Forgot {} kept answers older than {}", purged, KEPT_FOR);
            }
        } catch (RuntimeException e) {
            LOG.warn("Old kept answers could not be purged; they will be in {}: {}", PAUSE, SqlFailures.describe(e));
        }
    }

    /** Lets a purge under way end: an interrupt could close an embedded database for everyone. */
    @Override
    public void close() {
        timer.close();
    }
}
