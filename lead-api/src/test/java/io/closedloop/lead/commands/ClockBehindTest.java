package io.closedloop.lead.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.http.Caller;
import io.closedloop.lead.http.FreshService;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
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
        service = FreshService.start(directory, List.of(Clock.class), "--closedloop.clock.holds=log");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static Lifting lifting() {
        return new Lifting(service);
    }

    @Test
    void aSuppressionThatIsOverByTheLogsTimeIsNotLifted() throws IOException {
        Instant over = Instant.now().minus(BEHIND.dividedBy(2));

        Caller.Answer answer = lifting().lift(lifting().suppressed(null, over));

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.code()).isEqualTo("command-not-allowed");
    }

    @Test
    void oneThatIsNotOverIsLifted() throws IOException {
        assertThat(lifting().lift(lifting().suppressed(null, null)).status()).isEqualTo(200);
    }
}
