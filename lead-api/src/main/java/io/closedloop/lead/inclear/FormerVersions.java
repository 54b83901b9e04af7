package io.closedloop.lead.inclear;

import io.closedloop.lead.eventjson.EventJson;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.log.KeptAnswersPurge;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What former versions left in a database. It asks for nothing that the first version of the tables had not, so a
 * database need not be brought up to date.
 */
final class FormerVersions {
    /**
     * How the import tool wrote the keys of its commands while they were bare hashes: the run, and half a SHA-256.
     * Those of today end in Base64.
     */
    private static final Pattern BARE_KEY = Pattern.compile(".*:[0-9a-f]{32}~*", Pattern.DOTALL);

    private static final String IDEMPOTENCY_KEY = "idempotencyKey";
    private static final int AT_ONCE = 5_000;

    private final Connection connection;
    private final EventJson json = new EventJson();

    /**
     * Kept answers whose request was hashed without a key.
     *
     * @param lastForgotten when the service, if it runs, has forgotten them all; null where there are none
     */
    record KeptAnswers(long count, @Nullable Instant lastForgotten) {}

    /** @param connection it is only read from */
    FormerVersions(Connection connection) {
        this.connection = connection;
    }

    /**
     * Goes through the whole log, some thousand events at a time.
     *
     * @param each is told of every finding, in the order of the log
     * @return how many events there are
     */
    long events(Consumer<Finding> each) throws SQLException {
        try (PreparedStatement page = connection.prepareStatement("""
                select position, stream_id, event_id, type, revision, payload, metadata
                from event where position > ? order by position fetch first ? rows only""")) {
            long position = 0;
            long events = 0;
            int found;
            do {
                page.setLong(1, position);
                page.setInt(2, AT_ONCE);
                found = 0;
                try (ResultSet row = page.executeQuery()) {
                    while (row.next()) {
                        position = row.getLong("position");
                        look(row, each);
                        found++;
                    }
                }
                events += found;
            } while (found == AT_ONCE);
            return events;
        }
    }

    private void look(ResultSet row, Consumer<Finding> each) throws SQLException {
        String id = row.getString("event_id");
        String type = row.getString("type");
        String payload = row.getString("payload");
        long position = row.getLong("position");
        String key = json.readMetadata(id, row.getString("metadata")).get(IDEMPOTENCY_KEY);
        if (key != null && BARE_KEY.matcher(key).matches()) {
            LeadId lead = new LeadId(json.subjectOf(row.getString("stream_id"), id, type, payload));
            each.accept(new Finding(position, lead, type, Finding.What.BARE_KEY));
        }
        if (!json.inClearSinceThen(id, type, row.getString("revision"), payload).isEmpty()) {
            LeadId lead = new LeadId(json.subjectOf(row.getString("stream_id"), id, type, payload));
            each.accept(new Finding(position, lead, type, Finding.What.PERSONAL_TEXT));
        }
    }

    /** Hashes without a key are written in small letters, those of today in capitals. */
    KeptAnswers keptAnswers() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                        select count(*) as answers, max(recorded_at) as latest
                        from kept_answer where request_hash <> upper(request_hash)""");
                ResultSet row = select.executeQuery()) {
            row.next();
            OffsetDateTime latest = row.getObject("latest", OffsetDateTime.class);
            return new KeptAnswers(
                    row.getLong("answers"),
                    latest == null ? null : latest.toInstant().plus(KeptAnswersPurge.KEPT_FOR));
        }
    }
}
