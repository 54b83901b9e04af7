package io.closedloop.lead.durability;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.durability.Step.Answer;
import io.closedloop.lead.durability.Step.Fate;
import io.closedloop.lead.http.Caller;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A database as a process left it behind, compared with what its callers were told, and with itself. */
final class LogAudit {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int PAGE = 5_000;

    private final DataSource database;
    private final LogHead head;
    private final List<StoredEvent> events = new ArrayList<>();
    private final Map<String, List<StoredEvent>> streams = new HashMap<>();
    private final Map<String, Integer> blockedByRival = new HashMap<>();

    private LogAudit(DataSource database) throws SQLException {
        this.database = database;
        var log = new EventLog(database, Visibility.of(database));
        head = log.head();
        List<StoredEvent> page;
        do {
            page = log.after(events.size(), PAGE);
            events.addAll(page);
        } while (page.size() == PAGE);
        events.forEach(event -> streams.computeIfAbsent(event.streamId(), _ -> new ArrayList<>())
                .add(event));
    }

    /** Fails where an acknowledgement is not kept, a command is there in parts, or the tables contradict the log. */
    static LogAudit hold(DataSource database, List<Story> stories) throws SQLException {
        var audit = new LogAudit(database);
        audit.inOrder();
        audit.tablesSayWhatTheLogSays();
        audit.tellsTheStories(stories);
        return audit;
    }

    int events() {
        return events.size();
    }

    /** The same log is read over HTTP. */
    void equalsTheFeedOf(Caller reader) {
        int position = 0;
        while (position < events.size()) {
            JsonNode page = reader.get("/v1/events?after=" + position).json().required("items");
            assertThat(page).describedAs("events after %d", position).isNotEmpty();
            for (JsonNode item : page) {
                StoredEvent stored = events.get(position++);
                assertThat(item.required("position").asLong()).isEqualTo(stored.position());
                assertThat(item.required("id").asString()).isEqualTo(stored.eventId());
                assertThat(item.required("type").asString()).isEqualTo(stored.type());
                assertThat(item.required("sequence").asLong()).isEqualTo(stored.sequence());
            }
        }
    }

    private void inOrder() {
        var ids = new HashSet<String>();
        var versions = new HashMap<String, Long>();
        StoredEvent last = null;
        for (StoredEvent event : events) {
            assertThat(event.position()).isEqualTo(last == null ? 1 : last.position() + 1);
            assertThat(ids.add(event.eventId())).isTrue();
            assertThat(event.sequence())
                    .describedAs("sequence of %s", event)
                    .isEqualTo(versions.merge(event.streamId(), 1L, Long::sum) - 1);
            if (last != null && event.batch() == last.batch()) {
                assertThat(event.recordedAt()).isEqualTo(last.recordedAt());
            } else if (last != null) {
                assertThat(event.batch()).isGreaterThan(last.batch());
                assertThat(event.recordedAt()).isAfter(last.recordedAt());
            }
            last = event;
        }
        assertThat(head.position()).isEqualTo(events.size());
        if (last != null) {
            assertThat(head.batch()).isGreaterThanOrEqualTo(last.batch());
            assertThat(head.recordedAt()).isAfterOrEqualTo(last.recordedAt());
        }
    }

    private void tellsTheStories(List<Story> stories) throws SQLException {
        var leads = new HashSet<String>();
        for (Story story : stories) {
            tells(story);
            leads.add(story.leadId.toString());
            // The rival is the lead where the first registration was turned away, whether its sender heard of it or
            // not.
            if (story.abandoned || !streams.containsKey(story.leadId.toString())) {
                leads.add(story.rivalId.toString());
            }
        }
        assertThat(leadsInTheLog()).isSubsetOf(leads);

        long kept = rows("select scope_hash from kept_answer").size();
        List<Step> keyed = stories.stream()
                .flatMap(story -> story.steps.stream())
                .filter(step -> step.idempotencyKey != null)
                .toList();
        assertThat(kept)
                .describedAs("kept answers")
                .isBetween(
                        keyed.stream().filter(Step::settled).count(),
                        keyed.stream()
                                .filter(step -> step.fate != Fate.NOT_SENT)
                                .count());
    }

    private void tells(Story story) {
        List<StoredEvent> stream = streams.getOrDefault(story.leadId.toString(), List.of());
        int next = 0;
        for (Step step : story.steps) {
            List<StoredEvent> found = stream.subList(next, Math.min(next + step.events.size(), stream.size()));
            boolean there = !step.events.isEmpty()
                    && found.stream().map(StoredEvent::type).toList().equals(step.events);
            switch (step.fate) {
                case ACKNOWLEDGED -> {
                    assertThat(there)
                            .describedAs("%s was acknowledged; the log has %s", step, types(stream))
                            .isTrue();
                    next += step.events.size();
                    Answer answer = step.answer;
                    assertThat(answer).isNotNull();
                    assertThat(answer.version()).describedAs("%s", step).isEqualTo(next);
                    assertThat(answer.position())
                            .describedAs("%s", step)
                            .isEqualTo(found.getLast().position());
                    assertThat(found.getLast().batch())
                            .isEqualTo(found.getFirst().batch());
                }
                case UNKNOWN -> next += there ? step.events.size() : 0;
                case NOT_SENT, REFUSED, BLOCKED -> {}
            }
            if (step.expected == Step.Expected.BLOCKED) {
                int blocked = blockedByRival.getOrDefault(story.rivalId.toString(), 0);
                int most = step.idempotencyKey == null ? step.sent : Math.min(step.sent, 1);
                assertThat(blocked)
                        .describedAs("blocked deliveries of %s", step)
                        .isBetween(step.fate == Fate.BLOCKED ? 1 : 0, most);
            }
        }
        assertThat(types(stream).subList(next, stream.size()))
                .describedAs(
                        "events of lead %s that are half a command, or that nobody asked for: %s",
                        story.leadId, story.steps)
                .isEmpty();
    }

    private void tablesSayWhatTheLogSays() throws SQLException {
        var claims = new HashMap<String, String>();
        var held = new TreeSet<String>();
        var suppressions = new HashMap<String, Suppression>();
        for (StoredEvent event : events) {
            JsonNode data = JSON.readTree(event.payload());
            identities(data, "released").forEach(it -> claims.remove(it, event.streamId()));
            if (event.type().equals("LeadReinstated")) {
                suppressions.values().stream()
                        .filter(it -> it.lead.equals(event.streamId()) && it.endedBy == null)
                        .forEach(it -> it.end("REINSTATEMENT", event.position()));
            }
            for (String identity : identities(data, "claimed")) {
                assertThat(suppressions.values())
                        .describedAs("delivered by %s", event)
                        .noneMatch(it -> it.identity.equals(identity) && it.endedBy == null);
                assertThat(claims.put(identity, event.streamId()))
                        .describedAs("claimed twice by %s", event)
                        .isIn(null, event.streamId());
            }
            for (String field : List.of("claimed", "identities")) {
                if (event.type().equals("LeadRegistered") || event.type().equals("ContactUpdated")) {
                    identities(data, field).forEach(it -> held.add(it + " " + event.streamId()));
                }
            }
            for (JsonNode suppression : data.path("suppressions")) {
                suppressions.put(
                        suppression.required("suppressionId").asString(),
                        new Suppression(
                                identity(suppression.required("identity")), event.streamId(), event.position()));
            }
            if (event.streamType().equals("Suppression")) {
                Suppression suppression = suppressions.get(event.streamId());
                assertThat(suppression).describedAs("%s", event).isNotNull();
                suppression.version++;
                if (event.type().equals("SuppressionLifted")) {
                    suppression.end("LIFT", event.position());
                } else {
                    suppression.blocked++;
                    blockedByRival.merge(data.required("attemptedLeadId").asString(), 1, Integer::sum);
                }
            }
        }
        var claimRows = new TreeSet<String>();
        claims.forEach((identity, lead) -> claimRows.add(identity + " " + lead));
        assertThat(rows("select kind, hash, lead_id from claim")).isEqualTo(claimRows);
        assertThat(rows("select kind, hash, lead_id from identity_held")).isEqualTo(held);
        var suppressionRows = new TreeSet<String>();
        suppressions.forEach((id, it) -> suppressionRows.add(id + " " + it));
        assertThat(rows("""
                        select suppression_id, kind, hash, lead_id, disqualified_position, ended_by, ended_position,
                            blocked, version
                        from suppression""")).isEqualTo(suppressionRows);
        assertThat(rows("select lead_id from subject_key")).isEqualTo(leadsInTheLog());
        for (String table : List.of("event", "claim", "identity_held", "suppression", "subject_key", "kept_answer")) {
            assertThat(rows("select batch from %s where batch > %d".formatted(table, head.batch())))
                    .describedAs("rows of %s after the head", table)
                    .isEmpty();
        }
    }

    /** A suppression as the log tells it; its text is that of its row. */
    private static final class Suppression {
        final String identity;
        final String lead;
        final long disqualifiedPosition;
        String endedBy;
        long endedPosition;
        long blocked;
        long version;

        Suppression(String identity, String lead, long disqualifiedPosition) {
            this.identity = identity;
            this.lead = lead;
            this.disqualifiedPosition = disqualifiedPosition;
        }

        void end(String by, long position) {
            endedBy = by;
            endedPosition = position;
        }

        @Override
        public String toString() {
            return "%s %s %d %s %s %d %d"
                    .formatted(
                            identity,
                            lead,
                            disqualifiedPosition,
                            endedBy,
                            endedBy == null ? null : endedPosition,
                            blocked,
                            version);
        }
    }

    private Set<String> leadsInTheLog() {
        var leads = new TreeSet<String>();
        events.stream()
                .filter(event -> event.streamType().equals("Lead"))
                .forEach(event -> leads.add(event.streamId()));
        return leads;
    }

    private static List<String> types(List<StoredEvent> stream) {
        return stream.stream().map(StoredEvent::type).toList();
    }

    private static List<String> identities(JsonNode data, String field) {
        var identities = new ArrayList<String>();
        data.path(field).forEach(it -> identities.add(identity(it)));
        return identities;
    }

    private static String identity(JsonNode node) {
        return node.required("kind").asString() + " " + node.required("hash").asString();
    }

    /** Each row with its columns side by side. */
    private Set<String> rows(String sql) throws SQLException {
        var rows = new TreeSet<String>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
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
