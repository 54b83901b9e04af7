package io.closedloop.lead.source;

import io.closedloop.lead.text.Text;
import org.jspecify.annotations.Nullable;

/** Where a lead came from. Origin, campaign and landing page are free codes. */
public record Source(
        Channel channel,
        @Nullable String origin,
        @Nullable String campaign,
        @Nullable String landingPage,
        SourcedBy sourcedBy) {
    /** As a command means it: without blanks at the ends of its codes. What was stored is read as it is. */
    public Source tidy() {
        return new Source(
                channel, Text.codeOrNull(origin), Text.codeOrNull(campaign), Text.codeOrNull(landingPage), sourcedBy);
    }
}
