package io.closedloop.lead.funnel;

import io.closedloop.lead.facts.Entry;
import io.closedloop.lead.facts.KnownFacts;
import io.closedloop.lead.reporting.Basis;
import io.closedloop.lead.reporting.Column;
import io.closedloop.lead.reporting.Formula;
import io.closedloop.lead.reporting.Measure.Tally;
import io.closedloop.lead.reporting.Question;
import io.closedloop.lead.reporting.ReportDefinition;
import io.closedloop.lead.reporting.ReportDefinition.Option;
import io.closedloop.lead.reporting.ReportDefinition.Order;
import io.closedloop.lead.reporting.ReportQuery;
import io.closedloop.lead.reporting.ReportRow;
import io.closedloop.lead.reporting.Units;
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
    public record Step(Entry from, Entry to) {
        /** The name of its column. */
        public String column() {
            return "%s_to_%s".formatted(from, to);
        }
    }

    /** Every step forward, also over stages, and every way out of a stage that is not the end. */
    public static final List<Step> STEPS = steps();

    private static final ReportDefinition DEFINITION = new ReportDefinition(
            "funnel",
            2,
            "How many passes entered each stage, and how many of them went on to each later one.",
            List.of(Basis.COHORT, Basis.FLOW),
            List.of(),
            Set.of(Option.STRICT, Option.WITHIN),
            List.of(),
            columns(),
            Order.IN_TIME);

    private static List<Step> steps() {
        List<Entry> forward = List.of(Entry.INQUIRY, Entry.MQL, Entry.ACCEPTED, Entry.SQL, Entry.WON);
        List<Entry> waysOut = List.of(Entry.LOST, Entry.DISQUALIFIED, Entry.NURTURE);
        return forward.subList(0, forward.size() - 1).stream()
                .flatMap(from -> Stream.concat(
                                forward.subList(forward.indexOf(from) + 1, forward.size()).stream(), waysOut.stream())
                        .map(to -> new Step(from, to)))
                .toList();
    }

    private static List<Column> columns() {
        var columns = new ArrayList<Column>();
        for (Entry stage : Entry.values()) {
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
    public List<Formula> formulas(Question question) {
        var formulas = new ArrayList<Formula>();
        Arrays.stream(Entry.values())
                .map(stage -> new Formula.Count(column(stage.name()), entries(stage, question)))
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

    private static Units entering(Entry stage, Question question) {
        return Units.passes(
                "p." + stage.column(), stage.entered(question.request().strict()));
    }

    private static Tally entries(Entry stage, Question question) {
        return new Tally(entering(stage, question), "TRUE", "p." + stage.positionColumn());
    }

    private static Formula conversion(Step step, Question question) {
        Tally entries = entries(step.from(), question);
        return switch (question.request().basis()) {
            case COHORT -> {
                String enteredAt = "p." + step.from().column();
                String position = "p." + step.from().positionColumn();
                String reached = step.to().entered(question.request().strict());
                String old = question.isOldEnough(enteredAt);
                String soon = question.isSoonEnough("p." + step.to().column(), enteredAt);
                yield new Formula.Rate(
                        column(step.column()),
                        new Tally(
                                entries.units(),
                                "%s AND %s AND %s".formatted(reached, old, soon),
                                "p." + step.to().positionColumn()),
                        question.request().within() == null ? entries : new Tally(entries.units(), old, position),
                        new Tally(
                                entries.units(),
                                "NOT (%s) AND NOT (%s) AND %s".formatted(reached, KnownFacts.ENDED, old),
                                position),
                        true);
            }
            case FLOW -> new Formula.Rate(column(step.column()), entries(step.to(), question), entries, null, false);
        };
    }

    /**
     * The passes in the row: the stage that most of them entered, which is the first one unless the period cuts it off.
     */
    @Override
    public long mainCount(ReportRow row) {
        return Arrays.stream(Entry.values())
                .mapToLong(stage -> row.count(stage.name()))
                .max()
                .orElse(0);
    }
}
