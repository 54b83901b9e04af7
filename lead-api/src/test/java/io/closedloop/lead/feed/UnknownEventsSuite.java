package io.closedloop.lead.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.closedloop.lead.access.Actor;
import io.closedloop.lead.access.Role;
import io.closedloop.lead.axon.Envelope;
import io.closedloop.lead.eventjson.EventJson;
import io.closedloop.lead.http.Caller;
import io.closedloop.lead.http.FreshService;
import io.closedloop.lead.log.Appender;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A log that holds what a newer version of the service has written, on either database. */
abstract class UnknownEventsSuite {
    private static final List<Role> WRITERS = List.of(Role.MARKETING, Role.SALES);

    @TempDir
    Path directory;

    private FreshService service;
    private Caller writer;
    private Caller auditor;
    private Caller admin;
    private UUID lead;
    private UUID other;

    /** A service on an empty log. */
    abstract FreshService open(Path directory) throws Exception;

    @BeforeEach
    void start() throws Exception {
        service = open(directory);
        writer = service.as(WRITERS.toArray(Role[]::new));
        auditor = service.as(Role.AUDITOR, Role.INTEGRATION);
        admin = service.admin();
        lead = register();
        other = register();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void thePageOfTheLogPassesOnAnUnknownTypeAsItIsStored() throws Exception {
        UUID event = store(lead, "LeadTeleported", "3", """
                {"leadId":"%s","to":"Mars","sealed":"c2VjcmV0"}""".formatted(lead));
        qualify(other);

        JsonNode items = auditor.get("/v1/events?after=2").json().required("items");

        assertThat(items).hasSize(2);
        JsonNode unknown = items.get(0);
        assertThat(unknown.required("id").asString()).isEqualTo(event.toString());
        assertThat(unknown.required("type").asString()).isEqualTo("LeadTeleported");
        assertThat(unknown.required("revision").asString()).isEqualTo("3");
        assertThat(unknown.required("source").asString()).isEqualTo("/v1/leads");
        assertThat(unknown.required("subject").asString()).isEqualTo(lead.toString());
        assertThat(unknown.required("sequence").asLong()).isEqualTo(1);
        assertThat(unknown.required("data").toString())
                .isEqualTo("{\"leadId\":\"%s\",\"to\":\"Mars\"}".formatted(lead));
        assertThat(items.get(1).required("type").asString()).isEqualTo("LeadMarketingQualified");
    }

    @Test
    void thePageOfTheLogPassesOnAnUnknownRevisionAsItIsStored() throws Exception {
        store(lead, "LeadMarketingQualified", "9", """
                {"leadId":"%s","score":{"points":7}}""".formatted(lead));

        JsonNode unknown = auditor.get("/v1/events?after=2&type=LeadMarketingQualified")
                .json()
                .at("/items/0");

        assertThat(unknown.required("revision").asString()).isEqualTo("9");
        assertThat(unknown.at("/data/score/points").asInt()).isEqualTo(7);
    }

    @Test
    void whatIsUnknownIsFoundByItsSubjectAndNotByItsType() throws Exception {
        store(lead, "LeadTeleported", "1", "{\"to\":\"Mars\"}");

        assertThat(auditor.get("/v1/events?subject=" + lead)
                        .json()
                        .required("items")
                        .valueStream())
                .extracting(it -> it.required("type").asString())
                .containsExactly("LeadRegistered", "LeadTeleported");
        assertThat(auditor.get("/v1/events?type=LeadTeleported").status()).isEqualTo(400);
    }

    @Test
    void theLiveStreamPassesItOnAndGoesOn() throws Exception {
        try (var listener = Listener.open(auditor, "?after=2")) {
            store(lead, "LeadTeleported", "1", "{\"to\":\"Mars\",\"sealed\":\"c2VjcmV0\"}");
            qualify(other);

            Listener.Frame.Event unknown = listener.event();
            assertThat(unknown.type()).isEqualTo("LeadTeleported");
            assertThat(unknown.data()).contains("\"data\":{\"to\":\"Mars\"}");
            assertThat(listener.event().type()).isEqualTo("LeadMarketingQualified");
        }
    }

    @Test
    void itsLeadIsRefusedByACommandAndByAReaderWhileOtherLeadsAreAnswered() throws Exception {
        qualify(lead);
        store(lead, "LeadTeleported", "1", "{\"to\":\"Mars\"}");

        assertUnknown(writer.post("/v1/leads/%s/accept".formatted(lead), "{\"rep\": \"ann\"}"));
        assertUnknown(writer.post("/v1/leads/%s/accept".formatted(lead), "{\"rep\": \"ann\"}", "Idempotency-Key", "a"));
        assertUnknown(auditor.get("/v1/leads/" + lead));
        assertUnknown(auditor.get("/v1/leads/%s/history".formatted(lead)));
        assertUnknown(auditor.post("/v1/leads/search", "{\"email\": \"%s@example.com\"}".formatted(lead)));
        assertUnknown(auditor.get("/v1/leads?minPosition=4", "Prefer", "wait=60"));
        assertThat(auditor.get("/v1/leads/%s?version=2".formatted(lead)).status())
                .as("what it was before can be said")
                .isEqualTo(200);
        qualify(other);
        assertThat(auditor.get("/v1/leads/" + other).status()).isEqualTo(200);
        assertThat(auditor.get("/v1/leads/%s/history".formatted(other)).status())
                .isEqualTo(200);
    }

    @Test
    void ofABulkRequestOnlyTheLinesOfItsLeadAreRefused() throws Exception {
        store(lead, "LeadMarketingQualified", "9", "{\"leadId\":\"%s\"}".formatted(lead));

        Caller.Answer answer = writer.send(
                "POST",
                "/v1/commands",
                """
                {"command": "QualifyMarketing", "leadId": "%s"}
                {"command": "QualifyMarketing", "leadId": "%s"}
                """.formatted(lead, other).getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                "application/x-ndjson");

        List<String> lines = answer.body().lines().toList();
        assertThat(lines.get(0)).contains("event-unknown", "409");
        assertThat(lines.get(1)).contains("LeadMarketingQualified").doesNotContain("event-unknown");
    }

    @Test
    void theReadModelsParkItWithAReasonAndGoOn() throws Exception {
        UUID teleported = store(lead, "LeadTeleported", "1", "{\"to\":\"Mars\"}");
        UUID revised = store(other, "LeadMarketingQualified", "9", "{\"leadId\":\"%s\"}".formatted(other));
        UUID third = register();
        long last = qualify(third);

        assertThat(writer.get("/v1/reports/funnel?minPosition=" + last, "Prefer", "wait=60")
                        .json()
                        .at("/rows/0/stages/MQL/entries")
                        .asInt())
                .isEqualTo(1);
        // an instance tells the others of its dead letters once a second
        await().untilAsserted(() -> assertThat(
                        admin.get("/v1/admin/dead-letters").json().required("items"))
                .hasSize(2));
        JsonNode letters = admin.get("/v1/admin/dead-letters").json().required("items");
        assertThat(letters.get(0).required("id").asString()).isEqualTo(teleported.toString());
        assertThat(letters.get(0).required("type").asString()).isEqualTo("LeadTeleported");
        assertThat(letters.get(0).required("leadId").asString()).isEqualTo(lead.toString());
        assertThat(letters.get(0).at("/instances/0/state").asString()).isEqualTo("PARKED");
        assertThat(letters.get(0).at("/instances/0/cause").asString())
                .contains("its type LeadTeleported is unknown here", "newer version");
        assertThat(letters.get(1).required("id").asString()).isEqualTo(revised.toString());
        assertThat(letters.get(1).required("type").asString()).isEqualTo("LeadMarketingQualified");
        assertThat(letters.get(1).at("/instances/0/cause").asString())
                .contains("of LeadMarketingQualified is unknown here, where 1 is the latest");
    }

    private static void assertUnknown(Caller.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(409);
        assertThat(answer.code()).isEqualTo("event-unknown");
        assertThat(answer.json().required("detail").asString())
                .contains("its type LeadTeleported is unknown here; a newer version may have written it");
    }

    private UUID register() {
        UUID id = UUID.randomUUID();
        assertThat(writer.post("/v1/leads", """
                        {"leadId": "%s", "contact": {"email": "%s@example.com"}, "source": {"channel": "WEB", "sourcedBy": "OTHER"}}""".formatted(id, id)).status()).isEqualTo(201);
        return id;
    }

    private long qualify(UUID id) {
        Caller.Answer answer = writer.post("/v1/leads/%s/qualify-marketing".formatted(id), "{}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().required("position").asLong();
    }

    /** As another instance of a newer version would, in a transaction of its own. */
    private UUID store(UUID stream, String type, String revision, String payload) throws Exception {
        UUID event = UUID.randomUUID();
        String metadata = new EventJson()
                .writeMetadata(new Envelope(Actor.SERVICE.id(), "newer", null, "correlation-1", null, null, null)
                        .metadata(Role.MARKETING));
        try (Connection connection = service.part(DataSource.class).getConnection()) {
            connection.setAutoCommit(false);
            run(
                    connection,
                    "update log_head set position = position + 1, batch = batch + 1, recorded_at = recorded_at + interval '0.000001' second");
            run(
                    connection,
                    """
                    insert into event (position, batch, stream_type, stream_id, sequence, event_id, type, revision, payload, metadata, occurred_at, recorded_at)
                    select h.position, h.batch, 'Lead', cast(? as varchar), (select count(*) from event e where e.stream_id = ?), cast(? as varchar), cast(? as varchar), cast(? as varchar), cast(? as varchar), cast(? as varchar), h.recorded_at, h.recorded_at
                    from log_head h""",
                    stream.toString(),
                    stream.toString(),
                    event.toString(),
                    type,
                    revision,
                    payload,
                    metadata);
            connection.commit();
        }
        // This instance looks how far the log has come.
        service.part(Appender.class).raiseTimeTo(Instant.now()).get(30, TimeUnit.SECONDS);
        return event;
    }

    private static void run(Connection connection, String sql, String... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }
}
