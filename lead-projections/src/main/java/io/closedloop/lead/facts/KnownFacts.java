package io.closedloop.lead.facts;

import io.closedloop.lead.facts.passes.StageEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The facts as they were known at a position, as SQL with the same columns for now and for long ago. For now, it reads
 * the wide rows; for an earlier position, it derives what has been overwritten in them since from the append-only
 * facts.
 *
 * @param until the last position that counts; empty for all
 * @param retold whether all is told again, and the wide rows are not read
 */
public record KnownFacts(OptionalLong until, boolean retold) {
    /** The condition that a pass, a row of {@code p}, has ended. */
    public static final String ENDED = "coalesce(p.won_at, p.lost_at, p.disqualified_at, p.nurture_at) IS NOT NULL";

    private static final String OF_TOUCHES = "SELECT * FROM touch WHERE ";

    private static final String OWNER = "owner";
    private static final String ACCEPTED_IMPLIED = "accepted_implied";
    private static final Set<String> OF_THE_CLOSURE =
            Set.of("won_amount", "won_currency", "lost_reason", "lost_derailed");

    /** Columns that say whether, and are false where nothing has. */
    private static final Set<String> WHETHER = Set.of(ACCEPTED_IMPLIED, "lost_derailed", "disqualified_duplicate");

    /** Columns of {@code pass}, each with that of the position of the event that filled it. */
    private static final Map<String, String> MADE_BY = madeBy();

    /** The columns that {@link #passes} knows. */
    public static final Set<String> PASS_COLUMNS = passColumns();

    public static final KnownFacts ALL = new KnownFacts(OptionalLong.empty(), false);

    public static KnownFacts until(long position) {
        return new KnownFacts(OptionalLong.of(position), false);
    }

    /** The same as {@link #until}, of passes for which there are no wide rows. */
    public static KnownFacts retoldUntil(long position) {
        return new KnownFacts(OptionalLong.of(position), true);
    }

    /**
     * A query of the first and the last moment of each table whose rows have dates: {@code earliest, latest}.
     *
     * @param touches whether touches are asked for; of these there may be more than of all others, so that whoever asks
     *     for none does not read them
     */
    public static String spans(boolean touches) {
        return Stream.concat(
                        Stream.of("transition", "claim", "blocked_delivery"),
                        touches ? Stream.of("touch") : Stream.of())
                .map("SELECT min(occurred_at) AS earliest, max(occurred_at) AS latest FROM %s"::formatted)
                .collect(Collectors.joining(" UNION ALL "));
    }

    private static Map<String, String> madeBy() {
        var columns = new LinkedHashMap<String, String>();
        for (StageEntry entry : StageEntry.values()) {
            columns.put(entry.column(), entry.positionColumn());
            columns.put(entry.positionColumn(), entry.positionColumn());
        }
        columns.put(ACCEPTED_IMPLIED, StageEntry.ACCEPTED.positionColumn());
        for (String other : List.of("rejected", "recycled")) {
            columns.put(other + "_at", other + "_position");
            columns.put(other + "_position", other + "_position");
        }
        columns.put("won_amount", StageEntry.WON.positionColumn());
        columns.put("won_currency", StageEntry.WON.positionColumn());
        columns.put("lost_reason", StageEntry.LOST.positionColumn());
        columns.put("lost_derailed", StageEntry.LOST.positionColumn());
        columns.put("disqualified_reason", StageEntry.DISQUALIFIED.positionColumn());
        columns.put("disqualified_duplicate", StageEntry.DISQUALIFIED.positionColumn());
        columns.put("disqualified_from", StageEntry.DISQUALIFIED.positionColumn());
        return Collections.unmodifiableMap(columns);
    }

    private static Set<String> passColumns() {
        var columns = new LinkedHashSet<>(List.of(
                "lead_id",
                "pass",
                "playbook_version",
                OWNER,
                "channel",
                "origin",
                "campaign",
                "landing_page",
                "sourced_by",
                StageEntry.REACHED,
                "reopened_position"));
        columns.addAll(MADE_BY.keySet());
        return Collections.unmodifiableSet(columns);
    }

    /**
     * A query with some {@link #PASS_COLUMNS} of the passes that had begun, among them {@code lead_id} and
     * {@code pass}.
     */
    public String passes(Set<String> columns) {
        String asked = String.join(", ", columns);
        if (until.isEmpty()) {
            return "SELECT %s FROM pass".formatted(asked);
        }
        if (retold) {
            return "WITH overwritten AS (SELECT DISTINCT lead_id, pass FROM (%s)) %s"
                    .formatted(transitions(), overwrittenPasses(asked));
        }
        // A pass that no event has changed since is still as it was. Of most others it is enough to leave out what they
        // have entered since; only the rest is told again, from the transitions.
        return """
                WITH corrected AS MATERIALIZED (
                    SELECT lead_id FROM source_history WHERE NOT registered AND position > %1$d),
                overwritten AS MATERIALIZED (
                    SELECT lead_id, pass
                    FROM pass
                    WHERE position > %1$d AND %2$s OR lead_id IN (SELECT lead_id FROM corrected))
                SELECT %3$s
                FROM pass
                WHERE position <= %1$d AND lead_id NOT IN (SELECT lead_id FROM corrected)
                UNION ALL
                SELECT %4$s
                FROM pass
                WHERE position > %1$d AND NOT (%2$s) AND lead_id NOT IN (SELECT lead_id FROM corrected)
                    AND coalesce(inquiry_position, mql_position) <= %1$d
                UNION ALL
                %5$s
                """.formatted(
                        until.getAsLong(),
                        overwritten(columns),
                        asked,
                        columns.stream().map(this::asItWas).collect(Collectors.joining(", ")),
                        overwrittenPasses(asked));
    }

    /**
     * The condition that a row of {@code pass} that was changed since may no longer have what it had in some columns.
     */
    private String overwritten(Set<String> columns) {
        var conditions = new ArrayList<>(List.of("reopened_position > " + until.getAsLong()));
        if (!Collections.disjoint(columns, OF_THE_CLOSURE)) {
            conditions.add("won_position <= " + until.getAsLong());
            conditions.add("lost_position <= " + until.getAsLong());
        }
        if (columns.contains(OWNER)) {
            conditions.add("TRUE");
        }
        return "coalesce(%s, FALSE)".formatted(String.join(" OR ", conditions));
    }

    /** A column as it was when nothing had been overwritten: what came later had not happened. */
    private String asItWas(String column) {
        if (column.equals(StageEntry.REACHED)) {
            return Arrays.stream(StageEntry.values())
                    .map(entry -> "CASE WHEN %s <= %d THEN %d ELSE 0 END"
                            .formatted(entry.positionColumn(), until.getAsLong(), entry.bit()))
                    .collect(Collectors.joining(" + "));
        }
        String position = MADE_BY.get(column);
        if (position == null) {
            return column;
        }
        return WHETHER.contains(column)
                ? "%s AND coalesce(%s <= %d, FALSE)".formatted(column, position, until.getAsLong())
                : "CASE WHEN %s <= %d THEN %s END".formatted(position, until.getAsLong(), column);
    }

    private String overwrittenPasses(String asked) {
        return """
                SELECT %s
                FROM (SELECT told.*, s.* EXCLUDE (lead_id) FROM (%s) told JOIN (%s) s ON s.lead_id = told.lead_id)
                """.formatted(asked, standingOfOverwritten(), sourcesOfOverwritten());
    }

    /** The passes in {@code overwritten}, told again from their transitions, without their source. */
    private String standingOfOverwritten() {
        return """
                SELECT
                    lead_id,
                    pass,
                    arg_min(playbook_version, position) AS playbook_version,
                    arg_max(owner, position) AS owner,
                    %2$s,
                    bool_or(implied) AS accepted_implied,
                    min(occurred_at) FILTER (event = 'LeadRejected') AS rejected_at,
                    min(position) FILTER (event = 'LeadRejected') AS rejected_position,
                    min(occurred_at) FILTER (event = 'LeadRecycled') AS recycled_at,
                    min(position) FILTER (event = 'LeadRecycled') AS recycled_position,
                    arg_max(amount, position) FILTER (
                        event IN ('LeadWon', 'ClosureAmended') AND valid AND amount IS NOT NULL) AS won_amount,
                    arg_max(currency, position) FILTER (
                        event IN ('LeadWon', 'ClosureAmended') AND valid AND amount IS NOT NULL) AS won_currency,
                    arg_max(reason, position) FILTER (
                        event IN ('LeadLost', 'ClosureAmended') AND valid AND reason IS NOT NULL) AS lost_reason,
                    coalesce(arg_max(derailed, position) FILTER (
                        event IN ('LeadLost', 'ClosureAmended') AND valid AND reason IS NOT NULL), FALSE) AS lost_derailed,
                    arg_min(reason, position) FILTER (event = 'LeadDisqualified') AS disqualified_reason,
                    coalesce(arg_min(duplicate, position) FILTER (
                        event = 'LeadDisqualified'), FALSE) AS disqualified_duplicate,
                    arg_min(from_stage, position) FILTER (event = 'LeadDisqualified') AS disqualified_from,
                    max(reopened) AS reopened_position
                FROM (
                    SELECT t.*, r.reopened, r.reopened IS NULL OR t.position > r.reopened AS valid
                    FROM (
                        SELECT t.*
                        FROM (%1$s) t
                        JOIN overwritten c ON c.lead_id = t.lead_id AND c.pass = t.pass) t
                    LEFT JOIN (
                        SELECT lead_id, pass, max(position) AS reopened
                        FROM (%1$s)
                        WHERE event = 'LeadReopened'
                        GROUP BY lead_id, pass) r
                    ON r.lead_id = t.lead_id AND r.pass = t.pass)
                GROUP BY lead_id, pass
                """.formatted(transitions(), StageEntry.told());
    }

    private String sourcesOfOverwritten() {
        return """
                SELECT
                    lead_id,
                    arg_max(channel, position) AS channel,
                    arg_max_null(origin, position) AS origin,
                    arg_max_null(campaign, position) AS campaign,
                    arg_max_null(landing_page, position) AS landing_page,
                    arg_max(sourced_by, position) AS sourced_by
                FROM source_history
                WHERE %s AND lead_id IN (SELECT lead_id FROM overwritten)
                GROUP BY lead_id
                """.formatted(bound());
    }

    /**
     * A query with one row for each lead that has the attribute: {@code lead_id} and {@code value}, a text. Nearly all
     * leads keep what they came with, so only the others are looked up in their history. It takes the attribute's name
     * as a parameter, twice.
     */
    public String attribute() {
        return """
                SELECT
                    coalesce(later.lead_id, first.lead_id) AS lead_id,
                    CASE WHEN later.lead_id IS NULL THEN first.value ELSE later.value END AS value
                FROM (
                    SELECT lead_id, value FROM attribute_history WHERE registered AND name = ? AND %1$s) first
                FULL JOIN (
                    SELECT lead_id, arg_max_null(value, position) AS value
                    FROM attribute_history
                    WHERE NOT registered AND name = ? AND %1$s
                    GROUP BY lead_id) later
                ON later.lead_id = first.lead_id
                """.formatted(bound());
    }

    /**
     * A query with one row for each lead that has any of some attributes: {@code lead_id} and {@code value_0},
     * {@code value_1} and so on, each a text, or null where it has none. It takes the attributes' names as parameters,
     * all of them twice.
     */
    public String attributes(int count) {
        return "SELECT lead_id, %s FROM attribute_history WHERE name IN (%s) AND %s GROUP BY lead_id"
                .formatted(
                        IntStream.range(0, count)
                                .mapToObj("arg_max_null(value, position) FILTER (name = ?) AS value_%d"::formatted)
                                .collect(Collectors.joining(", ")),
                        String.join(", ", Collections.nCopies(count, "?")),
                        bound());
    }

    /** A query with the columns of {@code transition}. */
    public String transitions() {
        return "SELECT * FROM transition WHERE " + bound();
    }

    /** A query with the columns of {@code touch}. */
    public String touches() {
        return OF_TOUCHES + bound();
    }

    /** Whether a relation is made of {@link #touches}, of whatever facts. */
    public static boolean readsTouches(String relation) {
        return relation.contains(OF_TOUCHES);
    }

    /** A query of the log's transactions, with the columns of {@code recording}: what was recorded when, by nobody. */
    public String recordings() {
        return "SELECT * FROM recording WHERE " + bound();
    }

    /** A query of attempted deliveries of suppressed identities, with the columns of {@code blocked_delivery}. */
    public String blockedDeliveries() {
        return "SELECT * FROM blocked_delivery WHERE " + bound();
    }

    /**
     * A query with the columns of {@code suppression} and {@code ended_position}, that of the lifting or reinstatement
     * that ended it. One that expires is not ended by any event.
     */
    public String suppressions() {
        return """
                SELECT s.*, min(e.position) AS ended_position
                FROM (SELECT * FROM suppression WHERE %1$s) s
                LEFT JOIN (SELECT * FROM suppression_end WHERE %1$s) e
                ON e.lead_id = s.lead_id
                   AND e.position > s.position
                   AND (e.suppression_id IS NULL OR e.suppression_id = s.suppression_id)
                GROUP BY ALL
                """.formatted(bound());
    }

    /**
     * A query of the events that claimed an identity that was suppressed at the time: {@code position, lead_id, pass,
     * occurred_at}. A reinstatement ends the lead's own suppressions before it claims. A suppression with a base keeps
     * out the address without a plus-part, which is its own base, and all that have one; a suppressed identity of the
     * former spelling keeps out what was the same under it.
     */
    public String deliveriesOfSuppressed() {
        return """
                WITH s AS (%2$s),
                wide AS (
                    SELECT position, ended_position, expires_at, kind, base_high AS hash_high, base_low AS hash_low
                    FROM s
                    WHERE base_high IS NOT NULL
                    UNION ALL
                    SELECT w.position, s.ended_position, s.expires_at, s.kind, w.base_high, w.base_low
                    FROM s
                    JOIN (SELECT * FROM suppression_widened WHERE %1$s) w
                    ON w.lead_id = s.lead_id AND w.suppression_id = s.suppression_id
                ),
                kept_out AS (
                    SELECT 'IDENTITY' AS means, position, ended_position, expires_at, kind, hash_high, hash_low FROM s
                    UNION ALL
                    SELECT 'FORMER', position, ended_position, expires_at, kind, hash_high, hash_low FROM s WHERE former
                    UNION ALL
                    SELECT 'IDENTITY', * FROM wide
                    UNION ALL
                    SELECT 'BASE', * FROM wide
                ),
                claimed AS (
                    SELECT 'IDENTITY' AS means, * FROM claim WHERE %1$s
                    UNION ALL BY NAME
                    SELECT * FROM claim_also WHERE %1$s
                )
                SELECT DISTINCT c.position, c.lead_id, c.pass, c.occurred_at
                FROM claimed c
                JOIN kept_out k
                ON k.hash_high = c.hash_high AND k.hash_low = c.hash_low AND k.kind = c.kind AND k.means = c.means
                   AND k.position < c.position
                   AND (k.ended_position IS NULL OR k.ended_position > c.position)
                   AND (k.expires_at IS NULL OR k.expires_at > c.recorded_at)
                """.formatted(bound(), suppressions());
    }

    /** A query of the currencies of all amounts, whether won, earned later or expected: {@code currency}, sorted. */
    public String currencies() {
        return """
                SELECT currency FROM transition WHERE currency IS NOT NULL AND %1$s
                UNION
                SELECT expected_currency FROM transition WHERE expected_currency IS NOT NULL AND %1$s
                ORDER BY 1
                """.formatted(bound());
    }

    private String bound() {
        return until.isEmpty() ? "TRUE" : "position <= " + until.getAsLong();
    }
}
