package io.closedloop.lead.durability;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.checking.Checker;
import io.closedloop.lead.checking.Holders;
import io.closedloop.lead.checking.StoredLog;
import io.closedloop.lead.durability.Step.Answer;
import io.closedloop.lead.durability.Step.Fate;
import io.closedloop.lead.http.Caller;
import io.closedloop.lead.log.StoredEvent;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import tools.jackson.databind.JsonNode;

/** A database as a process left it behind, compared with what its callers were told, and with itself. */
final class LogAudit {
    private final DataSource database;
    private final StoredLog log;
    private final List<StoredEvent> events;
    private final Map<String, List<StoredEvent>> streams;
    private final Holders holders;

    private LogAudit(DataSource database) throws SQLException {
        this.database = database;
        log = StoredLog.read(database);
        events = log.events();
        streams = log.streams();
        holders = Holders.of(log);
    }

    /** Fails where an acknowledgement is not kept, a command is there in parts, or the tables contradict the log. */
    static LogAudit hold(DataSource database, List<Story> stories) throws SQLException {
        var audit = new LogAudit(database);
        assertThat(Checker.ofLog(audit.log)).isEmpty();
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
        assertThat(holders.leads()).isSubsetOf(leads);

        long kept = keptAnswers();
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
                int blocked = holders.blocked(story.rivalId.toString());
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

    private static List<String> types(List<StoredEvent> stream) {
        return stream.stream().map(StoredEvent::type).toList();
    }

    private long keptAnswers() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from kept_answer")) {
            row.next();
            return row.getLong(1);
        }
    }
}
