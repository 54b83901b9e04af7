package io.closedloop.lead.source;

/** Whose work a lead came from. */
public enum SourcedBy {
    MARKETING,
    SALES,
    OTHER
}
