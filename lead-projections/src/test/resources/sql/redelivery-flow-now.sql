WITH p AS NOT MATERIALIZED ( SELECT f.* , ( coalesce( f.campaign IS NULL OR f.campaign IN ( ? ) , FALSE) ) AS let_through FROM (SELECT lead_id, pass, channel, campaign FROM pass) f  )  SELECT p.channel, 0, CAST(NULL AS VARCHAR), CAST(NULL AS DECIMAL(38, 4)), count(*) FILTER (TRUE) FROM (SELECT p.*, d.occurred_at AS delivered_at, d.position AS delivered_by
FROM (WITH s AS (SELECT s.*, min(e.position) AS ended_position
FROM (SELECT * FROM suppression WHERE TRUE) s
LEFT JOIN (SELECT * FROM suppression_end WHERE TRUE) e
ON e.lead_id = s.lead_id
   AND e.position > s.position
   AND (e.suppression_id IS NULL OR e.suppression_id = s.suppression_id)
GROUP BY ALL
),
wide AS (
    SELECT position, ended_position, expires_at, kind, base_high AS hash_high, base_low AS hash_low
    FROM s
    WHERE base_high IS NOT NULL
    UNION ALL
    SELECT w.position, s.ended_position, s.expires_at, s.kind, w.base_high, w.base_low
    FROM s
    JOIN (SELECT * FROM suppression_widened WHERE TRUE) w
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
    SELECT 'IDENTITY' AS means, * FROM claim WHERE TRUE
    UNION ALL BY NAME
    SELECT * FROM claim_also WHERE TRUE
)
SELECT DISTINCT c.position, c.lead_id, c.pass, c.occurred_at
FROM claimed c
JOIN kept_out k
ON k.hash_high = c.hash_high AND k.hash_low = c.hash_low AND k.kind = c.kind AND k.means = c.means
   AND k.position < c.position
   AND (k.ended_position IS NULL OR k.ended_position > c.position)
   AND (k.expires_at IS NULL OR k.expires_at > c.recorded_at)
) d
JOIN p ON p.lead_id = d.lead_id AND p.pass = d.pass
) p WHERE p.delivered_at IS NOT NULL AND (TRUE) AND p.delivered_at >= make_timestamp(?) AND p.delivered_at < make_timestamp(?) AND p.let_through  GROUP BY ALL HAVING count(*) > 0
UNION ALL
SELECT b.channel, 1, CAST(NULL AS VARCHAR), CAST(NULL AS DECIMAL(38, 4)), count(*) FILTER (TRUE) FROM (SELECT * FROM blocked_delivery WHERE TRUE) b WHERE b.occurred_at IS NOT NULL AND (TRUE) AND b.occurred_at >= make_timestamp(?) AND b.occurred_at < make_timestamp(?) AND coalesce( b.campaign IS NULL OR b.campaign IN ( ? ) , FALSE)  GROUP BY ALL HAVING count(*) > 0
UNION ALL
SELECT p.channel, 2, CAST(NULL AS VARCHAR), CAST(NULL AS DECIMAL(38, 4)), count(*) FILTER (TRUE) FROM (
    SELECT p.*, s.suppression_id, s.occurred_at AS suppressed_at, s.position AS suppressed_by
    FROM (SELECT s.*, min(e.position) AS ended_position
FROM (SELECT * FROM suppression WHERE TRUE) s
LEFT JOIN (SELECT * FROM suppression_end WHERE TRUE) e
ON e.lead_id = s.lead_id
   AND e.position > s.position
   AND (e.suppression_id IS NULL OR e.suppression_id = s.suppression_id)
GROUP BY ALL
) s
    JOIN p ON p.lead_id = s.lead_id AND p.pass = s.pass
    WHERE s.ended_position IS NULL AND (s.expires_at IS NULL OR s.expires_at > make_timestamp(0))) p
 WHERE p.suppressed_at IS NOT NULL AND (TRUE) AND p.suppressed_at >= make_timestamp(?) AND p.suppressed_at < make_timestamp(?) AND p.let_through  GROUP BY ALL HAVING count(*) > 0

-- with [spring, 2026-01-01T00:00:00Z, 2026-04-01T00:00:00Z, 2026-01-01T00:00:00Z, 2026-04-01T00:00:00Z, spring, 2026-01-01T00:00:00Z, 2026-04-01T00:00:00Z]
