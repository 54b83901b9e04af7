package io.closedloop.lead.commands;

import io.closedloop.lead.decision.Refusal;
import io.closedloop.lead.decision.RefusalCode;

/** A line names its lead by an external reference that no lead ever held. */
record NobodyHeldReference() implements Refusal {
    @Override
    public RefusalCode code() {
        return RefusalCode.LEAD_NOT_FOUND;
    }

    /** The reference is personal data, so it is not repeated. */
    @Override
    public String detail() {
        return "no lead has or ever had this external reference; register a lead with it first";
    }
}
