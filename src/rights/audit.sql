-- audit: all statements of the trail. None updates, none deletes.

-- name: last ()
SELECT audit_no, check_value FROM audit WHERE audit_no > 0 ORDER BY audit_no DESC LIMIT 1

-- name: add (audit_no i, at_us i, act t, outcome t, user_id u, session_id u, org_no i, object_kind t, object_id t, purpose t, reference t, address t, row_count i, digest b, check_value b)
INSERT INTO audit (audit_no, at_us, act, outcome, user_id, session_id, org_no, object_kind, object_id, purpose,
                   reference, address, row_count, digest, check_value)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)

-- When a user saw whole numbers, the latest first; the acts stand as words, so that the index holds these rows alone.
-- name: unmasked (user_id u, after_us i, rows i)
SELECT at_us FROM audit
 WHERE user_id = $1 AND act IN ('unmask', 'unmask-phone', 'unmask-card') AND outcome = 'ok' AND at_us > $2
 ORDER BY at_us DESC LIMIT $3

-- name: at (audit_no i)
SELECT at_us FROM audit WHERE audit_no = $1

-- A page, newest first: from_us up to upto_us, and in that microsecond before before_no. acts: |sign-in|person|, NULL: any.
-- refused: 1 only what was refused, 0 only what was done, NULL either.
-- name: page (from_us i, upto_us i, before_no i, rows i, acts t, object_kind t, path t, refused i)
SELECT a.audit_no, a.at_us, a.act, a.outcome, a.user_id, a.session_id, a.org_no, a.object_kind, a.object_id, a.purpose,
       a.reference, a.address, a.row_count, a.digest, a.check_value
  FROM audit a LEFT JOIN org o ON o.org_no = a.org_no
 WHERE a.at_us >= $1 AND a.at_us <= $2 AND (a.at_us < $2 OR a.audit_no < $3)
   AND ($5 IS NULL OR $5 LIKE '%|' || a.act || '|%') AND ($6 IS NULL OR a.object_kind = $6)
   AND ($7 IS NULL OR (o.path >= $7 AND o.path < $7 || 'g'))
   AND ($8 IS NULL OR ($8 = 0 AND a.outcome = 'ok') OR ($8 = 1 AND a.outcome <> 'ok'))
 ORDER BY a.at_us DESC, a.audit_no DESC LIMIT $4

-- name: page_of_user (from_us i, upto_us i, before_no i, rows i, acts t, object_kind t, path t, refused i, user_id u)
SELECT a.audit_no, a.at_us, a.act, a.outcome, a.user_id, a.session_id, a.org_no, a.object_kind, a.object_id, a.purpose,
       a.reference, a.address, a.row_count, a.digest, a.check_value
  FROM audit a LEFT JOIN org o ON o.org_no = a.org_no
 WHERE a.user_id = $9 AND a.at_us >= $1 AND a.at_us <= $2 AND (a.at_us < $2 OR a.audit_no < $3)
   AND ($5 IS NULL OR $5 LIKE '%|' || a.act || '|%') AND ($6 IS NULL OR a.object_kind = $6)
   AND ($7 IS NULL OR (o.path >= $7 AND o.path < $7 || 'g'))
   AND ($8 IS NULL OR ($8 = 0 AND a.outcome = 'ok') OR ($8 = 1 AND a.outcome <> 'ok'))
 ORDER BY a.at_us DESC, a.audit_no DESC LIMIT $4

-- user_id NULL: of anybody.
-- name: page_of_object (from_us i, upto_us i, before_no i, rows i, acts t, object_kind t, path t, refused i, user_id u, object_id t)
SELECT a.audit_no, a.at_us, a.act, a.outcome, a.user_id, a.session_id, a.org_no, a.object_kind, a.object_id, a.purpose,
       a.reference, a.address, a.row_count, a.digest, a.check_value
  FROM audit a LEFT JOIN org o ON o.org_no = a.org_no
 WHERE a.object_kind = $6 AND a.object_id = $10 AND a.at_us >= $1 AND a.at_us <= $2
   AND (a.at_us < $2 OR a.audit_no < $3)
   AND ($5 IS NULL OR $5 LIKE '%|' || a.act || '|%') AND ($9 IS NULL OR a.user_id = $9)
   AND ($7 IS NULL OR (o.path >= $7 AND o.path < $7 || 'g'))
   AND ($8 IS NULL OR ($8 = 0 AND a.outcome = 'ok') OR ($8 = 1 AND a.outcome <> 'ok'))
 ORDER BY a.at_us DESC, a.audit_no DESC LIMIT $4

-- name: after (audit_no i, rows i)
SELECT audit_no, at_us, act, outcome, user_id, session_id, org_no, object_kind, object_id, purpose,
       reference, address, row_count, digest, check_value
  FROM audit WHERE audit_no > $1 ORDER BY audit_no LIMIT $2

-- name: check_at (audit_no i)
SELECT audit_no, check_value FROM audit WHERE audit_no = $1
