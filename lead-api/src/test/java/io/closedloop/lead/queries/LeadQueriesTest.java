package io.closedloop.lead.queries;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.http.Caller;
import io.closedloop.lead.http.Caller.Answer;
import io.closedloop.lead.http.RunningService;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class LeadQueriesTest extends RunningService {
    @Test
    void aLeadIsShownAsItIsNowWithItsVersionAsETag() {
        UUID lead = register();
        Answer answer = as(Role.SALES).get("/v1/leads/" + lead);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("ETag")).isEqualTo("\"1\"");
        JsonNode shown = answer.json();
        assertThat(shown.required("stage").asString()).isEqualTo("INQUIRY");
        assertThat(shown.at("/contact/email").asString()).isEqualTo(lead + "@example.com");
        assertThat(shown.at("/externalRef/id").asString()).isEqualTo(lead.toString());
        assertThat(shown.at("/attributes/employees").decimalValue()).isEqualByComparingTo("120");
        assertThat(shown.propertyNames())
                .containsExactly(
                        "leadId",
                        "version",
                        "position",
                        "stage",
                        "acceptance",
                        "outcome",
                        "pass",
                        "owner",
                        "contact",
                        "externalRef",
                        "source",
                        "attributes",
                        "registeredAt",
                        "stageSince",
                        "resumeNotBefore",
                        "expectedAmount",
                        "expectedCloseDate",
                        "milestone",
                        "amount",
                        "closedReason",
                        "disqualifiedReason",
                        "touches",
                        "allowedCommands");
        assertThat(as(Role.SALES)
                        .get("/v1/leads/" + lead, "If-None-Match", "\"1\"")
                        .status())
                .isEqualTo(304);
    }

    @Test
    void anAnalystSeesNoPersonalData() {
        UUID lead = register();
        JsonNode shown = as(Role.ANALYST).get("/v1/leads/" + lead).json();

        assertThat(shown.required("contact").isNull()).isTrue();
        assertThat(shown.required("externalRef").isNull()).isTrue();
        assertThat(shown.required("stage").asString()).isEqualTo("INQUIRY");
        assertThat(as(Role.ANALYST, Role.AUDITOR)
                        .get("/v1/leads/" + lead)
                        .json()
                        .required("contact")
                        .isNull())
                .isFalse();
        assertThat(as(Role.ANALYST).get("/v1/leads/" + lead + "/history").code())
                .isEqualTo("forbidden");
        assertThat(as(Role.ANALYST)
                        .post("/v1/leads/search", "{\"email\": \"a@example.com\"}")
                        .code())
                .isEqualTo("forbidden");
    }

    @Test
    void adminAloneReadsNothing() {
        for (String path : List.of("/v1/leads/" + register(), "/v1/suppressions", "/v1/playbook", "/v1/events")) {
            assertThat(as(Role.ADMIN).get(path).code()).as(path).isEqualTo("forbidden");
        }
    }

    @Test
    void aLeadIsShownAsItWasAtAVersionAndAtAnInstant() {
        UUID lead = register();
        JsonNode first = history(lead).get(0);
        qualify(lead);
        Instant before = Instant.parse(first.required("recordedAt").asString());

        assertThat(stage(lead, "")).isEqualTo("MQL");
        assertThat(stage(lead, "?version=1")).isEqualTo("INQUIRY");
        assertThat(stage(lead, "?asOf=" + before)).isEqualTo("INQUIRY");
        assertThat(stage(
                        lead,
                        "?asOf=" + history(lead).get(1).required("recordedAt").asString()))
                .isEqualTo("MQL");
        Caller sales = as(Role.SALES);
        assertThat(sales.get("/v1/leads/%s?version=3".formatted(lead)).code()).isEqualTo("not-found");
        assertThat(sales.get("/v1/leads/%s?asOf=%s".formatted(lead, before.minusSeconds(1)))
                        .code())
                .isEqualTo("not-found");
        assertThat(sales.get("/v1/leads/%s?asOf=%s"
                                .formatted(lead, Instant.now().plus(Duration.ofDays(1))))
                        .code())
                .isEqualTo("malformed-request");
        assertThat(sales.get("/v1/leads/%s?version=1&asOf=%s".formatted(lead, before))
                        .code())
                .isEqualTo("malformed-request");
        assertThat(sales.get("/v1/leads/" + UUID.randomUUID()).code()).isEqualTo("lead-not-found");
    }

    @Test
    void theHistoryShowsWhoDidWhatAndTheLeadBeforeAndAfter() {
        UUID lead = register();
        qualify(lead);
        List<JsonNode> items = history(lead);

        assertThat(items)
                .extracting(item -> item.required("type").asString())
                .containsExactly("LeadRegistered", "LeadMarketingQualified");
        assertThat(items.get(0).required("before").isNull()).isTrue();
        assertThat(items.get(0).at("/data/contact/email").asString()).isEqualTo(lead + "@example.com");
        assertThat(items.get(1).at("/before/stage").asString()).isEqualTo("INQUIRY");
        assertThat(items.get(1).at("/after/stage").asString()).isEqualTo("MQL");
        assertThat(items.get(1).required("actor").asString()).startsWith("test-");
        assertThat(items.get(1).required("role").asString()).isEqualTo("MARKETING");
        assertThat(items.get(1).required("correlationId").asString()).isEqualTo("from the test");
        assertThat(items.get(1).required("sequence").asLong()).isEqualTo(1);
    }

    @Test
    void aLongHistoryCanBeReadPageByPage() {
        UUID lead = register();
        qualify(lead);
        String path = "/v1/leads/" + lead + "/history";
        Caller sales = as(Role.SALES);
        assertThat(sales.post("/v1/leads/" + lead + "/touches", "{\"type\": \"CALL\", \"by\": \"SALES\"}")
                        .status())
                .isEqualTo(201);

        JsonNode first = sales.get(path + "?limit=2").json();
        String cursor = first.required("nextCursor").asString();
        JsonNode second = sales.get(path + "?limit=2&cursor=" + cursor).json();

        assertThat(first.required("items").findValuesAsString("eventId")).hasSize(2);
        assertThat(second.required("nextCursor").isNull()).isTrue();
        assertThat(Stream.of(first, second)
                        .flatMap(page -> page.required("items").valueStream()))
                .isEqualTo(history(lead));
        assertThat(second.required("position")).isEqualTo(first.required("position"));
        assertThat(sales.get("/v1/leads/" + register() + "/history?cursor=" + cursor)
                        .code())
                .isEqualTo("malformed-request");
        assertThat(sales.get(path + "?limit=0").code()).isEqualTo("malformed-request");
    }

    @Test
    void leadsAreFoundByTheIdentitiesThatTheyHold() {
        UUID lead = register();

        assertThat(found("{\"email\": \"%s@EXAMPLE.com \"}".formatted(lead))).containsExactly(lead.toString());
        assertThat(found("{\"externalRef\": {\"system\": \"crm\", \"id\": \"%s\"}}".formatted(lead)))
                .containsExactly(lead.toString());
        assertThat(found("{\"email\": \"nobody-%s@example.com\"}".formatted(lead)))
                .isEmpty();
        assertThat(as(Role.SALES).post("/v1/leads/search", "{}").code()).isEqualTo("invalid-command");
        assertThat(as(Role.SALES)
                        .post("/v1/leads/search", "{\"email\": \"x\"}")
                        .json()
                        .at("/errors/0/pointer")
                        .asString())
                .isEqualTo("/email");
    }

    @Test
    void theLogIsFollowedAsCloudEventsWithoutAGap() {
        UUID lead = register();
        qualify(lead);
        long last = as(Role.SALES)
                .get("/v1/leads/" + lead)
                .json()
                .required("position")
                .asLong();
        Answer answer = as(Role.AUDITOR)
                .get("/v1/events?limit=2&after=" + (last - 2), "Accept", "application/cloudevents-batch+json");

        assertThat(answer.header("Content-Type")).isEqualTo("application/cloudevents-batch+json");
        JsonNode page = answer.json();
        assertThat(answer.header("Closedloop-Position")).isEqualTo(Long.toString(last));
        assertThat(page.valueStream().map(event -> event.required("position").asLong()))
                .containsExactly(last - 1, last);
        JsonNode event = page.at("/1");
        assertThat(event.required("specversion").asString()).isEqualTo("1.0");
        assertThat(event.required("type").asString()).isEqualTo("LeadMarketingQualified");
        assertThat(event.required("subject").asString()).isEqualTo(lead.toString());
        assertThat(event.at("/data/leadId").asString()).isEqualTo(lead.toString());
        assertThat(as(Role.AUDITOR)
                        .get("/v1/events?after=" + Long.MAX_VALUE)
                        .json()
                        .required("items")
                        .isEmpty())
                .isTrue();
        assertThat(as(Role.SALES).get("/v1/events").code()).isEqualTo("forbidden");
        assertThat(as(Role.AUDITOR).get("/v1/events?limit=1001").code()).isEqualTo("malformed-request");
    }

    @Test
    void suppressionsAreShownByTheirHashesNewestFirst() {
        UUID lead = register();
        Answer out = as(Role.MARKETING).post("/v1/leads/%s/disqualify".formatted(lead), "{\"reason\": \"POOR_FIT\"}");
        assertThat(out.status()).isEqualTo(200);
        Answer page = as(Role.ANALYST)
                .get("/v1/suppressions?active=true&reason=POOR_FIT&minPosition="
                        + out.json().required("position").asLong());

        List<JsonNode> own = page.json()
                .required("items")
                .valueStream()
                .filter(item -> item.required("leadId").asString().equals(lead.toString()))
                .toList();
        assertThat(own)
                .extracting(item -> item.required("kind").asString())
                .containsExactlyInAnyOrder("EMAIL", "EXTERNAL_REF");
        assertThat(page.body()).doesNotContain("@example.com");
        String id = own.getFirst().required("suppressionId").asString();
        assertThat(as(Role.SALES).get("/v1/suppressions/" + id).json()).isEqualTo(own.getFirst());
        assertThat(as(Role.SALES).get("/v1/suppressions/" + UUID.randomUUID()).code())
                .isEqualTo("suppression-not-found");
        assertThat(as(Role.SALES).get("/v1/suppressions?cursor=x").code()).isEqualTo("malformed-request");
        assertThat(as(Role.SALES).get("/v1/suppressions?reason=POOR_FTI").code())
                .isEqualTo("malformed-request");
    }

    @Test
    void whoAsksForAPositionThatIsNotThereYetIsToldSoAfterTheTimeThatItPrefers() {
        Answer answer = as(Role.SALES)
                .get(
                        "/v1/leads/%s?minPosition=%d".formatted(register(), Long.MAX_VALUE),
                        "Prefer",
                        "respond-async, wait=0");

        assertThat(answer.code()).isEqualTo("projection-behind");
        assertThat(answer.header("Retry-After")).isEqualTo("1");
    }

    @Test
    void thePlaybookNamesItsReasonsByClass() {
        JsonNode playbook = as(Role.ANALYST).get("/v1/playbook").json();

        assertThat(playbook.required("version").asInt()).isEqualTo(1);
        assertThat(playbook.required("reasons")
                        .valueStream()
                        .filter(reason -> reason.required("code").asString().equals("UNRESPONSIVE"))
                        .map(reason -> reason.required("class").asString()))
                .containsExactlyInAnyOrder("RECYCLE", "LOSS");
    }

    private UUID register() {
        UUID lead = UUID.randomUUID();
        Answer answer = as(Role.MARKETING).post("/v1/leads", """
                {"leadId": "%1$s", "contact": {"email": "%1$s@example.com"}, "externalRef": {"system": "crm", "id": "%1$s"},
                 "source": {"channel": "EMAIL", "sourcedBy": "MARKETING"}, "attributes": {"employees": 120}}""".formatted(lead));
        assertThat(answer.status()).isEqualTo(201);
        return lead;
    }

    private void qualify(UUID lead) {
        Answer answer = as(Role.MARKETING)
                .post("/v1/leads/%s/qualify-marketing".formatted(lead), "{}", "X-Correlation-Id", "from the test");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("X-Correlation-Id")).isEqualTo("from the test");
    }

    private List<JsonNode> history(UUID lead) {
        return as(Role.AUDITOR)
                .get("/v1/leads/%s/history".formatted(lead))
                .json()
                .required("items")
                .valueStream()
                .toList();
    }

    private String stage(UUID lead, String parameters) {
        return as(Role.SALES)
                .get("/v1/leads/" + lead + parameters)
                .json()
                .required("stage")
                .asString();
    }

    private List<String> found(String wanted) {
        return as(Role.SALES)
                .post("/v1/leads/search", wanted)
                .json()
                .required("items")
                .findValuesAsString("leadId");
    }
}
