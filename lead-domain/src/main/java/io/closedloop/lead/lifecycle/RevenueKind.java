package io.closedloop.lead.lifecycle;

/** What later revenue is. A refund's amount is positive and counts negatively. */
public enum RevenueKind {
    UPSELL,
    RENEWAL,
    REFUND
}
