-- org: all statements of the layer. org is a reference table: no shard in its keys.
-- "path < $1 || 'g'" closes the range of a subtree: segments are hexadecimal digits, g stands behind f.

-- sealed: org (org_no i | shard i, code t, division t, kind t, level i, official_order i, path t, from_day i, until_day i=0, became_no i)
-- sealed: org_alias (alias_key t | alias t, org_no i)
-- sealed: org_event (event_id u | org_no i, kind t, other_no i, words t, day i, actor_id u, at_us i)
-- sealed: org_name (org_no i, from_day i | until_day i=0, name t, name_key t, confirmed i)
-- sealed: org_place (org_no i, from_day i | until_day i=0, parent_no i)

-- name: next_no ()
SELECT COALESCE(MAX(org_no), 0) + 1 AS org_no FROM org

-- name: first_by_code (code t)
SELECT o.org_no, o.shard, o.code, o.division, o.kind, o.level, o.official_order, o.path, o.from_day,
       o.until_day, o.became_no, n.name, n.confirmed, p.parent_no
  FROM org o
  JOIN org_name n ON n.org_no = o.org_no AND n.from_day = o.from_day
  JOIN org_place p ON p.org_no = o.org_no AND p.from_day = o.from_day
 WHERE o.code = $1

-- name: by_no (org_no i, day i)
SELECT o.org_no, o.shard, o.code, o.division, o.kind, o.level, o.official_order, o.path, o.from_day,
       o.until_day, o.became_no, n.name, n.confirmed, p.parent_no
  FROM org o
  JOIN org_name n ON n.org_no = o.org_no AND n.from_day <= $2 AND (n.until_day = 0 OR n.until_day > $2)
  JOIN org_place p ON p.org_no = o.org_no AND p.from_day <= $2 AND (p.until_day = 0 OR p.until_day > $2)
 WHERE o.org_no = $1

-- The whole tree as of a day; unions closed by then come too, since others took them in.
-- name: tree (day i)
SELECT o.org_no, o.shard, o.code, o.division, o.kind, o.level, o.official_order, o.path, o.from_day,
       o.until_day, o.became_no, n.name, n.confirmed, p.parent_no
  FROM org o
  JOIN org_name n ON n.org_no = o.org_no AND n.from_day <= $1 AND (n.until_day = 0 OR n.until_day > $1)
  JOIN org_place p ON p.org_no = o.org_no AND p.from_day <= $1 AND (p.until_day = 0 OR p.until_day > $1)
 WHERE o.from_day <= $1

-- Who goes by this code (rank 0), official name (1) or alias (2).
-- name: known_as (code t, key t)
SELECT org_no, 0 AS rank, 0 AS from_day, 0 AS until_day FROM org WHERE code = $1
UNION ALL
SELECT org_no, 1 AS rank, from_day, until_day FROM org_name WHERE name_key = $2
UNION ALL
SELECT org_no, 2 AS rank, 0 AS from_day, 0 AS until_day FROM org_alias WHERE alias_key = $2
ORDER BY rank, org_no, from_day

-- name: add (org_no i, shard i, code t, division t, kind t, level i, official_order i, path t, from_day i)
INSERT INTO org (org_no, shard, code, division, kind, level, official_order, path, from_day)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)

-- name: add_name (org_no i, from_day i, name t, name_key t, confirmed i)
INSERT INTO org_name (org_no, from_day, name, name_key, confirmed) VALUES ($1, $2, $3, $4, $5)

-- name: add_place (org_no i, from_day i, parent_no i)
INSERT INTO org_place (org_no, from_day, parent_no) VALUES ($1, $2, $3)

-- name: add_alias (alias_key t, alias t, org_no i)
INSERT INTO org_alias (alias_key, alias, org_no) VALUES ($1, $2, $3)

-- name: add_event (event_id u, org_no i, kind t, other_no i, words t, day i, actor_id u, at_us i)
INSERT INTO org_event (event_id, org_no, kind, other_no, words, day, actor_id, at_us)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)

-- name: open_name (org_no i)
SELECT from_day, name, confirmed FROM org_name WHERE org_no = $1 AND until_day = 0

-- name: confirm_name (org_no i)
UPDATE org_name SET confirmed = 1 WHERE org_no = $1 AND until_day = 0

-- A second change on the same day takes the place of the first; both stand in org_event.
-- name: replace_name (org_no i, from_day i, name t, name_key t, confirmed i)
UPDATE org_name SET name = $3, name_key = $4, confirmed = $5 WHERE org_no = $1 AND from_day = $2

-- name: close_name (org_no i, day i)
UPDATE org_name SET until_day = $2 WHERE org_no = $1 AND until_day = 0

-- name: open_place (org_no i)
SELECT from_day, parent_no FROM org_place WHERE org_no = $1 AND until_day = 0

-- name: replace_place (org_no i, from_day i, parent_no i)
UPDATE org_place SET parent_no = $3 WHERE org_no = $1 AND from_day = $2

-- name: close_place (org_no i, day i)
UPDATE org_place SET until_day = $2 WHERE org_no = $1 AND until_day = 0

-- name: open_children (parent_no i)
SELECT p.org_no FROM org_place p JOIN org o ON o.org_no = p.org_no
 WHERE p.parent_no = $1 AND p.until_day = 0 AND o.until_day = 0
 ORDER BY o.official_order, o.code

-- name: deepest_path (path t)
SELECT COALESCE(MAX(LENGTH(path)), 0) AS path_bytes FROM org
 WHERE path >= $1 AND path < $1 || 'g' AND until_day = 0

-- name: move_paths (old_path t, new_path t, rest_from i)
UPDATE org SET path = $2 || SUBSTR(path, CAST($3 AS INTEGER)) WHERE path >= $1 AND path < $1 || 'g'

-- Days on which the tree became another one, after a day.
-- name: days_of_change (day i)
SELECT DISTINCT from_day FROM org_place WHERE from_day > $1 ORDER BY from_day

-- name: close (org_no i, day i, became_no i)
UPDATE org SET until_day = $2, became_no = $3 WHERE org_no = $1

-- name: aliases_of (org_no i)
SELECT alias FROM org_alias WHERE org_no = $1 ORDER BY alias

-- name: events_of (org_no i)
SELECT kind, org_no, other_no, words, day, actor_id, at_us FROM org_event WHERE org_no = $1 OR other_no = $1
 ORDER BY at_us, event_id

-- ---- the tree in memory ----

-- name: version ()
SELECT version FROM org_version WHERE one = 1

-- name: version_raise ()
UPDATE org_version SET version = version + 1 WHERE one = 1

-- ---- searching: what does not stand in the tree itself ----

-- name: aliases_like (pattern t, rows_max i)
SELECT alias AS words, org_no FROM org_alias WHERE alias_key LIKE $1 ESCAPE '!' ORDER BY alias, org_no LIMIT $2

-- name: former_names_like (pattern t, rows_max i)
SELECT name AS words, org_no FROM org_name WHERE until_day <> 0 AND name_key LIKE $1 ESCAPE '!'
 ORDER BY name, org_no LIMIT $2

-- name: closed_like (pattern t, rows_max i)
SELECT n.name AS words, o.org_no FROM org o CROSS JOIN org_name n
 WHERE o.until_day <> 0 AND n.org_no = o.org_no AND n.until_day = 0 AND (n.name_key LIKE $1 ESCAPE '!' OR LOWER(o.code) LIKE $1 ESCAPE '!')
 ORDER BY n.name, o.org_no LIMIT $2
