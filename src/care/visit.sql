-- Statements of visits. A visit or a need is found by its id alone: whoever has it need not know its shard.

-- sealed: visit (shard i, visit_id u | org_no i, cycle_no i, day i, leader t, post t, site t, team t, met i, met_is t, words t, sha256 b, actor_id u, at_us i, check_value b)
-- sealed: visit_body (shard i, visit_id u, body_no i | org_no i, partner_no i, role t)
-- sealed: visit_given (shard i, visit_id u, kind t, given_id u)
-- sealed: visit_need (shard i, need_id u | visit_id u, org_no i, who t, topic t, words t, actor_id u, at_us i, closed_day i, closed_by u, answer t, check_value b)

-- any shard: an id is all that people are handed
-- name: by_id (visit_id u)
SELECT shard, visit_id, org_no, cycle_no, day, leader, post, site, team, met, met_is, words, sha256, actor_id, at_us
  FROM visit WHERE visit_id = $1

-- name: add (shard i, visit_id u, org_no i, cycle_no i, day i, leader t, post t, site t, team t, met i, met_is t, words t, sha256 b, actor_id u, at_us i, check_value b)
INSERT INTO visit (shard, visit_id, org_no, cycle_no, day, leader, post, site, team, met, met_is, words, sha256, actor_id,
                   at_us, check_value)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)

-- any shard: a region looks at all its counties
-- name: below (path t, cycle_no i, rows_max i)
SELECT v.shard, v.visit_id, v.org_no, v.cycle_no, v.day, v.leader, v.post, v.site, v.team, v.met, v.met_is, v.words,
       v.sha256, v.actor_id, v.at_us
  FROM org o JOIN visit v ON v.org_no = o.org_no
 WHERE o.path >= $1 AND o.path < $1 || 'g' AND ($2 = 0 OR v.cycle_no = $2)
 ORDER BY v.day, v.visit_id LIMIT $3

-- How many visits of a cycle there were, how many people were met by how exact the figure is, and needs heard.
-- any shard: a region looks at all its counties
-- name: totals (path t, cycle_no i)
SELECT v.met_is, CAST(COUNT(*) AS BIGINT) AS sessions, CAST(COUNT(v.met) AS BIGINT) AS told,
       CAST(COALESCE(SUM(v.met), 0) AS BIGINT) AS met
  FROM org o JOIN visit v ON v.org_no = o.org_no
 WHERE o.path >= $1 AND o.path < $1 || 'g' AND v.cycle_no = $2
 GROUP BY v.met_is ORDER BY v.met_is

-- any shard: a region looks at all its counties
-- name: need_totals (path t, cycle_no i)
SELECT CAST(COUNT(*) AS BIGINT) AS needs,
       CAST(COALESCE(SUM(CASE WHEN n.closed_day IS NULL THEN 1 ELSE 0 END), 0) AS BIGINT) AS open
  FROM org o
  JOIN visit v ON v.org_no = o.org_no
  JOIN visit_need n ON n.shard = v.shard AND n.visit_id = v.visit_id
 WHERE o.path >= $1 AND o.path < $1 || 'g' AND v.cycle_no = $2

-- name: add_body (shard i, visit_id u, body_no i, org_no i, partner_no i, role t)
INSERT INTO visit_body (shard, visit_id, body_no, org_no, partner_no, role) VALUES ($1, $2, $3, $4, $5, $6)

-- name: bodies (shard i, visit_id u)
SELECT org_no, partner_no, role FROM visit_body WHERE shard = $1 AND visit_id = $2 ORDER BY body_no

-- name: add_given (shard i, visit_id u, kind t, given_id u)
INSERT INTO visit_given (shard, visit_id, kind, given_id) VALUES ($1, $2, $3, $4)

-- name: given (shard i, visit_id u)
SELECT kind, given_id FROM visit_given WHERE shard = $1 AND visit_id = $2 ORDER BY kind, given_id

-- Is it there, and does it stand?
-- name: portion_there (shard i, id u)
SELECT 1 AS there FROM portion WHERE shard = $1 AND portion_id = $2 AND reversal_id IS NULL

-- name: delivery_there (shard i, id u)
SELECT 1 AS there FROM delivery WHERE shard = $1 AND record_id = $2 AND reversal_id IS NULL

-- name: document_there (shard i, id u)
SELECT 1 AS there FROM document WHERE shard = $1 AND document_id = $2

-- any shard: an id is all that people are handed
-- name: need_by_id (need_id u)
SELECT shard, need_id, visit_id, org_no, who, topic, words, actor_id, at_us, closed_day, closed_by, answer, check_value
  FROM visit_need WHERE need_id = $1

-- name: need_add (shard i, need_id u, visit_id u, org_no i, who t, topic t, words t, actor_id u, at_us i, check_value b)
INSERT INTO visit_need (shard, need_id, visit_id, org_no, who, topic, words, actor_id, at_us, check_value)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)

-- name: need_close (shard i, need_id u, closed_day i, closed_by u, answer t, check_value b)
UPDATE visit_need SET closed_day = $3, closed_by = $4, answer = $5, check_value = $6
 WHERE shard = $1 AND need_id = $2 AND closed_day IS NULL

-- name: needs_of (shard i, visit_id u, closed_too i, rows_max i)
SELECT shard, need_id, visit_id, org_no, who, topic, words, actor_id, at_us, closed_day, closed_by, answer
  FROM visit_need WHERE shard = $1 AND visit_id = $2 AND ($3 = 1 OR closed_day IS NULL) ORDER BY need_id LIMIT $4

-- any shard: a region looks at all its counties
-- name: needs_below (path t, closed_too i, rows_max i)
SELECT n.shard, n.need_id, n.visit_id, n.org_no, n.who, n.topic, n.words, n.actor_id, n.at_us, n.closed_day,
       n.closed_by, n.answer
  FROM org o JOIN visit_need n ON n.org_no = o.org_no
 WHERE o.path >= $1 AND o.path < $1 || 'g' AND ($2 = 1 OR n.closed_day IS NULL)
 ORDER BY n.need_id LIMIT $3

-- any shard: verify looks at every row
-- name: given_wrong ()
SELECT g.shard, g.visit_id FROM visit_given g
 WHERE NOT EXISTS (SELECT 1 FROM visit v WHERE v.shard = g.shard AND v.visit_id = g.visit_id)
    OR (g.kind = 'portion'
        AND NOT EXISTS (SELECT 1 FROM portion p WHERE p.shard = g.shard AND p.portion_id = g.given_id))
    OR (g.kind = 'delivery'
        AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.shard = g.shard AND d.record_id = g.given_id))
    OR (g.kind = 'document'
        AND NOT EXISTS (SELECT 1 FROM document m WHERE m.shard = g.shard AND m.document_id = g.given_id))
 ORDER BY g.shard, g.visit_id

-- any shard: verify looks at every row
-- name: needs_wrong ()
SELECT n.shard, n.need_id FROM visit_need n
 WHERE NOT EXISTS (SELECT 1 FROM visit v WHERE v.shard = n.shard AND v.visit_id = n.visit_id)
 ORDER BY n.shard, n.need_id

-- Pages by shard and id, with what was given and who took part read beside them.
-- any shard: verify looks at every row
-- name: all (shard i, after_id u, rows_max i)
SELECT shard, visit_id, org_no, cycle_no, day, leader, post, site, team, met, met_is, words, sha256, actor_id, at_us,
       check_value
  FROM visit WHERE shard > $1 OR (shard = $1 AND visit_id > $2) ORDER BY shard, visit_id LIMIT $3

-- any shard: verify looks at every row
-- name: needs_all ()
SELECT shard, need_id, visit_id, org_no, who, topic, words, actor_id, at_us, closed_day, closed_by, answer, check_value
  FROM visit_need ORDER BY shard, need_id
