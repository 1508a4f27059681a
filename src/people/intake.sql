-- intake: files of rosters between upload and taking over.

-- name: add (shard i, intake_id u, org_no i, link_id u, name t, employer t, categories t, bytes i, sha256 b, maker_id u, at_us i, expires_us i, kind i, about t, about_part t, words t)
INSERT INTO intake (shard, intake_id, org_no, link_id, name, employer, categories, bytes, sha256, state, maker_id, at_us,
                    expires_us, kind, about, about_part, words)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10, $11, $12, $13, $14, $15, $16);

-- name: add_chunk (shard i, intake_id u, chunk_no i, sealed b)
INSERT INTO intake_chunk (shard, intake_id, chunk_no, sealed) VALUES ($1, $2, $3, $4);

-- name: chunk (shard i, intake_id u, chunk_no i)
SELECT sealed FROM intake_chunk WHERE shard = $1 AND intake_id = $2 AND chunk_no = $3;

-- any shard: an id is all that people are handed
-- name: by_id (intake_id u)
SELECT shard, intake_id, org_no, link_id, name, employer, categories, bytes, sha256, state, maker_id, at_us, expires_us,
       checked_us, read_count, taken_count, changed_count, unchanged_count, rejected_count, totals_count, blank_count,
       without_id_count, ignored, skipped, batch_id, moved_by, moved_us, kind, about, about_part, words, empty_count, noted_count,
       done_count, step_us
  FROM intake WHERE intake_id = $1;

-- The newest first; before: the last one of the page before.
-- any shard: a league looks at all its counties
-- name: below (from_path t, to_path t, before u, rows_max i)
SELECT i.shard, i.intake_id, i.org_no, i.link_id, i.name, i.employer, i.categories, i.bytes, i.sha256, i.state, i.maker_id,
       i.at_us, i.expires_us, i.checked_us, i.read_count, i.taken_count, i.changed_count, i.unchanged_count,
       i.rejected_count, i.totals_count, i.blank_count, i.without_id_count, i.ignored, i.skipped, i.batch_id, i.moved_by,
       i.moved_us, i.kind, i.about, i.about_part, i.words, i.empty_count, i.noted_count, i.done_count, i.step_us
  FROM org o JOIN intake i ON i.org_no = o.org_no
 WHERE o.path >= $1 AND o.path < $2 AND i.intake_id < $3
 ORDER BY i.intake_id DESC LIMIT $4;

-- The last list of a link.
-- name: of_link (shard i, link_id u)
SELECT shard, intake_id, org_no, link_id, name, employer, categories, bytes, sha256, state, maker_id, at_us, expires_us,
       checked_us, read_count, taken_count, changed_count, unchanged_count, rejected_count, totals_count, blank_count,
       without_id_count, ignored, skipped, batch_id, moved_by, moved_us, kind, about, about_part, words, empty_count, noted_count,
       done_count, step_us
  FROM intake WHERE shard = $1 AND link_id = $2 ORDER BY intake_id DESC LIMIT 1;

-- name: checked (shard i, intake_id u, checked_us i, read_count i, taken_count i, changed_count i, unchanged_count i, rejected_count i, totals_count i, blank_count i, without_id_count i, ignored t, skipped t, words t, empty_count i, noted_count i)
UPDATE intake
   SET state = CASE WHEN state IN (4, 6) THEN state ELSE 1 END, checked_us = $3, read_count = $4, taken_count = $5, changed_count = $6, unchanged_count = $7,
       rejected_count = $8, totals_count = $9, blank_count = $10, without_id_count = $11, ignored = $12, skipped = $13,
       words = $14, empty_count = $15, noted_count = $16
 WHERE shard = $1 AND intake_id = $2;

-- name: move (shard i, intake_id u, was i, state i, batch_id u, moved_by u, moved_us i)
UPDATE intake SET state = $4, batch_id = $5, moved_by = $6, moved_us = $7
 WHERE shard = $1 AND intake_id = $2 AND state = $3;

-- How far a list is that is not a roster (list.h): rows in, or people back. Not where somebody has turned it round.
-- name: step (shard i, intake_id u, state i, done i, step_us i)
UPDATE intake SET done_count = $4, step_us = $5 WHERE shard = $1 AND intake_id = $2 AND state = $3;

-- ---- what the check refused, what was corrected ----

-- name: reject_add (shard i, intake_id u, reject_no i, row_no i, sheet t, column_name t, value_sealed b, reason t, arg_0 i, arg_1 i, arg_2 i, words t)
INSERT INTO intake_reject (shard, intake_id, reject_no, row_no, sheet, column_name, value_sealed, reason, arg_0, arg_1,
                           arg_2, words)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- name: rejects (shard i, intake_id u, after i, rows_max i)
SELECT reject_no, row_no, sheet, column_name, value_sealed, reason, arg_0, arg_1, arg_2, words
  FROM intake_reject WHERE shard = $1 AND intake_id = $2 AND reject_no > $3 ORDER BY reject_no LIMIT $4;

-- name: rejects_remove (shard i, intake_id u)
DELETE FROM intake_reject WHERE shard = $1 AND intake_id = $2;

-- name: fix_add (shard i, intake_id u, fix_no i, sealed b)
INSERT INTO intake_fix (shard, intake_id, fix_no, sealed) VALUES ($1, $2, $3, $4);

-- name: fixes (shard i, intake_id u)
SELECT fix_no, sealed FROM intake_fix WHERE shard = $1 AND intake_id = $2 ORDER BY fix_no;

-- name: fixes_remove (shard i, intake_id u)
DELETE FROM intake_fix WHERE shard = $1 AND intake_id = $2;

-- ---- who is said to have left with it ----

-- name: leaver_add (shard i, intake_id u, person_id u)
INSERT INTO intake_leaver (shard, intake_id, person_id) VALUES ($1, $2, $3);

-- name: leavers (shard i, intake_id u, rows_max i)
SELECT person_id FROM intake_leaver WHERE shard = $1 AND intake_id = $2 ORDER BY person_id LIMIT $3;

-- name: leaver_remove (shard i, intake_id u, person_id u)
DELETE FROM intake_leaver WHERE shard = $1 AND intake_id = $2 AND person_id = $3;

-- name: leavers_remove (shard i, intake_id u)
DELETE FROM intake_leaver WHERE shard = $1 AND intake_id = $2;

-- ---- who of an employer is on the roster ----

-- employer NULL: everybody of the union.
-- name: on_roster (shard i, org_no i, employer t, after u, rows_max i)
SELECT p.person_id FROM person p
 WHERE p.shard = $1 AND p.org_no = $2 AND p.person_id > $4 AND p.left_us IS NULL AND p.survivor_id IS NULL
   AND ($3 IS NULL OR p.employer_id IN (SELECT e.group_id FROM people_group e
                                         WHERE e.shard = $1 AND e.kind = 1 AND e.name = $3))
 ORDER BY p.person_id LIMIT $5;

-- ---- what was kept long enough ----

-- What is half way stays until it is whole, however long that takes.
-- any shard: all of it goes when its time is over
-- name: expired (now_us i, rows_max i)
SELECT shard, intake_id FROM intake WHERE expires_us <= $1 AND state < 6 ORDER BY expires_us LIMIT $2;

-- name: chunks_remove (shard i, intake_id u)
DELETE FROM intake_chunk WHERE shard = $1 AND intake_id = $2;

-- name: remove (shard i, intake_id u)
DELETE FROM intake WHERE shard = $1 AND intake_id = $2;
