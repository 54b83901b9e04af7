package io.closedloop.lead.facts.passes;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The stages that a pass enters. A pass enters each at most once for all reports: the first time counts. */
public enum StageEntry {
    /** Pass 1 only. */
    INQUIRY(1, "event = 'LeadRegistered'"),
    MQL(2, "event = 'LeadMarketingQualified'"),
    ACCEPTED(4, "event = 'LeadAccepted'"),
    SQL(8, "event = 'LeadSalesQualified'"),
    WON(16, "event = 'LeadWon' AND valid"),
    LOST(32, "event = 'LeadLost' AND valid"),
    DISQUALIFIED(64, "event = 'LeadDisqualified'"),
    NURTURE(128, "event IN ('LeadRecycled', 'LeadReinstated')");

    /**
     * The column of {@code pass} that says in one number which of the entries there are, each by its {@link #bit}:
     * whoever asks only whether reads a few bits where else there are eight times.
     */
    public static final String REACHED = "reached";

    /** All entries, in the order of their columns. */
    public static final List<StageEntry> ALL = List.of(values());

    private final int bit;
    private final String event;
    private final String column;
    private final String positionColumn;

    StageEntry(int bit, String event) {
        this.bit = bit;
        this.event = event;
        // Interned, as the names of columns are where rows are written.
        this.column = (name().toLowerCase(Locale.ROOT) + "_at").intern();
        this.positionColumn = (name().toLowerCase(Locale.ROOT) + "_position").intern();
    }

    /** The entry whose {@link #column} it is. */
    public static Optional<StageEntry> ofColumn(String column) {
        return ALL.stream().filter(entry -> entry.column.equals(column)).findFirst();
    }

    /** The columns of all entries, told again from the transitions of a pass that are not void ({@code valid}). */
    public static String told() {
        String bits = Arrays.stream(values())
                .map(entry -> "WHEN %s THEN %d".formatted(entry.event, entry.bit))
                .collect(Collectors.joining(" "));
        return Arrays.stream(values())
                        .map(entry -> "min(occurred_at) FILTER (%1$s) AS %2$s, min(position) FILTER (%1$s) AS %3$s, "
                                .formatted(entry.event, entry.column(), entry.positionColumn()))
                        .collect(Collectors.joining())
                + "bit_or(CASE %s ELSE 0 END) AS %s".formatted(bits, REACHED);
    }

    /** What it counts in {@link #REACHED}. */
    public int bit() {
        return bit;
    }

    /** The column of {@code pass} that says when. */
    public String column() {
        return column;
    }

    /** The column of {@code pass} that says by which event. */
    public String positionColumn() {
        return positionColumn;
    }

    /**
     * The condition that a pass, a row of {@code p}, entered.
     *
     * @param strict whether implied entries do not count
     */
    public String entered(boolean strict) {
        String entered = "p.%s IS NOT NULL".formatted(column());
        return strict && this == ACCEPTED ? entered + " AND NOT p.accepted_implied" : entered;
    }
}
