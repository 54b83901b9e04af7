package io.closedloop.lead.reporting.reports;

import io.closedloop.lead.facts.passes.StageEntry;
import io.closedloop.lead.reporting.Basis;
import io.closedloop.lead.reporting.Column;
import io.closedloop.lead.reporting.ReportDefinition;
import io.closedloop.lead.reporting.ReportDefinition.Option;
import io.closedloop.lead.reporting.ReportDefinition.Order;
import io.closedloop.lead.reporting.formula.CohortRate;
import io.closedloop.lead.reporting.formula.Formula;
import io.closedloop.lead.reporting.formula.Question;
import io.closedloop.lead.reporting.formula.ReportQuery;
import io.closedloop.lead.reporting.formula.Waypoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The funnel: entries into every stage, and from stage to stage how many passes went on. One scan of the passes for
 * each stage, because in a row by date a pass counts at the date of that very entry.
 */
public final class FunnelReport implements ReportQuery {
    /** From one stage to another that a pass may reach from there. */
    public record Step(StageEntry from, StageEntry to) {
        /** The name of its column. */
        public String column() {
            return "%s_to_%s".formatted(from, to);
        }
    }

    /** Every step forward, also over stages, and every way out of a stage that is not the end. */
    public static final List<Step> STEPS = steps();

    private static final List<Column> COLUMNS = columns();

    /** Ranked by the stage that most passes entered, which is the first one unless the period cuts it off. */
    private static final ReportDefinition DEFINITION = new ReportDefinition(
            "funnel",
            2,
            "How many passes entered each stage, and how many of them went on to each later one.",
            List.of(Basis.COHORT, Basis.FLOW),
            List.of(),
            Set.of(Option.STRICT, Option.WITHIN),
            List.of(),
            COLUMNS,
            COLUMNS.subList(0, StageEntry.ALL.size()),
            Order.IN_TIME);

    private static List<Step> steps() {
        List<StageEntry> forward =
                List.of(StageEntry.INQUIRY, StageEntry.MQL, StageEntry.ACCEPTED, StageEntry.SQL, StageEntry.WON);
        List<StageEntry> waysOut = List.of(StageEntry.LOST, StageEntry.DISQUALIFIED, StageEntry.NURTURE);
        return forward.subList(0, forward.size() - 1).stream()
                .flatMap(from -> Stream.concat(
                                forward.subList(forward.indexOf(from) + 1, forward.size()).stream(), waysOut.stream())
                        .map(to -> new Step(from, to)))
                .toList();
    }

    private static List<Column> columns() {
        var columns = new ArrayList<Column>();
        for (StageEntry stage : StageEntry.values()) {
            columns.add(Column.count(stage.name(), "Passes that entered %s in the period.".formatted(stage)));
        }
        for (Step step : STEPS) {
            columns.add(Column.ratio(
                    step.column(),
                    "Of the passes that entered %s in the period, those that entered %s since (cohort); entries into %2$s per entries into %1$s (flow)."
                            .formatted(step.from(), step.to())));
        }
        return columns;
    }

    @Override
    public ReportDefinition definition() {
        return DEFINITION;
    }

    @Override
    public List<ReportQuery> former() {
        return List.of(new LargestFirst(this));
    }

    @Override
    public List<Formula> formulas(Question question) {
        var formulas = new ArrayList<Formula>();
        Arrays.stream(StageEntry.values())
                .map(stage -> new Formula.Count(
                        column(stage.name()), waypoint(stage, question).arrivals()))
                .forEach(formulas::add);
        STEPS.stream().map(step -> conversion(step, question)).forEach(formulas::add);
        return formulas;
    }

    private static Column column(String name) {
        return DEFINITION.columns().stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Waypoint waypoint(StageEntry stage, Question question) {
        return Waypoint.of(stage, question.request().strict());
    }

    private static Formula conversion(Step step, Question question) {
        return CohortRate.of(waypoint(step.from(), question), waypoint(step.to(), question))
                .formula(column(step.column()), question);
    }
}
