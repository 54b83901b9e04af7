package io.closedloop.lead.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.http.Caller;
import io.closedloop.lead.http.FreshService;
import java.io.IOException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Suppressions of new leads, and their lifting, for tests of instances whose clock is wrong. */
record Lifting(FreshService service) {
    Caller.Answer lift(String suppression) throws IOException {
        return service.as(Role.MANAGER).post("/v1/suppressions/" + suppression + "/lift", "{\"justification\": \"j\"}");
    }

    /**
     * The suppression of a new lead that marketing disqualifies.
     *
     * @param occurredAt when it was registered and disqualified; null: now, by the instance's clock
     * @param until when the suppression is over; null: as the playbook has it
     */
    String suppressed(@Nullable Instant occurredAt, @Nullable Instant until) throws IOException {
        Caller marketing = service.as(Role.MARKETING);
        String email = UUID.randomUUID() + "@example.com";
        Caller.Answer registered = marketing.post(
                "/v1/leads",
                "{\"contact\": {\"email\": \"%s\"}, \"source\": {\"channel\": \"WEB\", \"sourcedBy\": \"MARKETING\"}%s}"
                        .formatted(email, member("occurredAt", occurredAt)));
        assertThat(registered.status()).isEqualTo(201);
        String lead = "/v1/leads/" + registered.json().required("leadId").asString();
        Caller.Answer out = marketing.post(
                lead + "/disqualify",
                "{\"reason\": \"NO_NEED\"%s%s}"
                        .formatted(member("occurredAt", occurredAt), member("expiresAt", until)));
        assertThat(out.status()).isEqualTo(200);
        return service.as(Role.AUDITOR)
                .get(lead + "/history")
                .json()
                .required("items")
                .get(1)
                .required("data")
                .required("suppressions")
                .get(0)
                .required("suppressionId")
                .asString();
    }

    private static String member(String name, @Nullable Instant instant) {
        return instant == null ? "" : ", \"%s\": \"%s\"".formatted(name, instant);
    }
}
