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
    void aSuppressionThatIsNotOverByTheLogsTimeIsLifted() throws IOException {
        Instant over = Instant.now().plus(AHEAD.dividedBy(2));

        assertThat(lifting().lift(suppressedUntil(over)).status()).isEqualTo(200);
    }

    @Test
    void oneThatIsOverIsNot() throws IOException {
        Caller.Answer answer = lifting().lift(suppressedUntil(Instant.now().minus(AHEAD.dividedBy(2))));

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.code()).isEqualTo("command-not-allowed");
    }

    /** The suppression of a lead that was disqualified two hours ago. */
    private static String suppressedUntil(Instant over) throws IOException {
        return lifting().suppressed(Instant.now().minus(AHEAD.multipliedBy(2)), over);
    }
}
