package io.closedloop.lead.source;

import io.closedloop.lead.text.Text;
import org.jspecify.annotations.Nullable;

/** A correction of a lead's source: the fields that are not null replace. */
public record SourceChange(
        @Nullable Channel channel,
        @Nullable String origin,
        @Nullable String campaign,
        @Nullable String landingPage,
        @Nullable SourcedBy sourcedBy) {
    public static final SourceChange NONE = new SourceChange(null, null, null, null, null);

    /** As a command means it: without blanks at the ends of its codes. What was stored is read as it is. */
    public SourceChange tidy() {
        return new SourceChange(
                channel, Text.codeOrNull(origin), Text.codeOrNull(campaign), Text.codeOrNull(landingPage), sourcedBy);
    }

    public Source applyTo(Source source) {
        return new Source(
                channel != null ? channel : source.channel(),
                origin != null ? origin : source.origin(),
                campaign != null ? campaign : source.campaign(),
                landingPage != null ? landingPage : source.landingPage(),
                sourcedBy != null ? sourcedBy : source.sourcedBy());
    }
}
