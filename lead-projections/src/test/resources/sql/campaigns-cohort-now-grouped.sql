WITH p AS MATERIALIZED ( SELECT f.*, a0.value AS attribute_0 FROM (SELECT lead_id, pass, inquiry_at, mql_at, won_at, won_amount, won_currency, won_position, reopened_position, accepted_at, rejected_at, sql_at, lost_at, disqualified_at, recycled_at, nurture_at FROM pass) f  LEFT JOIN (SELECT
    coalesce(later.lead_id, first.lead_id) AS lead_id,
    CASE WHEN later.lead_id IS NULL THEN first.value ELSE later.value END AS value
FROM (
    SELECT lead_id, value FROM attribute_history WHERE registered AND name = ? AND TRUE) first
FULL JOIN (
    SELECT lead_id, arg_max_null(value, position) AS value
    FROM attribute_history
    WHERE NOT registered AND name = ? AND TRUE
    GROUP BY lead_id) later
ON later.lead_id = first.lead_id
) a0 ON a0.lead_id = f.lead_id )  SELECT CAST(date_trunc('month', (CASE WHEN p.pass = 1 THEN p.inquiry_at ELSE p.mql_at END + to_seconds(0))) AS DATE) - DATE '1970-01-01', p.attribute_0, 0, p.currency, sum(p.amount), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT) FROM (SELECT p.*, p.won_at AS earned_at, p.won_amount AS amount, p.won_currency AS currency,
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
) p WHERE CASE WHEN p.pass = 1 THEN p.inquiry_at ELSE p.mql_at END IS NOT NULL AND (TRUE) AND p.amount IS NOT NULL GROUP BY ALL HAVING count(*) > 0
UNION ALL
SELECT CAST(date_trunc('month', (CASE WHEN p.pass = 1 THEN p.inquiry_at ELSE p.mql_at END + to_seconds(0))) AS DATE) - DATE '1970-01-01', p.attribute_0, 1, CAST(NULL AS VARCHAR), CAST(NULL AS DECIMAL(38, 4)), count(*) FILTER (p.inquiry_at IS NOT NULL), count(*) FILTER (p.mql_at IS NOT NULL), count(*) FILTER (p.accepted_at IS NOT NULL), count(*) FILTER (p.rejected_at IS NOT NULL), count(*) FILTER (p.sql_at IS NOT NULL), count(*) FILTER (p.won_at IS NOT NULL), count(*) FILTER (p.lost_at IS NOT NULL), count(*) FILTER (p.disqualified_at IS NOT NULL), count(*) FILTER (p.recycled_at IS NOT NULL), count(*) FILTER ((p.inquiry_at IS NOT NULL) AND (coalesce(p.won_at, p.later_won_at) IS NOT NULL)), count(*) FILTER ((p.inquiry_at IS NOT NULL) AND (NOT (coalesce(p.won_at, p.later_won_at) IS NOT NULL)) AND (NOT (coalesce(p.later_ended, coalesce(p.won_at, p.lost_at, p.disqualified_at, p.nurture_at) IS NOT NULL)))), count(*) FILTER ((p.mql_at IS NOT NULL) AND (p.sql_at IS NOT NULL)), count(*) FILTER ((p.mql_at IS NOT NULL) AND (NOT (p.sql_at IS NOT NULL)) AND (NOT (coalesce(p.won_at, p.lost_at, p.disqualified_at, p.nurture_at) IS NOT NULL))) FROM (SELECT p.*, later.* EXCLUDE (lead_id)
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
) p WHERE CASE WHEN p.pass = 1 THEN p.inquiry_at ELSE p.mql_at END IS NOT NULL AND (TRUE)  GROUP BY ALL HAVING count(*) > 0
UNION ALL
SELECT CAST(date_trunc('month', (b.occurred_at + to_seconds(0))) AS DATE) - DATE '1970-01-01', CAST(NULL AS VARCHAR), 2, CAST(NULL AS VARCHAR), CAST(NULL AS DECIMAL(38, 4)), count(*) FILTER (TRUE), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT) FROM (SELECT * FROM blocked_delivery WHERE TRUE) b WHERE b.occurred_at IS NOT NULL AND (TRUE)  GROUP BY ALL HAVING count(*) > 0

-- with [city, city]
