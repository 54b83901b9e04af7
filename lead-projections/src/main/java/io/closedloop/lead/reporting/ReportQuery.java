package io.closedloop.lead.reporting;

import io.closedloop.lead.columnstore.Snapshot;
import java.sql.SQLException;

/** A report: its definition and the way to its numbers. */
public interface ReportQuery<R extends ReportRow> {
    ReportDefinition definition();

    /**
     * Answers from what the snapshot knows.
     *
     * @throws InvalidParameterException when the request asks for something that cannot be answered
     */
    Report<R> ask(Snapshot snapshot, ReportRequest request) throws SQLException;

    /** A row in which nothing was counted; its cells name the report's columns. */
    R nothing(RowKey key);
}
