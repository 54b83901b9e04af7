package io.closedloop.lead.instances;

import io.closedloop.lead.columnstore.LiveReadModels;
import io.closedloop.lead.columnstore.Repair;
import io.closedloop.lead.instances.Order.State;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this instance does once a second: write its state, and take the orders that wait for it. It uses two threads, so
 * that the instance stays visible while it is busy with an order.
 *
 * <p>An order that was under way when the instance was killed is found again at the next start, and ends then.
 */
final class InstanceLife implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InstanceLife.class);
    private static final Duration ENDED_ORDERS_KEPT = Duration.ofDays(30);

    private final Instance self;
    private final Instances instances;
    private final OwnStanding standing;
    private final Lag lag;
    private final Orders orders;
    private final LiveReadModels models;
    private final InstantSource clock;
    private final ScheduledExecutorService reporting = timer("instance-report");
    private final ScheduledExecutorService working = timer("instance-orders");

    // Each on one of the two threads only.
    private boolean silent;
    private boolean deaf;

    private InstanceLife(
            Instance self,
            Instances instances,
            OwnStanding standing,
            Lag lag,
            Orders orders,
            LiveReadModels models,
            InstantSource clock) {
        this.self = self;
        this.instances = instances;
        this.standing = standing;
        this.lag = lag;
        this.orders = orders;
        this.models = models;
        this.clock = clock;
    }

    static InstanceLife start(
            Instance self,
            Instances instances,
            OwnStanding standing,
            Lag lag,
            Orders orders,
            LiveReadModels models,
            InstantSource clock) {
        var life = new InstanceLife(self, instances, standing, lag, orders, models, clock);
        orders.onOrdered(life::look);
        Future<?> _ = life.reporting.scheduleWithFixedDelay(life::report, 0, 1, TimeUnit.SECONDS);
        Future<?> _ = life.working.scheduleWithFixedDelay(life::work, 0, 1, TimeUnit.SECONDS);
        Future<?> _ = life.working.scheduleWithFixedDelay(life::forget, 1, 60 * 60, TimeUnit.SECONDS);
        return life;
    }

    private static ScheduledExecutorService timer(String name) {
        return Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name(name).daemon(true).factory());
    }

    private void look() {
        try {
            working.execute(this::work);
        } catch (RejectedExecutionException e) {
            LOG.debug("The instance is stopping; the order is taken at its next start", e);
        }
    }

    private void report() {
        try {
            standing.look();
            instances.report(standing.report());
            lag.look();
            silent = false;
        } catch (RuntimeException e) {
            if (!silent) {
                silent = true;
                LOG.warn("The instance cannot say how it stands, and tries again every second: {}", e.toString());
            }
        }
    }

    private void work() {
        try {
            for (Order order : orders.open(self.id())) {
                work(order);
            }
            deaf = false;
        } catch (RuntimeException e) {
            if (!deaf) {
                deaf = true;
                LOG.warn("Orders for the instance cannot be taken, and are tried again every second", e);
            }
        }
    }

    private void work(Order order) {
        switch (order.kind()) {
            case REBUILD -> rebuild(order);
            case RETRY, DISCARD -> {
                if (orders.take(order)) {
                    repair(order);
                }
            }
        }
    }

    private void rebuild(Order order) {
        String name = order.id().toString();
        LiveReadModels.Rebuild underWay = models.rebuild();
        if (name.equals(models.madeBy())) {
            orders.end(
                    order,
                    State.DONE,
                    "serving since position " + models.progress().position());
        } else if (order.state() == State.CANCELLING) {
            // It may have taken over in this very moment: then it is done, and the next look says so.
            if (underWay == null || models.cancelRebuild()) {
                orders.end(order, State.CANCELLED, null);
            }
        } else if (underWay == null && orders.take(order)) {
            try {
                boolean _ = models.rebuild(name);
            } catch (RuntimeException e) {
                LOG.error("The rebuild cannot begin", e);
                orders.end(order, State.FAILED, "the new file cannot be made; the log of the instance says why");
            }
        }
    }

    private void repair(Order order) {
        String eventId = Objects.requireNonNull(order.eventId());
        Repair repair = order.kind() == Order.Kind.DISCARD ? models.discard(eventId) : models.retry(eventId);
        switch (repair) {
            case Repair.Done done -> orders.end(order, State.DONE, "%d events taken in".formatted(done.takenIn()));
            case Repair.StillParked still ->
                orders.end(
                        order,
                        State.FAILED,
                        "%d events were written; then event %s could not be written: %s"
                                .formatted(still.takenIn(), still.parked(), still.cause()));
            case Repair.NotParked _ ->
                orders.end(order, State.DONE, "this instance has not parked an event with this id");
            case Repair.Discarded _ ->
                orders.end(
                        order,
                        State.FAILED,
                        "the event was discarded, and the later ones have been written; only a rebuild tries it again");
        }
    }

    private void forget() {
        try {
            int forgotten = orders.forgetEndedBefore(clock.instant().minus(ENDED_ORDERS_KEPT));
            LOG.debug("Forgot {} orders", forgotten);
        } catch (RuntimeException e) {
            LOG.debug("Old orders could not be forgotten; they will be in an hour", e);
        }
    }

    /** Lets running work end: an interrupt could close an embedded database for everyone. */
    @Override
    public void close() {
        working.close();
        reporting.close();
    }
}
