package io.closedloop.lead.reporting.formula;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** Where the measures of a row stand: each measure once, however many formulas use it. */
public final class Layout {
    private final List<Formula> formulas;
    private final List<Measure> measures;
    private final Map<Measure, Integer> indexes = new HashMap<>();
    private final List<Formula.Quantile> quantiles;
    private final List<Measure.Weighted> weights;

    public Layout(List<Formula> formulas) {
        this.formulas = List.copyOf(formulas);
        var all = new LinkedHashSet<Measure>();
        formulas.forEach(formula -> all.addAll(formula.measures()));
        this.measures = List.copyOf(all);
        measures.forEach(measure -> indexes.put(measure, indexes.size()));
        this.quantiles = formulas.stream()
                .filter(Formula.Quantile.class::isInstance)
                .map(Formula.Quantile.class::cast)
                .toList();
        this.weights = measures.stream()
                .filter(Measure.Weighted.class::isInstance)
                .map(Measure.Weighted.class::cast)
                .toList();
    }

    public List<Formula> formulas() {
        return formulas;
    }

    public List<Measure> measures() {
        return measures;
    }

    public int indexOf(Measure measure) {
        return indexes.getOrDefault(measure, -1);
    }

    /** In the order of the columns. */
    public List<Formula.Quantile> quantiles() {
        return quantiles;
    }

    public int indexOf(Formula.Quantile quantile) {
        return quantiles.indexOf(quantile);
    }

    /** The measures whose units count in part. */
    public List<Measure.Weighted> weights() {
        return weights;
    }

    /** The measures by their units, those that one scan can count together. */
    public List<Branch> branches() {
        var branches = new ArrayList<Branch>();
        var scanned = new LinkedHashSet<Units>();
        for (Measure measure : measures) {
            switch (measure) {
                case Measure.Amounts amounts -> branches.add(new Branch(amounts.units(), List.of(amounts)));
                case Measure.Tally _, Measure.Weighted _, Measure.Durations _ -> scanned.add(measure.units());
            }
        }
        for (Units units : scanned) {
            branches.add(new Branch(
                    units,
                    measures.stream()
                            .filter(measure -> measure.units().equals(units) && !(measure instanceof Measure.Amounts))
                            .toList()));
        }
        return branches;
    }

    /** Measures of the same units. Amounts stand alone, because they are told apart by currency as well. */
    public record Branch(Units units, List<Measure> measures) {}
}
