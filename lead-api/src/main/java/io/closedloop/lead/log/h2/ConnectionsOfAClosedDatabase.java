package io.closedloop.lead.log.h2;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/**
 * Has the pool drop the connections of an H2 database that is closed. A full disk closes the whole database;
 * connections to it never become well again, while new ones open the file anew.
 */
public final class ConnectionsOfAClosedDatabase implements SQLExceptionOverride {
    // H2's own codes, among them 90007, 90067, 90098 and 90121: closed or broken.
    private static final String H2_OWN_STATE = "90";

    @java.lang.Override
    public SQLExceptionOverride.Override adjudicate(SQLException e) {
        String state = e.getSQLState();
        return state != null && state.startsWith(H2_OWN_STATE)
                ? SQLExceptionOverride.Override.MUST_EVICT
                : SQLExceptionOverride.Override.CONTINUE_EVICT;
    }
}
