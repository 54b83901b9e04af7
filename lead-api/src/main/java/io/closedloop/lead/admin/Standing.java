package io.closedloop.lead.admin;

import io.closedloop.lead.columnstore.DeadLetterCount;
import io.closedloop.lead.columnstore.LiveReadModels;
import io.closedloop.lead.columnstore.ReadModelProcessor;
import io.closedloop.lead.instances.InstanceReport;
import io.closedloop.lead.instances.Instances;
import io.closedloop.lead.instances.Order;
import io.closedloop.lead.instances.Orders;
import io.closedloop.lead.instances.SeenInstance;
import io.closedloop.lead.log.EventLog;
import io.closedloop.lead.log.LogHead;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Puts together how the read models of all instances stand against the log. */
@Component
class Standing {
    private final Instances instances;
    private final Orders orders;
    private final EventLog log;
    private final LiveReadModels models;

    Standing(Instances instances, Orders orders, EventLog log, LiveReadModels models) {
        this.instances = instances;
        this.orders = orders;
        this.log = log;
        this.models = models;
    }

    ProjectionView projection() {
        // In this order, so that nobody is ahead of the log.
        Instances.Seen seen = instances.seen();
        Map<UUID, Order> rebuilds = rebuilds();
        LogHead head = log.head();
        var nextRecorded = new HashMap<Long, @Nullable Instant>();
        return new ProjectionView(
                ReadModelProcessor.NAME,
                HeadView.of(head),
                seen.instances().stream()
                        .map(instance -> {
                            InstanceReport report = instance.report();
                            long lag = Math.max(0, head.position() - report.position());
                            Instant waitingSince = lag == 0
                                    ? null
                                    : nextRecorded.computeIfAbsent(report.position(), this::recordedAfter);
                            return new ProjectionView.OnInstance(
                                    InstanceView.of(instance),
                                    state(instance, lag),
                                    report.position(),
                                    report.recordedAt(),
                                    lag,
                                    waitingSince == null ? 0 : seconds(waitingSince, seen.now()),
                                    report.eventsPerSecond(),
                                    report.bytes(),
                                    counts(report.deadLetters()),
                                    rebuild(
                                            instance,
                                            rebuilds.get(instance.instance().id()),
                                            head.position()));
                        })
                        .toList());
    }

    RebuildView.All rebuild() {
        Instances.Seen seen = instances.seen();
        Map<UUID, Order> rebuilds = rebuilds();
        long head = log.head().position();
        List<RebuildView.OnInstance> all = seen.instances().stream()
                .flatMap(instance -> {
                    RebuildView rebuild =
                            rebuild(instance, rebuilds.get(instance.instance().id()), head);
                    return Stream.ofNullable(rebuild)
                            .map(it -> new RebuildView.OnInstance(
                                    instance.instance().id(),
                                    instance.instance().name(),
                                    instance.present(),
                                    it));
                })
                .toList();
        return new RebuildView.All(
                ReadModelProcessor.NAME,
                all.stream().anyMatch(it -> it.rebuild().state().isOpen()),
                head,
                all);
    }

    private Map<UUID, Order> rebuilds() {
        return orders.latestRebuilds().stream().collect(Collectors.toMap(Order::instance, Function.identity()));
    }

    private @Nullable Instant recordedAfter(long position) {
        return log.at(position + 1).map(event -> event.recordedAt()).orElse(null);
    }

    /** To the millisecond; never negative, whatever the clocks do. */
    private static double seconds(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toMillis()) / 1000.0;
    }

    private ProjectionView.State state(SeenInstance instance, long lag) {
        if (!instance.present()) {
            return ProjectionView.State.AWAY;
        }
        if (instance.report().inTrouble()) {
            return ProjectionView.State.IN_TROUBLE;
        }
        return lag > models.batchSize() ? ProjectionView.State.FILLING : ProjectionView.State.FOLLOWING;
    }

    private static ProjectionView.DeadLetterCounts counts(DeadLetterCount count) {
        return new ProjectionView.DeadLetterCounts(count.parked(), count.waiting(), count.discarded());
    }

    private static @Nullable RebuildView rebuild(SeenInstance instance, @Nullable Order order, long head) {
        if (order == null) {
            return null;
        }
        InstanceReport.Rebuild running = instance.report().rebuild();
        Long done = null;
        Long toDo = null;
        Long pace = null;
        if (order.state().isOpen() && running != null && running.order().equals(order.id())) {
            done = running.position();
            toDo = Math.max(0, head - running.position());
            pace = running.eventsPerSecond();
        }
        return new RebuildView(
                order.state(),
                order.by(),
                order.orderedAt(),
                order.takenAt(),
                order.endedAt(),
                order.outcome(),
                done,
                toDo,
                pace,
                toDo == null || pace == null || pace == 0 ? null : (toDo + pace - 1) / pace);
    }
}
