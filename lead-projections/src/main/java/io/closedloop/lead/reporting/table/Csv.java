package io.closedloop.lead.reporting.table;

import java.io.BufferedWriter;
import java.io.Flushable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a table as CSV (RFC 4180, UTF-8, CRLF), row by row. An empty field is a value that is not there; an empty text
 * is written {@code ""}.
 *
 * <p>What a cell is goes by the type of its value: a {@link Number} is a number and written as one, also a negative
 * one; everything else is a text. A text may come from whoever fills in a form, so it never begins as a formula does,
 * unless the form is {@link CsvForm#RAW}: an apostrophe stands before each {@code =}, {@code +}, {@code -} and
 * {@code @}, full-width ones too, with which the text begins, or what a spreadsheet that splits at another separator
 * would take for a cell of its own; and before a tab or line break at the text's beginning. That is the convention that
 * OWASP gives in "CSV Injection". Names of columns are texts as well.
 */
public final class Csv implements Flushable {
    public static final String MEDIA_TYPE = "text/csv;charset=UTF-8";

    private static final String END_OF_LINE = "\r\n";
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Writer out;
    private final CsvForm form;
    private final int columns;

    /**
     * Begins a table and writes its header.
     *
     * @param out is neither flushed nor closed unless it is asked for
     * @param names of the columns
     */
    public Csv(Writer out, CsvForm form, List<String> names) throws IOException {
        this.out = out;
        this.form = form;
        this.columns = names.size();
        if (form.hasByteOrderMark()) {
            out.write(BYTE_ORDER_MARK);
        }
        row(names);
    }

    /** As {@link #Csv(Writer, CsvForm, List)}, for bytes; they are complete once it has been flushed. */
    public static Csv to(OutputStream out, CsvForm form, List<String> names) throws IOException {
        return new Csv(new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8)), form, names);
    }

    /** Writes a whole table, and flushes it. */
    public static void write(FlatTable table, CsvForm form, OutputStream out) throws IOException {
        Csv csv = to(
                out, form, table.columns().stream().map(FlatTable.Column::name).toList());
        for (List<@Nullable Object> line : table.lines()) {
            csv.row(line);
        }
        csv.flush();
    }

    /**
     * Writes a row.
     *
     * @param values one for each column, null where there is none
     * @throws IllegalArgumentException when they are not as many as the columns
     */
    public void row(List<? extends @Nullable Object> values) throws IOException {
        if (values.size() != columns) {
            throw new IllegalArgumentException("%d values for %d columns".formatted(values.size(), columns));
        }
        for (int i = 0; i < columns; i++) {
            if (i > 0) {
                out.write(form.separator());
            }
            out.write(field(values.get(i)));
        }
        out.write(END_OF_LINE);
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    private String field(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case BigDecimal amount -> amount.toPlainString();
            case Double number -> new BigDecimal(number.toString()).toPlainString();
            case Number whole -> whole.toString();
            default -> quoted(form.escapes() ? withoutFormulas(value.toString()) : value.toString());
        };
    }

    static String withoutFormulas(String text) {
        if (text.isEmpty()) {
            return text;
        }
        var escaped = new StringBuilder(text.length() + 1);
        if (endsCell(text.charAt(0)) && text.charAt(0) < ' ') {
            escaped.append('\'');
        }
        boolean beginsCell = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (beginsCell && beginsFormula(c)) {
                escaped.append('\'');
            }
            escaped.append(c);
            beginsCell = endsCell(c) || (beginsCell && (c == '"' || isBlank(c)));
        }
        return escaped.toString();
    }

    private static boolean beginsFormula(char c) {
        return switch (c) {
            case '=', '+', '-', '@', '＝', '＋', '－', '＠' -> true;
            default -> false;
        };
    }

    /** What some spreadsheet, asked or not, begins a new cell after. */
    private static boolean endsCell(char c) {
        return CsvForm.SEPARATORS.indexOf(c) >= 0 || c == '\r' || c == '\n';
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == BYTE_ORDER_MARK;
    }

    private static String quoted(String text) {
        boolean plain = !text.isEmpty()
                && text.chars().noneMatch(c -> c == '"' || endsCell((char) c))
                && text.strip().length() == text.length();
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
