package io.closedloop.lead.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.deployment.RealProgram;
import io.closedloop.lead.http.RunningService;
import java.nio.file.Files;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever integrates in TypeScript generates types from the description; {@code lead-life.ts} does, as an example. */
class TypeScriptClientTest extends RunningService {
    @Test
    void aProgramWithGeneratedTypesCompilesAndLivesALeadsLife() throws Exception {
        NodePackages packages = NodePackages.installed();
        packages.bring("lead-life.ts");
        packages.bring("tsconfig.json");
        packages.write("api.json", nobody().get("/v3/api-docs").body());
        packages.write("lead-life.env", environment());

        succeeds(packages.run("openapi-typescript", "api.json", "-o", "api.ts"));
        succeeds(packages.run("tsc"));
        RealProgram.Run life = packages.node()
                .run(packages.folder(), "", "--enable-source-maps", "--env-file=lead-life.env", "js/lead-life.js");

        succeeds(life);
        assertThat(life.output()).endsWith(" was won for 1054.00 EUR\n");
    }

    private String environment() {
        return "CLOSEDLOOP_URL=%s\n".formatted(service())
                + Stream.of(Role.MARKETING, Role.SALES, Role.AUDITOR)
                        .map(role -> "CLOSEDLOOP_%s_KEY=%s\n".formatted(role, as(role).key()))
                        .collect(Collectors.joining());
    }

    private static void succeeds(RealProgram.Run run) {
        assertThat(run.exitCode()).as(run.output()).isZero();
    }

    @Test
    void theLockFileNamesEveryPackageByItsChecksumAndNoPlaceToFetchItFrom() throws Exception {
        String lock = Files.readString(NodePackages.SOURCES.resolve("package-lock.json"));

        assertThat(lock).contains("\"integrity\": \"sha512-").doesNotContain("\"resolved\"", "https://registry");
    }
}
