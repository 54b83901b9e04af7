package io.closedloop.lead.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The page that tells the numbers. What stands around its headline and its table was written by hand and stays. */
final class Page {
    static final String BEGIN = "<!-- results: written by mvn -Pbenchmark verify -->";
    static final String END = "<!-- end of the results -->";

    private Page() {}

    /**
     * Puts new results between the page's marks, and says the most important of all of them in its headline.
     *
     * @param circumstances what was measured on, in order
     * @param ran the parts whose rows are replaced; those of other parts stay from earlier runs
     * @throws IllegalStateException when the page has no marks
     */
    static void write(Path file, Map<String, String> circumstances, List<PartName> ran, List<Row> rows, String date)
            throws IOException {
        Files.writeString(file, with(Files.readString(file), circumstances, ran, rows, date));
    }

    static String with(
            String page, Map<String, String> circumstances, List<PartName> ran, List<Row> rows, String date) {
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalStateException("the page has no line '%s' with '%s' after it".formatted(BEGIN, END));
        }
        var text = new StringBuilder("\n\n|  | |\n|---|---|\n");
        circumstances.forEach((name, value) ->
                text.append("| ").append(name).append(" | ").append(cell(value)).append(" |\n"));
        text.append("\n| part | what | target | measured | by target | on |\n|---|---|---|--:|--:|---|\n");
        String before = page.substring(begin, end);
        List<String> table = Stream.of(PartName.values())
                .flatMap(part -> lines(part, before, ran, rows, date).stream())
                .toList();
        table.forEach(line -> text.append(line).append('\n'));
        return Headline.with(
                page.substring(0, begin + BEGIN.length()) + text + "\n" + page.substring(end), circumstances, table);
    }

    private static List<String> lines(PartName part, String before, List<PartName> ran, List<Row> rows, String date) {
        if (!ran.contains(part)) {
            return before.lines()
                    .filter(line -> line.startsWith("| " + part.word() + " |"))
                    .toList();
        }
        List<String> lines = new ArrayList<>();
        for (Row row : rows) {
            if (row.part() == part) {
                lines.add("| %s | %s | %s | %s | %s | %s |"
                        .formatted(part.word(), row.what(), row.target(), cell(row.measured()), row.ratio(), date));
            }
        }
        return lines;
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }
}
