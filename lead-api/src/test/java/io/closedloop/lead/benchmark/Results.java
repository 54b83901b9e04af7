package io.closedloop.lead.benchmark;

import java.util.ArrayList;
import java.util.List;

/** What has been measured so far. Each row is printed as soon as it is known, because a run takes long. */
final class Results {
    private final List<Row> rows = new ArrayList<>();
    private boolean failed;

    void add(PartName part, String what, Target target, double measured) {
        add(Row.of(part, what, target, measured));
    }

    /** Something that had to work did not; the run goes on with the other parts, and fails at its end. */
    void failed(PartName part, Throwable why) {
        failed = true;
        add(Row.failed(part, why));
    }

    boolean anythingFailed() {
        return failed;
    }

    List<Row> rows() {
        return List.copyOf(rows);
    }

    private void add(Row row) {
        rows.add(row);
        say("%s: %s: %s%s"
                .formatted(
                        row.part().word(),
                        row.what(),
                        row.measured(),
                        row.target().isEmpty() ? "" : "  (%s: %s)".formatted(row.target(), row.ratio())));
    }

    /** What a run is about just now, for whoever waits for it. */
    static void say(String text) {
        System.out.println(text);
    }

    /** Shows an answer that was none of status 2xx, where there is one. */
    static void sayAnother(String answer) {
        if (!answer.isEmpty()) {
            say("One of the answers that are not 2xx: " + answer);
        }
    }

    /** The table, for a terminal. */
    String table() {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of("part", "what", "target", "measured", "by target"));
        rows.forEach(
                row -> lines.add(List.of(row.part().word(), row.what(), row.target(), row.measured(), row.ratio())));
        int[] widths = new int[5];
        lines.forEach(line -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        });
        var text = new StringBuilder();
        lines.forEach(line -> {
            for (int i = 0; i < widths.length; i++) {
                String cell = line.get(i);
                String space = " ".repeat(widths[i] - cell.length());
                text.append(i < 3 ? cell + space : space + cell).append("  ");
            }
            text.append('\n');
        });
        return text.toString();
    }
}
