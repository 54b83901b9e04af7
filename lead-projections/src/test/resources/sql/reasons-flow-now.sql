WITH p AS NOT MATERIALIZED ( SELECT f.* , ( coalesce( f.campaign IS NULL OR f.campaign IN ( ? ) , FALSE) ) AS let_through FROM (SELECT lead_id, pass, channel, lost_reason, lost_position, campaign FROM pass) f  )  SELECT p.channel, p.kind, p.reason, 0, p.expected_currency, sum(p.expected_amount), CAST(0 AS BIGINT) FROM (SELECT p.*,
    CASE t.event
        WHEN 'LeadDisqualified' THEN 'DISQUALIFICATION'
        WHEN 'LeadRejected' THEN 'REJECTION'
        WHEN 'LeadRecycled' THEN 'RECYCLE'
        ELSE 'LOSS' END AS kind,
    CASE t.event WHEN 'LeadLost' THEN p.lost_reason ELSE t.reason END AS reason,
t.occurred_at AS given_at,
t.position AS given_by,
t.expected_amount,
t.expected_currency
FROM (SELECT * FROM transition WHERE TRUE) t
JOIN p ON p.lead_id = t.lead_id AND p.pass = t.pass

WHERE t.event IN ('LeadDisqualified', 'LeadRejected', 'LeadRecycled', 'LeadLost') AND (t.event <> 'LeadLost' OR t.position = p.lost_position)
UNION ALL
SELECT p.*, 'ROOT_CAUSE', t.root_cause,
t.occurred_at AS given_at,
t.position AS given_by,
t.expected_amount,
t.expected_currency
FROM (SELECT * FROM transition WHERE TRUE) t
JOIN p ON p.lead_id = t.lead_id AND p.pass = t.pass

WHERE t.root_cause IS NOT NULL AND (t.event <> 'LeadLost' OR t.position = p.lost_position)
) p WHERE p.given_at IS NOT NULL AND (TRUE) AND p.given_at >= make_timestamp(?) AND p.given_at < make_timestamp(?) AND p.let_through AND p.expected_amount IS NOT NULL GROUP BY ALL HAVING count(*) > 0
UNION ALL
SELECT p.channel, p.kind, p.reason, 1, CAST(NULL AS VARCHAR), CAST(NULL AS DECIMAL(38, 4)), count(*) FILTER (TRUE) FROM (SELECT p.*,
    CASE t.event
        WHEN 'LeadDisqualified' THEN 'DISQUALIFICATION'
        WHEN 'LeadRejected' THEN 'REJECTION'
        WHEN 'LeadRecycled' THEN 'RECYCLE'
        ELSE 'LOSS' END AS kind,
    CASE t.event WHEN 'LeadLost' THEN p.lost_reason ELSE t.reason END AS reason,
t.occurred_at AS given_at,
t.position AS given_by,
t.expected_amount,
t.expected_currency
FROM (SELECT * FROM transition WHERE TRUE) t
JOIN p ON p.lead_id = t.lead_id AND p.pass = t.pass

WHERE t.event IN ('LeadDisqualified', 'LeadRejected', 'LeadRecycled', 'LeadLost') AND (t.event <> 'LeadLost' OR t.position = p.lost_position)
UNION ALL
SELECT p.*, 'ROOT_CAUSE', t.root_cause,
t.occurred_at AS given_at,
t.position AS given_by,
t.expected_amount,
t.expected_currency
FROM (SELECT * FROM transition WHERE TRUE) t
JOIN p ON p.lead_id = t.lead_id AND p.pass = t.pass

WHERE t.root_cause IS NOT NULL AND (t.event <> 'LeadLost' OR t.position = p.lost_position)
) p WHERE p.given_at IS NOT NULL AND (TRUE) AND p.given_at >= make_timestamp(?) AND p.given_at < make_timestamp(?) AND p.let_through  GROUP BY ALL HAVING count(*) > 0

-- with [spring, 2026-01-01T00:00:00Z, 2026-04-01T00:00:00Z, 2026-01-01T00:00:00Z, 2026-04-01T00:00:00Z]
