package io.closedloop.lead.commands.bulk;

import io.closedloop.lead.commands.CommandService;
import io.closedloop.lead.commands.Target;
import io.closedloop.lead.commands.body.BeginningBody;
import io.closedloop.lead.commands.body.CommandBodies;
import io.closedloop.lead.commands.body.ExternalRefBody;
import io.closedloop.lead.commands.body.IdempotencyKeys;
import io.closedloop.lead.commands.body.LiftSuppressionBody;
import io.closedloop.lead.http.FieldError;
import io.closedloop.lead.http.Problem;
import io.closedloop.lead.http.ProblemCode;
import io.closedloop.lead.http.ProblemException;
import io.closedloop.lead.http.StrictJson;
import io.closedloop.lead.http.Uuids;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.CommandKind;
import io.closedloop.lead.lifecycle.LeadCommands;
import io.closedloop.lead.suppression.LiftSuppression;
import io.closedloop.lead.suppression.SuppressionId;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a line of a bulk request: the command's name, its target, and its own fields. */
final class BulkLineReader {
    private final StrictJson json;

    BulkLineReader(StrictJson json) {
        this.json = json;
    }

    /** @throws ProblemException 400 when the line is not a command, 404 when its id is not a UUID */
    BulkLine read(byte[] line) {
        ObjectNode fields = json.read(line, ObjectNode.class);
        String command = take(fields, "command");
        String key = take(fields, "idempotencyKey");
        if (key != null) {
            IdempotencyKeys.require(key, "/idempotencyKey");
        }
        if (command == null) {
            throw ProblemException.malformed(
                    "The line does not name a command.", new FieldError("/command", "is missing"));
        }
        if (command.equals(LiftSuppression.NAME)) {
            String id = take(fields, "suppressionId");
            var body = json.read(fields, LiftSuppressionBody.class);
            return new BulkLine.ForSuppression(new SuppressionId(id("/suppressionId", id)), body, key);
        }
        CommandKind kind = LeadCommands.named(command)
                .orElseThrow(() -> ProblemException.malformed(
                        "The line names an unknown command.",
                        new FieldError("/command", "is not the name of a command")));
        var type = CommandBodies.typeOf(kind);
        if (CommandBodies.begins(kind)) {
            var body = (BeginningBody) json.read(fields, type);
            return new BulkLine.ForLead(body, new Target.ById(CommandService.leadIdOf(body)), key);
        }
        String leadId = take(fields, "leadId");
        JsonNode ref = fields.remove("externalRef");
        return new BulkLine.ForLead(json.read(fields, type), target(leadId, ref), key);
    }

    private Target target(@Nullable String leadId, @Nullable JsonNode ref) {
        if ((leadId == null) == (ref == null || ref.isNull())) {
            throw ProblemException.malformed(
                    "A command names its lead either by leadId or by externalRef.",
                    new FieldError("/leadId", "is required, or externalRef instead"));
        }
        if (leadId != null) {
            return new Target.ById(new LeadId(id("/leadId", leadId)));
        }
        return new Target.ByExternalRef(json.read(Objects.requireNonNull(ref), ExternalRefBody.class));
    }

    private static UUID id(String pointer, @Nullable String text) {
        if (text == null) {
            throw ProblemException.malformed(
                    "The line does not say what it is for.", new FieldError(pointer, "is missing"));
        }
        try {
            return Uuids.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    Problem.of(ProblemCode.NOT_FOUND, "The line's id is not a UUID, so it names nothing.")
                            .withErrors(List.of(new FieldError(pointer, String.valueOf(e.getMessage())))));
        }
    }

    private static @Nullable String take(ObjectNode fields, String name) {
        JsonNode value = fields.remove(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            throw ProblemException.malformed(
                    "A field has the wrong JSON type.", new FieldError("/" + name, "is not a string"));
        }
        return value.asString();
    }
}
