package io.closedloop.lead.sealing;

import io.closedloop.lead.text.Unsaid;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** The one row of the table {@code keyring}, both values in base64. */
record KeyringRow(String checkValue, String wrappedIdentityKey) {
    private static final String INTEGRITY_VIOLATION = "23";

    static Optional<KeyringRow> read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select check_value, wrapped_hash_key from keyring")) {
            return row.next() ? Optional.of(new KeyringRow(row.getString(1), row.getString(2))) : Optional.empty();
        }
    }

    static boolean hasEvents(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select position from event fetch first 1 row only")) {
            return row.next();
        }
    }

    /**
     * Stores this row durably.
     *
     * @return false when another instance has stored its own
     */
    boolean insert(Connection connection) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(true);
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into keyring (id, check_value, wrapped_hash_key, created_at) values (1, ?, ?, current_timestamp)")) {
            insert.setString(1, checkValue);
            insert.setString(2, wrappedIdentityKey);
            insert.executeUpdate();
            if (connection.getMetaData().getDatabaseProductName().equals("H2")) {
                // H2 writes what is committed half a second later; without these keys nothing that follows can be read.
                try (Statement statement = connection.createStatement()) {
                    statement.execute("checkpoint sync");
                }
            }
            return true;
        } catch (SQLException e) {
            if (e.getSQLState() != null && e.getSQLState().startsWith(INTEGRITY_VIOLATION)) {
                return false;
            }
            throw e;
        } finally {
            connection.setAutoCommit(autoCommit);
        }
    }

    @Override
    public String toString() {
        return Unsaid.wholly(this);
    }
}
