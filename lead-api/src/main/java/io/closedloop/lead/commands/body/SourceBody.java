package io.closedloop.lead.commands.body;

import io.closedloop.lead.source.Channel;
import io.closedloop.lead.source.Source;
import io.closedloop.lead.source.SourcedBy;
import io.closedloop.lead.text.Text;
import io.closedloop.lead.text.Unsaid;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A source as it is sent. */
@Schema(name = "Source", description = "Where a lead came from; origin, campaign and landing page are free codes.")
public record SourceBody(
        @Schema(
                implementation = Channel.class,
                description = "The channel that the lead came by.",
                requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable
        String channel,

        @Schema(description = "Where in the channel.", example = "newsletter", maxLength = Text.MAX_CODE) @Nullable
        String origin,

        @Schema(description = "The campaign's code.", example = "spring", maxLength = Text.MAX_CODE) @Nullable
        String campaign,

        @Schema(description = "Where the lead arrived.", maxLength = Text.MAX_CODE) @Nullable
        String landingPage,

        @Schema(
                implementation = SourcedBy.class,
                description = "Whose work brought the lead.",
                requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable
        String sourcedBy) {
    /** Stands for a source that is missing. */
    static final Source ABSENT = new Source(Channel.OTHER, null, null, null, SourcedBy.OTHER);

    Source source(FieldReader fields) {
        return new Source(
                fields.required("/source/channel", channel, Channel.class),
                origin,
                campaign,
                landingPage,
                fields.required("/source/sourcedBy", sourcedBy, SourcedBy.class));
    }

    @Override
    public String toString() {
        return Unsaid.wholly(this);
    }
}
