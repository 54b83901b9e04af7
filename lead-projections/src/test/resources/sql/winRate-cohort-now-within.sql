WITH p AS NOT MATERIALIZED ( SELECT f.* , ( coalesce( f.campaign IS NULL OR f.campaign IN ( ? ) , FALSE) ) AS let_through FROM (SELECT lead_id, pass, channel, won_at, won_position, disqualified_duplicate, lost_at, lost_position, lost_derailed, disqualified_at, disqualified_position, disqualified_from, sql_at, nurture_at, campaign FROM pass) f  )  SELECT p.channel, 0, CAST(NULL AS VARCHAR), CAST(NULL AS DECIMAL(38, 4)), count(*) FILTER (p.ending = 'WON'), count(*) FILTER (p.ending IN ('WON', 'LOST')), count(*) FILTER (FALSE), count(*) FILTER (TRUE) FROM (SELECT p.*, p.won_at AS ended_at, p.won_position AS ended_by, 'WON' AS ending
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
SELECT p.channel, 1, CAST(NULL AS VARCHAR), CAST(NULL AS DECIMAL(38, 4)), count(*) FILTER ((p.won_at IS NOT NULL) AND (p.sql_at + to_microseconds(2592000000000) <= make_timestamp(0)) AND (p.won_at <= p.sql_at + to_microseconds(2592000000000))), count(*) FILTER (p.sql_at + to_microseconds(2592000000000) <= make_timestamp(0)), count(*) FILTER ((NOT (p.won_at IS NOT NULL)) AND (NOT (coalesce(p.won_at, p.lost_at, p.disqualified_at, p.nurture_at) IS NOT NULL)) AND (p.sql_at + to_microseconds(2592000000000) <= make_timestamp(0))), CAST(0 AS BIGINT) FROM p WHERE p.sql_at IS NOT NULL AND ((p.sql_at IS NOT NULL) AND (NOT p.disqualified_duplicate)) AND p.sql_at >= make_timestamp(?) AND p.sql_at < make_timestamp(?) AND p.let_through  GROUP BY ALL HAVING count(*) > 0

-- with [spring, 2026-01-01T00:00:00Z, 2026-04-01T00:00:00Z, 2026-01-01T00:00:00Z, 2026-04-01T00:00:00Z]
