-- size: which size everybody wears, and what was ordered.

-- sealed: size_change (shard i, person_id u, cycle_no i, benefit t, change_no i | org_no i, was_item_no i, item_no i, how i, order_id u, words t, by_id u, at_us i)
-- sealed: size_import (shard i, intake_id u, person_id u | cycle_no i, benefit t, change_no i, was_item_no i, was_order_item_no i, roster_shard i, roster_person_id u, was_size t)
-- sealed: size_order (shard i, order_id u | number t, org_no i, cycle_no i, benefit t, order_no i, late i, reserve t, people i, missing i, words t, maker_id u, made_us i, checker_id u, checked_us i, cancelled_us i, cancelled_by u, cancelled_words t)
-- sealed: size_order_line (shard i, order_id u, item_no i | pieces i, reserve i)
-- sealed: size_pick (shard i, person_id u, cycle_no i, benefit t | item_no i, order_item_no i, changes i)

-- ---- who may get it ----

-- Everybody who is entitled to a benefit with sizes, with the size said and what was handed over. A cycle's entitlements are
-- found by the runs that made them.
-- any shard: a region's people live in many
-- name: people (cycle_no i, path t, benefit t)
SELECT e.shard, e.org_no, e.person_id, e.quantity, p.name, p.post, p.size, p.team_id, g.name AS team,
       k.item_no, k.order_item_no, d.item_no AS given_item_no, d.quantity AS given
  FROM entitle_run r
  JOIN entitlement e ON e.run_id = r.run_id
  JOIN org o ON o.org_no = e.org_no
  JOIN person p ON p.shard = e.shard AND p.person_id = e.person_id
  LEFT JOIN people_group g ON g.shard = p.shard AND g.group_id = p.team_id
  LEFT JOIN size_pick k ON k.shard = e.shard AND k.person_id = e.person_id AND k.cycle_no = e.cycle_no
                       AND k.benefit = e.benefit
  LEFT JOIN award a ON a.shard = e.shard AND a.person_id = e.person_id AND a.cycle_no = e.cycle_no
                   AND a.benefit = e.benefit
  LEFT JOIN delivery d ON d.shard = a.shard AND d.person_id = a.person_id AND d.record_id = a.record_id
 WHERE r.cycle_no = $1 AND o.path >= $2 AND o.path < $2 || 'g' AND e.benefit = $3 AND e.void_us IS NULL
 ORDER BY o.path, g.name NULLS LAST, p.sort_key NULLS LAST, e.person_id;

-- name: entitled (shard i, cycle_no i, person_id u, benefit t)
SELECT e.shard, e.person_id, e.org_no, o.path, a.record_id, k.item_no, k.order_item_no, k.changes
  FROM entitlement e
  JOIN org o ON o.org_no = e.org_no
  LEFT JOIN award a ON a.shard = e.shard AND a.person_id = e.person_id AND a.cycle_no = e.cycle_no
                   AND a.benefit = e.benefit
  LEFT JOIN size_pick k ON k.shard = e.shard AND k.person_id = e.person_id AND k.cycle_no = e.cycle_no
                       AND k.benefit = e.benefit
 WHERE e.shard = $1 AND e.person_id = $3 AND e.cycle_no = $2 AND e.benefit = $4 AND e.void_us IS NULL;

-- any shard: a person who moved since is entitled where the cycle pinned him (settled.md 10)
-- name: entitled_hash (cycle_no i, id_hash b, benefit t)
SELECT e.shard, e.person_id, e.org_no, o.path, a.record_id, k.item_no, k.order_item_no, k.changes
  FROM entitlement e
  JOIN org o ON o.org_no = e.org_no
  LEFT JOIN award a ON a.shard = e.shard AND a.person_id = e.person_id AND a.cycle_no = e.cycle_no
                   AND a.benefit = e.benefit
  LEFT JOIN size_pick k ON k.shard = e.shard AND k.person_id = e.person_id AND k.cycle_no = e.cycle_no
                       AND k.benefit = e.benefit
 WHERE e.id_hash = $2 AND e.cycle_no = $1 AND e.benefit = $3 AND e.void_us IS NULL;

-- Who of these unions bears the name.
-- any shard: a union's name and path say where it is
-- name: named (path t, name_key t)
SELECT p.shard, p.person_id, g.name AS team, o.code AS org
  FROM org o
  JOIN person p ON p.shard = o.shard AND p.org_no = o.org_no AND p.name_key = $2 AND p.left_us IS NULL
               AND p.survivor_id IS NULL
  LEFT JOIN people_group g ON g.shard = p.shard AND g.group_id = p.team_id
 WHERE o.path >= $1 AND o.path < $1 || 'g'
 ORDER BY p.shard, p.person_id;

-- ---- what is said ----

-- name: pick (shard i, cycle_no i, person_id u, benefit t)
SELECT item_no, order_item_no, changes FROM size_pick
 WHERE shard = $1 AND person_id = $3 AND cycle_no = $2 AND benefit = $4;

-- name: pick_add (shard i, cycle_no i, benefit t, person_id u, item_no i)
INSERT INTO size_pick (shard, cycle_no, benefit, person_id, item_no, order_item_no, changes)
VALUES ($1, $2, $3, $4, $5, $5, 1);

-- name: pick_change (shard i, cycle_no i, benefit t, person_id u, item_no i, order_item_no i, was i)
UPDATE size_pick SET item_no = $5, order_item_no = $6, changes = changes + 1
 WHERE shard = $1 AND person_id = $4 AND cycle_no = $2 AND benefit = $3 AND changes = $7;

-- name: change_add (shard i, cycle_no i, benefit t, person_id u, change_no i, org_no i, was_item_no i, item_no i, how i, order_id u, words t, by_id u, at_us i)
INSERT INTO size_change (shard, cycle_no, benefit, person_id, change_no, org_no, was_item_no, item_no, how, order_id, words,
                         by_id, at_us)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- any shard: a region looks at all its counties
-- name: changes (cycle_no i, path t, benefit t, rows_max i)
SELECT c.shard, c.org_no, c.person_id, c.was_item_no, c.item_no, c.how, c.words, c.by_id, c.at_us, p.name, g.name AS team,
       (SELECT x.number FROM size_order x WHERE x.order_id = c.order_id) AS number
  FROM size_change c
  JOIN org o ON o.org_no = c.org_no
  JOIN person p ON p.shard = c.shard AND p.person_id = c.person_id
  LEFT JOIN people_group g ON g.shard = p.shard AND g.group_id = p.team_id
 WHERE c.cycle_no = $1 AND o.path >= $2 AND o.path < $2 || 'g' AND c.benefit = $3 AND (c.order_id IS NOT NULL OR c.how = 1)
 ORDER BY c.at_us, c.shard, c.person_id, c.change_no LIMIT $4;

-- ---- what an import changed (listed.h) ----

-- name: import_add (shard i, intake_id u, person_id u, cycle_no i, benefit t, change_no i, was_item_no i, was_order_item_no i, roster_shard i, roster_person_id u, was_size t)
INSERT INTO size_import (shard, intake_id, person_id, cycle_no, benefit, change_no, was_item_no, was_order_item_no, roster_shard,
                         roster_person_id, was_size)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- any shard: a region's list names people of many
-- name: import_counts (intake_id u)
SELECT CAST(COUNT(CASE WHEN change_no = 1 THEN 1 END) AS BIGINT) AS taken,
       CAST(COUNT(CASE WHEN change_no > 1 THEN 1 END) AS BIGINT) AS changed
  FROM size_import WHERE intake_id = $1;

-- Whose size was said anew since; who was served, or is in an order made since.
-- any shard: a region's list names people of many
-- name: import_stands (intake_id u)
SELECT CAST(COUNT(CASE WHEN k.changes IS NULL OR k.changes <> i.change_no THEN 1 END) AS BIGINT) AS later,
       CAST(COUNT(CASE WHEN EXISTS (SELECT 1 FROM award a
                                     WHERE a.shard = i.shard AND a.person_id = i.person_id AND a.cycle_no = i.cycle_no
                                       AND a.benefit = i.benefit)
                         OR EXISTS (SELECT 1 FROM size_order s JOIN org p ON p.org_no = s.org_no
                                     WHERE s.cycle_no = i.cycle_no AND s.benefit = i.benefit AND s.cancelled_us IS NULL
                                       AND s.made_us >= c.at_us AND o.path >= p.path AND o.path < p.path || 'g')
                       THEN 1 END) AS BIGINT) AS used
  FROM size_import i
  LEFT JOIN size_pick k ON k.shard = i.shard AND k.person_id = i.person_id AND k.cycle_no = i.cycle_no
                       AND k.benefit = i.benefit
  LEFT JOIN size_change c ON c.shard = i.shard AND c.person_id = i.person_id AND c.cycle_no = i.cycle_no
                         AND c.benefit = i.benefit AND c.change_no = i.change_no
  LEFT JOIN org o ON o.org_no = c.org_no
 WHERE i.intake_id = $1;

-- any shard: a region's list names people of many
-- name: import_rows (intake_id u, rows_max i)
SELECT i.shard, i.person_id, i.cycle_no, i.benefit, i.change_no, i.was_item_no, i.was_order_item_no, i.roster_shard,
       i.roster_person_id, i.was_size, k.changes, k.item_no
  FROM size_import i
  LEFT JOIN size_pick k ON k.shard = i.shard AND k.person_id = i.person_id AND k.cycle_no = i.cycle_no
                       AND k.benefit = i.benefit
 WHERE i.intake_id = $1 ORDER BY i.shard, i.person_id LIMIT $2;

-- name: import_remove (shard i, intake_id u, person_id u)
DELETE FROM size_import WHERE shard = $1 AND intake_id = $2 AND person_id = $3;

-- name: pick_remove (shard i, cycle_no i, benefit t, person_id u)
DELETE FROM size_pick WHERE shard = $1 AND person_id = $4 AND cycle_no = $2 AND benefit = $3 AND changes = 1;

-- name: pick_back (shard i, cycle_no i, benefit t, person_id u, item_no i, order_item_no i, changes i)
UPDATE size_pick SET item_no = $5, order_item_no = $6, changes = $7 - 1
 WHERE shard = $1 AND person_id = $4 AND cycle_no = $2 AND benefit = $3 AND changes = $7;

-- name: change_remove (shard i, cycle_no i, benefit t, person_id u, change_no i)
DELETE FROM size_change WHERE shard = $1 AND person_id = $4 AND cycle_no = $2 AND benefit = $3 AND change_no = $5;

-- ---- what lies where ----

-- any shard: a region's stock lies in many
-- name: stock (cycle_no i, path t, class i)
SELECT a.item_no, CAST(SUM(a.quantity) AS BIGINT) AS quantity
  FROM account a JOIN org o ON o.org_no = a.org_no
 WHERE a.cycle_no = $1 AND a.class = $3 AND o.path >= $2 AND o.path < $2 || 'g'
 GROUP BY a.item_no ORDER BY a.item_no;

-- ---- orders ----

-- any shard: an id or a number is all that people are handed
-- name: order_by_id (order_id u)
SELECT s.shard, s.order_id, s.number, s.org_no, s.cycle_no, s.benefit, s.order_no, s.late, s.reserve, s.people, s.missing,
       s.words, s.maker_id, s.made_us, s.checker_id, s.checked_us, s.cancelled_us, s.cancelled_words, o.path
  FROM size_order s JOIN org o ON o.org_no = s.org_no WHERE s.order_id = $1;

-- any shard: an id or a number is all that people are handed
-- name: order_by_number (number t)
SELECT s.shard, s.order_id, s.number, s.org_no, s.cycle_no, s.benefit, s.order_no, s.late, s.reserve, s.people, s.missing,
       s.words, s.maker_id, s.made_us, s.checker_id, s.checked_us, s.cancelled_us, s.cancelled_words, o.path
  FROM size_order s JOIN org o ON o.org_no = s.org_no WHERE s.number = $1;

-- any shard: an order may be of the union's own shard or of one above it
-- name: orders (cycle_no i)
SELECT s.shard, s.order_id, s.number, s.org_no, s.cycle_no, s.benefit, s.order_no, s.late, s.reserve, s.people, s.missing,
       s.words, s.maker_id, s.made_us, s.checker_id, s.checked_us, s.cancelled_us, s.cancelled_words, o.path
  FROM size_order s JOIN org o ON o.org_no = s.org_no WHERE s.cycle_no = $1
 ORDER BY o.path, s.benefit, s.order_no;

-- name: order_add (shard i, order_id u, number t, org_no i, cycle_no i, benefit t, order_no i, late i, reserve t, people i, missing i, words t, maker_id u, made_us i)
INSERT INTO size_order (shard, order_id, number, org_no, cycle_no, benefit, order_no, late, reserve, people, missing, words,
                        maker_id, made_us)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14);

-- name: line_add (shard i, order_id u, item_no i, pieces i, reserve i)
INSERT INTO size_order_line (shard, order_id, item_no, pieces, reserve) VALUES ($1, $2, $3, $4, $5);

-- name: lines (shard i, order_id u)
SELECT item_no, pieces, reserve FROM size_order_line WHERE shard = $1 AND order_id = $2 ORDER BY item_no;

-- name: order_check (shard i, order_id u, checker_id u, checked_us i)
UPDATE size_order SET checker_id = $3, checked_us = $4
 WHERE shard = $1 AND order_id = $2 AND checked_us IS NULL AND cancelled_us IS NULL;

-- name: order_cancel (shard i, order_id u, cancelled_us i, cancelled_by u, words t)
UPDATE size_order SET cancelled_us = $3, cancelled_by = $4, cancelled_words = $5
 WHERE shard = $1 AND order_id = $2 AND checked_us IS NULL AND cancelled_us IS NULL;

-- ---- verification: each returns what should not be there ----

-- A size that its changes do not say, that another size is made for than was said, or that nobody is entitled to.
-- any shard: verify looks at every row
-- name: picks_wrong ()
SELECT k.shard, k.person_id FROM size_pick k
 WHERE k.changes <> (SELECT COUNT(*) FROM size_change c
                      WHERE c.shard = k.shard AND c.person_id = k.person_id AND c.cycle_no = k.cycle_no
                        AND c.benefit = k.benefit)
    OR NOT EXISTS (SELECT 1 FROM size_change c
                    WHERE c.shard = k.shard AND c.person_id = k.person_id AND c.cycle_no = k.cycle_no
                      AND c.benefit = k.benefit AND c.change_no = k.changes AND c.item_no = k.item_no)
    OR NOT EXISTS (SELECT 1 FROM size_change c
                    WHERE c.shard = k.shard AND c.person_id = k.person_id AND c.cycle_no = k.cycle_no
                      AND c.benefit = k.benefit AND c.how = 0 AND c.item_no = k.order_item_no
                      AND NOT EXISTS (SELECT 1 FROM size_change l
                                       WHERE l.shard = c.shard AND l.person_id = c.person_id AND l.cycle_no = c.cycle_no
                                         AND l.benefit = c.benefit AND l.how = 0 AND l.change_no > c.change_no))
    OR NOT EXISTS (SELECT 1 FROM entitlement e
                    WHERE e.shard = k.shard AND e.person_id = k.person_id AND e.cycle_no = k.cycle_no
                      AND e.benefit = k.benefit)
 ORDER BY k.shard, k.person_id;

-- A change that does not go on from the one before it, or that no size stands for.
-- any shard: verify looks at every row
-- name: changes_wrong ()
SELECT c.shard, c.person_id FROM size_change c
 WHERE NOT EXISTS (SELECT 1 FROM size_pick k
                    WHERE k.shard = c.shard AND k.person_id = c.person_id AND k.cycle_no = c.cycle_no
                      AND k.benefit = c.benefit AND k.changes >= c.change_no)
    OR (c.change_no > 1
        AND NOT EXISTS (SELECT 1 FROM size_change b
                         WHERE b.shard = c.shard AND b.person_id = c.person_id AND b.cycle_no = c.cycle_no
                           AND b.benefit = c.benefit AND b.change_no = c.change_no - 1 AND b.item_no = c.was_item_no))
 ORDER BY c.shard, c.person_id;

-- A size said after an order that covers the union, without a word of it; or after an order that is not there.
-- any shard: verify looks at every row
-- name: late_wrong ()
SELECT c.shard, c.person_id FROM size_change c JOIN org o ON o.org_no = c.org_no
 WHERE (c.order_id IS NULL AND c.how = 0
        AND EXISTS (SELECT 1 FROM size_order s JOIN org p ON p.org_no = s.org_no
                     WHERE s.cycle_no = c.cycle_no AND s.benefit = c.benefit AND s.cancelled_us IS NULL
                       AND s.made_us < c.at_us AND o.path >= p.path AND o.path < p.path || 'g'))
    OR (c.order_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM size_order s WHERE s.order_id = c.order_id))
 ORDER BY c.shard, c.person_id;

-- any shard: verify looks at every row
-- name: orders_checked ()
SELECT s.shard, s.order_id, s.number, s.org_no, s.cycle_no, s.benefit, s.order_no, s.late, s.reserve, s.people, s.missing,
       s.words, s.maker_id, s.made_us, s.checker_id, s.checked_us, s.cancelled_us, s.cancelled_words, o.path
  FROM size_order s JOIN org o ON o.org_no = s.org_no WHERE s.checked_us IS NOT NULL
 ORDER BY s.shard, s.order_id;

-- any shard: verify looks at every row
-- name: lines_wrong ()
SELECT l.shard, l.order_id FROM size_order_line l
 WHERE NOT EXISTS (SELECT 1 FROM size_order s WHERE s.shard = l.shard AND s.order_id = l.order_id)
 ORDER BY l.shard, l.order_id;
