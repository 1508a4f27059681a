-- cooperation: roles of bodies in cycles. A reference table: no shard in its keys.

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

-- Without a cycle, or of a partner that was no more when it was entered.
-- name: findings ()
SELECT x.cooperation_id, x.cycle_no, x.at_us, CASE WHEN y.cycle_no IS NULL THEN 1 ELSE 0 END AS no_cycle,
       COALESCE(p.closed_day, 0) AS closed_day
  FROM cooperation x
  LEFT JOIN cycle y ON y.cycle_no = x.cycle_no
  LEFT JOIN partner p ON p.partner_no = x.partner_no
 WHERE y.cycle_no IS NULL OR p.closed_day <> 0
 ORDER BY x.cooperation_id
