package io.closedloop.lead.documentation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of docs/metrics.md, sent to a service. */
class MetricsPageTest {
    private static final Pattern CHOSEN_IDS = Pattern.compile("00000000-0000-4000-8000-0000000000\\d\\d");

    @TempDir
    Path folder;

    @Test
    void theAnswersAreThoseThatThePageShows() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "metrics.md"));
        new ShellTour(page.substring(page.indexOf("\n## The example")), CHOSEN_IDS).holdsAgainstAFreshService(folder);
    }
}
