package io.closedloop.lead.commands.body;

import io.closedloop.lead.lifecycle.RecordTouch;
import io.closedloop.lead.lifecycle.TouchInstead;
import io.closedloop.lead.lifecycle.TouchType;
import io.closedloop.lead.lifecycle.TouchedBy;
import io.closedloop.lead.text.Text;
import io.closedloop.lead.text.Unsaid;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a registration is recorded as on a lead that is there already, as it is sent. */
@Schema(
        name = "TouchInstead",
        description = "The touch that is recorded on the open lead; campaign, channel and note are the registration's.")
public record TouchInsteadBody(
        @Schema(implementation = TouchType.class, description = "What kind of touch it was; FORM where it is left out.")
        @Nullable
        String type,

        @Schema(implementation = TouchedBy.class, description = "Whose doing it was; LEAD where it is left out.")
        @Nullable
        String by,

        @Schema(description = "Whether a person was reached; null where nobody knows.") @Nullable
        Boolean reachedHuman,

        @Schema(description = "What was looked at, as a code.", maxLength = Text.MAX_CODE) @Nullable
        String content,

        @ArraySchema(
                arraySchema = @Schema(description = CommandBody.QUESTIONS),
                maxItems = RecordTouch.MAX_QUESTIONS,
                schema = @Schema(type = "string", maxLength = Text.MAX_CODE))
        @Nullable
        List<@Nullable String> questions) {
    static final TouchInsteadBody FORM = new TouchInsteadBody(null, null, null, null, null);

    TouchInstead touch(FieldReader fields) {
        TouchType given = fields.constant("/touch/type", type, TouchType.class);
        TouchedBy who = fields.constant("/touch/by", by, TouchedBy.class);
        return new TouchInstead(
                given == null ? TouchType.FORM : given,
                who == null ? TouchedBy.LEAD : who,
                reachedHuman,
                content,
                questions == null
                        ? List.of()
                        : questions.stream().map(Objects::requireNonNull).toList());
    }

    @Override
    public String toString() {
        return Unsaid.wholly(this);
    }
}
