WITH p AS MATERIALIZED ( SELECT f.* , ( coalesce( f.campaign IS NULL OR f.campaign IN ( ? ) , FALSE) ) AS let_through FROM (WITH corrected AS MATERIALIZED (
    SELECT lead_id FROM source_history WHERE NOT registered AND position > 1000),
overwritten AS MATERIALIZED (
    SELECT lead_id, pass
    FROM pass
    WHERE position > 1000 AND coalesce(reopened_position > 1000 OR won_position <= 1000 OR lost_position <= 1000, FALSE) OR lead_id IN (SELECT lead_id FROM corrected))
SELECT lead_id, pass, channel, won_at, won_amount, won_currency, won_position, reopened_position, inquiry_at, mql_at, accepted_at, rejected_at, sql_at, lost_at, disqualified_at, recycled_at, nurture_at, campaign
FROM pass
WHERE position <= 1000 AND lead_id NOT IN (SELECT lead_id FROM corrected)
UNION ALL
SELECT lead_id, pass, channel, CASE WHEN won_position <= 1000 THEN won_at END, CASE WHEN won_position <= 1000 THEN won_amount END, CASE WHEN won_position <= 1000 THEN won_currency END, CASE WHEN won_position <= 1000 THEN won_position END, reopened_position, CASE WHEN inquiry_position <= 1000 THEN inquiry_at END, CASE WHEN mql_position <= 1000 THEN mql_at END, CASE WHEN accepted_position <= 1000 THEN accepted_at END, CASE WHEN rejected_position <= 1000 THEN rejected_at END, CASE WHEN sql_position <= 1000 THEN sql_at END, CASE WHEN lost_position <= 1000 THEN lost_at END, CASE WHEN disqualified_position <= 1000 THEN disqualified_at END, CASE WHEN recycled_position <= 1000 THEN recycled_at END, CASE WHEN nurture_position <= 1000 THEN nurture_at END, campaign
FROM pass
WHERE position > 1000 AND NOT (coalesce(reopened_position > 1000 OR won_position <= 1000 OR lost_position <= 1000, FALSE)) AND lead_id NOT IN (SELECT lead_id FROM corrected)
    AND coalesce(inquiry_position, mql_position) <= 1000
UNION ALL
SELECT lead_id, pass, channel, won_at, won_amount, won_currency, won_position, reopened_position, inquiry_at, mql_at, accepted_at, rejected_at, sql_at, lost_at, disqualified_at, recycled_at, nurture_at, campaign
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

) f  )  SELECT p.channel, 0, p.currency, sum(p.amount), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT) FROM (SELECT p.*, p.won_at AS earned_at, p.won_amount AS amount, p.won_currency AS currency,
    p.won_position AS earned_by
FROM p
WHERE p.won_at IS NOT NULL
UNION ALL
SELECT p.*, t.occurred_at,
    CASE WHEN t.revenue_kind = 'REFUND' THEN -t.amount ELSE t.amount END, t.currency, t.position
FROM (SELECT * FROM transition WHERE position <= 1000) t
JOIN p ON p.lead_id = t.lead_id AND p.pass = t.pass
WHERE t.event = 'RevenueRecorded'
  AND (p.reopened_position IS NULL OR t.position > p.reopened_position)
) p WHERE CASE WHEN p.pass = 1 THEN p.inquiry_at ELSE p.mql_at END IS NOT NULL AND (TRUE) AND CASE WHEN p.pass = 1 THEN p.inquiry_at ELSE p.mql_at END >= make_timestamp(?) AND CASE WHEN p.pass = 1 THEN p.inquiry_at ELSE p.mql_at END < make_timestamp(?) AND p.let_through AND p.amount IS NOT NULL GROUP BY ALL HAVING count(*) > 0
UNION ALL
SELECT p.channel, 1, CAST(NULL AS VARCHAR), CAST(NULL AS DECIMAL(38, 4)), count(*) FILTER (p.inquiry_at IS NOT NULL), count(*) FILTER (p.mql_at IS NOT NULL), count(*) FILTER (p.accepted_at IS NOT NULL), count(*) FILTER (p.rejected_at IS NOT NULL), count(*) FILTER (p.sql_at IS NOT NULL), count(*) FILTER (p.won_at IS NOT NULL), count(*) FILTER (p.lost_at IS NOT NULL), count(*) FILTER (p.disqualified_at IS NOT NULL), count(*) FILTER (p.recycled_at IS NOT NULL), count(*) FILTER ((p.inquiry_at IS NOT NULL) AND (coalesce(p.won_at, p.later_won_at) IS NOT NULL)), count(*) FILTER ((p.inquiry_at IS NOT NULL) AND (NOT (coalesce(p.won_at, p.later_won_at) IS NOT NULL)) AND (NOT (coalesce(p.later_ended, coalesce(p.won_at, p.lost_at, p.disqualified_at, p.nurture_at) IS NOT NULL)))), count(*) FILTER ((p.mql_at IS NOT NULL) AND (p.sql_at IS NOT NULL)), count(*) FILTER ((p.mql_at IS NOT NULL) AND (NOT (p.sql_at IS NOT NULL)) AND (NOT (coalesce(p.won_at, p.lost_at, p.disqualified_at, p.nurture_at) IS NOT NULL))) FROM (SELECT p.*, later.* EXCLUDE (lead_id)
FROM p
LEFT JOIN (
    SELECT
        p.lead_id,
        min(p.won_at) AS later_won_at,
        arg_min(p.won_position, p.won_at) AS later_won_position,
        arg_max(coalesce(p.won_at, p.lost_at, p.disqualified_at, p.nurture_at) IS NOT NULL, p.pass) AS later_ended
    FROM p
    WHERE p.pass > 1
    GROUP BY p.lead_id) later
ON p.pass = 1 AND later.lead_id = p.lead_id
) p WHERE CASE WHEN p.pass = 1 THEN p.inquiry_at ELSE p.mql_at END IS NOT NULL AND (TRUE) AND CASE WHEN p.pass = 1 THEN p.inquiry_at ELSE p.mql_at END >= make_timestamp(?) AND CASE WHEN p.pass = 1 THEN p.inquiry_at ELSE p.mql_at END < make_timestamp(?) AND p.let_through  GROUP BY ALL HAVING count(*) > 0
UNION ALL
SELECT b.channel, 2, CAST(NULL AS VARCHAR), CAST(NULL AS DECIMAL(38, 4)), count(*) FILTER (TRUE), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT) FROM (SELECT * FROM blocked_delivery WHERE position <= 1000) b WHERE b.occurred_at IS NOT NULL AND (TRUE) AND b.occurred_at >= make_timestamp(?) AND b.occurred_at < make_timestamp(?) AND coalesce( b.campaign IS NULL OR b.campaign IN ( ? ) , FALSE)  GROUP BY ALL HAVING count(*) > 0

-- with [spring, 2026-01-01T00:00:00Z, 2026-04-01T00:00:00Z, 2026-01-01T00:00:00Z, 2026-04-01T00:00:00Z, 2026-01-01T00:00:00Z, 2026-04-01T00:00:00Z, spring]
