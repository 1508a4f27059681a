-- clerk: links for companies.

-- sealed: clerk_link (shard i, link_id u | org_no i, employer t, categories t, secret_hash b, code_hash b, tries i, maker_id u, at_us i, expires_us i, used_us i, ended_us i, ended_by u)

-- name: add (shard i, link_id u, org_no i, employer t, categories t, secret_hash b, code_hash b, maker_id u, at_us i, expires_us i)
INSERT INTO clerk_link (shard, link_id, org_no, employer, categories, secret_hash, code_hash, tries, maker_id, at_us,
                        expires_us)
VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9, $10);

-- any shard: who has a link knows no shard
-- name: by_secret (secret_hash b)
SELECT shard, link_id, org_no, employer, categories, code_hash, tries, maker_id, at_us, expires_us, used_us, ended_us,
       ended_by
  FROM clerk_link WHERE secret_hash = $1;

-- any shard: an id is all that people are handed
-- name: by_id (link_id u)
SELECT shard, link_id, org_no, employer, categories, code_hash, tries, maker_id, at_us, expires_us, used_us, ended_us,
       ended_by
  FROM clerk_link WHERE link_id = $1;

-- The newest first; before: the last one of the page before.
-- any shard: a league looks at all its counties
-- name: below (from_path t, to_path t, before u, rows_max i)
SELECT k.shard, k.link_id, k.org_no, k.employer, k.categories, k.code_hash, k.tries, k.maker_id, k.at_us, k.expires_us,
       k.used_us, k.ended_us, k.ended_by
  FROM org o JOIN clerk_link k ON k.org_no = o.org_no
 WHERE o.path >= $1 AND o.path < $2 AND k.link_id < $3
 ORDER BY k.link_id DESC LIMIT $4;

-- name: tried (shard i, link_id u)
UPDATE clerk_link SET tries = tries + 1 WHERE shard = $1 AND link_id = $2 AND tries < 5;

-- name: used (shard i, link_id u, used_us i)
UPDATE clerk_link SET tries = 0, used_us = $3 WHERE shard = $1 AND link_id = $2;

-- name: finish (shard i, link_id u, ended_us i, ended_by u)
UPDATE clerk_link SET ended_us = $3, ended_by = $4 WHERE shard = $1 AND link_id = $2 AND ended_us IS NULL;
