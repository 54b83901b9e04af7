package io.closedloop.lead.facts;

import io.closedloop.lead.columnstore.DuckDbWriter;
import io.closedloop.lead.columnstore.RowAppender;
import java.sql.SQLException;

/** The append-only tables, open for one batch. */
record FactAppenders(
        RowAppender transitions,
        RowAppender sources,
        RowAppender attributes,
        RowAppender blocked,
        RowAppender claims,
        RowAppender claimsAlso,
        RowAppender suppressions,
        RowAppender suppressionEnds,
        RowAppender widened)
        implements AutoCloseable {
    static FactAppenders of(DuckDbWriter writer) throws SQLException {
        return new FactAppenders(
                writer.append("transition"),
                writer.append("source_history"),
                writer.append("attribute_history"),
                writer.append("blocked_delivery"),
                writer.append("claim"),
                writer.append("claim_also"),
                writer.append("suppression"),
                writer.append("suppression_end"),
                writer.append("suppression_widened"));
    }

    @Override
    public void close() throws SQLException {
        transitions.close();
        sources.close();
        attributes.close();
        blocked.close();
        claims.close();
        claimsAlso.close();
        suppressions.close();
        suppressionEnds.close();
        widened.close();
    }
}
