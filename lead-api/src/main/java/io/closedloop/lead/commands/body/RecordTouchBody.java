package io.closedloop.lead.commands.body;

import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.LeadCommand;
import io.closedloop.lead.lifecycle.RecordTouch;
import io.closedloop.lead.lifecycle.TouchType;
import io.closedloop.lead.lifecycle.TouchedBy;
import io.closedloop.lead.source.Channel;
import io.closedloop.lead.text.Text;
import io.closedloop.lead.text.Unsaid;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;

/** {@code RecordTouch} as it is sent. */
@Schema(name = "RecordTouch", description = "Records a touch of a lead.", example = """
        {"touchId": "call-17", "type": "CALL", "by": "SALES", "reachedHuman": true, "questions": ["pricing"]}""")
public record RecordTouchBody(
        @Schema(
                description =
                        "Unique within the lead; a repeat with the same id is harmless. The service gives one where it is left out.",
                maxLength = Text.MAX_CODE)
        @Nullable
        String touchId,

        @Schema(
                implementation = TouchType.class,
                description = "What kind of touch it was.",
                requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable
        String type,

        @Schema(
                implementation = TouchedBy.class,
                description = "Whose doing it was.",
                requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable
        String by,

        @Schema(description = "Whether a person was reached; null where nobody knows.") @Nullable
        Boolean reachedHuman,

        @Schema(implementation = Channel.class, description = "The channel that the touch came by.") @Nullable
        String channel,

        @Schema(description = "The campaign's code.", maxLength = Text.MAX_CODE) @Nullable
        String campaign,

        @Schema(description = "What was looked at, as a code.", maxLength = Text.MAX_CODE) @Nullable
        String content,

        @ArraySchema(
                arraySchema = @Schema(description = QUESTIONS),
                maxItems = RecordTouch.MAX_QUESTIONS,
                schema = @Schema(type = "string", maxLength = Text.MAX_CODE))
        @Nullable
        List<@Nullable String> questions,

        @Schema(format = RFC3339, description = OCCURRED_AT) @Nullable
        String occurredAt,

        @Schema(description = NOTE, maxLength = Text.MAX_PROSE) @Nullable
        String note)
        implements CommandBody {
    @Override
    public List<String> misshapen() {
        return JsonShapes.missing("/questions", questions);
    }

    @Override
    public LeadCommand toCommand(LeadId id, FieldReader fields) {
        return new RecordTouch(
                id,
                touchId,
                fields.required("/type", type, TouchType.class),
                fields.required("/by", by, TouchedBy.class),
                reachedHuman,
                fields.constant("/channel", channel, Channel.class),
                campaign,
                content,
                questions == null
                        ? List.of()
                        : questions.stream().map(Objects::requireNonNull).toList(),
                occurredAt(fields),
                note);
    }

    @Override
    public String toString() {
        return Unsaid.wholly(this);
    }

    @CommandEndpoint
    record Endpoint(CommandDoor door) {
        @SingleCommand(
                summary = "Record a touch",
                description = "Wherever the lead is; a touch never moves it. For marketing, sales and integration.",
                status = "201")
        @PostMapping("/v1/leads/{leadId}/touches")
        ResponseEntity<String> recordTouch(
                @PathVariable LeadId leadId, @RequestBody RecordTouchBody body, HttpServletRequest request) {
            return door.execute(leadId, body, request);
        }
    }
}
