package io.closedloop.lead.reporting;

import io.closedloop.lead.facts.KnownFacts;
import io.closedloop.lead.reporting.Layout.Branch;
import io.closedloop.lead.reporting.Measure.Tally;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Passes that are alike in all that is asked of them, as one row with their number. Where a report only asks whether a
 * pass has come somewhere, and whether in its period, a million passes are a few hundred such rows: they are made in
 * one scan, however many branches count them then.
 */
final class Folding {
    /** The column that says how many passes a row stands for. */
    private static final String ALIKE = "alike";

    private static final Pattern MOMENT = Pattern.compile("p\\.\\w+_at");
    private static final Pattern WHETHER = Pattern.compile("\\bp\\.\\w+_at IS (NOT )?NULL\\b");

    private final ReportRequest request;
    private final List<Branch> branches;

    private Folding(ReportRequest request, List<Branch> branches) {
        this.request = request;
        this.branches = branches;
    }

    /** Folds those of the branches that can be folded, if that spares a scan. */
    static Folding of(Question question, List<Branch> branches) {
        ReportRequest request = question.request();
        boolean byDate = Stream.concat(request.groupBy().stream(), request.filters().keySet().stream())
                .anyMatch(Group.Period.class::isInstance);
        List<Branch> folded = byDate
                ? List.of()
                : branches.stream().filter(Folding::asksOnlyWhether).toList();
        return new Folding(request, folded.size() > 1 ? folded : List.of());
    }

    private static boolean asksOnlyWhether(Branch branch) {
        Units units = branch.units();
        return units.subject() == Units.Subject.PASS
                && units.relation().equals("p")
                && units.dimensions().isEmpty()
                && MOMENT.matcher(units.at()).matches()
                && namesNoMoment(units.condition())
                && branch.measures().stream()
                        .allMatch(measure -> measure instanceof Tally && namesNoMoment(measure.condition()));
    }

    private static boolean namesNoMoment(String condition) {
        String rest = condition.replace(KnownFacts.ENDED, "");
        return !MOMENT.matcher(WHETHER.matcher(rest).replaceAll("")).find();
    }

    boolean has(Branch branch) {
        return branches.contains(branch);
    }

    /** What stands after {@code FROM} in place of the passes. */
    String relation() {
        return "folded p";
    }

    /** How many passes there are, of the rows that meet a condition. */
    String count(String condition) {
        return "CAST(coalesce(sum(p.%s) FILTER (%s), 0) AS BIGINT)".formatted(ALIKE, condition);
    }

    /**
     * The statement with the common table before it, where something is folded.
     *
     * @param folded the statements of the branches that are folded
     */
    Sql with(List<Sql> folded, Sql statement) {
        if (folded.isEmpty()) {
            return statement;
        }
        Set<String> names =
                folded.stream().flatMap(Question::columnsOfAPass).collect(Collectors.toCollection(TreeSet::new));
        names.remove(ALIKE);
        var columns = new ArrayList<String>();
        var parameters = new ArrayList<Object>();
        for (String name : names) {
            columns.add(name.endsWith("_at") ? folded(name, parameters) : "p." + name);
        }
        columns.add("count(*) AS " + ALIKE);
        return Sql.of(
                        ", folded AS MATERIALIZED (SELECT %s FROM p GROUP BY ALL)"
                                .formatted(String.join(", ", columns)),
                        parameters.toArray())
                .then(statement);
    }

    /** One instant in the period for all instants in it, one outside for all others, and null for none. */
    private String folded(String moment, List<Object> parameters) {
        Instant from = request.from();
        Instant to = request.to();
        var within = new ArrayList<String>();
        Instant inside = Instant.EPOCH;
        Instant outside = Instant.EPOCH;
        if (to != null) {
            inside = to.minus(1, ChronoUnit.MICROS);
            outside = to;
            within.add("p.%s < make_timestamp(?)".formatted(moment));
            parameters.add(to);
        }
        if (from != null) {
            inside = from;
            outside = to == null ? from.minus(1, ChronoUnit.MICROS) : to;
            within.add("p.%s >= make_timestamp(?)".formatted(moment));
            parameters.add(from);
        }
        parameters.add(inside);
        parameters.add(outside);
        return "CASE WHEN p.%1$s IS NULL THEN NULL WHEN %2$s THEN make_timestamp(?) ELSE make_timestamp(?) END AS %1$s"
                .formatted(moment, within.isEmpty() ? "TRUE" : String.join(" AND ", within));
    }
}
