package io.closedloop.lead.reports;

import io.closedloop.lead.facts.passes.StageEntry;
import io.closedloop.lead.reporting.Basis;
import io.closedloop.lead.reporting.Column;
import io.closedloop.lead.reporting.Dimension;
import io.closedloop.lead.reporting.Filters;
import io.closedloop.lead.reporting.ReportDefinition;
import io.closedloop.lead.reporting.formula.ReportQuery;
import io.closedloop.lead.reporting.table.TableForm;
import io.closedloop.lead.source.Channel;
import io.closedloop.lead.source.SourcedBy;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;

/**
 * Describes every report under a path of its own, with its own parameters and the columns of its definition. One
 * endpoint answers all reports, but readers of the description, and generated clients, need to know what a row holds.
 */
final class ReportSchemas implements GlobalOpenApiCustomizer {
    private static final String JSON = "application/json";

    private final ReportCatalogue catalogue;

    ReportSchemas(ReportCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public void customise(OpenAPI api) {
        Stream.of(
                        ReportView.class,
                        ReportView.RatioView.class,
                        ReportView.MoneyView.class,
                        ReportView.EntriesView.class,
                        ReportView.ConversionView.class)
                .forEach(type ->
                        ModelConverters.getInstance(true).readAll(type).forEach(api.getComponents()::addSchemas));
        expand(api, "", "", "");
        expand(api, "/leads", "Leads", ": the leads behind a number");
        expand(api, "/explain", "Explain", ": why a number has changed");
        for (ReportQuery report : catalogue.latest()) {
            describe(api, report.definition());
        }
        api.getComponents().getSchemas().remove("ReportView");
    }

    private void expand(OpenAPI api, String subPath, String suffix, String about) {
        PathItem template = there(api.getPaths().remove(ReportsController.REPORT + subPath));
        for (ReportQuery report : catalogue.latest()) {
            ReportDefinition definition = report.definition();
            Operation operation = of(template.getGet(), definition);
            operation
                    .operationId(definition.id() + suffix)
                    .summary(about.isEmpty() ? definition.summary() : definition.id() + about);
            if (about.isEmpty()) {
                answerJson(operation, definition);
            }
            api.getPaths()
                    .addPathItem(
                            ReportsController.REPORT.replace("{report}", definition.id()) + subPath,
                            new PathItem().get(operation));
        }
    }

    private static Operation of(Operation template, ReportDefinition definition) {
        var notOffered = Stream.concat(
                        Stream.of(ReportDefinition.Option.values())
                                .filter(option -> !definition.options().contains(option))
                                .map(ReportDefinition.Option::parameter),
                        definition.hasMoney() ? Stream.<String>empty() : TableForm.PARAMETERS.stream())
                .toList();
        List<Parameter> parameters = template.getParameters().stream()
                .filter(parameter -> !parameter.getIn().equals("path") && !notOffered.contains(parameter.getName()))
                .flatMap(parameter -> of(parameter, definition).stream())
                .toList();
        var responses = new ApiResponses();
        template.getResponses().forEach((status, response) -> {
            // There is such a report: the path says so.
            if (!status.equals("404")) {
                responses.addApiResponse(status, response);
            }
        });
        return new Operation()
                .tags(template.getTags())
                .description(template.getDescription())
                .security(template.getSecurity())
                .parameters(parameters)
                .responses(responses);
    }

    /** The parameter as this report takes it; nothing where it does not. */
    private static Optional<Parameter> of(Parameter template, ReportDefinition definition) {
        return switch (template.getName()) {
            case "basis" -> {
                List<String> bases =
                        definition.bases().stream().map(Basis::parameter).toList();
                Schema<Object> basis = one(bases);
                basis.setDefault(bases.getFirst());
                yield Optional.of(with(basis, template));
            }
            case "stage", "reached" -> {
                List<String> stages = stages(definition, template.getName());
                yield stages.isEmpty() ? Optional.empty() : Optional.of(with(one(stages), template));
            }
            case "channel" -> Optional.of(with(filter(Channel.values()), template));
            case "sourcedBy" -> Optional.of(with(filter(SourcedBy.values()), template));
            default -> Optional.of(template);
        };
    }

    /** The stages that name a number of the report. */
    private static List<String> stages(ReportDefinition definition, String parameter) {
        if (ReportView.isFunnel(definition)) {
            return Stream.of(StageEntry.values()).map(StageEntry::name).toList();
        }
        String dimension = parameter.equals("stage") ? "from" : "to";
        return definition.dimensions().stream()
                .filter(each -> each.name().equals(dimension))
                .flatMap(each -> each.values().stream())
                .toList();
    }

    /** Empty stands for those that have none. */
    private static Schema<?> filter(Enum<?>... values) {
        List<String> names =
                Stream.concat(Stream.of(values).map(Enum::name), Stream.of("")).toList();
        Schema<?> filter = new ArraySchema().items(one(names));
        filter.setMaxItems(Filters.MAX_VALUES);
        return filter;
    }

    private static Schema<Object> one(List<String> values) {
        Schema<Object> one = typed("string");
        one.setEnum(new ArrayList<>(values));
        return one;
    }

    private static Parameter with(Schema<?> schema, Parameter template) {
        return new Parameter()
                .in(template.getIn())
                .name(template.getName())
                .description(template.getDescription())
                .explode(template.getExplode())
                .schema(schema);
    }

    private static void answerJson(Operation operation, ReportDefinition definition) {
        ApiResponse shared = there(operation.getResponses().get("200"));
        var content = new Content();
        shared.getContent().forEach(content::addMediaType);
        content.addMediaType(JSON, new MediaType().schema(reference(nameOf(definition, "Report"))));
        operation
                .getResponses()
                .addApiResponse(
                        "200",
                        new ApiResponse()
                                .description(shared.getDescription())
                                .headers(shared.getHeaders())
                                .addHeaderObject(
                                        "ETag", header("Weak: the same answer may come compressed. For If-None-Match."))
                                .addHeaderObject(
                                        "Content-Disposition",
                                        header("Of CSV and Parquet: the name of the file, %s.csv."
                                                .formatted(definition.id())))
                                .content(content));
    }

    private static Header header(String description) {
        return new Header().description(description).schema(typed("string"));
    }

    /** The answer as all reports have it, with rows as this one has them. */
    private static void describe(OpenAPI api, ReportDefinition definition) {
        Schema<?> common = there(api.getComponents().getSchemas().get("ReportView"));
        var properties = new LinkedHashMap<String, Schema<?>>();
        common.getProperties().forEach(properties::put);
        properties.put("rows", new ArraySchema().items(reference(nameOf(definition, "Row"))));
        api.getComponents()
                .addSchemas(
                        nameOf(definition, "Report"),
                        object(properties, common.getRequired())
                                .description("The report %s: %s".formatted(definition.id(), definition.summary())));

        Map<String, Schema<?>> values = ReportView.isFunnel(definition) ? funnelValues() : values(definition);
        api.getComponents()
                .addSchemas(
                        nameOf(definition, "Values"),
                        object(values, List.copyOf(values.keySet()))
                                .description("The numbers of a row of the report %s.".formatted(definition.id())));

        var row = new LinkedHashMap<String, Schema<?>>();
        row.put(
                "key",
                typed("object")
                        .additionalProperties(new Schema<>().description("The value of the group."))
                        .description(
                                "The row's value of each group, under the group's name: a text, or a whole number of pass and playbookVersion; null "
                                        + "where the row has none."));
        for (Dimension dimension : definition.dimensions()) {
            row.put(dimension.name(), code(dimension));
        }
        row.putAll(values);
        var required = List.copyOf(row.keySet());
        row.put("base", reference(nameOf(definition, "Values")));
        row.put("difference", reference(nameOf(definition, "Values")));
        api.getComponents()
                .addSchemas(
                        nameOf(definition, "Row"),
                        object(row, required).description("A row of the report %s.".formatted(definition.id())));
    }

    private static String nameOf(ReportDefinition definition, String part) {
        return Character.toUpperCase(definition.id().charAt(0))
                + definition.id().substring(1)
                + part;
    }

    private static Map<String, Schema<?>> values(ReportDefinition definition) {
        var values = new LinkedHashMap<String, Schema<?>>();
        for (Column column : definition.columns()) {
            values.put(
                    column.name(),
                    switch (column.type()) {
                        case COUNT -> whole().description(column.description());
                        case DECIMAL -> typed("number").description(column.description());
                        case RATIO -> reference("Ratio");
                        case NUMBER, SECONDS ->
                            typed("number", "null").format("double").description(column.description());
                        case MONEY ->
                            new ArraySchema().items(reference("ReportMoney")).description(column.description());
                    });
        }
        return values;
    }

    private static Map<String, Schema<?>> funnelValues() {
        var stages = new LinkedHashMap<String, Schema<?>>();
        for (StageEntry stage : StageEntry.values()) {
            stages.put(stage.name(), reference("FunnelEntries"));
        }
        var values = new LinkedHashMap<String, Schema<?>>();
        values.put("stages", object(stages, List.copyOf(stages.keySet())));
        values.put("conversions", new ArraySchema().items(reference("FunnelConversion")));
        return values;
    }

    private static Schema<?> code(Dimension dimension) {
        Schema<Object> code = typed("string");
        code.setDescription(dimension.description());
        if (!dimension.values().isEmpty()) {
            code.setEnum(new ArrayList<>(dimension.values()));
        }
        return code;
    }

    private static Schema<Object> object(Map<String, Schema<?>> properties, @Nullable List<String> required) {
        Schema<Object> object = typed("object");
        properties.forEach(object::addProperty);
        object.setRequired(required);
        return object;
    }

    private static Schema<Object> whole() {
        Schema<Object> whole = typed("integer");
        whole.setFormat("int64");
        return whole;
    }

    private static Schema<Object> typed(String... types) {
        var schema = new Schema<>();
        schema.setTypes(new LinkedHashSet<>(List.of(types)));
        return schema;
    }

    private static <T> T there(@Nullable T described) {
        return Objects.requireNonNull(described, "the reports are described by the endpoint that answers them all");
    }

    private static Schema<?> reference(String name) {
        return new Schema<>().$ref("#/components/schemas/" + name);
    }
}
