-- post: all statements of posts that are handed over. Reference tables, as users are: no shard.

-- sealed: post_item (paper_id u, line i | kind t, object_id t, words t, quantity i, value_fen i)
-- sealed: post_paper (paper_id u | org_no i, giver_id u, receiver_id u, witness_id u, reason t, made_by u, made_at_us i, giver_signed_us i, receiver_signed_us i, witness_signed_us i, done_at_us i, void_by u, void_at_us i, void_why t)
-- sealed: post_role (paper_id u, role t | until_day i)

-- name: paper_add (paper_id u, org_no i, giver_id u, receiver_id u, witness_id u, reason t, made_by u, made_at_us i)
INSERT INTO post_paper (paper_id, org_no, giver_id, receiver_id, witness_id, reason, made_by, made_at_us)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)

-- name: role_add (paper_id u, role t, until_day i)
INSERT INTO post_role (paper_id, role, until_day) VALUES ($1, $2, $3)

-- name: item_add (paper_id u, line i, kind t, object_id t, words t, quantity i, value_fen i)
INSERT INTO post_item (paper_id, line, kind, object_id, words, quantity, value_fen) VALUES ($1, $2, $3, $4, $5, $6, $7)

-- name: paper (paper_id u)
SELECT paper_id, org_no, giver_id, receiver_id, witness_id, reason, made_by, made_at_us, giver_signed_us,
       receiver_signed_us, witness_signed_us, done_at_us, void_by, void_at_us, void_why
  FROM post_paper WHERE paper_id = $1

-- name: open_of (giver_id u, org_no i)
SELECT paper_id FROM post_paper
 WHERE giver_id = $1 AND org_no = $2 AND done_at_us IS NULL AND void_at_us IS NULL

-- Newest first, those behind the given one. A user's own, or all of the subtree of a path.
-- name: papers (path t, user_id u, before_us i, before_id u, rows i)
SELECT p.paper_id, p.org_no, p.giver_id, p.receiver_id, p.witness_id, p.reason, p.made_by, p.made_at_us,
       p.giver_signed_us, p.receiver_signed_us, p.witness_signed_us, p.done_at_us, p.void_by, p.void_at_us, p.void_why
  FROM post_paper p JOIN org o ON o.org_no = p.org_no
 WHERE (p.made_at_us < $3 OR (p.made_at_us = $3 AND p.paper_id < $4))
   AND ($1 IS NULL OR (o.path >= $1 AND o.path < $1 || 'g'))
   AND ($2 IS NULL OR p.giver_id = $2 OR p.receiver_id = $2 OR p.witness_id = $2 OR p.made_by = $2)
 ORDER BY p.made_at_us DESC, p.paper_id DESC LIMIT $5

-- name: roles (paper_id u)
SELECT role, until_day FROM post_role WHERE paper_id = $1 ORDER BY role

-- name: items (paper_id u)
SELECT line, kind, object_id, words, quantity, value_fen FROM post_item WHERE paper_id = $1 ORDER BY line

-- name: sign_giver (paper_id u, at_us i)
UPDATE post_paper SET giver_signed_us = $2
 WHERE paper_id = $1 AND giver_signed_us IS NULL AND done_at_us IS NULL AND void_at_us IS NULL

-- name: sign_receiver (paper_id u, at_us i)
UPDATE post_paper SET receiver_signed_us = $2
 WHERE paper_id = $1 AND receiver_signed_us IS NULL AND done_at_us IS NULL AND void_at_us IS NULL

-- name: sign_witness (paper_id u, at_us i)
UPDATE post_paper SET witness_signed_us = $2
 WHERE paper_id = $1 AND witness_signed_us IS NULL AND done_at_us IS NULL AND void_at_us IS NULL

-- name: done (paper_id u, at_us i)
UPDATE post_paper SET done_at_us = $2 WHERE paper_id = $1 AND done_at_us IS NULL AND void_at_us IS NULL

-- name: void (paper_id u, void_by u, void_at_us i, why t)
UPDATE post_paper SET void_by = $2, void_at_us = $3, void_why = $4
 WHERE paper_id = $1 AND done_at_us IS NULL AND void_at_us IS NULL
