package io.closedloop.lead.reports;

import io.closedloop.lead.http.ProblemCode;
import io.closedloop.lead.http.ProblemException;
import io.closedloop.lead.http.QueryParameters;
import io.closedloop.lead.reporting.formula.ReportQuery;
import io.closedloop.lead.reporting.reports.AllReports;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All reports in all versions of their definitions. A report whose numbers come to mean something else gets a new
 * version, and the old one stays, so that a printed report can be had again.
 */
final class ReportCatalogue {
    private final SequencedMap<String, TreeMap<Integer, ReportQuery>> reports = new LinkedHashMap<>();

    /** @throws IllegalArgumentException when two have the same id and version */
    ReportCatalogue(List<ReportQuery> reports) {
        for (ReportQuery report : reports) {
            ReportQuery other = this.reports
                    .computeIfAbsent(report.definition().id(), _ -> new TreeMap<>())
                    .put(report.definition().version(), report);
            if (other != null) {
                throw new IllegalArgumentException("two reports are " + report.definition());
            }
        }
    }

    static ReportCatalogue complete() {
        return new ReportCatalogue(AllReports.inAllVersions());
    }

    /** The reports, each in the latest version. */
    List<ReportQuery> latest() {
        return reports.values().stream()
                .map(versions -> versions.lastEntry().getValue())
                .toList();
    }

    /** The versions of a report that is there, the oldest first. */
    List<Integer> versions(String id) {
        return List.copyOf(reports.getOrDefault(id, new TreeMap<>()).keySet());
    }

    /**
     * The report.
     *
     * @param version as the parameter {@code definition} gives it; null for the latest
     * @throws ProblemException 404 when there is no such report, 400 when it never had such a version
     */
    ReportQuery find(String id, @Nullable String version) {
        TreeMap<Integer, ReportQuery> versions = reports.get(id);
        if (versions == null) {
            throw ProblemException.of(
                    ProblemCode.NOT_FOUND,
                    "Unknown report %s; the reports are %s.".formatted(id, String.join(", ", reports.keySet())));
        }
        if (version == null) {
            return versions.lastEntry().getValue();
        }
        return versions.entrySet().stream()
                .filter(entry -> entry.getKey().toString().equals(version))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> QueryParameters.wrong(
                        "definition",
                        "the report %s does not have this version; it has %s"
                                .formatted(
                                        id,
                                        versions.keySet().stream()
                                                .map(String::valueOf)
                                                .collect(Collectors.joining(", ")))));
    }
}
