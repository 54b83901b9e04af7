package io.closedloop.lead.leads;

import io.closedloop.lead.identity.LeadId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list of leads.
 *
 * @param nextCursor what the next page is asked for with; null at the end
 * @param position the position that the list speaks for
 */
public record LeadIdPage(List<LeadId> leadIds, @Nullable String nextCursor, long position) {
    public LeadIdPage {
        leadIds = List.copyOf(leadIds);
    }
}
