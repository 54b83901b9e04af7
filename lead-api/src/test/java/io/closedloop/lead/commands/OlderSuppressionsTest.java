package io.closedloop.lead.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.commands.OlderSuppressions.Widening;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.DisqualifyLead;
import io.closedloop.lead.sealing.SubjectKeys;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** After an update suppressions that covered one address cover its plus-variants, too. */
class OlderSuppressionsTest extends CommandCalls {
    @Autowired
    OlderSuppressions older;

    @Autowired
    SubjectKeys keys;

    @Test
    void anOlderSuppressionGetsItsBaseOnceFromTheServiceItself() throws SQLException {
        String name = "spam" + UUID.randomUUID();
        String suppression = outAsBefore(name + "+1@x.example");
        assertThat(shown(suppression).path("base").isMissingNode()
                        || shown(suppression).path("base").isNull())
                .isTrue();
        String variant = registered(name + "+2@x.example");

        assertThat(older.widen()).as("an open lead holds a variant").isEqualTo(new Widening(0, 0, 1));
        accepted(marketing(), DisqualifyLead.KIND, variant, "{\"reason\": \"DUPLICATE\"}");
        assertThat(older.widen()).isEqualTo(new Widening(1, 0, 0));
        assertThat(older.widen()).isEqualTo(new Widening(0, 0, 0));

        for (String address : new String[] {"%s@x.example", "%s+1@x.example", "%s+3@x.example"}) {
            assertThat(marketing()
                            .post("/v1/leads", registration(newId(), address.formatted(name)))
                            .code())
                    .isEqualTo("contact-suppressed");
        }
        assertThat(shown(suppression).required("base").asString()).hasSize(64);
        JsonNode widened = lastEventOfType("SuppressionWidened");
        assertThat(widened.at("/data/suppressionId").asString()).isEqualTo(suppression);
        assertThat(widened.at("/data/base").asString())
                .isEqualTo(shown(suppression).required("base").asString());
        assertThat(metadataOf(widened.required("position").asLong()))
                .contains("\"role\":\"SERVICE\"", "\"actorName\":\"service\"", new UUID(0, 0).toString());
    }

    @Test
    void whatADuplicateSuppressedBeforeStaysSuppressedAndIsNotWidened() throws SQLException {
        String name = "twin" + UUID.randomUUID();
        String suppression = outAsBefore(name + "@x.example");
        update("update suppression set reason = 'DUPLICATE' where suppression_id = ?", UUID.fromString(suppression));

        assertThat(older.widen()).isEqualTo(new Widening(0, 0, 0));
        assertThat(shown(suppression).required("version").asInt()).isZero();
        assertThat(marketing()
                        .post("/v1/leads", registration(newId(), name + "@x.example"))
                        .code())
                .isEqualTo("contact-suppressed");
        registered(name + "+1@x.example");
    }

    @Test
    void whoHeldAnAddressUnderItsFormerSpellingIsFoundByTheAddress() throws SQLException {
        String name = "strasse-" + UUID.randomUUID();
        String lead = registered("info@" + name + ".example");
        String wanted = "{\"email\": \"info@%s.example\"}".formatted(name.replace("ss", "ß"));
        assertThat(marketing().post("/v1/leads/search", wanted).json().required("items"))
                .as("they are two domains now")
                .isEmpty();

        update("update identity_held set spelling = 1 where lead_id = ?", UUID.fromString(lead));
        assertThat(marketing().post("/v1/leads/search", wanted).json().required("items"))
                .extracting(it -> it.required("leadId").asString())
                .containsExactly(lead);
    }

    @Test
    void whereTheAddressCannotBeReadAnyMoreTheSuppressionStaysAsItIs() throws SQLException {
        String email = "gone" + UUID.randomUUID() + "@x.example";
        String suppression = outAsBefore(email);
        LeadId lead =
                new LeadId(UUID.fromString(shown(suppression).required("leadId").asString()));
        update("delete from subject_key where lead_id = ?", lead.value());
        awaitForgotten(lead);

        assertThat(older.widen()).isEqualTo(new Widening(0, 1, 0));
        assertThat(shown(suppression).required("version").asInt()).isZero();
        assertThat(marketing().post("/v1/leads", registration(newId(), email)).code())
                .isEqualTo("contact-suppressed");
        update("update suppression set spelling = 2 where suppression_id = ?", UUID.fromString(suppression));
    }

    /** A suppression as it was made before there were bases. */
    private String outAsBefore(String email) throws SQLException {
        String lead = registered(email);
        accepted(marketing(), DisqualifyLead.KIND, lead, "{\"reason\": \"SPAM_OR_FAKE\"}");
        String suppression = suppressionOf(lead);
        update(
                "update suppression set spelling = 1, base = null where suppression_id = ?",
                UUID.fromString(suppression));
        return suppression;
    }

    private void update(String sql, UUID id) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement update = connection.prepareStatement(sql)) {
            update.setObject(1, id);
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }

    /** A destroyed key is at hand for a few seconds. */
    private void awaitForgotten(LeadId lead) {
        Instant until = Instant.now().plusSeconds(60);
        while (keys.keyOf(lead) != null) {
            assertThat(Instant.now()).isBefore(until);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private JsonNode shown(String suppression) {
        return marketing().get("/v1/suppressions/" + suppression).json();
    }

    private JsonNode lastEventOfType(String type) {
        JsonNode found = null;
        long position = 0;
        JsonNode page;
        do {
            page = as(Role.AUDITOR)
                    .get("/v1/events?limit=1000&after=" + position)
                    .json();
            position = page.required("position").asLong();
            for (JsonNode item : page.required("items")) {
                if (item.required("type").asString().equals(type)) {
                    found = item;
                }
            }
        } while (!page.required("items").isEmpty());
        return Objects.requireNonNull(found, "no event of the type " + type);
    }

    private String metadataOf(long position) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("select metadata from event where position = ?")) {
            select.setLong(1, position);
            try (var row = select.executeQuery()) {
                assertThat(row.next()).isTrue();
                return row.getString(1);
            }
        }
    }
}
