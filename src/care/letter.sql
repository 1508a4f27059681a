-- letter: texts, what was printed of them, and for whom.

-- sealed: letter (shard i, letter_id u | org_no i, cycle_no i, code t, lang t, version i, sender_org_no i, sender_partner_no i, day i, title t, body t, uses i, maker_id u, made_us i, checker_id u, checked_us i)
-- sealed: letter_given (shard i, entitlement_id u, run_id u, page_no i | again i)
-- sealed: letter_page (shard i, run_id u, page_no i | org_no i, cycle_no i, code t, lang t, benefit t, subject_id u, team_id u, again i, reached i)
-- sealed: letter_run (shard i, run_id u | letter_shard i, letter_id u, cycle_no i, org_no i, way t, letters i, again i, at_us i, by_id u)

-- ---- texts ----

-- any shard: a letter is found by its cycle, code and language, which people know
-- name: find (cycle_no i, code t, lang t, version i)
SELECT shard, letter_id, org_no, cycle_no, code, lang, version, sender_org_no, sender_partner_no, day, title, body, uses,
       maker_id, made_us, checker_id, checked_us
  FROM letter
 WHERE cycle_no = $1 AND code = $2 AND lang = $3 AND ($4 = 0 OR version = $4) ORDER BY version DESC LIMIT 1;

-- any shard: a letter is found by its cycle, code and language, which people know
-- name: checked (cycle_no i, code t, lang t)
SELECT shard, letter_id, org_no, cycle_no, code, lang, version, sender_org_no, sender_partner_no, day, title, body, uses,
       maker_id, made_us, checker_id, checked_us
  FROM letter WHERE cycle_no = $1 AND code = $2 AND lang = $3 AND checked_us IS NOT NULL ORDER BY version DESC LIMIT 1;

-- any shard: a cycle's letters are listed for whoever takes part in it
-- name: list (cycle_no i)
SELECT shard, letter_id, org_no, cycle_no, code, lang, version, sender_org_no, sender_partner_no, day, title, body, uses,
       maker_id, made_us, checker_id, checked_us
  FROM letter WHERE cycle_no = $1 ORDER BY code, lang, version;

-- A code belongs to one union in a cycle, in all its languages.
-- any shard: whose a code is, is asked before it is known where
-- name: owner (cycle_no i, code t)
SELECT org_no FROM letter WHERE cycle_no = $1 AND code = $2 ORDER BY made_us LIMIT 1;

-- name: add (shard i, letter_id u, org_no i, cycle_no i, code t, lang t, version i, sender_org_no i, sender_partner_no i, day i, title t, body t, uses i, maker_id u, made_us i)
INSERT INTO letter (shard, letter_id, org_no, cycle_no, code, lang, version, sender_org_no, sender_partner_no, day, title,
                    body, uses, maker_id, made_us)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15);

-- name: check (shard i, letter_id u, checker_id u, checked_us i)
UPDATE letter SET checker_id = $3, checked_us = $4 WHERE shard = $1 AND letter_id = $2 AND checked_us IS NULL;

-- ---- printing ----

-- Who is entitled, each with what he and his team have been printed of this letter. A cycle's entitlements are found by
-- the runs that made them.
-- any shard: a region prints for all its counties
-- name: targets (cycle_no i, from_path t, to_path t, code t, lang t, team t, by_team i, rows_max i)
SELECT e.shard, e.org_no, e.entitlement_id, e.benefit, p.name, p.team_id, g.name AS team,
       CASE WHEN EXISTS (SELECT 1 FROM letter_given v
                           JOIN letter_page l ON l.shard = v.shard AND l.run_id = v.run_id AND l.page_no = v.page_no
                          WHERE v.shard = e.shard AND v.entitlement_id = e.entitlement_id AND l.code = $4
                            AND l.lang = $5) THEN 1 ELSE 0 END AS had,
       CASE WHEN EXISTS (SELECT 1 FROM letter_page l
                          WHERE l.shard = e.shard AND l.cycle_no = e.cycle_no AND l.benefit = e.benefit AND l.code = $4
                            AND l.lang = $5 AND l.again = 0
                            AND l.subject_id = CASE WHEN $7 = 1 THEN p.team_id ELSE e.entitlement_id END)
            THEN 1 ELSE 0 END AS page_had
  FROM entitle_run r
  JOIN entitlement e ON e.run_id = r.run_id
  JOIN org o ON o.org_no = e.org_no
  JOIN person p ON p.shard = e.shard AND p.person_id = e.person_id
  LEFT JOIN people_group g ON g.shard = p.shard AND g.group_id = p.team_id
 WHERE r.cycle_no = $1 AND o.path >= $2 AND o.path < $3 AND e.void_us IS NULL AND ($6 IS NULL OR g.name = $6)
 ORDER BY o.path, g.name NULLS LAST, p.team_id NULLS LAST, e.benefit, p.sort_key NULLS LAST, e.entitlement_id LIMIT $8;

-- name: run_add (shard i, run_id u, letter_shard i, letter_id u, cycle_no i, org_no i, way t, letters i, again i, at_us i, by_id u)
INSERT INTO letter_run (shard, run_id, letter_shard, letter_id, cycle_no, org_no, way, letters, again, at_us, by_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- name: page_add (shard i, run_id u, page_no i, org_no i, cycle_no i, code t, lang t, benefit t, subject_id u, team_id u, again i, reached i)
INSERT INTO letter_page (shard, run_id, page_no, org_no, cycle_no, code, lang, benefit, subject_id, team_id, again, reached)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- name: given_add (shard i, entitlement_id u, run_id u, page_no i, again i)
INSERT INTO letter_given (shard, entitlement_id, run_id, page_no, again) VALUES ($1, $2, $3, $4, $5);

-- any shard: a run is asked for by its id alone
-- name: run_by_id (run_id u)
SELECT r.shard, r.run_id, r.letter_shard, r.letter_id, r.cycle_no, r.org_no, r.way, r.letters, r.again
  FROM letter_run r WHERE r.run_id = $1;

-- name: by_id (shard i, letter_id u)
SELECT shard, letter_id, org_no, cycle_no, code, lang, version, sender_org_no, sender_partner_no, day, title, body, uses,
       maker_id, made_us, checker_id, checked_us
  FROM letter WHERE shard = $1 AND letter_id = $2;

-- Printings of a cycle for a union and those below it, the latest first.
-- any shard: a region looks at all its counties
-- name: runs_below (cycle_no i, from_path t, to_path t, rows_max i)
SELECT r.run_id, r.org_no, r.way, r.letters, r.again, r.at_us, r.by_id, t.code, t.lang, t.version
  FROM letter_run r JOIN org o ON o.org_no = r.org_no
  JOIN letter t ON t.shard = r.letter_shard AND t.letter_id = r.letter_id
 WHERE r.cycle_no = $1 AND o.path >= $2 AND o.path < $3
 ORDER BY r.at_us DESC, r.run_id DESC LIMIT $4;

-- Its pages with whom each is for, as they are called now.
-- any shard: a run prints for people of several shards
-- name: run_targets (run_id u)
SELECT l.page_no, l.shard, l.org_no, l.benefit, l.subject_id, l.team_id, l.again, l.reached, v.entitlement_id,
       v.again AS had, p.name, g.name AS team
  FROM letter_page l
  JOIN letter_given v ON v.shard = l.shard AND v.run_id = l.run_id AND v.page_no = l.page_no
  JOIN entitlement e ON e.shard = v.shard AND e.entitlement_id = v.entitlement_id
  JOIN person p ON p.shard = e.shard AND p.person_id = e.person_id
  LEFT JOIN people_group g ON g.shard = l.shard AND g.group_id = l.team_id
 WHERE l.run_id = $1
 ORDER BY l.page_no, p.sort_key NULLS LAST, v.entitlement_id;

-- ---- counting ----

-- any shard: a region looks at all its counties
-- name: counts (cycle_no i, from_path t, to_path t)
SELECT l.org_no, l.code, l.lang, g.name AS team,
       CAST(SUM(CASE WHEN l.again = 0 THEN 1 ELSE 0 END) AS BIGINT) AS letters, CAST(SUM(l.again) AS BIGINT) AS again,
       CAST(SUM(l.reached) AS BIGINT) AS reached
  FROM letter_page l
  JOIN org o ON o.org_no = l.org_no
  LEFT JOIN people_group g ON g.shard = l.shard AND g.group_id = l.team_id
 WHERE l.cycle_no = $1 AND o.path >= $2 AND o.path < $3
 GROUP BY o.path, l.org_no, g.name, l.code, l.lang ORDER BY o.path, g.name NULLS LAST, l.code, l.lang;

-- any shard: a region looks at all its counties
-- name: total (cycle_no i, from_path t, to_path t)
SELECT CAST(COALESCE(SUM(CASE WHEN l.again = 0 THEN 1 ELSE 0 END), 0) AS BIGINT) AS letters,
       CAST(COALESCE(SUM(l.again), 0) AS BIGINT) AS again
  FROM letter_page l JOIN org o ON o.org_no = l.org_no
 WHERE l.cycle_no = $1 AND o.path >= $2 AND o.path < $3;

-- Entitled, and no letter was printed: of this code and language where they are asked for, else of any.
-- any shard: a region's missing live in many
-- name: missing (cycle_no i, from_path t, to_path t, code t, lang t, rows_max i)
SELECT e.shard, e.org_no, e.person_id, e.benefit, p.name, g.name AS team,
       CASE WHEN EXISTS (SELECT 1 FROM award a WHERE a.shard = e.shard AND a.person_id = e.person_id
                            AND a.cycle_no = e.cycle_no AND a.benefit = e.benefit) THEN 1 ELSE 0 END AS received
  FROM entitle_run r
  JOIN entitlement e ON e.run_id = r.run_id
  JOIN org o ON o.org_no = e.org_no
  JOIN person p ON p.shard = e.shard AND p.person_id = e.person_id
  LEFT JOIN people_group g ON g.shard = p.shard AND g.group_id = p.team_id
 WHERE r.cycle_no = $1 AND o.path >= $2 AND o.path < $3 AND e.void_us IS NULL
   AND NOT EXISTS (SELECT 1 FROM letter_given v
                     JOIN letter_page l ON l.shard = v.shard AND l.run_id = v.run_id AND l.page_no = v.page_no
                    WHERE v.shard = e.shard AND v.entitlement_id = e.entitlement_id AND ($4 IS NULL OR l.code = $4)
                      AND ($5 IS NULL OR l.lang = $5))
 ORDER BY o.path, g.name NULLS LAST, p.sort_key NULLS LAST, e.entitlement_id LIMIT $6;

-- ---- verification ----

-- any shard: everything is checked
-- name: all ()
SELECT shard, letter_id, org_no, cycle_no, code, lang, version, sender_org_no, sender_partner_no, day, title, body, uses,
       maker_id, made_us, checker_id, checked_us
  FROM letter WHERE checked_us IS NOT NULL ORDER BY shard, letter_id;

-- any shard: everything is checked
-- name: runs ()
SELECT r.shard, r.run_id, r.letter_id, r.cycle_no, r.org_no, r.way, r.letters, r.again, r.at_us, r.by_id, y.code AS cycle
  FROM letter_run r JOIN cycle y ON y.cycle_no = r.cycle_no ORDER BY r.shard, r.run_id;

-- any shard: a run prints for people of several shards
-- name: pages_of (run_id u)
SELECT l.shard, l.page_no, l.org_no, l.code, l.lang, l.benefit, l.subject_id, l.team_id, l.again, l.reached,
       v.entitlement_id, v.again AS given_again
  FROM letter_page l
  LEFT JOIN letter_given v ON v.shard = l.shard AND v.run_id = l.run_id AND v.page_no = l.page_no
 WHERE l.run_id = $1 ORDER BY l.page_no, v.entitlement_id;

-- What belongs to nothing: pages without their run or of another letter, runs of no checked text, letters given with no page or no entitlement of the cycle.
-- any shard: everything is checked
-- name: wrong ()
SELECT l.shard, l.run_id AS id FROM letter_page l
 WHERE NOT EXISTS (SELECT 1 FROM letter_run r JOIN letter t ON t.shard = r.letter_shard AND t.letter_id = r.letter_id
                    WHERE r.run_id = l.run_id AND r.cycle_no = l.cycle_no AND t.code = l.code AND t.lang = l.lang)
UNION ALL
SELECT r.shard, r.run_id AS id FROM letter_run r
 WHERE NOT EXISTS (SELECT 1 FROM letter t WHERE t.shard = r.letter_shard AND t.letter_id = r.letter_id
                      AND t.cycle_no = r.cycle_no AND t.checked_us IS NOT NULL)
UNION ALL
SELECT v.shard, v.entitlement_id AS id FROM letter_given v
 WHERE NOT EXISTS (SELECT 1 FROM letter_page l
                     JOIN entitlement e ON e.shard = v.shard AND e.entitlement_id = v.entitlement_id
                                       AND e.cycle_no = l.cycle_no
                    WHERE l.shard = v.shard AND l.run_id = v.run_id AND l.page_no = v.page_no);
