package io.closedloop.lead.reports;

import io.closedloop.lead.reporting.Basis;
import io.closedloop.lead.reporting.Calendar;
import io.closedloop.lead.reporting.Group;
import io.closedloop.lead.reporting.ReportDefinition;
import io.closedloop.lead.reporting.ReportRequest;
import io.closedloop.lead.reporting.formula.ReportQuery;
import io.closedloop.lead.reporting.table.CsvForm;
import io.closedloop.lead.reporting.table.TableForm;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.DayOfWeek;
import java.time.Month;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All reports as a program can read them. */
@Schema(name = "ReportCatalogue", description = "All reports, as a program can read them.")
record CatalogueView(List<Entry> items) {
    /**
     * @param versions of its definition that can be asked for
     * @param groups what it can be grouped and filtered by
     */
    @Schema(name = "ReportDescription", description = "What a report says and can be asked.")
    record Entry(
            String id,
            int version,
            List<Integer> versions,
            String path,
            String summary,
            List<ParameterView> parameters,
            List<String> groups,
            List<DimensionView> dimensions,
            List<ColumnView> columns,
            List<String> mediaTypes) {}

    /**
     * @param defaultValue what stands where the parameter is not given
     * @param values all that it may be; empty where there is no list of them
     * @param mediaTypes of the answers that it makes sense of
     */
    @Schema(name = "ReportParameter", description = "A parameter of a report.")
    record ParameterView(
            String name,
            @Nullable String defaultValue,
            List<String> values,
            String description,
            List<String> mediaTypes) {
        ParameterView(String name, @Nullable String defaultValue, List<String> values, String description) {
            this(name, defaultValue, values, description, Representation.mediaTypes());
        }
    }

    @Schema(name = "ReportDimension", description = "A dimension that every row of the report has, whatever is asked.")
    record DimensionView(String name, List<String> values, String description) {}

    @Schema(name = "ReportColumn", description = "A column of a report.")
    record ColumnView(String name, String type, String description) {}

    static CatalogueView of(ReportCatalogue catalogue) {
        return new CatalogueView(catalogue.latest().stream()
                .map(ReportQuery::definition)
                .map(definition -> entry(definition, catalogue.versions(definition.id())))
                .toList());
    }

    private static Entry entry(ReportDefinition definition, List<Integer> versions) {
        return new Entry(
                definition.id(),
                definition.version(),
                versions,
                "/v1/reports/" + definition.id(),
                definition.summary(),
                parameters(definition, versions),
                Stream.concat(Group.fixed().map(Group::parameter), Stream.of(Group.ATTRIBUTE_PREFIX + "<name>"))
                        .toList(),
                definition.dimensions().stream()
                        .map(dimension ->
                                new DimensionView(dimension.name(), dimension.values(), dimension.description()))
                        .toList(),
                definition.columns().stream()
                        .map(column ->
                                new ColumnView(column.name(), column.type().name(), column.description()))
                        .toList(),
                Representation.mediaTypes());
    }

    private static List<ParameterView> parameters(ReportDefinition definition, List<Integer> versions) {
        var parameters = new ArrayList<ParameterView>();
        parameters.add(free("from", "The period begins: an instant, or a date that begins in zone."));
        parameters.add(free("to", "The period ends before this instant or date."));
        parameters.add(new ParameterView("zone", "UTC", List.of(), "The IANA time zone of dates."));
        parameters.add(
                new ParameterView(
                        "basis",
                        definition.bases().getFirst().parameter(),
                        definition.bases().stream().map(Basis::parameter).toList(),
                        "Whether the report counts what became of a period's entries (cohort) or what happened in the period (flow)."));
        parameters.add(new ParameterView(
                "groupBy",
                String.join(
                        ",",
                        definition.defaultGroupBy().stream()
                                .map(Group::parameter)
                                .toList()),
                List.of(),
                "The groups that tell rows apart, with commas between. Any group is a filter as well."));
        parameters.add(new ParameterView(
                ReportRequest.WEEK_START,
                Calendar.USUAL.weekStart().name(),
                Arrays.stream(DayOfWeek.values()).map(DayOfWeek::name).toList(),
                "The day on which weeks begin; with MONDAY they are those of ISO 8601."));
        parameters.add(new ParameterView(
                ReportRequest.FISCAL_YEAR_START,
                month(Calendar.USUAL.yearStart()),
                Arrays.stream(Month.values()).map(CatalogueView::month).toList(),
                "The month in which years, and their quarters, begin."));
        parameters.add(
                new ParameterView(
                        ReportRequest.GAPS,
                        null,
                        List.of("true", "false"),
                        "Where rows are told apart by dates alone, whether the empty ones between the first and the last are there; they are unless this is false."));
        for (ReportDefinition.Option option : ReportDefinition.Option.values()) {
            if (definition.options().contains(option)) {
                parameters.add(
                        switch (option) {
                            case STRICT ->
                                new ParameterView(
                                        "strict",
                                        "false",
                                        List.of("true", "false"),
                                        "Whether implied entries are left out.");
                            case WITHIN ->
                                free(
                                        "within",
                                        "How old an entry must be to count, and how soon its outcome must have come: P90D, P12W, PT36H.");
                        });
            }
        }
        parameters.add(free("asOf", "What was known at this instant or date."));
        parameters.add(free("compareTo", "previous, a period as from/to, or an instant, which is another asOf."));
        parameters.add(free("minPosition", "The position that the answer must know at least."));
        parameters.add(new ParameterView(
                "definition",
                String.valueOf(definition.version()),
                versions.stream().map(String::valueOf).toList(),
                "The version of the definition."));
        if (definition.hasMoney()) {
            parameters.add(
                    ofTables(
                            "currencies",
                            null,
                            List.of(),
                            "The currencies that have columns of money, with commas between; all that the log knows without it."));
            parameters.add(ofTables(
                    "layout",
                    TableForm.STANDARD.layout().parameter(),
                    Stream.of(TableForm.Layout.values())
                            .map(TableForm.Layout::parameter)
                            .toList(),
                    "Whether money has a column for each currency, or one column and a line for each currency."));
        }
        parameters.add(ofTables(
                "csv",
                CsvForm.STANDARD.kind().parameter(),
                Stream.of(CsvForm.Kind.values()).map(CsvForm.Kind::parameter).toList(),
                "Whether no text is a formula, every text is as it was given, or the file begins as Excel wants it."));
        parameters.add(ofTables(
                "separator",
                String.valueOf(CsvForm.STANDARD.separator()),
                CsvForm.SEPARATORS.chars().mapToObj(Character::toString).toList(),
                "What stands between columns."));
        return parameters;
    }

    private static ParameterView ofTables(
            String name, @Nullable String defaultValue, List<String> values, String description) {
        return new ParameterView(name, defaultValue, values, description, Representation.mediaTypesOf(name));
    }

    private static String month(Month month) {
        return "%02d".formatted(month.getValue());
    }

    private static ParameterView free(String name, String description) {
        return new ParameterView(name, null, List.of(), description);
    }
}
