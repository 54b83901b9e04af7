package io.closedloop.lead.commands.bulk;

import io.closedloop.lead.commands.body.CommandAnswer;
import io.closedloop.lead.commands.body.CommandBodies;
import io.closedloop.lead.commands.body.IdempotencyKeys;
import io.closedloop.lead.commands.body.SuppressionAnswer;
import io.closedloop.lead.http.DescribedSequences;
import io.closedloop.lead.lifecycle.CommandKind;
import io.closedloop.lead.lifecycle.LeadCommands;
import io.closedloop.lead.suppression.LiftSuppression;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Discriminator;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.UUIDSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Describes the lines of bulk requests and of their answers: what is sent and answered for one command, and beside it
 * what a line says in place of path, headers and status.
 */
final class BulkLineSchemas {
    private static final String COMMAND = "command";
    private static final String LEAD_ID = "leadId";
    private static final String EXTERNAL_REF = "externalRef";
    private static final String SUPPRESSION_ID = "suppressionId";

    private BulkLineSchemas() {}

    static void describe(OpenAPI api) {
        requestLines(api);
        answerLine(api);
        MediaType sent = Objects.requireNonNull(
                DescribedSequences.path(api, BulkController.PATH)
                        .getPost()
                        .getRequestBody()
                        .getContent()
                        .get(BulkController.NDJSON),
                BulkController.NDJSON);
        DescribedSequences.describe(sent, "A JSON object per line", "CommandLine");
        DescribedSequences.describe(
                DescribedSequences.answered(api, BulkController.PATH, BulkController.NDJSON),
                "A JSON object per line, one for each command, in order",
                "CommandLineAnswer");
    }

    private static void requestLines(OpenAPI api) {
        var line = new Schema<>();
        line.setDescription("A line of a bulk request: a command, and whom it is for.");
        var discriminator = new Discriminator().propertyName(COMMAND);
        for (CommandKind kind : LeadCommands.kinds()) {
            var whom = new LinkedHashMap<String, Schema<?>>();
            if (!CommandBodies.begins(kind)) {
                whom.put(LEAD_ID, new UUIDSchema().description("The lead that it is for; else externalRef says so."));
                whom.put(EXTERNAL_REF, reference("ExternalRef"));
            }
            add(api, line, discriminator, kind.commandName(), whom, List.of(COMMAND));
        }
        add(
                api,
                line,
                discriminator,
                LiftSuppression.NAME,
                Map.of(SUPPRESSION_ID, new UUIDSchema().description("The suppression that it is for.")),
                List.of(COMMAND, SUPPRESSION_ID));
        line.setDiscriminator(discriminator);
        api.getComponents().addSchemas("CommandLine", line);
    }

    private static void add(
            OpenAPI api,
            Schema<?> line,
            Discriminator discriminator,
            String command,
            Map<String, Schema<?>> whom,
            List<String> needed) {
        Schema<?> body = schema(api, command);
        Schema<Object> properties = typed("object");
        Schema<Object> name = typed("string");
        name.setDescription("The command.");
        name.setEnum(List.of(command));
        properties.addProperty(COMMAND, name);
        whom.forEach(properties::addProperty);
        properties.addProperty(
                "idempotencyKey",
                typed("string", "null")
                        .minLength(1)
                        .maxLength(IdempotencyKeys.MAX_LENGTH)
                        .description("As the header Idempotency-Key of a single command."));
        body.getProperties().forEach(properties::addProperty);
        var required = new ArrayList<>(needed);
        if (body.getRequired() != null) {
            required.addAll(body.getRequired());
        }
        properties.setRequired(required);
        properties.setAdditionalProperties(false);
        properties.setDescription("%s as a line of a bulk request.".formatted(command));
        String variant = command + "Line";
        api.getComponents().addSchemas(variant, properties);
        line.addOneOfItem(reference(variant));
        discriminator.mapping(command, reference(variant).get$ref());
    }

    /** One schema with what every answer has; which fields there are, status and command tell. */
    private static void answerLine(OpenAPI api) {
        Schema<Object> line = typed("object");
        line.setDescription(
                "A line of a bulk answer: what the command alone would be answered with, or the problem that it met.");
        line.addProperty(
                "line",
                typed("integer")
                        .format("int64")
                        .description("The number of the command's line, from 1; blank lines count."));
        line.addProperty("status", typed("integer").format("int32").description("What its HTTP status would be."));
        line.addProperty("problem", reference("Problem"));
        for (Class<?> answer : List.of(CommandAnswer.class, SuppressionAnswer.class)) {
            ModelConverters.getInstance(true).readAll(answer).forEach(api.getComponents()::addSchemas);
            schema(api, answer.getSimpleName()).getProperties().forEach((name, property) -> {
                if (line.getProperties().get(name) == null) {
                    line.addProperty(name, property);
                }
            });
        }
        line.setRequired(List.of("line", "status"));
        api.getComponents().addSchemas("CommandLineAnswer", line);
    }

    private static Schema<?> schema(OpenAPI api, String name) {
        return Objects.requireNonNull(api.getComponents().getSchemas().get(name), name);
    }

    private static Schema<Object> typed(String... types) {
        var schema = new Schema<>();
        schema.setTypes(new LinkedHashSet<>(List.of(types)));
        return schema;
    }

    private static Schema<?> reference(String name) {
        return new Schema<>().$ref("#/components/schemas/" + name);
    }
}
