package io.closedloop.lead.importing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/importing.md shows is what the tool does. */
class ImportingPageTest {
    private static final Path PAGE =
            ImportTool.SOURCE.resolve("../../docs/importing.md").normalize();

    @TempDir
    Path folder;

    @Test
    void theExampleBecomesTheCommandsThatThePageShows() throws Exception {
        String page = Files.readString(PAGE);
        List<String> tables = blocks(page, "csv");
        Files.writeString(folder.resolve("leads.csv"), tables.get(0));
        Files.writeString(folder.resolve("deals.csv"), tables.get(1));
        Files.writeString(folder.resolve("my.mapping"), blocks(page, "ini").getFirst());

        var run = ImportTool.run(folder, Map.of(), "--mapping", "my.mapping", "--write", "-");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo(blocks(page, "json").getFirst());
    }

    @Test
    void theOptionsAreThoseOfTheTool() throws Exception {
        var run = ImportTool.run(folder, Map.of());

        String usage = run.err().substring(run.err().indexOf("Usage:"));
        assertThat(blocks(Files.readString(PAGE), "text")).contains(usage);
    }

    private static List<String> blocks(String page, String language) {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(page)
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
    }
}
