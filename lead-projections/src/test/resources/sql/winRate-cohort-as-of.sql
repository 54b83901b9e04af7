WITH p AS MATERIALIZED ( SELECT f.* , ( coalesce( f.campaign IS NULL OR f.campaign IN ( ? ) , FALSE) ) AS let_through FROM (WITH corrected AS MATERIALIZED (
    SELECT lead_id FROM source_history WHERE NOT registered AND position > 1000),
overwritten AS MATERIALIZED (
    SELECT lead_id, pass
    FROM pass
    WHERE position > 1000 AND coalesce(reopened_position > 1000 OR won_position <= 1000 OR lost_position <= 1000, FALSE) OR lead_id IN (SELECT lead_id FROM corrected))
SELECT lead_id, pass, channel, won_at, won_position, disqualified_duplicate, lost_at, lost_position, lost_derailed, disqualified_at, disqualified_position, disqualified_from, nurture_at, sql_at, campaign
FROM pass
WHERE position <= 1000 AND lead_id NOT IN (SELECT lead_id FROM corrected)
UNION ALL
SELECT lead_id, pass, channel, CASE WHEN won_position <= 1000 THEN won_at END, CASE WHEN won_position <= 1000 THEN won_position END, disqualified_duplicate AND coalesce(disqualified_position <= 1000, FALSE), CASE WHEN lost_position <= 1000 THEN lost_at END, CASE WHEN lost_position <= 1000 THEN lost_position END, lost_derailed AND coalesce(lost_position <= 1000, FALSE), CASE WHEN disqualified_position <= 1000 THEN disqualified_at END, CASE WHEN disqualified_position <= 1000 THEN disqualified_position END, CASE WHEN disqualified_position <= 1000 THEN disqualified_from END, CASE WHEN nurture_position <= 1000 THEN nurture_at END, CASE WHEN sql_position <= 1000 THEN sql_at END, campaign
FROM pass
WHERE position > 1000 AND NOT (coalesce(reopened_position > 1000 OR won_position <= 1000 OR lost_position <= 1000, FALSE)) AND lead_id NOT IN (SELECT lead_id FROM corrected)
    AND coalesce(inquiry_position, mql_position) <= 1000
UNION ALL
SELECT lead_id, pass, channel, won_at, won_position, disqualified_duplicate, lost_at, lost_position, lost_derailed, disqualified_at, disqualified_position, disqualified_from, nurture_at, sql_at, campaign
FROM (SELECT told.*, s.* EXCLUDE (lead_id) FROM (SELECT
    lead_id,
    pass,
    arg_min(playbook_version, position) AS playbook_version,
    arg_max(owner, position) AS owner,
    min(occurred_at) FILTER (event = 'LeadRegistered') AS inquiry_at, min(position) FILTER (event = 'LeadRegistered') AS inquiry_position, min(occurred_at) FILTER (event = 'LeadMarketingQualified') AS mql_at, min(position) FILTER (event = 'LeadMarketingQualified') AS mql_position, min(occurred_at) FILTER (event = 'LeadAccepted') AS accepted_at, min(position) FILTER (event = 'LeadAccepted') AS accepted_position, min(occurred_at) FILTER (event = 'LeadSalesQualified') AS sql_at, min(position) FILTER (event = 'LeadSalesQualified') AS sql_position, min(occurred_at) FILTER (event = 'LeadWon' AND valid) AS won_at, min(position) FILTER (event = 'LeadWon' AND valid) AS won_position, min(occurred_at) FILTER (event = 'LeadLost' AND valid) AS lost_at, min(position) FILTER (event = 'LeadLost' AND valid) AS lost_position, min(occurred_at) FILTER (event = 'LeadDisqualified') AS disqualified_at, min(position) FILTER (event = 'LeadDisqualified') AS disqualified_position, min(occurred_at) FILTER (event IN ('LeadRecycled', 'LeadReinstated')) AS nurture_at, min(position) FILTER (event IN ('LeadRecycled', 'LeadReinstated')) AS nurture_position, bit_or(CASE WHEN event = 'LeadRegistered' THEN 1 WHEN event = 'LeadMarketingQualified' THEN 2 WHEN event = 'LeadAccepted' THEN 4 WHEN event = 'LeadSalesQualified' THEN 8 WHEN event = 'LeadWon' AND valid THEN 16 WHEN event = 'LeadLost' AND valid THEN 32 WHEN event = 'LeadDisqualified' THEN 64 WHEN event IN ('LeadRecycled', 'LeadReinstated') THEN 128 ELSE 0 END) AS reached,
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
        FROM (SELECT * FROM transition WHERE position <= 1000) t
        JOIN overwritten c ON c.lead_id = t.lead_id AND c.pass = t.pass) t
    LEFT JOIN (
        SELECT lead_id, pass, max(position) AS reopened
        FROM (SELECT * FROM transition WHERE position <= 1000)
        WHERE event = 'LeadReopened'
        GROUP BY lead_id, pass) r
    ON r.lead_id = t.lead_id AND r.pass = t.pass)
GROUP BY lead_id, pass
) told JOIN (SELECT
    lead_id,
    arg_max(channel, position) AS channel,
    arg_max_null(origin, position) AS origin,
    arg_max_null(campaign, position) AS campaign,
    arg_max_null(landing_page, position) AS landing_page,
    arg_max(sourced_by, position) AS sourced_by
FROM source_history
WHERE position <= 1000 AND lead_id IN (SELECT lead_id FROM overwritten)
GROUP BY lead_id
) s ON s.lead_id = told.lead_id)

) f  )  SELECT p.channel, 0, CAST(NULL AS VARCHAR), CAST(NULL AS DECIMAL(38, 4)), count(*) FILTER (p.ending = 'WON'), count(*) FILTER (p.ending IN ('WON', 'LOST')), count(*) FILTER (FALSE), count(*) FILTER (TRUE) FROM (SELECT p.*, p.won_at AS ended_at, p.won_position AS ended_by, 'WON' AS ending
FROM p
WHERE p.won_at IS NOT NULL AND NOT p.disqualified_duplicate
UNION ALL
SELECT p.*, p.lost_at, p.lost_position, CASE WHEN p.lost_derailed THEN 'OUT' ELSE 'LOST' END
FROM p
WHERE p.lost_at IS NOT NULL AND NOT p.disqualified_duplicate
UNION ALL
SELECT p.*, p.disqualified_at, p.disqualified_position, 'OUT'
FROM p
WHERE p.disqualified_from = 'SQL' AND NOT p.disqualified_duplicate
) p WHERE p.ended_at IS NOT NULL AND (TRUE) AND p.ended_at >= make_timestamp(?) AND p.ended_at < make_timestamp(?) AND p.let_through  GROUP BY ALL HAVING count(*) > 0
UNION ALL
SELECT p.channel, 1, CAST(NULL AS VARCHAR), CAST(NULL AS DECIMAL(38, 4)), count(*) FILTER (p.won_at IS NOT NULL), count(*) FILTER (TRUE), count(*) FILTER ((NOT (p.won_at IS NOT NULL)) AND (NOT (coalesce(p.won_at, p.lost_at, p.disqualified_at, p.nurture_at) IS NOT NULL))), CAST(0 AS BIGINT) FROM p WHERE p.sql_at IS NOT NULL AND ((p.sql_at IS NOT NULL) AND (NOT p.disqualified_duplicate)) AND p.sql_at >= make_timestamp(?) AND p.sql_at < make_timestamp(?) AND p.let_through  GROUP BY ALL HAVING count(*) > 0

-- with [spring, 2026-01-01T00:00:00Z, 2026-04-01T00:00:00Z, 2026-01-01T00:00:00Z, 2026-04-01T00:00:00Z]
