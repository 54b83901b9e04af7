package io.closedloop.lead.axon;

import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.lifecycle.Lead;
import io.closedloop.lead.sealing.SubjectKeys;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Leads that had a command a moment ago, as their events had made them by then. The next command of such a lead need
 * not read and fold its events again, however many there are.
 *
 * <p>A lead may be behind the log, because another instance may have stored more. Stale memory is caught by the version
 * check under the lock: every decision, a refusal too, names the version that it was made on. If the lead has another
 * version, it is forgotten here and the command is decided again on the log.
 *
 * <p>Personal data are open in it, so it is given only as long as the lead's key is at hand.
 */
final class RecentLeads {
    /** A few kilobytes each; about as many as lines of bulk requests are under way. */
    static final int LEADS = 2_000;
    /** What they are made of, all together: a long lead keeps some tens of bytes of each of its events. */
    static final long EVENTS = 500_000;

    private final SubjectKeys subjectKeys;
    private final Map<LeadId, Lead> leads = new LinkedHashMap<>();
    private long events;

    RecentLeads(SubjectKeys subjectKeys) {
        this.subjectKeys = subjectKeys;
    }

    /** The lead as it is known here; null where it was not at work. */
    @Nullable
    Lead find(LeadId lead) {
        if (!subjectKeys.isAtHand(lead)) {
            return null;
        }
        synchronized (leads) {
            return leads.get(lead);
        }
    }

    /** Keeps a lead as its stored events make it, unless a later state of it is here. */
    void keep(Lead lead) {
        synchronized (leads) {
            Lead known = leads.remove(lead.id());
            Lead latest = known == null || known.version() < lead.version() ? lead : known;
            leads.put(lead.id(), latest);
            events += latest.version() - (known == null ? 0 : known.version());
            var longestAgo = leads.values().iterator();
            while ((leads.size() > LEADS || events > EVENTS) && longestAgo.hasNext()) {
                events -= longestAgo.next().version();
                longestAgo.remove();
            }
        }
    }

    void forget(LeadId lead) {
        synchronized (leads) {
            Lead known = leads.remove(lead);
            events -= known == null ? 0 : known.version();
        }
    }
}
