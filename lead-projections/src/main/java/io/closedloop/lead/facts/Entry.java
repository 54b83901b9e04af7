package io.closedloop.lead.facts;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a pass enters, each at most once for all reports: the first time counts. */
public enum Entry {
    /** Pass 1 only. */
    INQUIRY(1),
    MQL(2),
    ACCEPTED(4),
    SQL(8),
    WON(16),
    LOST(32),
    DISQUALIFIED(64),
    NURTURE(128);

    private final int bit;

    Entry(int bit) {
        this.bit = bit;
    }

    /**
     * The column of {@code pass} that says in one number which of the entries there are, each by its {@link #bit}:
     * whoever asks only whether reads a few bits where else there are eight times.
     */
    public static final String REACHED = "reached";

    /** What {@link #REACHED} has, from the columns that say when. */
    static final String TOLD_REACHED = Arrays.stream(values())
            .map(entry -> "CASE WHEN %s IS NULL THEN 0 ELSE %d END".formatted(entry.column(), entry.bit()))
            .collect(Collectors.joining(" + "));

    /** The entry whose {@link #column} it is. */
    public static Optional<Entry> ofColumn(String column) {
        return Arrays.stream(values())
                .filter(entry -> entry.column().equals(column))
                .findFirst();
    }

    /** What it counts in {@link #REACHED}. */
    public int bit() {
        return bit;
    }

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
