package io.closedloop.lead.checking;

import io.closedloop.lead.log.EventLog;
import io.closedloop.lead.log.LogHead;
import io.closedloop.lead.log.StoredEvent;
import io.closedloop.lead.log.Visibility;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.sql.DataSource;

/**
 * A database's log as it was left behind, and the tables beside it.
 *
 * @param head where the log says that it ends
 * @param events in the order of positions
 * @param tables the rows of each table, a row's columns side by side
 */
public record StoredLog(LogHead head, List<StoredEvent> events, Map<String, Set<String>> tables) {
    static final String CLAIMS = "claim";
    static final String HELD = "identity_held";
    static final String SUPPRESSIONS = "suppression";
    static final String PLUS = "plus_address";
    static final String KEYS = "subject_key";
    /** Rows of any table that say to be of a later transaction than the log's last one. */
    static final String AFTER_THE_HEAD = "after the head";

    private static final int PAGE = 5_000;
    private static final Map<String, String> SELECTS = Map.of(
            CLAIMS,
            "select kind, hash, lead_id from identity_held where claimed",
            HELD,
            "select kind, hash, lead_id from identity_held",
            SUPPRESSIONS,
            """
            select suppression_id, kind, hash, base, lead_id, disqualified_position, ended_by, ended_position, blocked,
                version
            from suppression""",
            PLUS,
            "select base, hash, lead_id from plus_address",
            KEYS,
            "select lead_id from subject_key");

    /** Reads everything; nobody must be writing meanwhile. */
    public static StoredLog read(DataSource database) throws SQLException {
        var log = new EventLog(database, Visibility.of(database));
        LogHead head = log.head();
        var events = new ArrayList<StoredEvent>();
        List<StoredEvent> page;
        do {
            page = log.after(events.isEmpty() ? 0 : events.getLast().position(), PAGE);
            events.addAll(page);
        } while (page.size() == PAGE);
        var tables = new TreeMap<String, Set<String>>();
        var late = new TreeSet<String>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (Map.Entry<String, String> table : SELECTS.entrySet()) {
                tables.put(table.getKey(), rows(statement, table.getValue()));
            }
            for (String table : List.of("event", HELD, PLUS, SUPPRESSIONS, KEYS, "kept_answer")) {
                rows(statement, "select batch from %s where batch > %d".formatted(table, head.batch()))
                        .forEach(batch -> late.add(table + " " + batch));
            }
        }
        tables.put(AFTER_THE_HEAD, late);
        return new StoredLog(head, events, tables);
    }

    /** Each stream's events, in the order of the log. */
    public Map<String, List<StoredEvent>> streams() {
        var streams = new HashMap<String, List<StoredEvent>>();
        events.forEach(event -> streams.computeIfAbsent(event.streamId(), _ -> new ArrayList<>())
                .add(event));
        return streams;
    }

    private static Set<String> rows(Statement statement, String sql) throws SQLException {
        var rows = new TreeSet<String>();
        try (ResultSet row = statement.executeQuery(sql)) {
            int columns = row.getMetaData().getColumnCount();
            while (row.next()) {
                var text = new StringBuilder(String.valueOf(row.getObject(1)));
                for (int i = 2; i <= columns; i++) {
                    text.append(' ').append(row.getObject(i));
                }
                rows.add(text.toString());
            }
        }
        return rows;
    }
}
