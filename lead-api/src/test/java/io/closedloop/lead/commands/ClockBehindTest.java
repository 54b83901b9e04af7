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

/** An instance whose clock is an hour behind that of the database. */
class ClockBehindTest {
    private static final Duration BEHIND = Duration.ofHours(1);

    @TempDir
    static Path directory;

    private static FreshService service;

    @TestConfiguration(proxyBeanMethods = false)
    static class Clock {
        @Bean
        @Primary
        InstantSource clockBehind() {
            return () -> Instant.now().minus(BEHIND);
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
    void aSuppressionThatIsOverByTheLogsTimeIsNotLifted() throws IOException {
        Instant over = Instant.now().minus(BEHIND.dividedBy(2));

        Caller.Answer answer = lift(suppressed(", \"expiresAt\": \"%s\"".formatted(over)));

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.code()).isEqualTo("command-not-allowed");
    }

    @Test
    void oneThatIsNotOverIsLifted() throws IOException {
        assertThat(lift(suppressed("")).status()).isEqualTo(200);
    }

    private static Caller.Answer lift(String suppression) throws IOException {
        return service.as(Role.MANAGER).post("/v1/suppressions/" + suppression + "/lift", "{\"justification\": \"j\"}");
    }

    /** The suppression of a new lead that marketing disqualifies. */
    private static String suppressed(String until) throws IOException {
        Caller marketing = service.as(Role.MARKETING);
        String email = UUID.randomUUID() + "@example.com";
        Caller.Answer registered = marketing.post(
                "/v1/leads",
                "{\"contact\": {\"email\": \"%s\"}, \"source\": {\"channel\": \"WEB\", \"sourcedBy\": \"MARKETING\"}}"
                        .formatted(email));
        assertThat(registered.status()).isEqualTo(201);
        String lead = "/v1/leads/" + registered.json().required("leadId").asString();
        Caller.Answer out = marketing.post(lead + "/disqualify", "{\"reason\": \"NO_NEED\"%s}".formatted(until));
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
