package io.closedloop.lead.cluster;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** What a broken appender writes to: the real database, with commits that are not what they should be. */
final class BrokenDataSource extends DelegatingDataSource {
    private final Supplier<Breakage> breakage;
    // Only the appender's thread.
    private @Nullable Connection uncommitted;

    /** @param breakage asked for each transaction */
    BrokenDataSource(DataSource real, Supplier<Breakage> breakage) {
        super(real);
        this.breakage = breakage;
    }

    @Override
    public Connection getConnection() throws SQLException {
        commitWhatWasAcknowledged();
        Breakage now = breakage.get();
        Connection real = super.getConnection();
        if (now == Breakage.ACKNOWLEDGES_BEFORE_THE_SYNC) {
            execute(real, "set synchronous_commit = off");
        }
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (_, method, arguments) -> {
                    switch (method.getName()) {
                        case "commit" -> {
                            commit(real, now);
                            return null;
                        }
                        case "close" -> {
                            if (uncommitted != real) {
                                real.close();
                            }
                            return null;
                        }
                        default -> {
                            try {
                                return method.invoke(real, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }
                    }
                });
    }

    private void commit(Connection real, Breakage now) throws SQLException {
        if (now == Breakage.ACKNOWLEDGES_BEFORE_THE_COMMIT) {
            uncommitted = real;
            return;
        }
        if (now.beforeEachCommit().isPresent()) {
            execute(real, now.beforeEachCommit().get());
        }
        real.commit();
    }

    private void commitWhatWasAcknowledged() throws SQLException {
        Connection real = uncommitted;
        uncommitted = null;
        if (real != null) {
            try (real) {
                real.commit();
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
