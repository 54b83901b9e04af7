package io.closedloop.lead.folding;

import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.sealing.SubjectKeys;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Leads that had a command a moment ago, as their events had made them by then. The next command of such a lead need
 * not read and fold its events again, however many there are.
 *
 * <p>A lead may be behind the log, because another instance may have stored more. Stale memory is caught by the version
 * check under the lock: every decision, a refusal too, names the version that it was made on. If the lead has another
 * version, it is forgotten here and the command is decided again on the log.
 *
 * <p>Personal data are open in it, so it is given only as long as the lead has its key.
 */
public final class RecentLeads {
    /** About as many as lines of bulk requests are under way. */
    private static final int LEADS = 2_000;
    /** What all of them take together, at most. */
    private static final long BYTES = 64_000_000;

    private final SubjectKeys subjectKeys;
    private final int mostLeads;
    private final long mostBytes;
    private final SequencedMap<LeadId, Folded> leads = new LinkedHashMap<>();
    private long bytes;

    public RecentLeads(SubjectKeys subjectKeys) {
        this(subjectKeys, LEADS, BYTES);
    }

    RecentLeads(SubjectKeys subjectKeys, int mostLeads, long mostBytes) {
        this.subjectKeys = subjectKeys;
        this.mostLeads = mostLeads;
        this.mostBytes = mostBytes;
    }

    /**
     * The lead as it is known here; null where it was not at work, or its key is gone.
     *
     * @throws io.closedloop.lead.log.StoreUnavailableException when its key cannot be looked up
     */
    public @Nullable Folded find(LeadId id) {
        Folded known;
        synchronized (leads) {
            known = leads.get(id);
        }
        if (known != null && !subjectKeys.isAtHand(id) && subjectKeys.keyOf(id) == null) {
            forget(id);
            return null;
        }
        return known;
    }

    /** Keeps a lead as its stored events make it, unless a later state of it is here. */
    public void keep(Folded lead) {
        synchronized (leads) {
            Folded known = removed(lead.lead().id());
            Folded latest = known == null || known.version() < lead.version() ? lead : known;
            if (latest.lead().bytes() > mostBytes) {
                return;
            }
            leads.put(lead.lead().id(), latest);
            bytes += latest.lead().bytes();
            while (leads.size() > mostLeads || bytes > mostBytes) {
                removed(leads.firstEntry().getKey());
            }
        }
    }

    public void forget(LeadId id) {
        synchronized (leads) {
            removed(id);
        }
    }

    /** Forgets all: what was stored may be gone from the log. */
    public void clear() {
        synchronized (leads) {
            leads.clear();
            bytes = 0;
        }
    }

    private @Nullable Folded removed(LeadId id) {
        Folded known = leads.remove(id);
        bytes -= known == null ? 0 : known.lead().bytes();
        return known;
    }
}
