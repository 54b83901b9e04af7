package io.closedloop.lead.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The rows of the tables of a page. */
public final class Table {
    private Table() {}

    /**
     * The cells of every row whose first cell is a code that begins with {@code prefix}; the codes without their ticks.
     */
    public static List<List<String>> rows(String page, String prefix) {
        try (var lines = Files.lines(Path.of("..", "docs", page))) {
            return lines.filter(line -> line.startsWith("| `" + prefix))
                    .map(line -> Arrays.stream(
                                    line.substring(1, line.lastIndexOf('|')).split("(?<!\\\\)\\|", -1))
                            .map(String::strip)
                            .toList())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The codes of a cell, in order: {@code `a`, `b`} are a and b. */
    public static List<String> codes(String cell) {
        return Arrays.stream(cell.split(",", -1))
                .map(String::strip)
                .filter(it -> it.startsWith("`") && it.endsWith("`"))
                .map(it -> it.substring(1, it.length() - 1))
                .toList();
    }
}
