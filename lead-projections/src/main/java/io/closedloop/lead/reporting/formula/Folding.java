package io.closedloop.lead.reporting.formula;

import io.closedloop.lead.facts.passes.StageEntry;
import io.closedloop.lead.reporting.Group;
import io.closedloop.lead.reporting.ReportRequest;
import io.closedloop.lead.reporting.formula.Layout.Branch;
import io.closedloop.lead.reporting.formula.Measure.Tally;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Groups identical passes: if only reaching a stage matters (in the period or at all), passes that are equal in
 * everything that is asked of them become one row with their number. A million passes are a few hundred such rows; one
 * scan makes them, however many branches count them then.
 */
public final class Folding {
    /** The column that says how many passes a row stands for. */
    private static final String ALIKE = "alike";

    private static final String MOMENT = "p\\.\\w+_at";
    private static final Pattern NAMED = Pattern.compile(MOMENT);
    private static final Pattern WHETHER =
            Pattern.compile("(\\b%1$s|coalesce\\(%1$s(, %1$s)*\\)) IS (NOT )?NULL\\b".formatted(MOMENT));
    private static final Pattern ONE_OF_THE_MOMENTS =
            Pattern.compile("%1$s|CASE WHEN p\\.pass = 1 THEN %1$s ELSE %1$s END".formatted(MOMENT));

    private final ReportRequest request;
    /** What is folded, and the branches that count it. */
    private final Map<String, List<Branch>> relations;

    private Folding(ReportRequest request, Map<String, List<Branch>> relations) {
        this.request = request;
        this.relations = relations;
    }

    /** Folds those of the branches that can be folded, if that spares something. */
    public static Folding of(Question question, List<Branch> branches) {
        ReportRequest request = question.request();
        var relations = new LinkedHashMap<String, List<Branch>>();
        if (Stream.concat(request.groupBy().stream(), request.filters().keySet().stream())
                .noneMatch(Group.Period.class::isInstance)) {
            branches.stream()
                    .filter(Folding::asksOnlyWhether)
                    .forEach(branch -> relations
                            .computeIfAbsent(branch.units().relation(), _ -> new ArrayList<>())
                            .add(branch));
        }
        // One branch alone is one scan as well, of times instead of bits.
        relations.values().removeIf(counted -> counted.size() == 1 && !bitsSay(request));
        return new Folding(request, relations);
    }

    private static boolean asksOnlyWhether(Branch branch) {
        Units units = branch.units();
        return units.subject().equals(Units.Subject.PASS)
                && units.dimensions().isEmpty()
                && ONE_OF_THE_MOMENTS.matcher(units.at()).matches()
                && namesNoMoment(units.condition())
                && branch.measures().stream()
                        .allMatch(measure -> measure instanceof Tally && namesNoMoment(measure.condition()));
    }

    private static boolean namesNoMoment(String condition) {
        return !NAMED.matcher(WHETHER.matcher(condition).replaceAll("")).find();
    }

    /** Without a period all times are alike, and which there are is known without looking at them. */
    private static boolean bitsSay(ReportRequest request) {
        return request.from() == null && request.to() == null;
    }

    public boolean has(Branch branch) {
        return relations.getOrDefault(branch.units().relation(), List.of()).contains(branch);
    }

    /** What stands after {@code FROM} in place of what a branch counts. */
    public String relation(Branch branch) {
        return name(branch.units().relation()) + " p";
    }

    private String name(String relation) {
        return "folded_" + List.copyOf(relations.keySet()).indexOf(relation);
    }

    /** How many passes there are, of the rows that meet a condition. */
    public String count(String condition) {
        return "CAST(coalesce(sum(p.%s) FILTER (%s), 0) AS BIGINT)".formatted(ALIKE, condition);
    }

    /**
     * The statement with common tables before it, where something is folded.
     *
     * @param counting the statement of a branch
     */
    public Sql with(Function<Branch, Sql> counting, Sql statement) {
        Sql with = Sql.of("");
        for (var folded : relations.entrySet()) {
            Set<String> names = folded.getValue().stream()
                    .map(counting)
                    .flatMap(Question::columnsOfAPass)
                    .filter(name -> !name.equals(ALIKE))
                    .collect(Collectors.toCollection(TreeSet::new));
            with = with.then(folded(folded.getKey(), names));
        }
        return with.then(statement);
    }

    /** A common table with a row for all that are alike in some columns. */
    private Sql folded(String relation, Set<String> names) {
        var told = new ArrayList<String>();
        var alike = new LinkedHashSet<String>();
        var parameters = new ArrayList<Object>();
        for (String name : names) {
            Optional<StageEntry> entry = StageEntry.ofColumn(name).filter(_ -> bitsSay(request));
            if (entry.isPresent()) {
                alike.add("p." + StageEntry.REACHED);
                told.add("CASE WHEN %s & %d <> 0 THEN make_timestamp(0) END AS %s"
                        .formatted(StageEntry.REACHED, entry.get().bit(), name));
            } else {
                alike.add(name.endsWith("_at") ? folded(name, parameters) : "p." + name);
                told.add(name);
            }
        }
        told.add(ALIKE);
        return Sql.of(
                ", %s AS MATERIALIZED (SELECT %s FROM (SELECT %s, count(*) AS %s FROM %s GROUP BY ALL))"
                        .formatted(name(relation), String.join(", ", told), String.join(", ", alike), ALIKE, relation),
                parameters.toArray());
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
