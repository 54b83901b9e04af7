package io.closedloop.lead.axon;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A database that tells which statements were sent to it, and can be gone. */
final class WatchedDatabase {
    private final DataSource real;
    private final List<String> statements = new CopyOnWriteArrayList<>();
    private volatile boolean gone;
    private volatile @Nullable String goneFor;

    WatchedDatabase(DataSource real) {
        this.real = real;
    }

    DataSource dataSource() {
        return proxy(DataSource.class, (_, method, arguments) -> {
            if (method.getName().equals("getConnection")) {
                if (gone) {
                    throw new SQLTransientConnectionException("the database is gone");
                }
                return watched((Connection) call(real, method, arguments));
            }
            return call(real, method, arguments);
        });
    }

    /** What was sent since this was last asked. */
    List<String> statements() {
        var sent = List.copyOf(statements);
        statements.clear();
        return sent;
    }

    void gone(boolean isGone) {
        gone = isGone;
    }

    /** Has the database go away whenever it is asked something with these words in it. */
    void goneFor(String words) {
        goneFor = words;
    }

    private Connection watched(Connection connection) {
        return proxy(Connection.class, (_, method, arguments) -> {
            if (method.getName().equals("prepareStatement")) {
                String statement = (String) arguments[0];
                statements.add(statement);
                String words = goneFor;
                if (words != null && statement.contains(words)) {
                    throw new SQLTransientConnectionException("the database is gone");
                }
            }
            return call(connection, method, arguments);
        });
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof SQLException sql ? sql : e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
