package io.closedloop.lead.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemdUnitTest {
    private static final Pattern EXPOSURE = Pattern.compile("Overall exposure level for \\S+: (\\d+\\.\\d+)");

    @TempDir
    Path folder;

    @Test
    void whoeverGetsIntoTheProcessGetsNoFurther() throws Exception {
        RealProgram analyze = RealProgram.named("systemd-analyze");
        Path unit = Files.copy(Path.of("..", "deploy", "closedloop.service"), folder.resolve("closedloop.service"));

        RealProgram.Run run = analyze.run(folder, "", "security", "--offline=true", "--no-pager", unit.toString());

        Matcher exposure = EXPOSURE.matcher(run.output().replaceAll("\u001b\\[[0-9;]*m", ""));
        assertThat(exposure.find()).as(run.output()).isTrue();
        assertThat(Double.parseDouble(exposure.group(1))).isLessThan(2.0);
    }
}
