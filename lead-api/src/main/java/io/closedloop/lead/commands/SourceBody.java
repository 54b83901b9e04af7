package io.closedloop.lead.commands;

import io.closedloop.lead.source.Channel;
import io.closedloop.lead.source.Source;
import io.closedloop.lead.source.SourcedBy;
import io.closedloop.lead.text.Unsaid;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A source as it is sent. */
@Schema(name = "Source", description = "Where a lead came from; origin, campaign and landing page are free codes.")
record SourceBody(
        @Schema(implementation = Channel.class, requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
        String channel,

        @Schema(example = "newsletter") @Nullable String origin,
        @Schema(example = "spring") @Nullable String campaign,
        @Nullable String landingPage,

        @Schema(implementation = SourcedBy.class, requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
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
