package io.closedloop.lead.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.access.Role;
import io.closedloop.lead.http.RunningService;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever integrates generates a client from the description; so does this test, in Java. */
class GeneratedClientTest extends RunningService {
    /** The build puts it there. It runs in a process of its own: it brings libraries of its own. */
    private static final Path GENERATOR = Path.of("target", "tools", "openapi-generator-cli.jar");

    @TempDir
    private Path directory;

    @Test
    void aGeneratedClientCompilesAndLivesALeadsLifeToItsEnd() throws Exception {
        Path description = Files.writeString(
                directory.resolve("api.json"), nobody().get("/v3/api-docs").body());
        Path sources = generate(description);
        try (InputStream user = getClass().getResourceAsStream("/generated-client/UsesTheClient.java.txt")) {
            Files.copy(Objects.requireNonNull(user), sources.resolve("UsesTheClient.java"));
        }
        Path classes = compile(sources);

        String email = UUID.randomUUID() + "@example.com";
        assertThat(use(classes, email)).isEqualTo("""
                CLOSED WON 6 %s ann
                6 from EMAIL with 120 employees to 1054.00 EUR
                2 LeadRegistered by Ana Souza, LeadWon after 1 identity
                1 EMAIL 1 1 1054.00 1
                409 true""".formatted(email));
    }

    private Path generate(Path description) throws IOException, InterruptedException {
        Path log = directory.resolve("generator.log");
        Process generator = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        GENERATOR.toString(),
                        "generate",
                        "-i",
                        description.toString(),
                        "-g",
                        "java",
                        "--library",
                        "native",
                        "-o",
                        directory.resolve("client").toString(),
                        "--additional-properties=openApiNullable=false,useJakartaEe=true,hideGenerationTimestamp=true,"
                                + "useSingleRequestParameter=true",
                        "--global-property",
                        "apis,models,supportingFiles,apiTests=false,modelTests=false,apiDocs=false,modelDocs=false")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(generator.waitFor()).as(() -> read(log)).isZero();
        return directory.resolve(Path.of("client", "src", "main", "java"));
    }

    private Path compile(Path sources) throws IOException {
        Path classes = Files.createDirectory(directory.resolve("classes"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        var complaints = new StringWriter();
        try (Stream<Path> found = Files.walk(sources);
                StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<Path> java =
                    found.filter(path -> path.toString().endsWith(".java")).toList();
            boolean compiled = compiler.getTask(
                            complaints,
                            files,
                            null,
                            List.of(
                                    "-proc:none",
                                    "-nowarn",
                                    "-d",
                                    classes.toString(),
                                    "-classpath",
                                    System.getProperty("java.class.path")),
                            null,
                            files.getJavaFileObjectsFromPaths(java))
                    .call();
            assertThat(compiled).as(complaints::toString).isTrue();
        }
        return classes;
    }

    private String use(Path classes, String email) throws Exception {
        try (var loader = new URLClassLoader(
                new URL[] {classes.toUri().toURL()}, getClass().getClassLoader())) {
            @SuppressWarnings("unchecked")
            var user = (UnaryOperator<String>) loader.loadClass("UsesTheClient")
                    .getConstructor(String.class, String.class)
                    .newInstance(
                            service().toString(),
                            as(Role.MARKETING, Role.SALES, Role.AUDITOR).key());
            return user.apply(email);
        }
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
