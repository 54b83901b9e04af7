package io.closedloop.lead.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.closedloop.lead.deployment.RealProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Programs from npm, in the versions of {@code src/test/typescript/package-lock.json}. They are not fetched here, so
 * that a build needs no network: docs/testing.md has the command. Without them tests are skipped, as without any other
 * {@link RealProgram}.
 */
record NodePackages(RealProgram node, Path folder) {
    static final Path SOURCES = Path.of("src", "test", "typescript");
    private static final String LOCK = "package-lock.json";

    /** Where they were fetched to, with the sources of today beside them. */
    static NodePackages installed() throws IOException {
        RealProgram node = RealProgram.named("node");
        Path folder = Path.of("target", "typescript").toAbsolutePath();
        boolean there = Files.exists(folder.resolve(Path.of("node_modules", ".package-lock.json")))
                && Files.mismatch(folder.resolve(LOCK), SOURCES.resolve(LOCK)) == -1;
        String otherwise = "the packages of " + SOURCES.resolve(LOCK) + " are not in " + folder;
        if (RealProgram.areRequired()) {
            assertThat(there).as(otherwise).isTrue();
        }
        assumeTrue(there, otherwise);
        return new NodePackages(node, folder);
    }

    /** A copy of one of the sources, beside the packages. */
    void bring(String source) throws IOException {
        Files.write(folder.resolve(source), Files.readAllBytes(SOURCES.resolve(source)));
    }

    void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }

    /** Runs a package's program to its end. */
    RealProgram.Run run(String program, String... arguments) throws IOException, InterruptedException {
        var all = new ArrayList<>(
                List.of(folder.resolve(Path.of("node_modules", ".bin", program)).toString()));
        all.addAll(List.of(arguments));
        return node.run(folder, "", all.toArray(String[]::new));
    }
}
