-- people: persons, what they have in common, whose an identity is, and what an import changed.

-- sealed: duplicate_decided (shard i, first_id u, second_id u | verdict i, decided_by u, decided_us i)
-- sealed: import_batch (batch_id u | shard i, org_no i, file_sha256 b, read_count i, taken_count i, changed_count i, unchanged_count i, rejected_count i, maker_id u, at_us i, state i, undone_by u, undone_us i)
-- sealed: import_change (shard i, batch_id u, person_id u | from_shard i, from_id u, name t, name_key t, sort_key b, sort_version t, phone_hash b, phone_sealed b, team_id u, site_id u, employer_id u, workplace_id u, household_id u, post t, size t, left_us i, left_by u)
-- sealed: people_group (shard i, group_id u | kind i, org_no i, name t, uscc t)
-- sealed: person (shard i, person_id u | org_no i, batch_id u, added_us i, name t, name_key t, sort_key b, sort_version t, kek_epoch i, dek b, id_hash b, id_sealed b, phone_hash b, phone_sealed b, team_id u, site_id u, employer_id u, workplace_id u, household_id u, post t, size t, left_us i, left_by u, survivor_shard i, survivor_id u, merged_us i, merged_by u, absorbed i=0, alias_depth i=0)
-- sealed: person_category (shard i, person_id u, category t | batch_id u)
-- sealed: registry (kind i, key_hash b | key_epoch i, shard i, ref_id u)

-- ---- reading persons ----

-- Names by their key, not joined: PostgreSQL joins by reading all groups of the shard, once for each of the five.
-- name: person (shard i, person_id u)
SELECT p.shard, p.person_id, p.org_no, p.batch_id, p.name, p.kek_epoch, p.dek, p.id_hash, p.id_sealed, p.phone_hash,
       p.phone_sealed, p.team_id, p.household_id, p.post, p.size, p.left_us, p.survivor_shard, p.survivor_id,
       p.alias_depth,
       (SELECT t.name FROM people_group t WHERE t.shard = p.shard AND t.group_id = p.team_id) AS team,
       (SELECT s.name FROM people_group s WHERE s.shard = p.shard AND s.group_id = p.site_id) AS site,
       (SELECT e.name FROM people_group e WHERE e.shard = p.shard AND e.group_id = p.employer_id) AS employer,
       (SELECT w.name FROM people_group w WHERE w.shard = p.shard AND w.group_id = p.workplace_id) AS workplace,
       (SELECT h.name FROM people_group h WHERE h.shard = p.shard AND h.group_id = p.household_id) AS household
  FROM person p WHERE p.shard = $1 AND p.person_id = $2;

-- name: person_survivor (shard i, person_id u)
SELECT survivor_shard, survivor_id FROM person WHERE shard = $1 AND person_id = $2 AND survivor_id IS NOT NULL;

-- name: person_key (shard i, person_id u)
SELECT kek_epoch, dek, id_sealed FROM person WHERE shard = $1 AND person_id = $2;

-- name: categories (shard i, person_id u)
SELECT category FROM person_category WHERE shard = $1 AND person_id = $2 ORDER BY category;

-- name: roster (shard i, org_no i, after u, rows_max i)
SELECT person_id FROM person
 WHERE shard = $1 AND org_no = $2 AND person_id > $3 AND left_us IS NULL AND survivor_id IS NULL
 ORDER BY person_id LIMIT $4;

-- name: roster_in (shard i, org_no i, after u, rows_max i, a t, b t, c t, d t, e t, f t, g t, h t)
SELECT p.person_id FROM person p
 WHERE p.shard = $1 AND p.org_no = $2 AND p.person_id > $3 AND p.left_us IS NULL AND p.survivor_id IS NULL
   AND EXISTS (SELECT 1 FROM person_category c
                WHERE c.shard = p.shard AND c.person_id = p.person_id
                  AND c.category IN ($5, $6, $7, $8, $9, $10, $11, $12))
 ORDER BY p.person_id LIMIT $4;

-- any shard: how many a whole part of the tree has, before it is gone through
-- name: roster_count (from_path t, to_path t, a t, b t, c t, d t, e t, f t, g t, h t)
SELECT CAST(COUNT(*) AS BIGINT) AS people
  FROM org o JOIN person p ON p.shard = o.shard AND p.org_no = o.org_no
 WHERE o.path >= $1 AND o.path < $2 AND p.left_us IS NULL AND p.survivor_id IS NULL
   AND ($3 IS NULL OR EXISTS (SELECT 1 FROM person_category k
                               WHERE k.shard = p.shard AND k.person_id = p.person_id
                                 AND k.category IN ($3, $4, $5, $6, $7, $8, $9, $10)));

-- Who on a roster has exactly this name: a row without an ID number is known by it and its team.
-- name: named (shard i, org_no i, name_key t)
SELECT p.person_id, t.name AS team FROM person p
  LEFT JOIN people_group t ON t.shard = p.shard AND t.group_id = p.team_id
 WHERE p.shard = $1 AND p.org_no = $2 AND p.name_key = $3 AND p.left_us IS NULL AND p.survivor_id IS NULL
 ORDER BY p.person_id;

-- ---- finding ----

-- Unions of a part of the tree, also those that became part of another one: their people are still theirs.
-- name: unions_below (from_path t, to_path t)
SELECT org_no, shard FROM org WHERE path >= $1 AND path < $2 ORDER BY path;

-- name: find_name (shard i, org_no i, from_key t, to_key t, rows_max i)
SELECT person_id FROM person
 WHERE shard = $1 AND org_no = $2 AND name_key >= $3 AND name_key < $4 AND survivor_id IS NULL
 ORDER BY name_key, person_id LIMIT $5;

-- name: find_phone (shard i, phone_hash b)
SELECT person_id, org_no FROM person
 WHERE shard = $1 AND phone_hash = $2 AND survivor_id IS NULL ORDER BY person_id;

-- name: find_sealed (shard i, org_no i)
SELECT person_id, kek_epoch, dek, id_sealed, name_key FROM person
 WHERE shard = $1 AND org_no = $2 AND id_sealed IS NOT NULL AND survivor_id IS NULL ORDER BY person_id;

-- Grouped, not looked up one by one: a list that has just come in has no figures yet by which PostgreSQL would plan that.
-- name: same_name_and_team (shard i, org_no i)
SELECT p.person_id, p.name_key, p.team_id FROM person p
 WHERE p.shard = $1 AND p.org_no = $2 AND p.left_us IS NULL AND p.survivor_id IS NULL
   AND p.name_key IN (SELECT q.name_key FROM person q
                       WHERE q.shard = $1 AND q.org_no = $2 AND q.left_us IS NULL AND q.survivor_id IS NULL
                       GROUP BY q.name_key HAVING COUNT(*) >= 2)
 ORDER BY p.name_key, p.team_id NULLS FIRST, p.person_id;

-- name: same_phone (shard i, people_min i)
SELECT p.person_id, p.org_no, p.phone_hash FROM person p
 WHERE p.shard = $1 AND p.left_us IS NULL AND p.survivor_id IS NULL
   AND p.phone_hash IN (SELECT q.phone_hash FROM person q
                         WHERE q.shard = $1 AND q.phone_hash IS NOT NULL AND q.left_us IS NULL
                           AND q.survivor_id IS NULL
                         GROUP BY q.phone_hash HAVING COUNT(*) >= $2)
 ORDER BY p.phone_hash, p.person_id;

-- ---- whose a key is ----

-- name: registered (kind i, key_hash b)
SELECT shard, ref_id FROM registry WHERE kind = $1 AND key_hash = $2;

-- name: register (kind i, key_hash b, key_epoch i, shard i, ref_id u)
INSERT INTO registry (kind, key_hash, key_epoch, shard, ref_id) VALUES ($1, $2, $3, $4, $5);

-- name: register_again (shard i, ref_id u, kind i, key_hash b)
UPDATE registry SET shard = $1, ref_id = $2 WHERE kind = $3 AND key_hash = $4;

-- name: unregister (kind i, key_hash b)
DELETE FROM registry WHERE kind = $1 AND key_hash = $2;

-- ---- writing ----

-- name: group (shard i, kind i, org_no i, name t)
SELECT group_id, uscc FROM people_group WHERE shard = $1 AND kind = $2 AND org_no = $3 AND name = $4;

-- name: group_add (shard i, group_id u, kind i, org_no i, name t, uscc t)
INSERT INTO people_group (shard, group_id, kind, org_no, name, uscc) VALUES ($1, $2, $3, $4, $5, $6);

-- name: group_code (shard i, group_id u, uscc t)
UPDATE people_group SET uscc = $3 WHERE shard = $1 AND group_id = $2 AND uscc IS NULL;

-- name: person_add (shard i, person_id u, org_no i, batch_id u, added_us i, name t, name_key t, sort_key b, sort_version t, kek_epoch i, dek b, id_hash b, id_sealed b, phone_hash b, phone_sealed b, team_id u, site_id u, employer_id u, workplace_id u, household_id u, post t, size t, alias_depth i)
INSERT INTO person (shard, person_id, org_no, batch_id, added_us, name, name_key, sort_key, sort_version, kek_epoch, dek,
                    id_hash, id_sealed, phone_hash, phone_sealed, team_id, site_id, employer_id, workplace_id,
                    household_id, post, size, alias_depth)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23);

-- What a list does not say stays as it was; who is named on it is on the roster again.
-- name: person_update (shard i, person_id u, name t, name_key t, sort_key b, sort_version t, phone_hash b, phone_sealed b, team_id u, site_id u, employer_id u, workplace_id u, household_id u, post t, size t)
UPDATE person
   SET name = COALESCE($3, name), name_key = COALESCE($4, name_key), sort_key = COALESCE($5, sort_key),
       sort_version = COALESCE($6, sort_version), phone_hash = COALESCE($7, phone_hash),
       phone_sealed = COALESCE($8, phone_sealed), team_id = COALESCE($9, team_id), site_id = COALESCE($10, site_id),
       employer_id = COALESCE($11, employer_id), workplace_id = COALESCE($12, workplace_id),
       household_id = COALESCE($13, household_id), post = COALESCE($14, post), size = COALESCE($15, size),
       left_us = NULL, left_by = NULL
 WHERE shard = $1 AND person_id = $2;

-- name: size_set (shard i, person_id u, size t)
UPDATE person SET size = $3 WHERE shard = $1 AND person_id = $2;

-- name: category_add (shard i, person_id u, category t, batch_id u)
INSERT INTO person_category (shard, person_id, category, batch_id) VALUES ($1, $2, $3, $4);

-- name: person_leave (shard i, person_id u, left_us i, left_by u)
UPDATE person SET left_us = $3, left_by = $4 WHERE shard = $1 AND person_id = $2 AND left_us IS NULL;

-- name: person_merge (shard i, person_id u, survivor_shard i, survivor_id u, merged_us i, merged_by u)
UPDATE person SET survivor_shard = $3, survivor_id = $4, merged_us = $5, merged_by = $6
 WHERE shard = $1 AND person_id = $2 AND survivor_id IS NULL;

-- name: person_unmerge (shard i, person_id u)
UPDATE person SET survivor_shard = NULL, survivor_id = NULL, merged_us = NULL, merged_by = NULL
 WHERE shard = $1 AND person_id = $2;

-- name: person_absorbs (shard i, person_id u, alias_depth i)
UPDATE person SET absorbed = absorbed + 1, alias_depth = $3 WHERE shard = $1 AND person_id = $2;

-- ---- batches ----

-- name: batch_add (batch_id u, shard i, org_no i, file_sha256 b, read_count i, taken_count i, changed_count i, unchanged_count i, rejected_count i, maker_id u, at_us i)
INSERT INTO import_batch (batch_id, shard, org_no, file_sha256, read_count, taken_count, changed_count,
                          unchanged_count, rejected_count, maker_id, at_us, state)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1);

-- name: batch (batch_id u)
SELECT batch_id, shard, org_no, read_count, taken_count, changed_count, unchanged_count, rejected_count, maker_id,
       at_us, state
  FROM import_batch WHERE batch_id = $1;

-- name: batch_undo (batch_id u, undone_by u, undone_us i)
UPDATE import_batch SET state = 2, undone_by = $2, undone_us = $3 WHERE batch_id = $1 AND state = 1;

-- name: change_add (batch_id u, shard i, person_id u)
INSERT INTO import_change (shard, batch_id, person_id, name, name_key, sort_key, sort_version, phone_hash, phone_sealed,
                           team_id, site_id, employer_id, workplace_id, household_id, post, size, left_us, left_by)
SELECT shard, $1, person_id, name, name_key, sort_key, sort_version, phone_hash, phone_sealed, team_id, site_id,
       employer_id, workplace_id, household_id, post, size, left_us, left_by
  FROM person WHERE shard = $2 AND person_id = $3;

-- name: change_from (batch_id u, shard i, person_id u, from_shard i, from_id u)
INSERT INTO import_change (shard, batch_id, person_id, from_shard, from_id, name, name_key)
SELECT shard, $1, person_id, $4, $5, name, name_key FROM person WHERE shard = $2 AND person_id = $3;

-- People of the batch upon whom something later was built: changed by a later list, merged, or merged into.
-- name: batch_later (batch_id u, shard i, org_no i)
SELECT CAST(COUNT(*) AS BIGINT) AS people FROM person p
 WHERE p.shard = $2 AND p.org_no = $3
   AND ((p.batch_id = $1 AND (p.survivor_id IS NOT NULL OR p.absorbed > 0))
        OR ((p.batch_id = $1 OR EXISTS (SELECT 1 FROM import_change m
                                         WHERE m.shard = $2 AND m.batch_id = $1 AND m.person_id = p.person_id))
            AND EXISTS (SELECT 1 FROM import_change l
                         WHERE l.shard = $2 AND l.batch_id > $1 AND l.person_id = p.person_id)));

-- name: batch_people (batch_id u, shard i, org_no i, after u, rows_max i)
SELECT person_id, id_hash FROM person
 WHERE shard = $2 AND org_no = $3 AND batch_id = $1 AND person_id > $4 ORDER BY person_id LIMIT $5;

-- Whose row at another union a person of the batch was.
-- name: batch_arrival (shard i, batch_id u, person_id u)
SELECT from_shard, from_id FROM import_change
 WHERE shard = $1 AND batch_id = $2 AND person_id = $3 AND from_id IS NOT NULL;

-- name: person_remove (shard i, person_id u)
DELETE FROM person WHERE shard = $1 AND person_id = $2;

-- name: categories_remove (shard i, person_id u)
DELETE FROM person_category WHERE shard = $1 AND person_id = $2;

-- name: batch_changes (shard i, batch_id u, rows_max i)
SELECT person_id FROM import_change WHERE shard = $1 AND batch_id = $2 ORDER BY person_id LIMIT $3;

-- name: batch_categories_remove (shard i, person_id u, batch_id u)
DELETE FROM person_category WHERE shard = $1 AND person_id = $2 AND batch_id = $3;

-- name: batch_restore (shard i, batch_id u, person_id u)
UPDATE person
   SET name = m.name, name_key = m.name_key, sort_key = m.sort_key, sort_version = m.sort_version,
       phone_hash = m.phone_hash, phone_sealed = m.phone_sealed, team_id = m.team_id, site_id = m.site_id,
       employer_id = m.employer_id, workplace_id = m.workplace_id, household_id = m.household_id, post = m.post,
       size = m.size, left_us = m.left_us, left_by = m.left_by
  FROM import_change m
 WHERE m.shard = $1 AND m.batch_id = $2 AND m.person_id = $3 AND m.from_id IS NULL
   AND person.shard = m.shard AND person.person_id = m.person_id;

-- name: batch_change_remove (shard i, batch_id u, person_id u)
DELETE FROM import_change WHERE shard = $1 AND batch_id = $2 AND person_id = $3;

-- ---- batches that are half way ----

-- name: open_add (batch_id u, shard i, org_no i, way i, by_id u, at_us i)
INSERT INTO import_open (batch_id, shard, org_no, way, steps, read_count, taken_count, changed_count, unchanged_count,
                         without_id_count, back_count, by_id, begun_us, step_us)
VALUES ($1, $2, $3, $4, 0, 0, 0, 0, 0, 0, 0, $5, $6, $6);

-- name: open_of (batch_id u)
SELECT batch_id, shard, org_no, way, steps, read_count, taken_count, changed_count, unchanged_count, without_id_count,
       back_count, by_id, begun_us, step_us
  FROM import_open WHERE batch_id = $1;

-- name: opens ()
SELECT batch_id, shard, org_no, way, steps, read_count, taken_count, changed_count, unchanged_count, without_id_count,
       back_count, by_id, begun_us, step_us
  FROM import_open ORDER BY batch_id;

-- name: open_step (batch_id u, way i, steps i, read_count i, taken_count i, changed_count i, unchanged_count i, without_id_count i, back_count i, step_us i)
UPDATE import_open
   SET steps = steps + 1, read_count = $4, taken_count = $5, changed_count = $6, unchanged_count = $7,
       without_id_count = $8, back_count = $9, step_us = $10
 WHERE batch_id = $1 AND way = $2 AND steps = $3;

-- name: open_turn (batch_id u, way i, step_us i)
UPDATE import_open SET way = $2, steps = steps + 1, step_us = $3 WHERE batch_id = $1;

-- name: open_remove (batch_id u)
DELETE FROM import_open WHERE batch_id = $1;

-- ---- a list, a page ----

-- any shard: an id is all that people are handed
-- name: person_shard (person_id u)
SELECT shard FROM person WHERE person_id = $1;

-- here 0: on the roster, 1: left, 2: both. What is NULL is not asked for.
-- name: list (shard i, org_no i, after u, rows_max i, from_key t, to_key t, team t, employer t, category t, here i)
SELECT p.person_id FROM person p
 WHERE p.shard = $1 AND p.org_no = $2 AND p.person_id > $3 AND p.survivor_id IS NULL
   AND ($5 IS NULL OR (p.name_key >= $5 AND p.name_key < $6))
   AND ($7 IS NULL OR p.team_id IN (SELECT t.group_id FROM people_group t
                                     WHERE t.shard = $1 AND t.kind = 3 AND t.name = $7))
   AND ($8 IS NULL OR p.employer_id IN (SELECT e.group_id FROM people_group e
                                         WHERE e.shard = $1 AND e.kind = 1 AND e.name = $8))
   AND ($9 IS NULL OR EXISTS (SELECT 1 FROM person_category k
                               WHERE k.shard = p.shard AND k.person_id = p.person_id AND k.category = $9))
   AND ($10 = 2 OR ($10 = 0 AND p.left_us IS NULL) OR ($10 = 1 AND p.left_us IS NOT NULL))
 ORDER BY p.person_id LIMIT $4;

-- name: person_times (shard i, person_id u)
SELECT added_us, left_us FROM person WHERE shard = $1 AND person_id = $2;

-- any shard: who moved between unions has his earlier rows in theirs
-- name: aliases_of (survivor_shard i, survivor_id u)
SELECT shard, person_id FROM person WHERE survivor_shard = $1 AND survivor_id = $2 ORDER BY shard, person_id;

-- name: household_of (shard i, household_id u)
SELECT person_id FROM person
 WHERE shard = $1 AND household_id = $2 AND survivor_id IS NULL ORDER BY person_id LIMIT 200;

-- name: person_return (shard i, person_id u)
UPDATE person SET left_us = NULL, left_by = NULL WHERE shard = $1 AND person_id = $2 AND left_us IS NOT NULL;

-- ---- what was decided about duplicates ----

-- name: decided (shard i)
SELECT first_id, second_id FROM duplicate_decided WHERE shard = $1 ORDER BY first_id, second_id;

-- name: decided_pair (shard i, first_id u, second_id u)
SELECT verdict, decided_by, decided_us FROM duplicate_decided WHERE shard = $1 AND first_id = $2 AND second_id = $3;

-- name: decided_with (shard i, person_id u)
SELECT first_id, second_id FROM duplicate_decided
 WHERE shard = $1 AND verdict = 2 AND (first_id = $2 OR second_id = $2) ORDER BY first_id, second_id;

-- name: decide (shard i, first_id u, second_id u, verdict i, decided_by u, decided_us i)
INSERT INTO duplicate_decided (shard, first_id, second_id, verdict, decided_by, decided_us)
VALUES ($1, $2, $3, $4, $5, $6);

-- name: decide_again (shard i, first_id u, second_id u, verdict i, decided_by u, decided_us i)
UPDATE duplicate_decided SET verdict = $4, decided_by = $5, decided_us = $6
 WHERE shard = $1 AND first_id = $2 AND second_id = $3 AND verdict = 2;
