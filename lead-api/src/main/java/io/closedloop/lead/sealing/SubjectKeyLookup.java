package io.closedloop.lead.sealing;

import io.closedloop.lead.identity.LeadId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where the keys of leads, and of streams that are about no lead, are looked up. What has no key keeps its personal
 * data closed: they read as absent.
 */
@FunctionalInterface
public interface SubjectKeyLookup {
    /** Opens nothing: for readers that must not see personal data, or need none. */
    SubjectKeyLookup NONE = _ -> null;

    /**
     * The key of a lead or stream; null where it was destroyed, or where this lookup does not give it.
     *
     * @param owner the id of the lead or stream
     */
    @Nullable
    SubjectKey keyOf(UUID owner);

    /** As {@link #keyOf(UUID)}, of a lead. */
    default @Nullable SubjectKey keyOf(LeadId leadId) {
        return keyOf(leadId.value());
    }
}
