WITH p AS NOT MATERIALIZED ( SELECT f.* , ( coalesce( f.campaign IS NULL OR f.campaign IN ( ? ) , FALSE) ) AS let_through FROM (SELECT lead_id, pass, channel, campaign FROM pass) f  )  SELECT p.channel, p.from_stage, p.to_stage, 0, CAST(NULL AS VARCHAR), CAST(NULL AS DECIMAL(38, 4)), count(*) FILTER (TRUE), count(*), quantile_cont(CAST(epoch_us(p.left_at - p.entered_at) / 1000000.0 AS DOUBLE), 0.5), quantile_cont(CAST(epoch_us(p.left_at - p.entered_at) / 1000000.0 AS DOUBLE), 0.9) FROM (SELECT p.*, v.from_stage, v.to_stage, v.entered_at, v.left_at, v.left_by
FROM (
    SELECT
        t.lead_id,
        CASE WHEN t.event = 'LeadMarketingQualified' AND t.from_stage = 'NURTURE'
            THEN t.pass - 1 ELSE t.pass END AS pass,
        coalesce(i.from_stage, t.from_stage) AS from_stage,
        t.to_stage,
        coalesce(i.from_since, t.from_since) AS entered_at,
        t.occurred_at AS left_at,
        t.position AS left_by
    FROM (SELECT * FROM transition WHERE TRUE) t
    LEFT JOIN (SELECT * FROM transition WHERE implied) i ON i.lead_id = t.lead_id AND i.position + 1 = t.position
    WHERE t.from_stage IS NOT NULL AND t.from_stage <> t.to_stage AND NOT t.implied) v
JOIN p ON p.lead_id = v.lead_id AND p.pass = v.pass
) p WHERE p.left_at IS NOT NULL AND (TRUE) AND p.left_at >= make_timestamp(?) AND p.left_at < make_timestamp(?) AND p.let_through  GROUP BY ALL HAVING count(*) > 0

-- with [spring, 2026-01-01T00:00:00Z, 2026-04-01T00:00:00Z]
