package io.closedloop.lead.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.http.FreshService;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsFormatTest {
    @TempDir
    Path folder;

    @Test
    void prometheusOwnToolReadsTheMetricsAndTheirHelp() throws Exception {
        RealProgram promtool = RealProgram.named("promtool");
        String metrics;
        try (FreshService service = FreshService.start(folder.resolve("data"))) {
            assertThat(service.as(Role.MARKETING)
                            .post(
                                    "/v1/leads",
                                    "{\"contact\": {\"email\": \"a@example.com\"}, \"source\": {\"channel\": \"WEB\", \"sourcedBy\": \"MARKETING\"}}")
                            .status())
                    .isEqualTo(201);
            metrics = service.as(Role.ANALYST).get("/actuator/prometheus").body();
        }

        RealProgram.Run run = promtool.run(folder, metrics, "check", "metrics");

        assertThat(metrics).contains("closedloop_commands_total");
        // Its findings about names of Spring Boot, Hikari and the JVM are theirs.
        assertThat(run.output().lines().filter(line -> line.contains("closedloop_")))
                .isEmpty();
        assertThat(run.output()).doesNotContain("error while linting");
    }
}
