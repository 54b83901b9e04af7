package io.closedloop.lead.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.lead.reporting.FlatTable.Column;
import io.closedloop.lead.reporting.FlatTable.Type;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CsvTest {
    private static final List<Column> COLUMNS = List.of(
            new Column("campaign", Type.TEXT),
            new Column("count", Type.WHOLE),
            new Column("rate", Type.REAL),
            new Column("revenue_USD", Type.AMOUNT));

    @Test
    void writesALinePerRowAndLeavesEmptyWhatIsNotThere() {
        assertThat(Csv.render(new FlatTable(
                        COLUMNS,
                        List.of(
                                line("spring", 3L, 1e-5, new BigDecimal("-12.50")),
                                line(null, 2L, null, new BigDecimal("100"))))))
                .isEqualTo("campaign,count,rate,revenue_USD\r\nspring,3,0.000010,-12.50\r\n,2,,100\r\n");
    }

    @Test
    void quotesWhatNeedsItAndLeavesEveryValueAsItIs() {
        List<List<@Nullable Object>> lines = Stream.of("a,b", "say \"hi\"", "two\r\nlines", "=SUM(A1)", "", " x")
                .map(text -> line(text, 1L, 0.5, null))
                .toList();
        assertThat(Csv.render(new FlatTable(COLUMNS, lines)).lines().skip(1))
                .containsExactly(
                        "\"a,b\",1,0.5,",
                        "\"say \"\"hi\"\"\",1,0.5,",
                        "\"two",
                        "lines\",1,0.5,",
                        "=SUM(A1),1,0.5,",
                        "\"\",1,0.5,",
                        "\" x\",1,0.5,");
    }

    @Test
    void hasAHeaderWithoutRows() {
        assertThat(Csv.render(new FlatTable(COLUMNS, List.of()))).isEqualTo("campaign,count,rate,revenue_USD\r\n");
    }

    private static List<@Nullable Object> line(@Nullable Object... values) {
        return Arrays.asList(values);
    }
}
