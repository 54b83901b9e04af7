package io.closedloop.lead.log;

import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A database that fails at a chosen step: getting a connection, each statement, the commit. */
final class FaultyDataSource implements DataSource {
    private static final Set<String> STEPS =
            Set.of("execute", "executeQuery", "executeUpdate", "executeBatch", "commit");

    private final DataSource real;
    private final List<String> steps = new ArrayList<>();
    private int failingStep;
    private @Nullable Fault fault;
    private boolean cutOff;
    private int commitsToWarnAt;
    private @Nullable StepListener listener;

    enum Fault {
        /** The step is refused before it is carried out; the connection lives on. */
        REFUSES_BEFORE,
        /** The step is carried out, but its answer is an error; the connection lives on. */
        FAILS_AFTER,
        /** The connection breaks before the step. */
        BREAKS_BEFORE,
        /** The connection breaks after the step: it is carried out, but nobody hears of it. */
        BREAKS_AFTER,
        /** The connection breaks before the step, and there is no new one. */
        CUTS_OFF_BEFORE,
        /** The connection breaks after the step, and there is no new one. */
        CUTS_OFF_AFTER;

        boolean before() {
            return this == REFUSES_BEFORE || this == BREAKS_BEFORE || this == CUTS_OFF_BEFORE;
        }

        boolean breaks() {
            return this != REFUSES_BEFORE && this != FAILS_AFTER;
        }

        boolean cutsOff() {
            return this == CUTS_OFF_BEFORE || this == CUTS_OFF_AFTER;
        }
    }

    /** Told of each step before it is carried out. */
    interface StepListener {
        void before(String step) throws SQLException;
    }

    FaultyDataSource(DataSource real) {
        this.real = real;
    }

    /** From now on, counted from 1, the given step fails once. */
    synchronized void failAt(int step, Fault how) {
        steps.clear();
        failingStep = step;
        fault = how;
    }

    /** The next commits are carried out, but with a warning each. */
    synchronized void warnAtCommits(int commits) {
        commitsToWarnAt = commits;
    }

    private synchronized boolean warnsNow() {
        return commitsToWarnAt > 0 && commitsToWarnAt-- > 0;
    }

    /** Told from a listener: the step that comes now fails. */
    synchronized void failNow(Fault how) {
        failingStep = steps.size();
        fault = how;
    }

    synchronized void heal() {
        fault = null;
        cutOff = false;
    }

    /** Whether the chosen step was reached. */
    synchronized boolean failed() {
        return steps.size() >= failingStep;
    }

    /** The step that failed. */
    synchronized String failingStep() {
        return steps.get(failingStep - 1);
    }

    synchronized void listen(@Nullable StepListener to) {
        listener = to;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection[] connection = new Connection[1];
        try {
            step("connect", () -> connection[0] = real.getConnection(), () -> connection[0]);
        } catch (SQLException e) {
            if (connection[0] != null) {
                connection[0].close();
            }
            throw e;
        }
        return proxy(Connection.class, connection[0], connection[0], "");
    }

    private interface Action {
        void run() throws SQLException;
    }

    private interface Victim {
        @Nullable
        Connection connection();
    }

    private void step(String name, Action action, Victim victim) throws SQLException {
        Fault now = null;
        StepListener told;
        synchronized (this) {
            if (cutOff) {
                throw new SQLException("cut off", "08001");
            }
            steps.add(name);
            told = listener;
        }
        if (told != null) {
            told.before(name);
        }
        synchronized (this) {
            if (fault != null && steps.size() == failingStep) {
                now = fault;
                fault = null;
            }
        }
        if (now == null || !now.before()) {
            action.run();
        }
        if (now != null) {
            fail(now, victim.connection());
        }
    }

    private void fail(Fault how, @Nullable Connection connection) throws SQLException {
        if (how.breaks() && connection != null) {
            breakOff(connection);
        }
        if (how.cutsOff()) {
            synchronized (this) {
                cutOff = true;
            }
        }
        throw new SQLException("injected fault: " + how, how.breaks() ? "08006" : "58030");
    }

    private static void breakOff(Connection connection) throws SQLException {
        Connection physical = connection.unwrap(Connection.class);
        if (physical.getClass().getName().startsWith("org.h2")) {
            physical.close();
        } else {
            physical.abort(Runnable::run);
        }
    }

    private <T> T proxy(Class<T> type, T target, Connection connection, String sql) {
        var warned = new AtomicBoolean();
        InvocationHandler handler = (_, method, arguments) -> {
            if (method.getName().equals("getWarnings") && warned.get()) {
                return new SQLWarning("committed locally, but might not have been replicated", "01000");
            }
            if (!STEPS.contains(method.getName())) {
                Object result = invoke(target, method, arguments);
                return switch (result) {
                    case PreparedStatement statement ->
                        proxy(PreparedStatement.class, statement, connection, (String) arguments[0]);
                    case Statement statement -> proxy(Statement.class, statement, connection, "");
                    case null, default -> result;
                };
            }
            String name = method.getName().equals("commit")
                    ? "commit"
                    : sql.isEmpty() && arguments != null ? (String) arguments[0] : sql;
            Object[] result = new Object[1];
            step(name, () -> result[0] = invokeSql(target, method, arguments), () -> connection);
            warned.set(name.equals("commit") && warnsNow());
            return result[0];
        };
        return type.cast(
                Proxy.newProxyInstance(FaultyDataSource.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static @Nullable Object invokeSql(Object target, Method method, Object @Nullable [] arguments)
            throws SQLException {
        try {
            return invoke(target, method, arguments);
        } catch (SQLException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable Object invoke(Object target, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return real.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return real.isWrapperFor(type);
    }
}
