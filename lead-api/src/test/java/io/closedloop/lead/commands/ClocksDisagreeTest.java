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
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What happens while a clock is wrong by more than clocks may be apart, and afterwards. */
class ClocksDisagreeTest {
    private static final AtomicReference<Duration> ERROR = new AtomicReference<>(Duration.ZERO);

    @TempDir
    Path directory;

    @TestConfiguration(proxyBeanMethods = false)
    static class Clock {
        @Bean
        @Primary
        InstantSource wrongClock() {
            return () -> Instant.now().plus(ERROR.get());
        }
    }

    @AfterEach
    void setTheClockRight() {
        ERROR.set(Duration.ZERO);
    }

    private FreshService start(String... settings) {
        return FreshService.start(directory, List.of(Clock.class), settings);
    }

    private static String registration(String email) {
        return "{\"contact\": {\"email\": \"%s\"}, \"source\": {\"channel\": \"WEB\", \"sourcedBy\": \"MARKETING\"}}"
                .formatted(email);
    }

    private static long head(Caller auditor) throws IOException {
        return auditor.get("/v1/events?limit=1").json().required("position").asLong();
    }

    @Test
    void nothingIsStoredUntilTheClocksAgreeAgainAndEverythingIsRead() throws IOException {
        try (FreshService service = start()) {
            Caller marketing = service.as(Role.MARKETING);
            Caller auditor = service.as(Role.AUDITOR);
            assertThat(marketing
                            .post("/v1/leads", registration("a@example.com"))
                            .status())
                    .isEqualTo(201);
            long before = head(auditor);

            for (Duration error : List.of(Duration.ofDays(365), Duration.ofHours(-1))) {
                ERROR.set(error);
                Caller.Answer refused = marketing.post("/v1/leads", registration("b@example.com"));
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.code()).isEqualTo("store-unavailable");
                assertThat(refused.json().required("detail").asString())
                        .contains("the database's clock says")
                        .contains("closedloop.clock.holds");
                assertThat(head(auditor)).isEqualTo(before);
                assertThat(auditor.get("/v1/leads").status()).isEqualTo(200);
            }

            ERROR.set(Duration.ofMinutes(4));
            assertThat(marketing
                            .post("/v1/leads", registration("b@example.com"))
                            .status())
                    .isEqualTo(201);
        }
    }

    @Test
    void aLogThatIsAheadIsContinuedOnceSomebodySaysWhatHoldsAndListAndDecisionGoByThat() throws IOException {
        String person = UUID.randomUUID() + "@example.com";
        try (FreshService service = start()) {
            suppress(service.as(Role.MARKETING), person);
            service.part(JdbcClient.class)
                    .sql("update log_head set recorded_at = :ahead")
                    .param("ahead", OffsetDateTime.now(ZoneOffset.UTC).plusDays(365))
                    .update();
        }

        try (FreshService service = start()) {
            Caller.Answer refused = service.as(Role.MARKETING).post("/v1/leads", registration("b@example.com"));
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.json().required("detail").asString()).contains("ahead of the database's clock");
        }

        try (FreshService service = start("--closedloop.clock.holds=database")) {
            assertThat(activeSuppressions(service)).isEqualTo(1);
            Caller.Answer blocked = service.as(Role.MARKETING).post("/v1/leads", registration(person));
            assertThat(blocked.code()).isEqualTo("contact-suppressed");
        }

        try (FreshService service = start("--closedloop.clock.holds=log")) {
            assertThat(activeSuppressions(service)).isZero();
            assertThat(service.as(Role.MARKETING)
                            .post("/v1/leads", registration(person))
                            .status())
                    .isEqualTo(201);
        }
    }

    private static int activeSuppressions(FreshService service) throws IOException {
        return service.as(Role.AUDITOR)
                .get("/v1/suppressions?active=true")
                .json()
                .required("items")
                .size();
    }

    /** For a month from now. */
    private static void suppress(Caller marketing, String email) throws IOException {
        String lead = marketing
                .post("/v1/leads", registration(email))
                .json()
                .required("leadId")
                .asString();
        Caller.Answer out = marketing.post(
                "/v1/leads/%s/disqualify".formatted(lead),
                "{\"reason\": \"NO_NEED\", \"expiresAt\": \"%s\"}"
                        .formatted(Instant.now().plus(Duration.ofDays(30))));
        assertThat(out.status()).isEqualTo(200);
    }
}
