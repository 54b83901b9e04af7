package io.closedloop.lead.documentation;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A newcomer finds a decision by its area, and sees at once what was decided, when, and whether it still holds. */
class DecisionsTest {
    private static final Path FOLDER = Path.of("..", "docs", "decisions");
    private static final Pattern HEAD = Pattern.compile(
            "# (?<number>\\d{4}) (?<title>.+)\n\n\\d{1,2} \\p{Lu}\\p{Ll}+ \\d{4}\\. Status: (accepted|superseded by)\\b.*\n\n## Context\n");

    @Test
    void everyDecisionBeginsWithItsNumberItsTitleItsDateAndItsStatus() throws IOException {
        var wrong = new ArrayList<String>();
        for (Path page : pages()) {
            var head = HEAD.matcher(Files.readString(page));
            if (!head.lookingAt() || !name(page).startsWith(head.group("number") + "-")) {
                wrong.add(name(page));
            }
        }
        assertThat(wrong)
                .as("pages that do not begin with '# <number> <title>' and '<day month year>. Status: accepted.'")
                .isEmpty();
    }

    @Test
    void noTwoDecisionsHaveOneNumber() throws IOException {
        assertThat(pages().stream()
                        .collect(groupingBy(page -> name(page).substring(0, 4)))
                        .values())
                .allSatisfy(pages -> assertThat(pages).hasSize(1));
    }

    @Test
    void theIndexHasEveryDecisionOnceUnderItsTitle() throws IOException {
        String index = Files.readString(FOLDER.resolve("README.md"));
        var wrong = new ArrayList<String>();
        for (Path page : pages()) {
            String first = Files.readAllLines(page).getFirst();
            String row = "| [%s](%s) | %s"
                    .formatted(name(page).substring(0, 4), name(page), first.substring("# 0000 ".length()));
            if (index.split(Pattern.quote(row), -1).length != 2) {
                wrong.add(row);
            }
        }
        assertThat(wrong)
                .as("rows that docs/decisions/README.md lacks or repeats")
                .isEmpty();
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> name(file).matches("\\d{4}-.*\\.md"))
                    .sorted()
                    .toList();
        }
    }

    private static String name(Path page) {
        return page.getFileName().toString();
    }
}
