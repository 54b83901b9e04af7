package io.closedloop.lead.facts.passes;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The rows of leads that had an event not long ago, as they were written. Most events come to a lead that had one a
 * moment ago, and finding its row among millions takes longer than everything else.
 */
final class RecentRows {
    /** Half a kilobyte each. */
    private static final int ROWS = 10_000;

    private final Map<UUID, LeadRow> rows = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, LeadRow> longestAgo) {
            return size() > ROWS;
        }
    };

    @Nullable
    LeadRow of(UUID lead) {
        return rows.get(lead);
    }

    /** Keeps rows that have been written. */
    void keep(Collection<LeadRow> written) {
        for (LeadRow row : written) {
            row.written();
            rows.put(row.leadId, row);
        }
    }
}
