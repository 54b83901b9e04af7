package io.closedloop.lead.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.durability.Beside;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher's {@code train} runs, for a second. */
@Beside
class TrainingRunTest {
    @TempDir
    Path directory;

    @Test
    void everythingThatTheTrainingAsksIsAnswered() throws Exception {
        Path data = directory.resolve("data");
        Process training = start(data);
        String output = new String(training.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(training.waitFor()).as(output).isZero();
        assertThat(data.resolve("closedloop.mv.db")).exists();
    }

    @Test
    void aDirectoryThatHasSomethingInItIsLeftAlone() throws Exception {
        Path precious = Files.writeString(directory.resolve("closedloop.mv.db"), "precious");
        Process training = start(directory);
        String output = new String(training.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(training.waitFor()).isNotZero();
        assertThat(output).contains(directory + " is not empty");
        assertThat(precious).hasContent("precious");
    }

    private static Process start(Path data) throws IOException {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        classPath,
                        TrainingRun.class.getName(),
                        data.toString(),
                        "1")
                .redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.matches("(CLOSEDLOOP|SPRING)_.*"));
        return builder.start();
    }
}
