-- Statements of attachments. An attachment is found by its id alone, since whoever has it need not know its shard.

-- sealed: attachment (shard i, attachment_id u | content_id u, org_no i, subject t, subject_id u, consent t, caption t, added_by u, added_us i)
-- sealed: attachment_content (shard i, content_id u | sha256 b, type t, bytes i, key_epoch i)

-- any shard: an id is all that people are handed
-- name: by_id (attachment_id u)
SELECT a.shard, a.attachment_id, a.content_id, a.org_no, a.subject, a.subject_id, a.consent, a.caption, a.added_by,
       a.added_us, k.sha256, k.type, k.bytes
  FROM attachment a JOIN attachment_content k ON k.shard = a.shard AND k.content_id = a.content_id
 WHERE a.attachment_id = $1

-- name: content_by_sha256 (shard i, sha256 b)
SELECT content_id FROM attachment_content WHERE shard = $1 AND sha256 = $2

-- name: add_content (shard i, content_id u, sha256 b, type t, bytes i, key_epoch i)
INSERT INTO attachment_content (shard, content_id, sha256, type, bytes, key_epoch) VALUES ($1, $2, $3, $4, $5, $6)

-- name: add_chunk (shard i, content_id u, chunk_no i, sealed b)
INSERT INTO attachment_chunk (shard, content_id, chunk_no, sealed) VALUES ($1, $2, $3, $4)

-- name: add (shard i, attachment_id u, content_id u, org_no i, subject t, subject_id u, consent t, caption t, added_by u, added_us i)
INSERT INTO attachment (shard, attachment_id, content_id, org_no, subject, subject_id, consent, caption, added_by,
                        added_us)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)

-- name: chunks (shard i, content_id u)
SELECT chunk_no, sealed FROM attachment_chunk WHERE shard = $1 AND content_id = $2 ORDER BY chunk_no

-- name: of_subject (shard i, subject_id u, after u, rows_max i)
SELECT a.shard, a.attachment_id, a.content_id, a.org_no, a.subject, a.subject_id, a.consent, a.caption, a.added_by,
       a.added_us, k.sha256, k.type, k.bytes
  FROM attachment a JOIN attachment_content k ON k.shard = a.shard AND k.content_id = a.content_id
 WHERE a.shard = $1 AND a.subject_id = $2 AND a.attachment_id > $3
 ORDER BY a.attachment_id LIMIT $4

-- any shard: a region looks at all its counties
-- name: below (path t, after u, rows_max i)
SELECT a.shard, a.attachment_id, a.content_id, a.org_no, a.subject, a.subject_id, a.consent, a.caption, a.added_by,
       a.added_us, k.sha256, k.type, k.bytes
  FROM org o
  JOIN attachment a ON a.org_no = o.org_no
  JOIN attachment_content k ON k.shard = a.shard AND k.content_id = a.content_id
 WHERE o.path >= $1 AND o.path < $1 || 'g' AND a.attachment_id > $2
 ORDER BY a.attachment_id LIMIT $3

-- any shard: verify opens every content, one after the other
-- name: content_after (shard i, content_id u)
SELECT shard, content_id, sha256, type, bytes FROM attachment_content
 WHERE (shard, content_id) > ($1, $2) ORDER BY shard, content_id LIMIT 1
