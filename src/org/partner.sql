-- partner: all statements of the registry. partner is a reference table: no shard in its keys.

-- sealed: partner (partner_no i | code t, kind t, uscc t, org_no i, from_day i, closed_day i=0)
-- sealed: partner_alias (alias_key t | alias t, partner_no i)
-- sealed: partner_event (event_id u | partner_no i, kind t, words t, day i, actor_id u, at_us i)
-- sealed: partner_name (partner_no i, from_day i | until_day i=0, name t, name_key t)

-- name: last_no ()
SELECT COALESCE(MAX(partner_no), 0) AS partner_no FROM partner

-- name: by_no (partner_no i, day i)
SELECT p.partner_no, p.code, n.name, p.kind, p.uscc, p.org_no, p.from_day, p.closed_day
  FROM partner p
  JOIN partner_name n ON n.partner_no = p.partner_no AND n.from_day <= $2 AND (n.until_day = 0 OR n.until_day > $2)
 WHERE p.partner_no = $1

-- By its code, under its name of now.
-- name: by_code (code t)
SELECT p.partner_no, p.code, n.name, p.kind, p.uscc, p.org_no, p.from_day, p.closed_day
  FROM partner p JOIN partner_name n ON n.partner_no = p.partner_no AND n.until_day = 0
 WHERE p.code = $1

-- Who goes by this code (rank 0), USCC (1), official name (2) or alias (3).
-- name: known_as (code t, uscc t, key t)
SELECT partner_no, 0 AS rank, 0 AS from_day, 0 AS until_day FROM partner WHERE code = $1
UNION ALL
SELECT partner_no, 1 AS rank, 0 AS from_day, 0 AS until_day FROM partner WHERE uscc = $2
UNION ALL
SELECT partner_no, 2 AS rank, from_day, until_day FROM partner_name WHERE name_key = $3
UNION ALL
SELECT partner_no, 3 AS rank, 0 AS from_day, 0 AS until_day FROM partner_alias WHERE alias_key = $3
ORDER BY rank, partner_no, from_day

-- Another partner that is open and has this USCC, or this name beside the same union (0: beside none).
-- name: twin (code t, uscc t, key t, org_no i)
SELECT x.code, x.name, MAX(x.by_uscc) AS by_uscc
  FROM (SELECT p.code, n.name, 1 AS by_uscc
          FROM partner p JOIN partner_name n ON n.partner_no = p.partner_no AND n.until_day = 0
         WHERE p.uscc = $2
        UNION ALL
        SELECT p.code, n.name, 0 AS by_uscc
          FROM partner_name n JOIN partner p ON p.partner_no = n.partner_no
         WHERE n.name_key = $3 AND n.until_day = 0 AND COALESCE(p.org_no, 0) = $4 AND p.closed_day = 0) x
 WHERE x.code <> $1
 GROUP BY x.code, x.name
 ORDER BY by_uscc DESC, x.code

-- name: all ()
SELECT p.partner_no, p.code, n.name, p.kind, p.uscc, p.org_no, p.from_day, p.closed_day
  FROM partner p JOIN partner_name n ON n.partner_no = p.partner_no AND n.until_day = 0
 ORDER BY p.code

-- Beside a union or one below it.
-- name: below (path t)
SELECT p.partner_no, p.code, n.name, p.kind, p.uscc, p.org_no, p.from_day, p.closed_day
  FROM partner p
  JOIN partner_name n ON n.partner_no = p.partner_no AND n.until_day = 0
  JOIN org o ON o.org_no = p.org_no
 WHERE o.path >= $1 AND o.path < $1 || 'g'
 ORDER BY p.code

-- name: names_of (partner_no i)
SELECT name, name_key, from_day, until_day FROM partner_name WHERE partner_no = $1 ORDER BY from_day

-- name: aliases_of (partner_no i)
SELECT alias FROM partner_alias WHERE partner_no = $1 ORDER BY alias

-- name: add (partner_no i, code t, kind t, uscc t, org_no i, from_day i)
INSERT INTO partner (partner_no, code, kind, uscc, org_no, from_day) VALUES ($1, $2, $3, $4, $5, $6)

-- A USCC is added once and never changed.
-- name: set_uscc (partner_no i, uscc t)
UPDATE partner SET uscc = $2 WHERE partner_no = $1 AND uscc IS NULL

-- name: add_name (partner_no i, from_day i, name t, name_key t)
INSERT INTO partner_name (partner_no, from_day, name, name_key) VALUES ($1, $2, $3, $4)

-- A second name on the same day takes the place of the first; both stand in partner_event.
-- name: replace_name (partner_no i, from_day i, name t, name_key t)
UPDATE partner_name SET name = $3, name_key = $4 WHERE partner_no = $1 AND from_day = $2

-- name: close_name (partner_no i, day i)
UPDATE partner_name SET until_day = $2 WHERE partner_no = $1 AND until_day = 0

-- name: add_alias (alias_key t, alias t, partner_no i)
INSERT INTO partner_alias (alias_key, alias, partner_no) VALUES ($1, $2, $3)

-- name: close (partner_no i, day i)
UPDATE partner SET closed_day = $2 WHERE partner_no = $1 AND closed_day = 0

-- name: add_event (event_id u, partner_no i, kind t, words t, day i, actor_id u, at_us i)
INSERT INTO partner_event (event_id, partner_no, kind, words, day, actor_id, at_us)
VALUES ($1, $2, $3, $4, $5, $6, $7)

-- Names in the order of their days, for verification.
-- name: every_name ()
SELECT p.partner_no, p.uscc, p.from_day AS first_day, p.closed_day, n.name, n.name_key, n.from_day, n.until_day
  FROM partner p LEFT JOIN partner_name n ON n.partner_no = p.partner_no
 ORDER BY p.partner_no, n.from_day

-- Partners, names, aliases and closings that nobody is recorded to have entered.
-- name: without_event ()
SELECT p.partner_no FROM partner p
 WHERE NOT EXISTS (SELECT 1 FROM partner_event e WHERE e.partner_no = p.partner_no AND e.kind = 'add')
UNION
SELECT n.partner_no FROM partner_name n
 WHERE NOT EXISTS (SELECT 1 FROM partner_event e WHERE e.partner_no = n.partner_no AND e.kind IN ('add', 'rename')
                      AND e.day = n.from_day AND e.words = n.name)
UNION
SELECT a.partner_no FROM partner_alias a
 WHERE NOT EXISTS (SELECT 1 FROM partner_event e WHERE e.partner_no = a.partner_no AND e.kind = 'alias'
                      AND e.words = a.alias)
UNION
SELECT p.partner_no FROM partner p
 WHERE p.closed_day <> 0 AND NOT EXISTS (SELECT 1 FROM partner_event e WHERE e.partner_no = p.partner_no
                      AND e.kind = 'close' AND e.day = p.closed_day)
 ORDER BY partner_no
