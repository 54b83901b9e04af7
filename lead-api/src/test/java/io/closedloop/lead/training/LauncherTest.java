package io.closedloop.lead.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code bin/closedloop}, with a Java that only says how it was called. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class LauncherTest {
    private static final Path LAUNCHER = Path.of("src", "dist", "bin", "closedloop");
    /** Says where it is and with what it was called, and makes the file that it is asked for. */
    private static final String JAVA = """
            #!/bin/sh
            echo "in $(pwd) process $$"
            for word in "$@"; do
                echo "<$word>"
                case $word in
                    -XX:AOTCacheOutput=*) echo cache >"${word#*=}" ;;
                esac
            done
            env | grep -E '^(CLOSEDLOOP|SPRING)_' | sort
            """;

    @TempDir
    Path directory;

    private Path home;
    private Path java;

    private record Run(int status, String output) {}

    @BeforeEach
    void unpack() throws IOException {
        home = Files.createDirectories(directory.resolve("closed loop")).toRealPath();
        Files.createDirectories(home.resolve("bin"));
        Files.copy(LAUNCHER, home.resolve("bin/closedloop"));
        Files.createDirectories(home.resolve("app"));
        Files.writeString(home.resolve("app/closed-loop.jar"), "the application");
        java = javaOfRelease("25.0.1");
    }

    private Path javaOfRelease(String version) throws IOException {
        Path java = directory.resolve("java-" + version);
        Files.createDirectories(java.resolve("bin"));
        Files.writeString(
                java.resolve("release"),
                "IMPLEMENTOR=\"Nobody\"\nJAVA_RUNTIME_VERSION=\"%s+1\"\nJAVA_VERSION=\"%s\"\nOS_ARCH=\"any\"\n"
                        .formatted(version, version));
        Path program = Files.writeString(java.resolve("bin/java"), JAVA);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return java;
    }

    private Run run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        var command =
                new ArrayList<>(List.of("sh", home.resolve("bin/closedloop").toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.matches("(CLOSEDLOOP|SPRING|LOOP)_.*"));
        builder.environment().put("JAVA_HOME", java.toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output.replace("process " + process.pid(), "the same process"));
    }

    @Test
    void becomesJavaInItsOwnDirectoryWithTheArgumentsAsTheyWere() throws Exception {
        Run run = run(Map.of("LOOP_HEAP", "700m", "LOOP_JAVA_OPTIONS", "-Da=b -Dc=d"), "--a=b c", "--server.port=0");

        assertThat(run.status()).isZero();
        assertThat(run.output())
                .contains("in " + home + " the same process")
                .contains("<-Xmx700m>", "<--enable-native-access=ALL-UNNAMED>", "<-Da=b>", "<-Dc=d>")
                .contains("<-jar>\n<%s>\n<--a=b c>\n<--server.port=0>\n".formatted(home.resolve("app/closed-loop.jar")))
                .doesNotContain("AOTCache");
        assertThat(run(Map.of(), "start", "--a=b").output()).contains("closed-loop.jar>\n<--a=b>\n");
    }

    @ParameterizedTest
    @CsvSource({
        "192m, -XX:NewRatio=1",
        "440m, -XX:NewRatio=1",
        "640m, -Xmn420m",
        "1G,   -Xmn683m",
        "2g,   -Xmn1366m",
        "786432k, -XX:NewRatio=1",
        "0768m, -XX:NewRatio=1",
        "1.5g, -XX:NewRatio=1"
    })
    void leavesMoreThanHalfOfALargeHeapForWhatIsNew(String heap, String young) throws Exception {
        assertThat(run(Map.of("LOOP_HEAP", heap)).output()).contains("<-Xmx%s>\n<%s>\n".formatted(heap, young));
    }

    @Test
    void leavesTheHeapToWhoeverSetsItAmongTheOptions() throws Exception {
        assertThat(run(Map.of("LOOP_HEAP", "640m", "LOOP_JAVA_OPTIONS", "-Xmx512m"))
                        .output())
                .contains("<-XX:NewRatio=1>")
                .doesNotContain("<-Xmn");
    }

    @Test
    void usesTheCacheThatWasMadeForThisAndSaysWhenThereIsNone() throws Exception {
        Path cache = directory.resolve("cache/one.aot");
        Map<String, String> here = Map.of("LOOP_AOT_CACHE", cache.toString(), "LOOP_HEAP", "300m");
        assertThat(run(here).output()).contains("there is no ahead-of-time cache at " + cache);

        assertThat(run(here, "train").status()).isZero();
        assertThat(cache).hasContent("cache");
        assertThat(run(here).output())
                .contains("<-XX:AOTCache=%s>".formatted(cache))
                .doesNotContain("closedloop:");
        // The heap may be another size.
        assertThat(run(Map.of("LOOP_AOT_CACHE", cache.toString())).output()).contains("<-XX:AOTCache=");

        String notItsOwn = "belongs to another Java, application or options";
        assertThat(run(Map.of("LOOP_AOT_CACHE", cache.toString(), "LOOP_JAVA_OPTIONS", "-XX:+UseSerialGC"))
                        .output())
                .contains(notItsOwn)
                .doesNotContain("-XX:AOTCache");
        java = javaOfRelease("25.0.2");
        assertThat(run(here).output()).contains(notItsOwn).doesNotContain("-XX:AOTCache");
        java = javaOfRelease("25.0.1");
        Files.writeString(home.resolve("app/closed-loop.jar"), "the next application");
        assertThat(run(here).output()).contains(notItsOwn).doesNotContain("-XX:AOTCache");
    }

    @Test
    void trainsWithoutAnySettingOfTheRealService() throws Exception {
        Files.writeString(java.resolve("bin/java"), JAVA + "exit 1\n"); // So that what it said is shown.
        Run run = run(
                Map.of(
                        "CLOSEDLOOP_DATA_DIR",
                        "/real/data",
                        "SPRING_DATASOURCE_URL",
                        "jdbc:postgresql://real",
                        "LOOP_AOT_CACHE",
                        directory.resolve("one.aot").toString()),
                "train");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.output())
                .contains("<io.closedloop.lead.training.TrainingRun>", "the training failed")
                .doesNotContain("real", "in " + home);
        assertThat(directory.resolve("one.aot")).doesNotExist();
    }

    @Test
    void looksForWhatIsInClearWithTheSettingsOfTheService() throws Exception {
        Run run = run(Map.of("CLOSEDLOOP_DATA_DIR", "/real/data"), "in-clear", "--closedloop.data-dir=/an other");

        assertThat(run.status()).isZero();
        assertThat(run.output())
                .contains("in " + home + " the same process", "CLOSEDLOOP_DATA_DIR=/real/data")
                .contains("<-cp>\n<%s>\n<io.closedloop.lead.inclear.InClear>\n<--closedloop.data-dir=/an other>\n"
                        .formatted(home.resolve("app/closed-loop.jar")));
    }

    @Test
    void findsAnotherJavaWhereTheOneThatIsNamedIsTooOld() throws Exception {
        Path old = javaOfRelease("21.0.4");
        Path fitting = java;
        java = old;
        Run run = run(Map.of("PATH", fitting.resolve("bin") + ":" + System.getenv("PATH")));

        assertThat(run.output()).contains("<-jar>");
    }

    @Test
    void saysWhatItDoesAndRefusesWhatItDoesNotKnow() throws Exception {
        assertThat(run(Map.of(), "help").output()).contains("closedloop train", "LOOP_HEAP", "JAVA_HOME");
        Run unknown = run(Map.of(), "restart");
        assertThat(unknown.status()).isEqualTo(1);
        assertThat(unknown.output()).contains("Unknown command 'restart'");
    }
}
