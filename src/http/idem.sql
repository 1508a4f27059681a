-- idem: replies that are kept for a repeat of the same write (settled.md 14). Only successes, 90 days.

-- name: find (actor_id u, idem_key t)
SELECT route, body_hash, status, reply FROM idempotency WHERE actor_id = $1 AND idem_key = $2

-- name: keep (actor_id u, idem_key t, route t, body_hash b, status i, reply t, at_us i)
INSERT INTO idempotency (actor_id, idem_key, route, body_hash, status, reply, at_us)
VALUES ($1, $2, $3, $4, $5, $6, $7)

-- name: sweep (before_us i)
DELETE FROM idempotency WHERE at_us < $1
