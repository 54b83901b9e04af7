package io.closedloop.lead.reporting;

import java.util.Locale;

/** Which passes a rate is about. */
public enum Basis {
    /** Of those that entered the first stage in the period, those that entered the second one since. */
    COHORT,
    /** Entries into the second stage in the period, per entries into the first one in the period. */
    FLOW;

    /** As the parameter {@code basis} names it. */
    public String parameter() {
        return name().toLowerCase(Locale.ROOT);
    }
}
