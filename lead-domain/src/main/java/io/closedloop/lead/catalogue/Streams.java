package io.closedloop.lead.catalogue;

import io.closedloop.lead.lifecycle.LeadEvent;
import io.closedloop.lead.stream.StreamCatalogue;
import io.closedloop.lead.suppression.SuppressionEvent;

/** The one list of the kinds of streams. A new kind is a package of its own, and a line here. */
public final class Streams {
    public static final StreamCatalogue ALL = StreamCatalogue.of(
            LeadEvent.STREAM, //
            SuppressionEvent.STREAM);

    private Streams() {}
}
