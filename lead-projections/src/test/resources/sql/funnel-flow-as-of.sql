WITH p AS NOT MATERIALIZED ( SELECT f.* , ( coalesce( f.campaign IS NULL OR f.campaign IN ( ? ) , FALSE) ) AS let_through FROM (WITH corrected AS MATERIALIZED (
    SELECT lead_id FROM source_history WHERE NOT registered AND position > 1000),
overwritten AS MATERIALIZED (
    SELECT lead_id, pass
    FROM pass
    WHERE position > 1000 AND coalesce(reopened_position > 1000, FALSE) OR lead_id IN (SELECT lead_id FROM corrected))
SELECT lead_id, pass, accepted_at, channel, disqualified_at, inquiry_at, lost_at, mql_at, nurture_at, sql_at, won_at, campaign
FROM pass
WHERE position <= 1000 AND lead_id NOT IN (SELECT lead_id FROM corrected)
UNION ALL
SELECT lead_id, pass, CASE WHEN accepted_position <= 1000 THEN accepted_at END, channel, CASE WHEN disqualified_position <= 1000 THEN disqualified_at END, CASE WHEN inquiry_position <= 1000 THEN inquiry_at END, CASE WHEN lost_position <= 1000 THEN lost_at END, CASE WHEN mql_position <= 1000 THEN mql_at END, CASE WHEN nurture_position <= 1000 THEN nurture_at END, CASE WHEN sql_position <= 1000 THEN sql_at END, CASE WHEN won_position <= 1000 THEN won_at END, campaign
FROM pass
WHERE position > 1000 AND NOT (coalesce(reopened_position > 1000, FALSE)) AND lead_id NOT IN (SELECT lead_id FROM corrected)
    AND coalesce(inquiry_position, mql_position) <= 1000
UNION ALL
SELECT lead_id, pass, accepted_at, channel, disqualified_at, inquiry_at, lost_at, mql_at, nurture_at, sql_at, won_at, campaign
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

) f  )  , folded_0 AS MATERIALIZED (SELECT accepted_at, channel, disqualified_at, inquiry_at, let_through, lost_at, mql_at, nurture_at, sql_at, won_at, alike FROM (SELECT CASE WHEN p.accepted_at IS NULL THEN NULL WHEN p.accepted_at < make_timestamp(?) AND p.accepted_at >= make_timestamp(?) THEN make_timestamp(?) ELSE make_timestamp(?) END AS accepted_at, p.channel, CASE WHEN p.disqualified_at IS NULL THEN NULL WHEN p.disqualified_at < make_timestamp(?) AND p.disqualified_at >= make_timestamp(?) THEN make_timestamp(?) ELSE make_timestamp(?) END AS disqualified_at, CASE WHEN p.inquiry_at IS NULL THEN NULL WHEN p.inquiry_at < make_timestamp(?) AND p.inquiry_at >= make_timestamp(?) THEN make_timestamp(?) ELSE make_timestamp(?) END AS inquiry_at, p.let_through, CASE WHEN p.lost_at IS NULL THEN NULL WHEN p.lost_at < make_timestamp(?) AND p.lost_at >= make_timestamp(?) THEN make_timestamp(?) ELSE make_timestamp(?) END AS lost_at, CASE WHEN p.mql_at IS NULL THEN NULL WHEN p.mql_at < make_timestamp(?) AND p.mql_at >= make_timestamp(?) THEN make_timestamp(?) ELSE make_timestamp(?) END AS mql_at, CASE WHEN p.nurture_at IS NULL THEN NULL WHEN p.nurture_at < make_timestamp(?) AND p.nurture_at >= make_timestamp(?) THEN make_timestamp(?) ELSE make_timestamp(?) END AS nurture_at, CASE WHEN p.sql_at IS NULL THEN NULL WHEN p.sql_at < make_timestamp(?) AND p.sql_at >= make_timestamp(?) THEN make_timestamp(?) ELSE make_timestamp(?) END AS sql_at, CASE WHEN p.won_at IS NULL THEN NULL WHEN p.won_at < make_timestamp(?) AND p.won_at >= make_timestamp(?) THEN make_timestamp(?) ELSE make_timestamp(?) END AS won_at, count(*) AS alike FROM p GROUP BY ALL)) SELECT p.channel, 0, CAST(NULL AS VARCHAR), CAST(NULL AS DECIMAL(38, 4)), CAST(coalesce(sum(p.alike) FILTER (TRUE), 0) AS BIGINT) FROM folded_0 p WHERE p.inquiry_at IS NOT NULL AND (p.inquiry_at IS NOT NULL) AND p.inquiry_at >= make_timestamp(?) AND p.inquiry_at < make_timestamp(?) AND p.let_through  GROUP BY ALL HAVING count(*) > 0
UNION ALL
SELECT p.channel, 1, CAST(NULL AS VARCHAR), CAST(NULL AS DECIMAL(38, 4)), CAST(coalesce(sum(p.alike) FILTER (TRUE), 0) AS BIGINT) FROM folded_0 p WHERE p.mql_at IS NOT NULL AND (p.mql_at IS NOT NULL) AND p.mql_at >= make_timestamp(?) AND p.mql_at < make_timestamp(?) AND p.let_through  GROUP BY ALL HAVING count(*) > 0
UNION ALL
SELECT p.channel, 2, CAST(NULL AS VARCHAR), CAST(NULL AS DECIMAL(38, 4)), CAST(coalesce(sum(p.alike) FILTER (TRUE), 0) AS BIGINT) FROM folded_0 p WHERE p.accepted_at IS NOT NULL AND (p.accepted_at IS NOT NULL) AND p.accepted_at >= make_timestamp(?) AND p.accepted_at < make_timestamp(?) AND p.let_through  GROUP BY ALL HAVING count(*) > 0
UNION ALL
SELECT p.channel, 3, CAST(NULL AS VARCHAR), CAST(NULL AS DECIMAL(38, 4)), CAST(coalesce(sum(p.alike) FILTER (TRUE), 0) AS BIGINT) FROM folded_0 p WHERE p.sql_at IS NOT NULL AND (p.sql_at IS NOT NULL) AND p.sql_at >= make_timestamp(?) AND p.sql_at < make_timestamp(?) AND p.let_through  GROUP BY ALL HAVING count(*) > 0
UNION ALL
SELECT p.channel, 4, CAST(NULL AS VARCHAR), CAST(NULL AS DECIMAL(38, 4)), CAST(coalesce(sum(p.alike) FILTER (TRUE), 0) AS BIGINT) FROM folded_0 p WHERE p.won_at IS NOT NULL AND (p.won_at IS NOT NULL) AND p.won_at >= make_timestamp(?) AND p.won_at < make_timestamp(?) AND p.let_through  GROUP BY ALL HAVING count(*) > 0
UNION ALL
SELECT p.channel, 5, CAST(NULL AS VARCHAR), CAST(NULL AS DECIMAL(38, 4)), CAST(coalesce(sum(p.alike) FILTER (TRUE), 0) AS BIGINT) FROM folded_0 p WHERE p.lost_at IS NOT NULL AND (p.lost_at IS NOT NULL) AND p.lost_at >= make_timestamp(?) AND p.lost_at < make_timestamp(?) AND p.let_through  GROUP BY ALL HAVING count(*) > 0
UNION ALL
SELECT p.channel, 6, CAST(NULL AS VARCHAR), CAST(NULL AS DECIMAL(38, 4)), CAST(coalesce(sum(p.alike) FILTER (TRUE), 0) AS BIGINT) FROM folded_0 p WHERE p.disqualified_at IS NOT NULL AND (p.disqualified_at IS NOT NULL) AND p.disqualified_at >= make_timestamp(?) AND p.disqualified_at < make_timestamp(?) AND p.let_through  GROUP BY ALL HAVING count(*) > 0
UNION ALL
SELECT p.channel, 7, CAST(NULL AS VARCHAR), CAST(NULL AS DECIMAL(38, 4)), CAST(coalesce(sum(p.alike) FILTER (TRUE), 0) AS BIGINT) FROM folded_0 p WHERE p.nurture_at IS NOT NULL AND (p.nurture_at IS NOT NULL) AND p.nurture_at >= make_timestamp(?) AND p.nurture_at < make_timestamp(?) AND p.let_through  GROUP BY ALL HAVING count(*) > 0

-- with [spring, 2026-04-01T00:00:00Z, 2026-01-01T00:00:00Z, 2026-01-01T00:00:00Z, 2026-04-01T00:00:00Z, 2026-04-01T00:00:00Z, 2026-01-01T00:00:00Z, 2026-01-01T00:00:00Z, 2026-04-01T00:00:00Z, 2026-04-01T00:00:00Z, 2026-01-01T00:00:00Z, 2026-01-01T00:00:00Z, 2026-04-01T00:00:00Z, 2026-04-01T00:00:00Z, 2026-01-01T00:00:00Z, 2026-01-01T00:00:00Z, 2026-04-01T00:00:00Z, 2026-04-01T00:00:00Z, 2026-01-01T00:00:00Z, 2026-01-01T00:00:00Z, 2026-04-01T00:00:00Z, 2026-04-01T00:00:00Z, 2026-01-01T00:00:00Z, 2026-01-01T00:00:00Z, 2026-04-01T00:00:00Z, 2026-04-01T00:00:00Z, 2026-01-01T00:00:00Z, 2026-01-01T00:00:00Z, 2026-04-01T00:00:00Z, 2026-04-01T00:00:00Z, 2026-01-01T00:00:00Z, 2026-01-01T00:00:00Z, 2026-04-01T00:00:00Z, 2026-01-01T00:00:00Z, 2026-04-01T00:00:00Z, 2026-01-01T00:00:00Z, 2026-04-01T00:00:00Z, 2026-01-01T00:00:00Z, 2026-04-01T00:00:00Z, 2026-01-01T00:00:00Z, 2026-04-01T00:00:00Z, 2026-01-01T00:00:00Z, 2026-04-01T00:00:00Z, 2026-01-01T00:00:00Z, 2026-04-01T00:00:00Z, 2026-01-01T00:00:00Z, 2026-04-01T00:00:00Z, 2026-01-01T00:00:00Z, 2026-04-01T00:00:00Z]
