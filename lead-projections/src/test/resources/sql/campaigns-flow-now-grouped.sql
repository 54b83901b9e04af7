WITH p AS MATERIALIZED ( SELECT f.*, a0.value AS attribute_0 FROM (SELECT lead_id, pass, won_at, won_amount, won_currency, won_position, reopened_position, inquiry_at, mql_at, accepted_at, rejected_at, sql_at, lost_at, disqualified_at, recycled_at FROM pass) f  LEFT JOIN (SELECT
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
) a0 ON a0.lead_id = f.lead_id )  SELECT CAST(date_trunc('month', (p.earned_at + to_seconds(0))) AS DATE) - DATE '1970-01-01', p.attribute_0, 0, p.currency, sum(p.amount), CAST(0 AS BIGINT) FROM (SELECT p.*, p.won_at AS earned_at, p.won_amount AS amount, p.won_currency AS currency,
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
) p WHERE p.earned_at IS NOT NULL AND (TRUE) AND p.amount IS NOT NULL GROUP BY ALL HAVING count(*) > 0
UNION ALL
SELECT CAST(date_trunc('month', (p.inquiry_at + to_seconds(0))) AS DATE) - DATE '1970-01-01', p.attribute_0, 1, CAST(NULL AS VARCHAR), CAST(NULL AS DECIMAL(38, 4)), count(*) FILTER (TRUE) FROM p WHERE p.inquiry_at IS NOT NULL AND (p.inquiry_at IS NOT NULL)  GROUP BY ALL HAVING count(*) > 0
UNION ALL
SELECT CAST(date_trunc('month', (p.mql_at + to_seconds(0))) AS DATE) - DATE '1970-01-01', p.attribute_0, 2, CAST(NULL AS VARCHAR), CAST(NULL AS DECIMAL(38, 4)), count(*) FILTER (TRUE) FROM p WHERE p.mql_at IS NOT NULL AND (p.mql_at IS NOT NULL)  GROUP BY ALL HAVING count(*) > 0
UNION ALL
SELECT CAST(date_trunc('month', (p.accepted_at + to_seconds(0))) AS DATE) - DATE '1970-01-01', p.attribute_0, 3, CAST(NULL AS VARCHAR), CAST(NULL AS DECIMAL(38, 4)), count(*) FILTER (TRUE) FROM p WHERE p.accepted_at IS NOT NULL AND (p.accepted_at IS NOT NULL)  GROUP BY ALL HAVING count(*) > 0
UNION ALL
SELECT CAST(date_trunc('month', (p.rejected_at + to_seconds(0))) AS DATE) - DATE '1970-01-01', p.attribute_0, 4, CAST(NULL AS VARCHAR), CAST(NULL AS DECIMAL(38, 4)), count(*) FILTER (TRUE) FROM p WHERE p.rejected_at IS NOT NULL AND (p.rejected_at IS NOT NULL)  GROUP BY ALL HAVING count(*) > 0
UNION ALL
SELECT CAST(date_trunc('month', (p.sql_at + to_seconds(0))) AS DATE) - DATE '1970-01-01', p.attribute_0, 5, CAST(NULL AS VARCHAR), CAST(NULL AS DECIMAL(38, 4)), count(*) FILTER (TRUE) FROM p WHERE p.sql_at IS NOT NULL AND (p.sql_at IS NOT NULL)  GROUP BY ALL HAVING count(*) > 0
UNION ALL
SELECT CAST(date_trunc('month', (p.won_at + to_seconds(0))) AS DATE) - DATE '1970-01-01', p.attribute_0, 6, CAST(NULL AS VARCHAR), CAST(NULL AS DECIMAL(38, 4)), count(*) FILTER (TRUE) FROM p WHERE p.won_at IS NOT NULL AND (p.won_at IS NOT NULL)  GROUP BY ALL HAVING count(*) > 0
UNION ALL
SELECT CAST(date_trunc('month', (p.lost_at + to_seconds(0))) AS DATE) - DATE '1970-01-01', p.attribute_0, 7, CAST(NULL AS VARCHAR), CAST(NULL AS DECIMAL(38, 4)), count(*) FILTER (TRUE) FROM p WHERE p.lost_at IS NOT NULL AND (p.lost_at IS NOT NULL)  GROUP BY ALL HAVING count(*) > 0
UNION ALL
SELECT CAST(date_trunc('month', (p.disqualified_at + to_seconds(0))) AS DATE) - DATE '1970-01-01', p.attribute_0, 8, CAST(NULL AS VARCHAR), CAST(NULL AS DECIMAL(38, 4)), count(*) FILTER (TRUE) FROM p WHERE p.disqualified_at IS NOT NULL AND (p.disqualified_at IS NOT NULL)  GROUP BY ALL HAVING count(*) > 0
UNION ALL
SELECT CAST(date_trunc('month', (p.recycled_at + to_seconds(0))) AS DATE) - DATE '1970-01-01', p.attribute_0, 9, CAST(NULL AS VARCHAR), CAST(NULL AS DECIMAL(38, 4)), count(*) FILTER (TRUE) FROM p WHERE p.recycled_at IS NOT NULL AND (p.recycled_at IS NOT NULL)  GROUP BY ALL HAVING count(*) > 0
UNION ALL
SELECT CAST(date_trunc('month', (b.occurred_at + to_seconds(0))) AS DATE) - DATE '1970-01-01', CAST(NULL AS VARCHAR), 10, CAST(NULL AS VARCHAR), CAST(NULL AS DECIMAL(38, 4)), count(*) FILTER (TRUE) FROM (SELECT * FROM blocked_delivery WHERE TRUE) b WHERE b.occurred_at IS NOT NULL AND (TRUE)  GROUP BY ALL HAVING count(*) > 0

-- with [city, city]
