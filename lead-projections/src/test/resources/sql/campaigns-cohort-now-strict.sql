WITH p AS NOT MATERIALIZED ( SELECT f.* , ( coalesce( f.campaign IS NULL OR f.campaign IN ( ? ) , FALSE) ) AS let_through FROM (SELECT lead_id, pass, channel, won_at, won_amount, won_currency, won_position, reopened_position, inquiry_at, mql_at, accepted_at, accepted_implied, rejected_at, sql_at, lost_at, disqualified_at, recycled_at, nurture_at, campaign FROM pass) f  )  SELECT p.channel, 0, p.currency, sum(p.amount), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT) FROM (SELECT p.*, p.won_at AS earned_at, p.won_amount AS amount, p.won_currency AS currency,
    p.won_position AS earned_by
FROM p
WHERE p.won_at IS NOT NULL
UNION ALL
SELECT p.*, t.occurred_at,
    CASE WHEN t.revenue_kind = 'REFUND' THEN -t.amount ELSE t.amount END, t.currency, t.position
FROM (SELECT * FROM transition WHERE TRUE) t
JOIN p ON p.lead_id = t.lead_id AND p.pass = t.pass
WHERE t.event = 'RevenueRecorded'
  AND (p.reopened_position IS NULL OR t.position > p.reopened_position)
) p WHERE CASE WHEN p.pass = 1 THEN p.inquiry_at ELSE p.mql_at END IS NOT NULL AND (TRUE) AND CASE WHEN p.pass = 1 THEN p.inquiry_at ELSE p.mql_at END >= make_timestamp(?) AND CASE WHEN p.pass = 1 THEN p.inquiry_at ELSE p.mql_at END < make_timestamp(?) AND p.let_through AND p.amount IS NOT NULL GROUP BY ALL HAVING count(*) > 0
UNION ALL
SELECT p.channel, 1, CAST(NULL AS VARCHAR), CAST(NULL AS DECIMAL(38, 4)), count(*) FILTER (p.inquiry_at IS NOT NULL), count(*) FILTER (p.mql_at IS NOT NULL), count(*) FILTER (p.accepted_at IS NOT NULL AND NOT p.accepted_implied), count(*) FILTER (p.rejected_at IS NOT NULL), count(*) FILTER (p.sql_at IS NOT NULL), count(*) FILTER (p.won_at IS NOT NULL), count(*) FILTER (p.lost_at IS NOT NULL), count(*) FILTER (p.disqualified_at IS NOT NULL), count(*) FILTER (p.recycled_at IS NOT NULL), count(*) FILTER ((p.inquiry_at IS NOT NULL) AND (coalesce(p.won_at, p.later_won_at) IS NOT NULL)), count(*) FILTER ((p.inquiry_at IS NOT NULL) AND (NOT (coalesce(p.won_at, p.later_won_at) IS NOT NULL)) AND (NOT (coalesce(p.later_ended, coalesce(p.won_at, p.lost_at, p.disqualified_at, p.nurture_at) IS NOT NULL)))), count(*) FILTER ((p.mql_at IS NOT NULL) AND (p.sql_at IS NOT NULL)), count(*) FILTER ((p.mql_at IS NOT NULL) AND (NOT (p.sql_at IS NOT NULL)) AND (NOT (coalesce(p.won_at, p.lost_at, p.disqualified_at, p.nurture_at) IS NOT NULL))) FROM (SELECT p.*, later.* EXCLUDE (lead_id)
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
SELECT b.channel, 2, CAST(NULL AS VARCHAR), CAST(NULL AS DECIMAL(38, 4)), count(*) FILTER (TRUE), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT) FROM (SELECT * FROM blocked_delivery WHERE TRUE) b WHERE b.occurred_at IS NOT NULL AND (TRUE) AND b.occurred_at >= make_timestamp(?) AND b.occurred_at < make_timestamp(?) AND coalesce( b.campaign IS NULL OR b.campaign IN ( ? ) , FALSE)  GROUP BY ALL HAVING count(*) > 0

-- with [spring, 2026-01-01T00:00:00Z, 2026-04-01T00:00:00Z, 2026-01-01T00:00:00Z, 2026-04-01T00:00:00Z, 2026-01-01T00:00:00Z, 2026-04-01T00:00:00Z, spring]
