-- rights: all statements of the layer. Users, grants and policies are reference tables: no shard in their keys.
-- A grant or policy reaches the subtree of its union: the union's own path starts with that of the granting one.

-- sealed: app_user (user_id u | login t, name t, org_no i, added_by u, added_at_us i, closed_by u, closed_at_us i)
-- sealed: grant_asked (asked_id u | user_id u, role t, org_no i, until_day i, state t, asked_by u, asked_at_us i, closed_by u, closed_at_us i)
-- sealed: hands_policy (policy_id u | org_no i, from_amount_fen i, hands i, source t, set_by u, set_at_us i)
-- sealed: user_grant (grant_id u | user_id u, role t, org_no i, until_day i=0, granted_by u, granted_at_us i, ended_by u, ended_at_us i)

-- name: user_by_login (login t)
SELECT user_id, login, name, org_no, closed_at_us FROM app_user WHERE login = $1

-- name: user_by_id (user_id u)
SELECT user_id, login, name, org_no, closed_at_us FROM app_user WHERE user_id = $1

-- name: users ()
SELECT user_id, login, name, org_no, closed_at_us FROM app_user ORDER BY login

-- name: user_count ()
SELECT COUNT(*) AS user_count FROM app_user

-- name: user_add (user_id u, login t, name t, org_no i, added_by u, added_at_us i)
INSERT INTO app_user (user_id, login, name, org_no, added_by, added_at_us) VALUES ($1, $2, $3, $4, $5, $6)

-- name: user_close (user_id u, closed_by u, closed_at_us i)
UPDATE app_user SET closed_by = $2, closed_at_us = $3 WHERE user_id = $1 AND closed_at_us IS NULL

-- name: grant_add (grant_id u, user_id u, role t, org_no i, until_day i, granted_by u, granted_at_us i)
INSERT INTO user_grant (grant_id, user_id, role, org_no, until_day, granted_by, granted_at_us)
VALUES ($1, $2, $3, $4, $5, $6, $7)

-- name: grant_end (user_id u, role t, org_no i, ended_by u, ended_at_us i)
UPDATE user_grant SET ended_by = $4, ended_at_us = $5
 WHERE user_id = $1 AND role = $2 AND org_no = $3 AND ended_at_us IS NULL

-- Live grants of a user, each with the path of its union; org_no 0 has none.
-- name: grants_of (user_id u, day i)
SELECT g.user_id, g.role, g.org_no, g.until_day, o.path
  FROM user_grant g LEFT JOIN org o ON o.org_no = g.org_no
 WHERE g.user_id = $1 AND g.ended_at_us IS NULL AND (g.until_day = 0 OR g.until_day > $2)
 ORDER BY g.org_no, g.role

-- name: grants (day i)
SELECT g.user_id, g.role, g.org_no, g.until_day, o.path
  FROM user_grant g LEFT JOIN org o ON o.org_no = g.org_no
 WHERE g.ended_at_us IS NULL AND (g.until_day = 0 OR g.until_day > $1)
 ORDER BY g.org_no, g.role, g.user_id

-- What has run out is closed before a new grant is made, so that it does not stand in its way.
-- name: grants_run_out (user_id u, day i, ended_at_us i)
UPDATE user_grant SET ended_at_us = $3
 WHERE user_id = $1 AND ended_at_us IS NULL AND until_day <> 0 AND until_day <= $2

-- Who holds the role everywhere.
-- name: holders_everywhere (role t, day i)
SELECT COUNT(DISTINCT g.user_id) AS holder_count
  FROM user_grant g JOIN app_user u ON u.user_id = g.user_id
 WHERE g.role = $1 AND g.org_no = 0 AND g.ended_at_us IS NULL AND (g.until_day = 0 OR g.until_day > $2)
   AND u.closed_at_us IS NULL

-- Live grants of a role to users who are open.
-- name: grants_of_role (role t, day i)
SELECT g.user_id, g.role, g.org_no, g.until_day, o.path
  FROM user_grant g JOIN app_user u ON u.user_id = g.user_id LEFT JOIN org o ON o.org_no = g.org_no
 WHERE g.role = $1 AND g.ended_at_us IS NULL AND (g.until_day = 0 OR g.until_day > $2)
   AND u.closed_at_us IS NULL

-- Policies that reach the union of this path; the root of all has no path.
-- name: policies_over (path t)
SELECT h.org_no, h.from_amount_fen, h.hands, h.source, o.path
  FROM hands_policy h LEFT JOIN org o ON o.org_no = h.org_no
 WHERE h.org_no = 0 OR ($1 >= o.path AND $1 < o.path || 'g')
 ORDER BY h.set_at_us, h.policy_id

-- name: policy_add (policy_id u, org_no i, from_amount_fen i, hands i, source t, set_by u, set_at_us i)
INSERT INTO hands_policy (policy_id, org_no, from_amount_fen, hands, source, set_by, set_at_us)
VALUES ($1, $2, $3, $4, $5, $6, $7)

-- The newest policy of each union and amount.
-- name: policies ()
SELECT h.org_no, h.from_amount_fen, h.hands, h.source, h.set_by, h.set_at_us
  FROM hands_policy h
 WHERE NOT EXISTS (SELECT 1 FROM hands_policy n
                    WHERE n.org_no = h.org_no AND n.from_amount_fen = h.from_amount_fen
                      AND (n.set_at_us > h.set_at_us OR (n.set_at_us = h.set_at_us AND n.policy_id > h.policy_id)))
 ORDER BY h.org_no, h.from_amount_fen

-- ---- a second person ----

-- name: asked_add (asked_id u, user_id u, role t, org_no i, until_day i, state t, asked_by u, asked_at_us i, closed_at_us i)
INSERT INTO grant_asked (asked_id, user_id, role, org_no, until_day, state, asked_by, asked_at_us, closed_at_us)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)

-- name: asked_by_id (asked_id u)
SELECT asked_id, user_id, role, org_no, until_day, state, asked_by, asked_at_us, closed_by, closed_at_us
  FROM grant_asked WHERE asked_id = $1

-- user_id NULL: of all.
-- name: asked (state t, user_id u)
SELECT asked_id, user_id, role, org_no, until_day, state, asked_by, asked_at_us, closed_by, closed_at_us
  FROM grant_asked WHERE state = $1 AND ($2 IS NULL OR user_id = $2)
 ORDER BY asked_at_us DESC, asked_id DESC

-- name: asked_close (asked_id u, state t, closed_by u, closed_at_us i)
UPDATE grant_asked SET state = $2, closed_by = $3, closed_at_us = $4 WHERE asked_id = $1 AND state = 'waits'
