package io.closedloop.lead.oracle;

import io.closedloop.lead.reporting.Basis;
import io.closedloop.lead.reporting.ReportDefinition;
import io.closedloop.lead.reporting.ReportDefinition.Option;
import java.time.DayOfWeek;
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
 * @param dates how dates are told apart and named
 * @param definition the version of the report's definition
 */
public record Asked(
        boolean flow,
        @Nullable Instant from,
        @Nullable Instant to,
        ZoneId zone,
        List<String> groupBy,
        Map<String, List<String>> filters,
        boolean strict,
        @Nullable Duration within,
        Dates dates,
        int definition) {
    /**
     * How dates are told apart and named.
     *
     * @param weekStart on which weeks begin
     * @param yearStart the number of the month in which years begin
     * @param gaps whether rows by dates alone include the empty ones
     */
    record Dates(DayOfWeek weekStart, int yearStart, boolean gaps) {
        static final Dates USUAL = new Dates(DayOfWeek.MONDAY, 1, true);
    }

    /** The definition that a report has now; 1 is the former one of those that have one. */
    static final int LATEST = 2;

    /** Everything, in one row. */
    static final Asked EVERYTHING =
            new Asked(false, null, null, ZoneId.of("UTC"), List.of(), Map.of(), false, null, Dates.USUAL, LATEST);

    /** As far as a report offers it. */
    Asked offeredBy(Recount.Name report) {
        ReportDefinition offering = report.definition();
        Asked asked = report.hasFormer() ? this : asDefined(LATEST);
        Asked offered = offering.bases().contains(Basis.COHORT) ? asked : asked.asFlow();
        if (!offering.options().contains(Option.STRICT)) {
            offered = offered.loosely();
        }
        return offering.options().contains(Option.WITHIN) && !offered.flow ? offered : offered.within(null);
    }

    Asked by(String... groups) {
        return new Asked(flow, from, to, zone, List.of(groups), filters, strict, within, dates, definition);
    }

    Asked asFlow() {
        return new Asked(true, from, to, zone, groupBy, filters, strict, within, dates, definition);
    }

    Asked strictly() {
        return new Asked(flow, from, to, zone, groupBy, filters, true, within, dates, definition);
    }

    private Asked loosely() {
        return new Asked(flow, from, to, zone, groupBy, filters, false, within, dates, definition);
    }

    Asked within(@Nullable Duration time) {
        return new Asked(flow, from, to, zone, groupBy, filters, strict, time, dates, definition);
    }

    Asked in(@Nullable Instant since, @Nullable Instant until) {
        return new Asked(flow, since, until, zone, groupBy, filters, strict, within, dates, definition);
    }

    Asked inZone(String id) {
        return new Asked(flow, from, to, ZoneId.of(id), groupBy, filters, strict, within, dates, definition);
    }

    Asked with(String name, String... values) {
        return new Asked(
                flow, from, to, zone, groupBy, Map.of(name, List.of(values)), strict, within, dates, definition);
    }

    Asked dated(DayOfWeek weekStart, int yearStart, boolean gaps) {
        return new Asked(
                flow,
                from,
                to,
                zone,
                groupBy,
                filters,
                strict,
                within,
                new Dates(weekStart, yearStart, gaps),
                definition);
    }

    /** Without the empty rows. */
    Asked withGaps() {
        return dated(dates.weekStart(), dates.yearStart(), false);
    }

    Asked asDefined(int version) {
        return new Asked(flow, from, to, zone, groupBy, filters, strict, within, dates, version);
    }

    boolean isByDatesAlone() {
        return !groupBy.isEmpty() && Questions.DATES.containsAll(groupBy);
    }

    boolean isAbout(String... groups) {
        return List.of(groups).stream().anyMatch(group -> groupBy.contains(group) || filters.containsKey(group));
    }
}
