package io.closedloop.lead.checking;

import io.closedloop.lead.checking.Exchange.Outcome;
import io.closedloop.lead.lifecycle.Status;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Whether the log's order is the one that callers went through, and whether what they were shown was so. Time is that
 * of the one machine that all callers ran on.
 */
public final class Courses {
    private final Lives lives;
    private final List<Violation> found = new ArrayList<>();

    private Courses(Lives lives) {
        this.lives = lives;
    }

    public static List<Violation> violations(Lives lives, History history) {
        var courses = new Courses(lives);
        courses.laterIsFurther(history.exchanges());
        courses.readingsAreCurrent(history);
        history.exchanges().forEach(courses::refusalTellsTheTruth);
        return courses.found;
    }

    /** What was sent once the answer of another was there is stored behind it. */
    private void laterIsFurther(List<Exchange> exchanges) {
        NavigableMap<Long, Long> highest = new TreeMap<>();
        exchanges.stream()
                .filter(it -> positionOf(it) > 0)
                .sorted(Comparator.comparingLong(Exchange::answeredAt))
                .forEach(it -> highest.merge(
                        it.answeredAt(),
                        Math.max(
                                positionOf(it),
                                highest.isEmpty() ? 0 : highest.lastEntry().getValue()),
                        Math::max));
        Map<String, Integer> sendings = new HashMap<>();
        exchanges.forEach(it -> sendings.merge(it.decision(), 1, Integer::sum));
        for (Exchange exchange : exchanges) {
            long position = positionOf(exchange);
            var before = highest.lowerEntry(exchange.sentAt());
            // One that was sent several times may have been stored the first time.
            if (position > 0
                    && before != null
                    && sendings.getOrDefault(exchange.decision(), 0) == 1
                    && position <= before.getValue()) {
                found.add(Violation.of(
                        Rule.ORDER_OF_ANSWERS,
                        "position %d had been answered before this was sent: %s",
                        before.getValue(),
                        exchange));
            }
        }
    }

    /** 0 where the answer tells of nothing new. */
    private static long positionOf(Exchange exchange) {
        return exchange.outcome() instanceof Outcome.Acknowledged answer
                        && !answer.events().isEmpty()
                        && answer.position() != null
                ? answer.position()
                : 0;
    }

    private void readingsAreCurrent(History history) {
        Map<String, NavigableMap<Long, Long>> known = new HashMap<>();
        for (Exchange exchange : history.exchanges()) {
            if (exchange.outcome() instanceof Outcome.Acknowledged answer && !exchange.dryRun()) {
                known.computeIfAbsent(answer.target(), _ -> new TreeMap<>())
                        .merge(exchange.answeredAt(), answer.version(), Math::max);
            }
        }
        for (Reading reading : history.readings()) {
            known.computeIfAbsent(reading.leadId(), _ -> new TreeMap<>())
                    .merge(reading.answeredAt(), reading.version(), Math::max);
        }
        for (Reading reading : history.readings()) {
            long atLeast =
                    known
                            .getOrDefault(reading.leadId(), new TreeMap<>())
                            .headMap(reading.sentAt(), false)
                            .values()
                            .stream()
                            .mapToLong(it -> it)
                            .max()
                            .orElse(0);
            if (reading.version() < atLeast) {
                found.add(Violation.of(
                        Rule.READS_ARE_CURRENT, "version %d was known before this was read: %s", atLeast, reading));
            }
            Status status = lives.status(reading.leadId(), reading.version());
            if (reading.version() == 0) {
                // The lead was not there, which may well have been so.
                continue;
            }
            if (status == null || !status.name().equals(reading.status())) {
                found.add(Violation.of(
                        Rule.READS_ARE_CURRENT,
                        "the lead was %s at that version, but this was read: %s",
                        status,
                        reading));
            }
        }
    }

    private void refusalTellsTheTruth(Exchange exchange) {
        if (exchange.outcome() instanceof Outcome.Refused refusal
                && refusal.leadId() != null
                && refusal.version() != null
                && refusal.stage() != null) {
            Status status = lives.status(refusal.leadId(), refusal.version());
            String stage = status == null ? "nowhere" : stageOf(status);
            if (!Objects.equals(stage, refusal.stage())) {
                found.add(Violation.of(
                        Rule.READS_ARE_CURRENT,
                        "the lead was in %s at that version, but was told: %s",
                        stage,
                        exchange));
            }
        }
    }

    private static String stageOf(Status status) {
        return switch (status) {
            case MQL_AWAITING, MQL_ACCEPTED -> "MQL";
            case CLOSED_WON, CLOSED_LOST -> "CLOSED";
            case INQUIRY, SQL, NURTURE, DISQUALIFIED -> status.name();
        };
    }
}
