-- copy: which cycle was copied from which, and what is read of both.

-- sealed: cycle_copy (cycle_no i | from_no i, kits t, asked b, actor_id u, at_us i)

-- name: by_cycle (cycle_no i)
SELECT cycle_no, from_no, kits, asked FROM cycle_copy WHERE cycle_no = $1;

-- name: add (cycle_no i, from_no i, kits t, asked b, actor_id u, at_us i)
INSERT INTO cycle_copy (cycle_no, from_no, kits, asked, actor_id, at_us) VALUES ($1, $2, $3, $4, $5, $6);

-- name: all ()
SELECT x.cycle_no, x.from_no, x.kits, x.asked, COALESCE(n.from_day, 0) AS now_day, COALESCE(o.from_day, 0) AS was_day,
       COALESCE(n.org_no, 0) AS now_org, COALESCE(o.org_no, 0) AS was_org, n.programme AS now_programme,
       o.programme AS was_programme, n.code, n.name, COALESCE(n.until_day, 0) AS until_day
  FROM cycle_copy x
  LEFT JOIN cycle n ON n.cycle_no = x.cycle_no
  LEFT JOIN cycle o ON o.cycle_no = x.from_no
 ORDER BY x.cycle_no;

-- ---- what papers there were ----

-- any shard: a cycle's purchases are of many unions
-- name: steps (cycle_no i)
SELECT s.kind, CAST(COUNT(*) AS BIGINT) AS count
  FROM purchase p JOIN purchase_step s ON s.shard = p.shard AND s.purchase_id = p.purchase_id
 WHERE p.cycle_no = $1 GROUP BY s.kind ORDER BY s.kind;

-- 3 is DONE.
-- any shard: a cycle's documents are of many unions
-- name: documents (cycle_no i)
SELECT kind, CAST(COUNT(*) AS BIGINT) AS count FROM document
 WHERE cycle_no = $1 AND state = 3 AND reversed_us IS NULL GROUP BY kind ORDER BY kind;

-- any shard: a cycle's lists are of many unions
-- name: lists (cycle_no i)
SELECT CAST(COUNT(*) AS BIGINT) AS count FROM entitle_run WHERE cycle_no = $1;

-- ---- prices ----

-- The newest lot of an item in a cycle, or after a day in any other.
-- any shard: a price is a price wherever it was paid
-- name: price_in (item_no i, cycle_no i)
SELECT t.unit_cost_fen, t.day FROM lot t
  JOIN document d ON d.shard = t.shard AND d.document_id = t.document_id
 WHERE t.item_no = $1 AND d.cycle_no = $2 AND d.state = 3 AND d.reversed_us IS NULL
 ORDER BY t.day DESC, t.lot_no DESC LIMIT 1;

-- any shard: a price is a price wherever it was paid
-- name: price_since (item_no i, cycle_no i, after_day i)
SELECT t.unit_cost_fen, t.day FROM lot t
  JOIN document d ON d.shard = t.shard AND d.document_id = t.document_id
 WHERE t.item_no = $1 AND d.cycle_no <> $2 AND t.day >= $3 AND d.state = 3 AND d.reversed_us IS NULL
 ORDER BY t.day DESC, t.lot_no DESC LIMIT 1;

-- ---- people ----

-- Everybody of a cycle's lists, once, by union and name; voided: whether all that he was entitled to was voided.
-- any shard: a region's people live in many
-- name: entitled (cycle_no i)
SELECT x.shard, x.person_id, x.org_no, x.voided
  FROM (SELECT e.shard, e.person_id, CAST(MIN(e.org_no) AS BIGINT) AS org_no,
               CAST(MIN(CASE WHEN e.void_us IS NULL THEN 0 ELSE 1 END) AS BIGINT) AS voided
          FROM entitle_run r JOIN entitlement e ON e.run_id = r.run_id
         WHERE r.cycle_no = $1 GROUP BY e.shard, e.person_id) x
  JOIN org o ON o.org_no = x.org_no
  JOIN person p ON p.shard = x.shard AND p.person_id = x.person_id
 ORDER BY o.path, p.sort_key NULLS LAST, x.person_id;

-- name: categories (shard i, person_id u)
SELECT category FROM person_category WHERE shard = $1 AND person_id = $2 ORDER BY category;
