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

    public SourceChange {
        origin = Text.codeOrNull(origin);
        campaign = Text.codeOrNull(campaign);
        landingPage = Text.codeOrNull(landingPage);
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
