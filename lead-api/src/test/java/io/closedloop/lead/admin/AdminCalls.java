package io.closedloop.lead.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.http.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** What tests of operators' endpoints ask again and again. */
final class AdminCalls {
    static final String REBUILD = "/v1/admin/projections/read-models/rebuild";
    static final String LETTERS = "/v1/admin/dead-letters";

    private AdminCalls() {}

    /** A lead at marketing's end: registered and qualified. */
    static UUID lead(Caller caller) {
        UUID lead = UUID.randomUUID();
        register(caller, lead);
        qualify(caller, lead);
        return lead;
    }

    static void register(Caller caller, UUID lead) {
        assertThat(caller.post("/v1/leads", """
                        {"leadId": "%s", "contact": {"email": "%s@example.com"}, "source": {"channel": "WEB", "sourcedBy": "MARKETING"}}""".formatted(lead, lead)).status()).isEqualTo(201);
    }

    /** The position of what it stored. */
    static long qualify(Caller caller, UUID lead) {
        Caller.Answer answer = caller.post("/v1/leads/%s/qualify-marketing".formatted(lead), "{}");
        assertThat(answer.status()).isEqualTo(200);
        return answer.json().required("position").asLong();
    }

    static long accept(Caller caller, UUID lead) {
        Caller.Answer answer = caller.post("/v1/leads/%s/accept".formatted(lead), "{\"rep\": \"ann\"}");
        assertThat(answer.status()).isEqualTo(200);
        return answer.json().required("position").asLong();
    }

    /** The funnel at a position, without what tells one answer from the next. */
    static JsonNode funnel(Caller caller, long position) {
        Caller.Answer answer = caller.get("/v1/reports/funnel?minPosition=" + position, "Prefer", "wait=60");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().required("rows");
    }

    static JsonNode awaitJson(Supplier<JsonNode> asked, java.util.function.Predicate<JsonNode> wanted) {
        var last = new JsonNode[1];
        await(() -> {
            last[0] = asked.get();
            return wanted.test(last[0]);
        });
        return last[0];
    }

    static void await(BooleanSupplier condition) {
        Instant deadline = Instant.now().plus(Duration.ofSeconds(60));
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("waited for a minute").isBefore(deadline);
            Thread.onSpinWait();
        }
    }
}
