package io.closedloop.lead.instances;

import io.closedloop.lead.columnstore.DeadLetter;
import io.closedloop.lead.columnstore.LiveReadModels;
import io.closedloop.lead.http.AnswerJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Instances that share a PostgreSQL database: each keeps a row in it up to date, and reads those of the others. */
final class SharedInstances implements Instances {
    /** An instance that has written nothing for this many seconds counts as away. */
    static final int AWAY_AFTER_SECONDS = 10;

    /** An instance that has written nothing for this many days is forgotten. */
    static final int FORGOTTEN_AFTER_DAYS = 7;

    private final Instance self;
    private final JdbcClient database;
    private final TransactionTemplate transaction;
    private final LiveReadModels models;

    // Only the thread that reports.
    private @Nullable List<InstanceLetter> written;
    private boolean known;

    SharedInstances(Instance self, JdbcClient database, TransactionTemplate transaction, LiveReadModels models) {
        this.self = self;
        this.database = database;
        this.transaction = transaction;
        this.models = models;
    }

    @Override
    public Seen seen() {
        Instant now = database.sql("select current_timestamp")
                .query((row, _) -> instant(row, 1))
                .single();
        return new Seen(
                now,
                database.sql("""
                        select instance_id, name, started_at, seen_at, report,
                            seen_at > current_timestamp - make_interval(secs => :away) as present
                        from instance
                        order by name, instance_id""")
                        .param("away", AWAY_AFTER_SECONDS)
                        .query((row, _) -> new SeenInstance(
                                new Instance(
                                        row.getObject("instance_id", UUID.class),
                                        row.getString("name"),
                                        instant(row, 3)),
                                instant(row, 4),
                                row.getBoolean("present"),
                                AnswerJson.MAPPER.readValue(row.getString("report"), InstanceReport.class)))
                        .list());
    }

    @Override
    public List<InstanceLetter> letters() {
        return database.sql("""
                        select instance_id, position, event_id, stream_id, type, recorded_at, state, cause, parked_at, waiting
                        from instance_letter
                        order by position, event_id, instance_id""").query((row, _) -> letter(row)).list();
    }

    private static InstanceLetter letter(ResultSet row) throws SQLException {
        return new InstanceLetter(
                row.getObject("instance_id", UUID.class),
                new DeadLetter(
                        row.getLong("position"),
                        row.getString("event_id"),
                        row.getObject("stream_id", UUID.class),
                        row.getString("type"),
                        instant(row, 6),
                        DeadLetter.State.valueOf(row.getString("state")),
                        row.getString("cause"),
                        instant(row, 9)),
                row.getLong("waiting"));
    }

    @Override
    public void report(InstanceReport report) {
        transaction.executeWithoutResult(_ -> {
            // Said again a second later: no reason to wait for the disk that the log needs.
            database.sql("set local synchronous_commit = off").update();
            write(AnswerJson.write(report));
        });
        List<InstanceLetter> letters = OwnLetters.of(self.id(), models);
        if (!letters.equals(written)) {
            transaction.executeWithoutResult(_ -> write(letters));
            written = letters;
        }
        if (!known) {
            forgetTheGone();
            known = true;
        }
    }

    private void write(String report) {
        int updated = database.sql("""
                        update instance
                        set name = :name, started_at = :started, seen_at = current_timestamp, report = :report
                        where instance_id = :id""")
                .param("name", self.name())
                .param("started", self.startedAt().atOffset(ZoneOffset.UTC))
                .param("report", report)
                .param("id", self.id())
                .update();
        if (updated == 0) {
            database.sql("""
                            insert into instance (instance_id, name, started_at, seen_at, report)
                            values (:id, :name, :started, current_timestamp, :report)""")
                    .param("id", self.id())
                    .param("name", self.name())
                    .param("started", self.startedAt().atOffset(ZoneOffset.UTC))
                    .param("report", report)
                    .update();
        }
    }

    private void write(List<InstanceLetter> letters) {
        database.sql("delete from instance_letter where instance_id = :id")
                .param("id", self.id())
                .update();
        for (InstanceLetter it : letters) {
            DeadLetter letter = it.letter();
            database.sql("""
                            insert into instance_letter (instance_id, event_id, position, stream_id, type, state, cause,
                                recorded_at, parked_at, waiting)
                            values (:id, :event, :position, :stream, :type, :state, :cause, :recorded, :parked, :waiting)""")
                    .param("id", self.id())
                    .param("event", letter.eventId())
                    .param("position", letter.position())
                    .param("stream", letter.stream())
                    .param("type", letter.type())
                    .param("state", letter.state().name())
                    .param("cause", letter.cause())
                    .param("recorded", letter.recordedAt().atOffset(ZoneOffset.UTC))
                    .param("parked", letter.parkedAt().atOffset(ZoneOffset.UTC))
                    .param("waiting", it.waiting())
                    .update();
        }
    }

    /** At every start is often enough for what takes days. */
    private void forgetTheGone() {
        transaction.executeWithoutResult(_ -> {
            List<UUID> gone = database.sql("""
                            delete from instance
                            where seen_at < current_timestamp - make_interval(days => :days)
                            returning instance_id""")
                    .param("days", FORGOTTEN_AFTER_DAYS)
                    .query((row, _) -> row.getObject(1, UUID.class))
                    .list();
            for (UUID id : gone) {
                for (String table : List.of("instance_letter", "instance_order")) {
                    database.sql("delete from %s where instance_id = :id".formatted(table))
                            .param("id", id)
                            .update();
                }
            }
        });
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
