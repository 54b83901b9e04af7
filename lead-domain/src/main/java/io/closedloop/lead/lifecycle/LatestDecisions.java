package io.closedloop.lead.lifecycle;

import io.closedloop.lead.lifecycle.LeadEvent.AttributesUpdated;
import io.closedloop.lead.lifecycle.LeadEvent.ClosureAmended;
import io.closedloop.lead.lifecycle.LeadEvent.ContactUpdated;
import io.closedloop.lead.lifecycle.LeadEvent.LeadAssigned;
import io.closedloop.lead.lifecycle.LeadEvent.LeadDisqualified;
import io.closedloop.lead.lifecycle.LeadEvent.LeadRecycled;
import io.closedloop.lead.lifecycle.LeadEvent.LeadRejected;
import io.closedloop.lead.lifecycle.LeadEvent.OpportunityRevised;
import org.jspecify.annotations.Nullable;

/**
 * The latest decision of each kind, by which a repeated command is told from a new one.
 *
 * @param stage what led to the present stage; a rejection rather than the recycling or disqualification that came of it
 * @param rejection a rejection whose second event is still to come
 */
record LatestDecisions(
        @Nullable LeadEvent stage,
        @Nullable LeadRejected rejection,
        @Nullable LeadAssigned assigned,
        @Nullable ContactUpdated contactUpdated,
        @Nullable AttributesUpdated attributesUpdated,
        @Nullable OpportunityRevised revised,
        @Nullable ClosureAmended amended) {
    static final LatestDecisions NONE = new LatestDecisions(null, null, null, null, null, null, null);

    LatestDecisions withStage(LeadEvent event) {
        boolean ofRejection = event instanceof LeadRecycled || event instanceof LeadDisqualified;
        LeadEvent cause = ofRejection && rejection != null ? rejection : event;
        return new LatestDecisions(cause, null, assigned, contactUpdated, attributesUpdated, revised, amended);
    }

    LatestDecisions withRejection(LeadRejected event) {
        return new LatestDecisions(stage, event, assigned, contactUpdated, attributesUpdated, revised, amended);
    }

    LatestDecisions with(LeadAssigned event) {
        return new LatestDecisions(stage, rejection, event, contactUpdated, attributesUpdated, revised, amended);
    }

    LatestDecisions with(ContactUpdated event) {
        return new LatestDecisions(stage, rejection, assigned, event, attributesUpdated, revised, amended);
    }

    LatestDecisions with(AttributesUpdated event) {
        return new LatestDecisions(stage, rejection, assigned, contactUpdated, event, revised, amended);
    }

    LatestDecisions with(OpportunityRevised event) {
        return new LatestDecisions(stage, rejection, assigned, contactUpdated, attributesUpdated, event, amended);
    }

    LatestDecisions with(ClosureAmended event) {
        return new LatestDecisions(stage, rejection, assigned, contactUpdated, attributesUpdated, revised, event);
    }
}
