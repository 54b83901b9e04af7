package io.closedloop.lead.log;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.UUID;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The epochs of the log. Positions alone do not tell a log from what it was before it lost its end, in a restore to an
 * earlier point or in a failover without synchronous replication: the same positions then get other events. So whoever
 * sets a log back begins a new epoch, and readers find out by it.
 *
 * <p>Every method throws {@link StoreUnavailableException} when the database cannot be asked.
 */
public final class LogEpochs {
    private static final Logger LOG = LoggerFactory.getLogger(LogEpochs.class);

    private final DataSource dataSource;
    private final Visibility visibility;
    private final LogLimits limits;

    public LogEpochs(DataSource dataSource, Visibility visibility, LogLimits limits) {
        this.dataSource = dataSource;
        this.visibility = visibility;
        this.limits = limits;
    }

    /**
     * Ends the present epoch where the log ends, and begins another one.
     *
     * @return the head in the new epoch
     */
    public LogHead begin() {
        try (Connection connection = dataSource.getConnection()) {
            try {
                return begin(connection);
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        } catch (SQLException e) {
            LOG.warn("No new epoch was begun, or nobody can say whether one was: {}", SqlFailures.describe(e));
            throw new StoreUnavailableException(
                    "the database cannot begin a new epoch; look which one the log has, and try again",
                    Duration.ofSeconds(1));
        }
    }

    private LogHead begin(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        visibility.dialect().bound(connection, limits);
        LogHead head = LockedHead.in(connection, visibility.dialect(), limits);
        visibility.requireNotBehind(head);
        var after = new LogHead(head.position(), head.batch() + 1, head.recordedAt(), UUID.randomUUID());
        new Script()
                .update(
                        "insert into ended_epoch (epoch, position, ended_at) values (?, ?, current_timestamp)",
                        head.epoch(),
                        head.position())
                .update("update log_head set batch = ?, epoch = ? where id = 1", after.batch(), after.epoch())
                .run(connection, visibility.dialect());
        Commit.of(connection);
        if (visibility.dialect() == Dialect.H2) {
            Visibility.sync(connection);
        }
        visibility.prove(after);
        visibility.raise(after);
        LOG.warn("The log's epoch {} ends at position {}; {} begins", head.epoch(), head.position(), after.epoch());
        return after;
    }

    /**
     * Up to which position the log of a former epoch and the present log are the same; empty for an epoch that this log
     * does not know, of which nothing can be said.
     */
    public OptionalLong sameUpTo(UUID formerEpoch) {
        return Reading.from(dataSource, connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement("select position from ended_epoch where epoch = ?")) {
                select.setObject(1, formerEpoch);
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
                }
            }
        });
    }
}
