-- card: bank cards. Whose number one is across all shards stands in registry (kind 2: a card).

-- sealed: bank_card (shard i, card_id u | person_id u, card_hash b, content_hash b, number_sealed b, last4 t, bank t, holder_sealed b, relation i, at_us i, actor_id u, bad_us i, bad_words t, ended_us i, ended_by u)
-- sealed: card_import (shard i, intake_id u, person_id u | card_id u, was_card_id u)

-- name: current (shard i, person_id u)
SELECT shard, card_id, person_id, card_hash, content_hash, last4, bank, relation, at_us, bad_us, bad_words
  FROM bank_card WHERE shard = $1 AND person_id = $2 AND ended_us IS NULL;

-- name: count_of_person (shard i, person_id u)
SELECT CAST(COUNT(*) AS BIGINT) AS count FROM bank_card WHERE shard = $1 AND person_id = $2;

-- name: sealed (shard i, card_id u)
SELECT shard, card_id, person_id, card_hash, last4, bank, number_sealed, holder_sealed
  FROM bank_card WHERE shard = $1 AND card_id = $2;

-- Who else is paid by this number.
-- any shard: a couple may stand on the rosters of two counties
-- COALESCE here and below: an index of what has not ended is not to be taken for one by its key (PostgreSQL does, while a
-- table is empty, and keeps to it).
-- name: others (card_hash b, person_id u)
SELECT shard, person_id FROM bank_card
 WHERE card_hash = $1 AND COALESCE(ended_us, 0) = 0 AND person_id <> $2 ORDER BY shard, person_id LIMIT 1;

-- any shard: a couple may stand on the rosters of two counties
-- name: people (card_hash b)
SELECT CAST(COUNT(*) AS BIGINT) AS people FROM bank_card WHERE card_hash = $1 AND COALESCE(ended_us, 0) = 0;

-- name: add (shard i, card_id u, person_id u, card_hash b, content_hash b, number_sealed b, last4 t, bank t, holder_sealed b, relation i, at_us i, actor_id u)
INSERT INTO bank_card (shard, card_id, person_id, card_hash, content_hash, number_sealed, last4, bank, holder_sealed,
                       relation, at_us, actor_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- name: end (shard i, card_id u, ended_us i, ended_by u)
UPDATE bank_card SET ended_us = $3, ended_by = $4 WHERE shard = $1 AND card_id = $2 AND COALESCE(ended_us, 0) = 0;

-- name: mark_bad (shard i, card_id u, bad_us i, bad_words t)
UPDATE bank_card SET bad_us = $3, bad_words = $4 WHERE shard = $1 AND card_id = $2;

-- name: registered (key_hash b)
SELECT shard, ref_id FROM registry WHERE kind = 2 AND key_hash = $1;

-- any shard: a region looks at all its counties
-- name: below (path t, shared_only i, rows_max i)
SELECT k.shard, k.card_id, k.person_id, k.card_hash, k.content_hash, k.last4, k.bank, k.relation, k.at_us, k.bad_us,
       k.bad_words, p.org_no, p.name,
       CAST((SELECT COUNT(*) FROM bank_card s WHERE s.card_hash = k.card_hash AND COALESCE(s.ended_us, 0) = 0) AS BIGINT) AS people
  FROM org o CROSS JOIN person p CROSS JOIN bank_card k
 WHERE o.path >= $1 AND o.path < $1 || 'g' AND p.shard = o.shard AND p.org_no = o.org_no
   AND k.shard = p.shard AND k.person_id = p.person_id AND k.ended_us IS NULL
   AND ($2 = 0 OR EXISTS (SELECT 1 FROM bank_card s WHERE s.card_hash = k.card_hash AND COALESCE(s.ended_us, 0) = 0
                             AND s.card_id <> k.card_id))
 ORDER BY o.path, k.card_hash, k.person_id LIMIT $3;

-- ---- what an import set (listed.h) ----

-- name: import_add (shard i, intake_id u, person_id u, card_id u, was_card_id u)
INSERT INTO card_import (shard, intake_id, person_id, card_id, was_card_id) VALUES ($1, $2, $3, $4, $5);

-- any shard: a region's list names people of many
-- name: import_counts (intake_id u)
SELECT CAST(COUNT(CASE WHEN was_card_id IS NULL THEN 1 END) AS BIGINT) AS taken,
       CAST(COUNT(was_card_id) AS BIGINT) AS changed
  FROM card_import WHERE intake_id = $1;

-- Whose card was set anew or taken away since; whose is in a bank batch that waits for its return file.
-- any shard: a region's list names people of many
-- name: import_stands (intake_id u)
SELECT CAST(COUNT(CASE WHEN NOT EXISTS (SELECT 1 FROM bank_card k
                                         WHERE k.shard = i.shard AND k.card_id = i.card_id AND k.ended_us IS NULL)
                       THEN 1 END) AS BIGINT) AS later,
       CAST(COUNT(CASE WHEN EXISTS (SELECT 1 FROM payout_line l WHERE l.card_id = i.card_id AND l.state = 0)
                       THEN 1 END) AS BIGINT) AS used
  FROM card_import i
 WHERE i.intake_id = $1;

-- any shard: a region's list names people of many
-- name: import_rows (intake_id u, rows_max i)
SELECT i.shard, i.person_id, i.card_id, i.was_card_id, w.relation, w.bad_us, w.bad_words
  FROM card_import i
  LEFT JOIN bank_card w ON w.shard = i.shard AND w.card_id = i.was_card_id
 WHERE i.intake_id = $1 ORDER BY i.shard, i.person_id LIMIT $2;

-- name: import_remove (shard i, intake_id u, person_id u)
DELETE FROM card_import WHERE shard = $1 AND intake_id = $2 AND person_id = $3;

-- any shard: verify looks at every row
-- name: page (shard i, card_id u, rows_max i)
SELECT shard, card_id, person_id, card_hash, last4, ended_us,
       CASE WHEN EXISTS (SELECT 1 FROM person p WHERE p.shard = bank_card.shard AND p.person_id = bank_card.person_id)
            THEN 1 ELSE 0 END AS there,
       CASE WHEN ended_us IS NOT NULL OR EXISTS (SELECT 1 FROM registry g WHERE g.kind = 2 AND g.key_hash = bank_card.card_hash)
            THEN 1 ELSE 0 END AS known
  FROM bank_card WHERE shard > $1 OR (shard = $1 AND card_id > $2) ORDER BY shard, card_id LIMIT $3;
