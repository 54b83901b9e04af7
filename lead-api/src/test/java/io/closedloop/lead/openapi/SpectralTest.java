package io.closedloop.lead.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.deployment.RealProgram;
import io.closedloop.lead.http.RunningService;
import org.junit.jupiter.api.Test;

/** What Spectral, a linter of descriptions, has to say about this one. */
class SpectralTest extends RunningService {
    private static final String RULES = ".spectral.yaml";

    @Test
    void noRuleFindsAnythingInTheDescription() throws Exception {
        NodePackages packages = NodePackages.installed();
        packages.bring(RULES);
        packages.write("described.json", nobody().get("/v3/api-docs").body());

        RealProgram.Run run = lint(packages, "described.json");

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(run.output()).contains("No results with a severity of 'hint' or higher found!");
    }

    @Test
    void itWouldSayWhatIsWrong() throws Exception {
        NodePackages packages = NodePackages.installed();
        packages.bring(RULES);
        packages.write("poor.json", """
                {"openapi": "3.1.0", "info": {"title": "Poor", "version": "1"}, "paths": {"/v1/leads/{leadId}": {"get": {"responses": {}}}}}
                """);

        RealProgram.Run run = lint(packages, "poor.json");

        assertThat(run.exitCode()).isNotZero();
        assertThat(run.output()).contains("path-params", "operation-description", "info-contact");
    }

    private static RealProgram.Run lint(NodePackages packages, String description) throws Exception {
        return packages.run(
                "spectral", "lint", "--ruleset", RULES, "--fail-severity", "hint", "--format", "stylish", description);
    }
}
