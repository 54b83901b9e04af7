package io.closedloop.lead.reporting;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A table as CSV (RFC 4180, UTF-8, CRLF). An empty field is a value that is not there; an empty text is written
 * {@code ""}.
 *
 * <p>Values are written as they are, also those that begin with {@code =}, {@code +}, {@code -} or {@code @}: a program
 * that reads the file must find the campaign that was given, and a refund is a negative number. Whoever opens the file
 * in a spreadsheet imports these columns as text, because some of the names come from whoever fills in the forms.
 */
public final class Csv {
    private static final String END_OF_LINE = "\r\n";

    private Csv() {}

    public static String render(FlatTable table) {
        var lines = new StringBuilder();
        lines.append(table.columns().stream()
                        .map(column -> quoted(column.name()))
                        .collect(Collectors.joining(",")))
                .append(END_OF_LINE);
        for (List<@Nullable Object> line : table.lines()) {
            lines.append(line.stream().map(Csv::field).collect(Collectors.joining(",")))
                    .append(END_OF_LINE);
        }
        return lines.toString();
    }

    private static String field(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case BigDecimal amount -> amount.toPlainString();
            case Double number -> new BigDecimal(number.toString()).toPlainString();
            case Long count -> count.toString();
            default -> quoted(value.toString());
        };
    }

    private static String quoted(String text) {
        boolean plain = !text.isEmpty()
                && text.chars().noneMatch(c -> c == '"' || c == ',' || c == '\r' || c == '\n')
                && text.strip().length() == text.length();
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
