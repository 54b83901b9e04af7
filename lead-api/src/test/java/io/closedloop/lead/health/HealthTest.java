package io.closedloop.lead.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.http.Caller;
import io.closedloop.lead.http.RunningService;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class HealthTest extends RunningService {
    @Test
    void anybodyIsToldWhetherButOnlyAnAdministratorWhy() {
        String bare = "{\"status\":\"UP\"}";
        assertThat(nobody().get("/actuator/health/readiness").body()).isEqualTo(bare);
        assertThat(as(Role.SALES).get("/actuator/health/readiness").body()).isEqualTo(bare);
        assertThat(new Caller(service(), "nonsense")
                        .get("/actuator/health/readiness")
                        .body())
                .isEqualTo(bare);

        JsonNode told = admin().get("/actuator/health/readiness").json();
        assertThat(told.required("components").propertyNames()).containsExactlyInAnyOrder("log", "readinessState");
        assertThat(told.at("/components/log/details/position").isNumber()).isTrue();
    }

    @Test
    void livenessAsksTheThreadsAndNeverTheDatabase() {
        JsonNode told = admin().get("/actuator/health/liveness").json();

        assertThat(told.required("components").propertyNames()).containsExactlyInAnyOrder("livenessState", "threads");
        assertThat(told.at("/components/threads/details/appender").asString()).isEqualTo("running");
        assertThat(told.at("/components/threads/details/readModels").asString()).isEqualTo("running");
    }

    @Test
    void theWholeTellsHowFarReportsAre() {
        JsonNode told = admin().get("/actuator/health").json();

        assertThat(told.at("/components/readModels/details/position").isNumber())
                .isTrue();
    }

    @Test
    void noOtherSpellingOfAPathIsOpen() {
        assertThat(nobody().get("/actuator/health/log").status()).isEqualTo(401);
        assertThat(nobody().get("/actuator/health/").status()).isEqualTo(404);
        assertThat(nobody().get("/actuator/prometheus").status()).isEqualTo(401);
    }
}
