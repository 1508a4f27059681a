-- cooperation: roles of bodies in cycles. A reference table: no shard in its keys.

-- sealed: cooperation (cooperation_id u | cycle_no i, role i, partner_no i, org_no i, actor_id u, at_us i, removed_id u, removed_us i=0)

-- name: of_cycle (cycle_no i)
SELECT cycle_no, role, partner_no, org_no FROM cooperation WHERE cycle_no = $1 AND removed_us = 0
 ORDER BY role, at_us, cooperation_id

-- name: of_partner (partner_no i)
SELECT cycle_no, role, partner_no, org_no FROM cooperation WHERE partner_no = $1 AND removed_us = 0
 ORDER BY cycle_no DESC, role

-- name: add (cooperation_id u, cycle_no i, role i, partner_no i, org_no i, actor_id u, at_us i)
INSERT INTO cooperation (cooperation_id, cycle_no, role, partner_no, org_no, actor_id, at_us)
VALUES ($1, $2, $3, $4, $5, $6, $7)

-- name: remove (cycle_no i, role i, partner_no i, org_no i, removed_id u, removed_us i)
UPDATE cooperation SET removed_id = $5, removed_us = $6
 WHERE cycle_no = $1 AND role = $2 AND removed_us = 0 AND COALESCE(partner_no, 0) = $3 AND COALESCE(org_no, 0) = $4

-- What holds of it: one row.
-- name: held (cycle_no i, role i, partner_no i, org_no i)
SELECT cooperation_id, cycle_no, role, partner_no, org_no, actor_id, at_us, removed_id, removed_us FROM cooperation
 WHERE cycle_no = $1 AND role = $2 AND removed_us = 0 AND COALESCE(partner_no, 0) = $3 AND COALESCE(org_no, 0) = $4

-- name: all ()
SELECT cooperation_id, cycle_no, role, partner_no, org_no, actor_id, at_us, removed_id, removed_us FROM cooperation
 ORDER BY cooperation_id

-- What else has leaves of the kind: each step of a cycle but its making; each sending back, and the check that it made void.
-- name: steps ()
SELECT CAST((SELECT COUNT(*) FROM cycle_step WHERE state > 0)
          + (SELECT COUNT(*) FROM cycle_back) + (SELECT COUNT(check_id) FROM cycle_back) AS BIGINT) AS steps

-- Of a partner that was closed; whether it was no more when the role was entered is for the caller to say.
-- name: findings ()
SELECT x.cooperation_id, x.cycle_no, x.at_us, p.closed_day
  FROM cooperation x JOIN partner p ON p.partner_no = x.partner_no
 WHERE p.closed_day <> 0
 ORDER BY x.cooperation_id
