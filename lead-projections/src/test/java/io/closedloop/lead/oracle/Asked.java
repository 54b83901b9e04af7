package io.closedloop.lead.oracle;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a report. Filters and groups go by the names of their parameters; in a filter the empty text asks
 * for what is absent.
 *
 * @param flow whether everything counts by its own date; else by that of its cohort
 * @param from the first instant of the period, null where it has none
 * @param to the first instant after the period, null where it has none
 * @param strict whether implied acceptances are left out
 * @param within how much time the rates of a cohort give each of its passes; null where they give all time until now
 */
public record Asked(
        boolean flow,
        @Nullable Instant from,
        @Nullable Instant to,
        ZoneId zone,
        List<String> groupBy,
        Map<String, List<String>> filters,
        boolean strict,
        @Nullable Duration within) {
    /** Everything, in one row. */
    static final Asked EVERYTHING = new Asked(false, null, null, ZoneId.of("UTC"), List.of(), Map.of(), false, null);

    /** As far as a report offers it. */
    Asked offeredBy(Recount.Name report) {
        return switch (report) {
            case funnel, campaigns -> within(flow ? null : within);
            case winRate -> new Asked(flow, from, to, zone, groupBy, filters, false, flow ? null : within);
            case transitions -> new Asked(true, from, to, zone, groupBy, filters, strict, null);
            case reasons, redelivery -> new Asked(true, from, to, zone, groupBy, filters, false, null);
        };
    }

    Asked by(String... groups) {
        return new Asked(flow, from, to, zone, List.of(groups), filters, strict, within);
    }

    Asked asFlow() {
        return new Asked(true, from, to, zone, groupBy, filters, strict, within);
    }

    Asked strictly() {
        return new Asked(flow, from, to, zone, groupBy, filters, true, within);
    }

    Asked within(@Nullable Duration time) {
        return new Asked(flow, from, to, zone, groupBy, filters, strict, time);
    }

    Asked in(@Nullable Instant since, @Nullable Instant until) {
        return new Asked(flow, since, until, zone, groupBy, filters, strict, within);
    }

    Asked inZone(String id) {
        return new Asked(flow, from, to, ZoneId.of(id), groupBy, filters, strict, within);
    }

    Asked with(String name, String... values) {
        return new Asked(flow, from, to, zone, groupBy, Map.of(name, List.of(values)), strict, within);
    }
}
