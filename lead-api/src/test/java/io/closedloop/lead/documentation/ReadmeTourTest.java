package io.closedloop.lead.documentation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tour of README.md, sent to a service. */
class ReadmeTourTest {
    private static final Pattern CHOSEN_IDS = Pattern.compile("6f9619ff.*|b5fe23c9.*");

    @TempDir
    Path folder;

    @Test
    void theAnswersAreThoseThatTheReadmeShows() throws Exception {
        String page = Files.readString(Path.of("..", "README.md"));
        int start = page.indexOf("## A tour");
        new ShellTour(page.substring(start, page.indexOf("\n## ", start)), CHOSEN_IDS)
                .holdsAgainstAFreshService(folder);
    }
}
