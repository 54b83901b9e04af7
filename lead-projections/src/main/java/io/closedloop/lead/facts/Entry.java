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

    /** The column of {@code pass} that says by which event. */
    public String positionColumn() {
        return name().toLowerCase(Locale.ROOT) + "_position";
    }

    /**
     * The condition that a pass, a row of {@code p}, entered.
     *
     * @param strict whether an entry that was only implied is none
     */
    public String entered(boolean strict) {
        String entered = "p.%s IS NOT NULL".formatted(column());
        return strict && this == ACCEPTED ? entered + " AND NOT p.accepted_implied" : entered;
    }
}
