package io.closedloop.lead.commands.body;

import io.closedloop.lead.source.Channel;
import io.closedloop.lead.source.SourceChange;
import io.closedloop.lead.source.SourcedBy;
import io.closedloop.lead.text.Text;
import io.closedloop.lead.text.Unsaid;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A correction of a source as it is sent. */
@Schema(name = "SourceChange", description = "The fields that are given replace.")
public record SourceChangeBody(
        @Schema(implementation = Channel.class, description = "The channel that the lead came by.") @Nullable
        String channel,

        @Schema(description = "Where in the channel.", maxLength = Text.MAX_CODE) @Nullable
        String origin,

        @Schema(description = "The campaign's code.", maxLength = Text.MAX_CODE) @Nullable
        String campaign,

        @Schema(description = "Where the lead arrived.", maxLength = Text.MAX_CODE) @Nullable
        String landingPage,

        @Schema(implementation = SourcedBy.class, description = "Whose work brought the lead.") @Nullable
        String sourcedBy) {
    SourceChange change(FieldReader fields) {
        return new SourceChange(
                fields.constant("/source/channel", channel, Channel.class),
                origin,
                campaign,
                landingPage,
                fields.constant("/source/sourcedBy", sourcedBy, SourcedBy.class));
    }

    @Override
    public String toString() {
        return Unsaid.wholly(this);
    }
}
