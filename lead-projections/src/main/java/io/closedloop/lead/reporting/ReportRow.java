package io.closedloop.lead.reporting;

import java.util.List;

/** A row of a report. */
public interface ReportRow {
    RowKey key();

    /** What rows are sorted by, the largest first. */
    long mainCount();

    /** All values of the row, in the order of the report's columns. */
    List<Cell> cells();
}
