package io.closedloop.lead.facts;

import java.util.Locale;

/** What a pass enters, each at most once for all reports: the first time counts. */
public enum Entry {
    /** Pass 1 only. */
    INQUIRY,
    MQL,
    ACCEPTED,
    SQL,
    WON,
    LOST,
    DISQUALIFIED,
    NURTURE;

    /** The column of {@code pass} that says when. */
    public String column() {
        return name().toLowerCase(Locale.ROOT) + "_at";
    }
}
