package io.closedloop.lead.lifecycle;

/** Where a lead is, with acceptance and outcome: every place that the table of commands distinguishes. */
public enum Status {
    INQUIRY,
    MQL_AWAITING,
    MQL_ACCEPTED,
    SQL,
    CLOSED_WON,
    CLOSED_LOST,
    NURTURE,
    DISQUALIFIED;

    /** Whether a lead here holds its identities. */
    public boolean isOpen() {
        return switch (this) {
            case INQUIRY, MQL_AWAITING, MQL_ACCEPTED, SQL, NURTURE -> true;
            case CLOSED_WON, CLOSED_LOST, DISQUALIFIED -> false;
        };
    }
}
