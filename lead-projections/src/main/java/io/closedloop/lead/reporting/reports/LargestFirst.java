package io.closedloop.lead.reporting.reports;

import io.closedloop.lead.reporting.ReportDefinition;
import io.closedloop.lead.reporting.ReportDefinition.Order;
import io.closedloop.lead.reporting.formula.Formula;
import io.closedloop.lead.reporting.formula.Question;
import io.closedloop.lead.reporting.formula.ReportQuery;
import java.util.List;

/** The first definition of a report whose numbers have not changed since: only the order of its rows differs. */
public final class LargestFirst implements ReportQuery {
    private static final int VERSION = 1;

    private final ReportQuery report;
    private final ReportDefinition definition;

    public LargestFirst(ReportQuery report) {
        this.report = report;
        this.definition = report.definition().ordered(VERSION, Order.LARGEST_FIRST);
    }

    @Override
    public ReportDefinition definition() {
        return definition;
    }

    @Override
    public List<Formula> formulas(Question question) {
        return report.formulas(question);
    }
}
