package io.closedloop.lead.facts;

import java.util.OptionalLong;

/**
 * The facts as they were known at a position, as SQL with the same columns whether that is now or was long ago. Now,
 * the wide rows are read; for a position before, they are told again from what is only ever added.
 *
 * @param until the last position that counts; empty for all
 */
public record KnownFacts(OptionalLong until) {
    public static final KnownFacts ALL = new KnownFacts(OptionalLong.empty());

    public static KnownFacts until(long position) {
        return new KnownFacts(OptionalLong.of(position));
    }

    /** A query with the columns of {@code pass}, but for {@code position}. */
    public String passes() {
        if (until.isEmpty()) {
            return "SELECT * EXCLUDE (position) FROM pass";
        }
        return """
                SELECT told.*, s.* EXCLUDE (lead_id)
                FROM (
                    SELECT
                        lead_id,
                        pass,
                        arg_min(playbook_version, position) AS playbook_version,
                        arg_max(owner, position) AS owner,
                        min(occurred_at) FILTER (event = 'LeadRegistered') AS inquiry_at,
                        min(occurred_at) FILTER (event = 'LeadMarketingQualified') AS mql_at,
                        min(occurred_at) FILTER (event = 'LeadAccepted') AS accepted_at,
                        min(occurred_at) FILTER (event = 'LeadSalesQualified') AS sql_at,
                        min(occurred_at) FILTER (event = 'LeadWon' AND valid) AS won_at,
                        min(occurred_at) FILTER (event = 'LeadLost' AND valid) AS lost_at,
                        min(occurred_at) FILTER (event = 'LeadDisqualified') AS disqualified_at,
                        min(occurred_at) FILTER (event IN ('LeadRecycled', 'LeadReinstated')) AS nurture_at,
                        bool_or(implied) AS accepted_implied,
                        min(occurred_at) FILTER (event = 'LeadRejected') AS rejected_at,
                        min(occurred_at) FILTER (event = 'LeadRecycled') AS recycled_at,
                        arg_max(amount, position) FILTER (
                            event IN ('LeadWon', 'ClosureAmended') AND valid AND amount IS NOT NULL) AS won_amount,
                        arg_max(currency, position) FILTER (
                            event IN ('LeadWon', 'ClosureAmended') AND valid AND amount IS NOT NULL) AS won_currency,
                        arg_max(reason, position) FILTER (
                            event IN ('LeadLost', 'ClosureAmended') AND valid AND reason IS NOT NULL) AS lost_reason,
                        arg_min(reason, position) FILTER (event = 'LeadDisqualified') AS disqualified_reason,
                        arg_min(from_stage, position) FILTER (event = 'LeadDisqualified') AS disqualified_from,
                        max(reopened) AS reopened_position
                    FROM (
                        SELECT t.*, r.reopened, r.reopened IS NULL OR t.position > r.reopened AS valid
                        FROM transition t
                        LEFT JOIN (
                            SELECT lead_id, pass, max(position) AS reopened
                            FROM transition
                            WHERE event = 'LeadReopened' AND position <= %1$d
                            GROUP BY lead_id, pass) r
                        ON r.lead_id = t.lead_id AND r.pass = t.pass
                        WHERE t.position <= %1$d)
                    GROUP BY lead_id, pass) told
                JOIN (%2$s) s ON s.lead_id = told.lead_id
                """.formatted(until.getAsLong(), sources());
    }

    private String sources() {
        return """
                SELECT
                    lead_id,
                    arg_max(channel, position) AS channel,
                    arg_max_null(origin, position) AS origin,
                    arg_max_null(campaign, position) AS campaign,
                    arg_max_null(landing_page, position) AS landing_page,
                    arg_max(sourced_by, position) AS sourced_by
                FROM source_history
                WHERE %s
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
     * A query of later revenue that stands, refunds negative: {@code lead_id, pass, at, amount, currency}; {@code p}
     * are passes.
     */
    public String laterRevenue() {
        return """
                SELECT
                    t.lead_id,
                    t.pass,
                    t.occurred_at AS at,
                    CASE WHEN t.revenue_kind = 'REFUND' THEN -t.amount ELSE t.amount END AS amount,
                    t.currency
                FROM transition t
                JOIN p ON p.lead_id = t.lead_id AND p.pass = t.pass
                WHERE t.event = 'RevenueRecorded'
                  AND (p.reopened_position IS NULL OR t.position > p.reopened_position)
                  AND %s
                """.formatted(until.isEmpty() ? "TRUE" : "t.position <= " + until.getAsLong());
    }

    /** A query of attempted deliveries of suppressed identities, with the columns of {@code blocked_delivery}. */
    public String blockedDeliveries() {
        return "SELECT * FROM blocked_delivery WHERE " + bound();
    }

    private String bound() {
        return until.isEmpty() ? "TRUE" : "position <= " + until.getAsLong();
    }
}
