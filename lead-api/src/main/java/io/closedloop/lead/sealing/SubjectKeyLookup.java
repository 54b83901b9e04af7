package io.closedloop.lead.sealing;

import io.closedloop.lead.identity.LeadId;
import org.jspecify.annotations.Nullable;

/** Where the keys of leads are looked up. A lead without one keeps its personal data closed: they read as absent. */
@FunctionalInterface
public interface SubjectKeyLookup {
    /** Opens nothing: for readers that must not see personal data, or need none. */
    SubjectKeyLookup NONE = _ -> null;

    /** The lead's key; null where it was destroyed, or where this lookup does not give it. */
    @Nullable
    SubjectKey keyOf(LeadId leadId);
}
