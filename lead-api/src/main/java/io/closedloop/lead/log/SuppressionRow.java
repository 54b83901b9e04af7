package io.closedloop.lead.log;

import io.closedloop.lead.access.KeyId;
import io.closedloop.lead.suppression.SuppressionId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/** How a suppression stands in its table. */
final class SuppressionRow {
    static final String COLUMNS = """
            suppression_id, hash, kind, spelling, base, lead_id, reason, disqualified_by, disqualified_position, occurred_at, expires_at,
            ended_by, ended_position, blocked, version""";

    private SuppressionRow() {}

    static KnownSuppression read(ResultSet row) throws SQLException {
        String endedBy = row.getString("ended_by");
        return new KnownSuppression(
                new SuppressionId(row.getObject("suppression_id", UUID.class)),
                Columns.spelledIdentity(row),
                row.getString("base"),
                Columns.leadId(row),
                row.getString("reason"),
                new KeyId(row.getObject("disqualified_by", UUID.class)),
                row.getLong("disqualified_position"),
                Columns.instant(row, "occurred_at"),
                Columns.instantOrNull(row, "expires_at"),
                endedBy == null ? null : SuppressionEnd.valueOf(endedBy),
                row.getObject("ended_position", Long.class),
                row.getLong("blocked"),
                row.getLong("version"));
    }
}
