WITH p AS NOT MATERIALIZED ( SELECT f.* FROM (SELECT lead_id, pass, reached, recycled_at, rejected_at, won_at, won_position, lost_at, disqualified_at, nurture_at, won_amount, won_currency, reopened_position, inquiry_at, mql_at, accepted_at, sql_at FROM pass) f  )  , folded_0 AS MATERIALIZED (SELECT CASE WHEN reached & 4 <> 0 THEN make_timestamp(0) END AS accepted_at, CASE WHEN reached & 64 <> 0 THEN make_timestamp(0) END AS disqualified_at, CASE WHEN reached & 1 <> 0 THEN make_timestamp(0) END AS inquiry_at, later_ended, later_won_at, CASE WHEN reached & 32 <> 0 THEN make_timestamp(0) END AS lost_at, CASE WHEN reached & 2 <> 0 THEN make_timestamp(0) END AS mql_at, CASE WHEN reached & 128 <> 0 THEN make_timestamp(0) END AS nurture_at, pass, recycled_at, rejected_at, CASE WHEN reached & 8 <> 0 THEN make_timestamp(0) END AS sql_at, CASE WHEN reached & 16 <> 0 THEN make_timestamp(0) END AS won_at, alike FROM (SELECT p.reached, p.later_ended, CASE WHEN p.later_won_at IS NULL THEN NULL WHEN TRUE THEN make_timestamp(?) ELSE make_timestamp(?) END AS later_won_at, p.pass, CASE WHEN p.recycled_at IS NULL THEN NULL WHEN TRUE THEN make_timestamp(?) ELSE make_timestamp(?) END AS recycled_at, CASE WHEN p.rejected_at IS NULL THEN NULL WHEN TRUE THEN make_timestamp(?) ELSE make_timestamp(?) END AS rejected_at, count(*) AS alike FROM (SELECT p.*, later.* EXCLUDE (lead_id)
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
) p GROUP BY ALL)) SELECT 0, p.currency, sum(p.amount), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT) FROM (SELECT p.*, p.won_at AS earned_at, p.won_amount AS amount, p.won_currency AS currency,
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
SELECT 1, CAST(NULL AS VARCHAR), CAST(NULL AS DECIMAL(38, 4)), CAST(coalesce(sum(p.alike) FILTER (p.inquiry_at IS NOT NULL), 0) AS BIGINT), CAST(coalesce(sum(p.alike) FILTER (p.mql_at IS NOT NULL), 0) AS BIGINT), CAST(coalesce(sum(p.alike) FILTER (p.accepted_at IS NOT NULL), 0) AS BIGINT), CAST(coalesce(sum(p.alike) FILTER (p.rejected_at IS NOT NULL), 0) AS BIGINT), CAST(coalesce(sum(p.alike) FILTER (p.sql_at IS NOT NULL), 0) AS BIGINT), CAST(coalesce(sum(p.alike) FILTER (p.won_at IS NOT NULL), 0) AS BIGINT), CAST(coalesce(sum(p.alike) FILTER (p.lost_at IS NOT NULL), 0) AS BIGINT), CAST(coalesce(sum(p.alike) FILTER (p.disqualified_at IS NOT NULL), 0) AS BIGINT), CAST(coalesce(sum(p.alike) FILTER (p.recycled_at IS NOT NULL), 0) AS BIGINT), CAST(coalesce(sum(p.alike) FILTER ((p.inquiry_at IS NOT NULL) AND (coalesce(p.won_at, p.later_won_at) IS NOT NULL)), 0) AS BIGINT), CAST(coalesce(sum(p.alike) FILTER ((p.inquiry_at IS NOT NULL) AND (NOT (coalesce(p.won_at, p.later_won_at) IS NOT NULL)) AND (NOT (coalesce(p.later_ended, coalesce(p.won_at, p.lost_at, p.disqualified_at, p.nurture_at) IS NOT NULL)))), 0) AS BIGINT), CAST(coalesce(sum(p.alike) FILTER ((p.mql_at IS NOT NULL) AND (p.sql_at IS NOT NULL)), 0) AS BIGINT), CAST(coalesce(sum(p.alike) FILTER ((p.mql_at IS NOT NULL) AND (NOT (p.sql_at IS NOT NULL)) AND (NOT (coalesce(p.won_at, p.lost_at, p.disqualified_at, p.nurture_at) IS NOT NULL))), 0) AS BIGINT) FROM folded_0 p WHERE CASE WHEN p.pass = 1 THEN p.inquiry_at ELSE p.mql_at END IS NOT NULL AND (TRUE)  GROUP BY ALL HAVING count(*) > 0
UNION ALL
SELECT 2, CAST(NULL AS VARCHAR), CAST(NULL AS DECIMAL(38, 4)), count(*) FILTER (TRUE), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT) FROM (SELECT * FROM blocked_delivery WHERE TRUE) b WHERE b.occurred_at IS NOT NULL AND (TRUE)  GROUP BY ALL HAVING count(*) > 0

-- with [1970-01-01T00:00:00Z, 1970-01-01T00:00:00Z, 1970-01-01T00:00:00Z, 1970-01-01T00:00:00Z, 1970-01-01T00:00:00Z, 1970-01-01T00:00:00Z]
