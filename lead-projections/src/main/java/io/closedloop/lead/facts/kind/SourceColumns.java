package io.closedloop.lead.facts.kind;

import io.closedloop.lead.columnstore.RowAppender;
import io.closedloop.lead.source.Source;
import java.sql.SQLException;

/** The columns that say where somebody came from, in every table that has them. */
public final class SourceColumns {
    /** As they stand in a {@code CREATE TABLE} statement, with a comma behind the last. */
    public static final String DECLARED = """
            channel VARCHAR NOT NULL,
            origin VARCHAR,
            campaign VARCHAR,
            landing_page VARCHAR,
            sourced_by VARCHAR NOT NULL,
            """;

    private SourceColumns() {}

    /** Appends their values to the row that has been begun. */
    public static RowAppender append(RowAppender row, Source source) throws SQLException {
        return row.name("channel", source.channel())
                .text("origin", source.origin())
                .text("campaign", source.campaign())
                .text("landing_page", source.landingPage())
                .name("sourced_by", source.sourcedBy());
    }
}
