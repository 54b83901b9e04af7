package io.closedloop.lead.lifecycle;

import io.closedloop.lead.identity.IdentityHash;
import io.closedloop.lead.identity.LeadId;
import io.closedloop.lead.stream.StreamEvent;
import io.closedloop.lead.stream.StreamType;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a lead. The log keeps the names of these types as logical names, so neither a name nor a component
 * changes once it has been written: a changed event is a new revision.
 *
 * <p>Every event names the pass that it belongs to; every decision names the version of the playbook under which it was
 * made. An event that claims or releases identities carries them, so that the log alone tells which lead held what at
 * any time.
 */
public sealed interface LeadEvent extends StreamEvent
        permits LeadRegistered,
                TouchRecorded,
                ContactUpdated,
                AttributesUpdated,
                LeadMarketingQualified,
                LeadAssigned,
                LeadAccepted,
                LeadRejected,
                LeadRecycled,
                LeadDisqualified,
                LeadSalesQualified,
                OpportunityRevised,
                LeadWon,
                LeadLost,
                LeadReinstated,
                LeadReopened,
                ClosureAmended,
                RevenueRecorded {
    StreamType STREAM = new StreamType("Lead", "/v1/leads", LeadEvent.class);

    LeadId leadId();

    @Override
    default StreamType streamType() {
        return STREAM;
    }

    @Override
    default UUID streamId() {
        return leadId().value();
    }

    @Override
    default LeadId subject() {
        return leadId();
    }

    int pass();

    /** The identities that it claims for the lead, which is what delivers a lead; most events claim none. */
    default List<IdentityHash> claimed() {
        return List.of();
    }

    @Nullable
    String note();

    /**
     * What it makes of a lead that is there already; only a {@link Lead} asks.
     *
     * @param lead the lead before it, but for version and pass, which are its own already
     */
    void changes(Lead.Next lead);
}
