package io.closedloop.lead.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    void aPageWithoutMarksIsLeftAlone() {
        assertThatThrownBy(() -> Page.with("nothing", Map.of(), List.of(), List.of(), "2026-11-22"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(Page.BEGIN);
    }
}
