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
    public Source {
        origin = Text.codeOrNull(origin);
        campaign = Text.codeOrNull(campaign);
        landingPage = Text.codeOrNull(landingPage);
    }
}
