package io.closedloop.lead.benchmark;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The most important figures of the table in two sentences, for whoever reads no further. */
final class Headline {
    static final String BEGIN = "<!-- headline: written by mvn -Pbenchmark verify -->";
    static final String END = "<!-- end of the headline -->";

    /** Stands where the table has no such number, because its part did not work or was never measured. */
    static final String UNKNOWN = "(not measured)";

    private Headline() {}

    /**
     * Puts the sentences between the page's marks; a page without these marks stays as it is.
     *
     * @param lines the lines of the whole table, those of earlier runs included
     */
    static String with(String page, Map<String, String> circumstances, List<String> lines) {
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        if (begin < 0 || end < begin) {
            return page;
        }
        String cores = circumstances.get("cores");
        String machine = cores == null ? "The" : "On " + cores.replaceFirst("^(\\d+)", "$1 cores") + ", the";
        String text = """
                %s service takes **%s single commands a second** (p99 %s ms) and **%s commands a second in bulk** \
                on PostgreSQL, and %s single commands a second on the embedded database (p99 %s ms). On the large log \
                `funnel` takes %s ms at p99 and `campaigns` %s ms, read models fill at %s events a second, and a start \
                takes %s s.""".formatted(
                        machine,
                        measured(lines, PartName.SINGLE, "commands/s"),
                        measured(lines, PartName.SINGLE, "p99, ms"),
                        measured(lines, PartName.BULK, "commands/s"),
                        measured(lines, PartName.H2, "commands/s"),
                        measured(lines, PartName.H2, "p99, ms"),
                        measured(lines, PartName.REPORTS, "funnel by channel, p99 in ms"),
                        measured(lines, PartName.REPORTS, "campaigns, p99 in ms"),
                        measured(lines, PartName.FILL, "events/s, the start of the service included"),
                        measured(lines, PartName.START, "launch to the first 2xx, s, median of 5"));
        return page.substring(0, begin + BEGIN.length()) + "\n\n" + text + "\n\n" + page.substring(end);
    }

    private static String measured(List<String> lines, PartName part, String what) {
        var row = Pattern.compile(
                "\\| %s \\| %s \\| [^|]*\\| ([0-9.,]+) \\|.*".formatted(part.word(), Pattern.quote(what)));
        return lines.stream()
                .map(row::matcher)
                .filter(Matcher::matches)
                .map(found -> found.group(1))
                .findFirst()
                .orElse(UNKNOWN);
    }
}
