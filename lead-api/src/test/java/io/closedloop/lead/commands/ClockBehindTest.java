package io.closedloop.lead.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.http.Caller;
import io.closedloop.lead.lifecycle.CommandKind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** An instance whose clock is an hour behind that of the database. */
class ClockBehindTest extends CommandCalls {
    private static final Duration BEHIND = Duration.ofHours(1);

    @TestConfiguration(proxyBeanMethods = false)
    static class Clock {
        @Bean
        @Primary
        InstantSource clockBehind() {
            return () -> Instant.now().minus(BEHIND);
        }
    }

    @Test
    void aSuppressionThatIsOverByTheLogsTimeIsNotLifted() {
        String leadId = registered(newEmail());
        Instant over = Instant.now().minus(BEHIND.dividedBy(2));
        accepted(
                marketing(),
                CommandKind.DISQUALIFY_LEAD,
                leadId,
                "{\"reason\": \"NO_NEED\", \"expiresAt\": \"%s\"}".formatted(over));
        String lift = "/v1/suppressions/" + suppressionOf(leadId) + "/lift";

        Caller.Answer answer = manager().post(lift, "{\"justification\": \"j\"}");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.code()).isEqualTo("command-not-allowed");
    }

    @Test
    void oneThatIsNotOverIsLifted() {
        String leadId = registered(newEmail());
        accepted(marketing(), CommandKind.DISQUALIFY_LEAD, leadId, "{\"reason\": \"NO_NEED\"}");

        assertThat(manager()
                        .post("/v1/suppressions/" + suppressionOf(leadId) + "/lift", "{\"justification\": \"j\"}")
                        .status())
                .isEqualTo(200);
    }
}
