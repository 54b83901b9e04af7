package io.closedloop.lead.source;

import org.jspecify.annotations.Nullable;

/** Where a lead came from. Origin, campaign and landing page are free codes. */
public record Source(
        Channel channel,
        @Nullable String origin,
        @Nullable String campaign,
        @Nullable String landingPage,
        SourcedBy sourcedBy) {}
