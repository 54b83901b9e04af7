package io.closedloop.lead.log;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Connections that wait for an answer as long as it takes, for changes of the schema: a new index may need minutes. */
final class PatientConnections extends DelegatingDataSource {
    PatientConnections(DataSource dataSource) {
        super(dataSource);
    }

    /** The pool sets its own limit again when the connection comes back. */
    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        connection.setNetworkTimeout(Runnable::run, 0);
        return connection;
    }
}
