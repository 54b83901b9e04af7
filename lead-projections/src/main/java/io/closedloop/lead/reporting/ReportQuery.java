package io.closedloop.lead.reporting;

import java.util.List;

/** A report: its definition, and how its numbers come from the facts. */
public interface ReportQuery {
    ReportDefinition definition();

    /** One formula for each column of the definition, in the same order. */
    List<Formula> formulas(Question question);

    /** What rows are sorted by, the largest first. */
    long mainCount(ReportRow row);
}
