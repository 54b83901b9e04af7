package io.closedloop.lead.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.http.Caller;
import io.closedloop.lead.http.FreshService;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** An instance whose clock is an hour ahead of that of the database. */
class ClockAheadTest {
    private static final Duration AHEAD = Duration.ofHours(1);

    @TempDir
    static Path directory;

    private static FreshService service;

    @TestConfiguration(proxyBeanMethods = false)
    static class Clock {
        @Bean
        @Primary
        InstantSource clockAhead() {
            return () -> Instant.now().plus(AHEAD);
        }
    }

    @BeforeAll
    static void start() {
        service = FreshService.start(directory, List.of(Clock.class));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void aSuppressionThatIsNotOverByTheLogsTimeIsLifted() throws IOException {
        Instant over = Instant.now().plus(AHEAD.dividedBy(2));

        assertThat(lift(suppressedUntil(over)).status()).isEqualTo(200);
    }

    @Test
    void oneThatIsOverIsNot() throws IOException {
        Caller.Answer answer = lift(suppressedUntil(Instant.now().minus(AHEAD.dividedBy(2))));

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.code()).isEqualTo("command-not-allowed");
    }

    private static Caller.Answer lift(String suppression) throws IOException {
        return service.as(Role.MANAGER).post("/v1/suppressions/" + suppression + "/lift", "{\"justification\": \"j\"}");
    }

    /** The suppression of a lead that was disqualified two hours ago. */
    private static String suppressedUntil(Instant over) throws IOException {
        Instant then = Instant.now().minus(AHEAD.multipliedBy(2));
        Caller marketing = service.as(Role.MARKETING);
        Caller.Answer registered = marketing.post(
                "/v1/leads",
                "{\"contact\": {\"email\": \"%s@example.com\"}, \"source\": {\"channel\": \"WEB\", \"sourcedBy\": \"MARKETING\"}, \"occurredAt\": \"%s\"}"
                        .formatted(UUID.randomUUID(), then));
        assertThat(registered.status()).isEqualTo(201);
        String lead = "/v1/leads/" + registered.json().required("leadId").asString();
        Caller.Answer out = marketing.post(
                lead + "/disqualify",
                "{\"reason\": \"NO_NEED\", \"occurredAt\": \"%s\", \"expiresAt\": \"%s\"}".formatted(then, over));
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
}
