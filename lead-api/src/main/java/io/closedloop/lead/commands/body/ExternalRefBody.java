package io.closedloop.lead.commands.body;

import io.closedloop.lead.identity.ExternalRef;
import io.closedloop.lead.text.Unsaid;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An external reference as it is sent. */
@Schema(name = "ExternalRef", description = "The lead's id in another system; compared exactly.")
public record ExternalRefBody(
        @Schema(
                description = "The code of the other system.",
                example = "crm",
                maxLength = ExternalRef.MAX_LENGTH,
                requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable
        String system,

        @Schema(
                description = "The id there.",
                example = "00Q5g00000FvJjs",
                maxLength = ExternalRef.MAX_LENGTH,
                requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable
        String id) {
    public @Nullable ExternalRef read(String pointer, FieldReader fields) {
        boolean named = fields.require(pointer + "/system", system);
        boolean identified = fields.require(pointer + "/id", id);
        return named && identified
                ? fields.read(
                        pointer,
                        this,
                        ref -> new ExternalRef(Objects.requireNonNull(ref.system), Objects.requireNonNull(ref.id)))
                : null;
    }

    @Override
    public String toString() {
        return Unsaid.wholly(this);
    }
}
