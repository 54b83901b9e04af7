package io.closedloop.lead.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PageTest {
    private static final String EMPTY = "before\n" + Page.BEGIN + "\n\n" + Page.END + "\nafter\n";

    @Test
    void whatStandsAroundTheTableStays() {
        String page = Page.with(
                EMPTY,
                Map.of("cores", "2"),
                List.of(PartName.H2),
                List.of(Row.of(PartName.H2, "commands/s", Target.atLeast(3_000), 4_500)),
                "2026-11-22");

        assertThat(page)
                .startsWith("before\n" + Page.BEGIN)
                .endsWith(Page.END + "\nafter\n")
                .contains("| cores | 2 |")
                .contains("| h2 | commands/s | ≥ 3,000 | 4,500 | 1.50 | 2026-11-22 |");
    }

    @Test
    void aRunOfSomePartsLeavesTheRowsOfTheOthers() {
        String page = Page.with(
                EMPTY,
                Map.of(),
                List.of(PartName.SINGLE, PartName.H2),
                List.of(
                        Row.of(PartName.SINGLE, "p99, ms", Target.atMost(30), 60),
                        Row.of(PartName.H2, "commands/s", Target.NONE, 1)),
                "2026-11-22");

        String next = Page.with(
                page,
                Map.of(),
                List.of(PartName.H2),
                List.of(Row.failed(PartName.H2, new IllegalStateException("a|b\nmore"))),
                "2026-11-23");

        assertThat(next)
                .contains("| single | p99, ms | ≤ 30 | 60 | 0.50 | 2026-11-22 |")
                .contains("| h2 | **did not work** |  | IllegalStateException: a\\|b |  | 2026-11-23 |")
                .doesNotContain("| h2 | commands/s");
    }

    @Test
    void theHeadlineSaysTheTablesFiguresThoseOfEarlierRunsIncluded() {
        String page = Page.with(
                Headline.BEGIN + "\nold\n" + Headline.END + "\n" + EMPTY,
                Map.of("cores", "4, shared by all"),
                List.of(PartName.SINGLE),
                List.of(
                        Row.of(PartName.SINGLE, "cold minute, commands/s", Target.NONE, 1_111),
                        Row.of(PartName.SINGLE, "commands/s", Target.NONE, 6_294),
                        Row.of(PartName.SINGLE, "p99, ms", Target.atMost(30), 22.2)),
                "2026-11-22");

        String next = Page.with(
                page,
                Map.of("cores", "4, shared by all"),
                List.of(PartName.H2),
                List.of(Row.of(PartName.H2, "commands/s", Target.atLeast(3_000), 4_641)),
                "2026-11-23");

        assertThat(next)
                .startsWith(
                        Headline.BEGIN
                                + "\n\nOn 4 cores, shared by all, the service takes **6,294 single commands a second** (p99 22.2 ms)")
                .contains("4,641 single commands a second on the embedded database (p99 " + Headline.UNKNOWN + " ms)")
                .contains(Headline.END)
                .doesNotContain("\nold\n", "1,111 single");
    }

    @Test
    void thePageOfTheProjectSaysWhatItsTableSays() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "benchmarks.md"));
        List<String> table = page.lines().filter(line -> line.startsWith("| ")).toList();
        String cores = table.stream()
                .filter(line -> line.startsWith("| cores | "))
                .map(line -> line.substring("| cores | ".length(), line.length() - " |".length()))
                .findFirst()
                .orElseThrow();

        assertThat(Headline.with(page, Map.of("cores", cores), table)).isEqualTo(page);
        assertThat(page).doesNotContain(Headline.UNKNOWN);
    }

    @Test
    void aPageWithoutMarksIsLeftAlone() {
        assertThatThrownBy(() -> Page.with("nothing", Map.of(), List.of(), List.of(), "2026-11-22"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(Page.BEGIN);
    }
}
