package io.closedloop.lead.log;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;

/** The answers that are kept under idempotency keys. */
public final class KeptAnswers {
    private static final int PURGED_AT_ONCE = 5_000;

    private final DataSource dataSource;
    private final Visibility visibility;

    public KeptAnswers(DataSource dataSource, Visibility visibility) {
        this.dataSource = dataSource;
        this.visibility = visibility;
    }

    /**
     * The answer to the first request under a key, as far as it is known to stay. One that is missing here may be there
     * all the same: the appender finds it under the log's lock, and gives it once it is safe.
     *
     * @param scopeHash as in {@link Idempotency#scopeHash}
     * @throws StoreUnavailableException when the database cannot be asked
     */
    public Optional<KeptAnswer> find(String scopeHash) {
        return Reading.from(dataSource, connection -> {
            try (PreparedStatement select = connection.prepareStatement("""
                    select request_hash, status, headers, body, recorded_at
                    from kept_answer where scope_hash = ? and batch <= ?""")) {
                select.setString(1, scopeHash);
                select.setLong(2, visibility.lastProvenBatch());
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? Optional.of(read(row)) : Optional.empty();
                }
            }
        });
    }

    /**
     * Forgets old answers, a few thousand per transaction, so that nobody waits for it. Several instances may do it at
     * once.
     *
     * @return how many were forgotten
     * @throws StoreUnavailableException when the database fails on the way; what is gone until then stays gone
     */
    public int purgeRecordedBefore(Instant instant) {
        int purged = 0;
        int last;
        do {
            last = Reading.from(dataSource, connection -> purgeSome(connection, instant));
            purged += last;
        } while (last == PURGED_AT_ONCE);
        return purged;
    }

    private static int purgeSome(Connection connection, Instant before) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("""
                delete from kept_answer where scope_hash in (
                    select scope_hash from kept_answer where recorded_at < ? order by recorded_at fetch first ? rows only)""")) {
            delete.setObject(1, Columns.timestamp(before));
            delete.setInt(2, PURGED_AT_ONCE);
            return delete.executeUpdate();
        }
    }

    static KeptAnswer read(ResultSet row) throws SQLException {
        return new KeptAnswer(
                row.getString("request_hash"),
                new Answer(row.getInt("status"), KeptAnswer.headers(row.getString("headers")), row.getString("body")),
                Columns.instant(row, "recorded_at"));
    }
}
