package io.closedloop.lead.reporting.reports;

import io.closedloop.lead.reporting.formula.ReportQuery;
import java.util.List;
import java.util.stream.Stream;

/**
 * All reports, in the order in which they are listed. Whatever is there once for each report, such as its path, its
 * place in the catalogue and its tests, follows from this list.
 */
public final class AllReports {
    private static final List<ReportQuery> LATEST = List.of(
            new FunnelReport(),
            new CampaignsReport(),
            new WinRateReport(),
            new TransitionsReport(),
            new ReasonsReport(),
            new RedeliveryReport());

    private AllReports() {}

    /** Each report as it is defined now. */
    public static List<ReportQuery> latest() {
        return LATEST;
    }

    /** Each report as it is defined now and as it was defined before. */
    public static List<ReportQuery> inAllVersions() {
        return LATEST.stream()
                .flatMap(report -> Stream.concat(report.former().stream(), Stream.of(report)))
                .toList();
    }

    /** The names of the reports, as in their paths. */
    public static List<String> names() {
        return LATEST.stream().map(report -> report.definition().id()).toList();
    }
}
