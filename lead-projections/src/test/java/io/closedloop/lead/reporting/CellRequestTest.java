package io.closedloop.lead.reporting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.closedloop.lead.reporting.ReportDefinition.Order;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CellRequestTest {
    private static final ReportDefinition FLAT =
            definition(List.of(), Column.count("MQL", "Entries."), Column.ratio("MQL_to_WON", "Those that were won."));
    private static final ReportDefinition MOVES = definition(
            List.of(
                    new Dimension("from", "Left.", List.of("INQUIRY", "NURTURE")),
                    new Dimension("to", "Entered.", List.of("INQUIRY", "NURTURE"))),
            Column.count("count", "Visits."),
            Column.ratio("share", "Of all."));
    private static final ReportDefinition REASONS = definition(
            List.of(
                    new Dimension("kind", "For what.", List.of("LOSS", "RECYCLE")),
                    new Dimension("reason", "The code.", List.of())),
            Column.count("count", "How often."));

    private static ReportDefinition definition(List<Dimension> dimensions, Column... columns) {
        return new ReportDefinition(
                "sample",
                1,
                "A sample.",
                List.of(Basis.FLOW),
                List.of(),
                Set.of(),
                dimensions,
                List.of(columns),
                List.of(),
                Order.IN_TIME);
    }

    @ParameterizedTest
    @CsvSource({"column=MQL_to_WON_open, MQL_to_WON_open", "stage=MQL, MQL", "stage=MQL&reached=WON, MQL_to_WON"})
    void aNumberIsNamedByItsColumnOrItsStages(String parameters, String column) {
        assertThat(parse(parameters, FLAT).column()).isEqualTo(column);
    }

    @Test
    void whereStagesAreRowsTheyNameTheRow() {
        CellRequest cell = parse("stage=INQUIRY&reached=NURTURE", MOVES);
        assertThat(cell.dimensions()).containsExactly("INQUIRY", "NURTURE");
        assertThat(cell.column()).isEqualTo("count");
        assertThat(parse("stage=INQUIRY&reached=NURTURE&column=share_denominator", MOVES)
                        .column())
                .isEqualTo("share_denominator");
    }

    @Test
    void everyDimensionNamesTheRow() {
        CellRequest cell = parse("key.kind=LOSS&key.reason=PRICE", REASONS);
        assertThat(cell.dimensions()).containsExactly("LOSS", "PRICE");
        assertThat(cell.column()).isEqualTo("count");
    }

    @Test
    void everyGroupNamesTheRowByItsValueOrAsNone() {
        CellRequest cell =
                parse("groupBy=attr.size,owner,pass&key.owner.null=true&key.attr.size=&key.pass=2&column=MQL", FLAT);
        assertThat(cell.key().keySet())
                .containsExactly(new Group.Attribute("size"), Group.Field.OWNER, Group.Field.PASS);
        assertThat(cell.key().values()).containsExactly("", null, "2");
    }

    @ParameterizedTest(name = "{1} is wrong in {0}")
    @CsvSource({
        "groupBy=owner&column=MQL, key.owner",
        "groupBy=owner&column=MQL&key.owner=ann&key.owner.null=true, key.owner",
        "groupBy=owner&column=MQL&key.owner.null=false, key.owner.null",
        "groupBy=pass&column=MQL&key.pass=, key.pass",
        "groupBy=pass&column=MQL&key.pass=0, key.pass",
        "groupBy=channel&column=MQL&key.channel=, key.channel",
        "groupBy=day&column=MQL&key.day=, key.day",
        "groupBy=day&column=MQL&key.day=+12345-01-01, key.day",
        "column=MQL&key.owner=ann, key.owner",
        "column=MQL&stage=MQL, column",
        "reached=WON, stage",
        "stage=WON, stage",
        "stage=WON&reached=MQL, reached",
        "compareTo=2026-01-01&column=MQL, compareTo",
        "groupBy=colour&column=MQL, groupBy"
    })
    void refusesWhatNamesNoNumber(String parameters, String wrong) {
        assertThatExceptionOfType(InvalidParameterException.class)
                .isThrownBy(() -> parse(parameters, FLAT))
                .satisfies(e -> assertThat(e.parameter()).isEqualTo(wrong));
    }

    @Test
    void theTextIsTheSameWhateverTheOrderOfTheParameters() {
        assertThat(parse("stage=MQL&reached=WON&groupBy=", FLAT).text())
                .isEqualTo(parse("groupBy=&reached=WON&stage=MQL", FLAT).text())
                .isNotEqualTo(parse("groupBy=&stage=MQL", FLAT).text());
    }

    private static CellRequest parse(String query, ReportDefinition definition) {
        Map<String, List<String>> parameters = Arrays.stream(query.split("&"))
                .map(part -> part.split("=", 2))
                .collect(Collectors.toMap(part -> part[0], part -> List.of(part[1])));
        return CellRequest.parse(parameters, definition);
    }
}
