package io.closedloop.lead.reporting.formula;

import io.closedloop.lead.reporting.ReportDefinition;
import java.util.List;

/** A report: its definition, and how its numbers come from the facts. */
public interface ReportQuery {
    ReportDefinition definition();

    /** One formula for each column of the definition, in the same order. */
    List<Formula> formulas(Question question);

    /** The same report as it was defined before, so that a printed one can be had again. */
    default List<ReportQuery> former() {
        return List.of();
    }
}
