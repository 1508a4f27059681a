-- team: sites, teams and foremen. Names and ids are people_group's (kind 2: a site, 3: a team).

-- sealed: team_foreman (shard i, team_id u, from_us i | until_us i, user_id u, set_by u, ended_by u)
-- sealed: work_site (shard i, site_id u, from_us i | until_us i, org_no i, kind i, address t, set_by u)
-- sealed: work_team (shard i, team_id u, from_us i | until_us i, org_no i, site_id u, set_by u)

-- name: sites (shard i, org_no i)
SELECT g.group_id, g.name, w.kind, w.address
  FROM people_group g
  LEFT JOIN work_site w ON w.shard = g.shard AND w.site_id = g.group_id AND w.until_us IS NULL
 WHERE g.shard = $1 AND g.kind = 2 AND g.org_no = $2 ORDER BY g.name;

-- name: site (shard i, org_no i, name t)
SELECT g.group_id, g.name, w.kind, w.address
  FROM people_group g
  LEFT JOIN work_site w ON w.shard = g.shard AND w.site_id = g.group_id AND w.until_us IS NULL
 WHERE g.shard = $1 AND g.kind = 2 AND g.org_no = $2 AND g.name = $3;

-- name: teams (shard i, org_no i)
SELECT g.group_id, g.name, w.site_id, s.name AS site, f.user_id,
       CAST((SELECT COUNT(*) FROM person p
              WHERE p.shard = $1 AND p.org_no = $2 AND p.team_id = g.group_id AND p.left_us IS NULL
                AND p.survivor_id IS NULL) AS BIGINT) AS members
  FROM people_group g
  LEFT JOIN work_team w ON w.shard = g.shard AND w.team_id = g.group_id AND w.until_us IS NULL
  LEFT JOIN people_group s ON s.shard = w.shard AND s.group_id = w.site_id
  LEFT JOIN team_foreman f ON f.shard = g.shard AND f.team_id = g.group_id AND f.until_us IS NULL
 WHERE g.shard = $1 AND g.kind = 3 AND g.org_no = $2 ORDER BY g.name;

-- name: team (shard i, org_no i, name t)
SELECT g.group_id, g.name, w.site_id, s.name AS site, f.user_id, CAST(0 AS BIGINT) AS members
  FROM people_group g
  LEFT JOIN work_team w ON w.shard = g.shard AND w.team_id = g.group_id AND w.until_us IS NULL
  LEFT JOIN people_group s ON s.shard = w.shard AND s.group_id = w.site_id
  LEFT JOIN team_foreman f ON f.shard = g.shard AND f.team_id = g.group_id AND f.until_us IS NULL
 WHERE g.shard = $1 AND g.kind = 3 AND g.org_no = $2 AND g.name = $3;

-- name: members (shard i, org_no i, team_id u)
SELECT person_id, name, size FROM person
 WHERE shard = $1 AND org_no = $2 AND team_id = $3 AND left_us IS NULL AND survivor_id IS NULL
 ORDER BY sort_key NULLS LAST, person_id;

-- any shard: whose a user's teams are is asked before it is known where they work
-- name: led_by (user_id u)
SELECT shard, team_id FROM team_foreman WHERE user_id = $1 AND until_us IS NULL ORDER BY shard, team_id;

-- name: foreman (shard i, team_id u)
SELECT user_id FROM team_foreman WHERE shard = $1 AND team_id = $2 AND until_us IS NULL;

-- ---- writing ----

-- name: site_end (shard i, site_id u, until_us i)
UPDATE work_site SET until_us = $3 WHERE shard = $1 AND site_id = $2 AND until_us IS NULL;

-- name: site_add (shard i, site_id u, from_us i, org_no i, kind i, address t, set_by u)
INSERT INTO work_site (shard, site_id, from_us, org_no, kind, address, set_by) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: team_end (shard i, team_id u, until_us i)
UPDATE work_team SET until_us = $3 WHERE shard = $1 AND team_id = $2 AND until_us IS NULL;

-- name: team_add (shard i, team_id u, from_us i, org_no i, site_id u, set_by u)
INSERT INTO work_team (shard, team_id, from_us, org_no, site_id, set_by) VALUES ($1, $2, $3, $4, $5, $6);

-- name: foreman_end (shard i, team_id u, until_us i, ended_by u)
UPDATE team_foreman SET until_us = $3, ended_by = $4 WHERE shard = $1 AND team_id = $2 AND until_us IS NULL;

-- name: foreman_add (shard i, team_id u, from_us i, user_id u, set_by u)
INSERT INTO team_foreman (shard, team_id, from_us, user_id, set_by) VALUES ($1, $2, $3, $4, $5);

-- Both may be said twice within a microsecond: the later row begins behind the earlier one.
-- name: last_us (shard i, group_id u)
SELECT CAST(COALESCE(MAX(x.from_us), 0) AS BIGINT) AS from_us FROM (
	SELECT from_us FROM work_site WHERE shard = $1 AND site_id = $2
	UNION ALL SELECT from_us FROM work_team WHERE shard = $1 AND team_id = $2
	UNION ALL SELECT from_us FROM team_foreman WHERE shard = $1 AND team_id = $2) x;

-- ---- verification: each returns what should not be there ----

-- any shard: everything is checked
-- name: wrong ()
SELECT 2 AS kind, w.shard, w.site_id AS group_id FROM work_site w
 WHERE NOT EXISTS (SELECT 1 FROM people_group g WHERE g.shard = w.shard AND g.group_id = w.site_id AND g.kind = 2
                      AND g.org_no = w.org_no)
UNION ALL
SELECT 3 AS kind, w.shard, w.team_id AS group_id FROM work_team w
 WHERE NOT EXISTS (SELECT 1 FROM people_group g WHERE g.shard = w.shard AND g.group_id = w.team_id AND g.kind = 3
                      AND g.org_no = w.org_no)
    OR (w.site_id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM people_group g WHERE g.shard = w.shard AND g.group_id = w.site_id AND g.kind = 2
                           AND g.org_no = w.org_no))
UNION ALL
SELECT 4 AS kind, f.shard, f.team_id AS group_id FROM team_foreman f
 WHERE NOT EXISTS (SELECT 1 FROM people_group g WHERE g.shard = f.shard AND g.group_id = f.team_id AND g.kind = 3);
