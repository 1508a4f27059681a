-- payout: bank batches. A batch is found by its number or id alone: whoever has it need not know its shard. Its lines stand
-- with the entitlements, which may lie in other shards.

-- sealed: payout_act (shard i, act_id u | batch_id u, kind i, hand i, by_id u, at_us i, file_sha256 b, lines_count i, value_fen i)
-- sealed: payout_batch (shard i, batch_id u | number t, org_no i, cycle_no i, benefit t, source i, purpose t, words t, day i, state i, lines_count i, total_fen i, needed i, asked_hash b, maker_id u, checker_id u, approver_id u, treasurer_id u, exporter_id u, file_sha256 b, made_us i, exported_us i, budget t)
-- sealed: payout_file (shard i, batch_id u | format i, bytes i)
-- sealed: payout_line (shard i, line_id u | batch_id u, line_no i, cycle_no i, entitlement_id u, person_id u, org_no i, benefit t, value_fen i, card_shard i, card_id u, card_hash b, last4 t, holds i, state i, why i, words t, bank_ref t, day i, act_id u, doubled i=0, back_act_id u, back_day i, back_words t, reversal_id u)

-- ---- batches ----

-- any shard: an id is all that people are handed
-- name: by_id (batch_id u)
SELECT shard, batch_id, number, org_no, cycle_no, benefit, source, purpose, words, day, state, lines_count, total_fen,
       needed, asked_hash, maker_id, checker_id, approver_id, treasurer_id, exporter_id, file_sha256, made_us, exported_us, budget
  FROM payout_batch WHERE batch_id = $1;

-- any shard: a number is all that the bank's remark shows
-- name: by_number (number t)
SELECT shard, batch_id, number, org_no, cycle_no, benefit, source, purpose, words, day, state, lines_count, total_fen,
       needed, asked_hash, maker_id, checker_id, approver_id, treasurer_id, exporter_id, file_sha256, made_us, exported_us, budget
  FROM payout_batch WHERE number = $1;

-- any shard: a region looks at all its counties
-- name: below (path t, cycle_no i, rows_max i)
SELECT b.shard, b.batch_id, b.number, b.org_no, b.cycle_no, b.benefit, b.source, b.purpose, b.words, b.day, b.state,
       b.lines_count, b.total_fen, b.needed, b.asked_hash, b.maker_id, b.checker_id, b.approver_id, b.treasurer_id,
       b.exporter_id, b.file_sha256, b.made_us, b.exported_us, b.budget
  FROM org o JOIN payout_batch b ON b.org_no = o.org_no
 WHERE o.path >= $1 AND o.path < $1 || 'g' AND ($2 = 0 OR b.cycle_no = $2)
 ORDER BY b.day DESC, b.made_us DESC, b.batch_id LIMIT $3;

-- any shard: what one user has made and had in hand
-- name: of_user (user_id u, rows_max i)
SELECT shard, batch_id, number, org_no, cycle_no, benefit, source, purpose, words, day, state, lines_count, total_fen,
       needed, asked_hash, maker_id, checker_id, approver_id, treasurer_id, exporter_id, file_sha256, made_us, exported_us, budget
  FROM payout_batch WHERE batch_id IN (SELECT batch_id FROM payout_act WHERE by_id = $1)
 ORDER BY made_us DESC, batch_id LIMIT $2;

-- What a budget line's batches have not been answered yet; line state 0 is WAITING.
-- any shard: a batch's lines lie with its people
-- name: bound (org_no i, cycle_no i, budget t)
SELECT CAST(COALESCE(SUM(l.value_fen), 0) AS BIGINT) AS value_fen
  FROM payout_batch b JOIN payout_line l ON l.batch_id = b.batch_id
 WHERE b.org_no = $1 AND b.cycle_no = $2 AND b.budget = $3 AND l.state + 0 = 0;

-- any shard: verify looks at every row
-- name: after (shard i, batch_id u, rows_max i)
SELECT shard, batch_id, number, org_no, cycle_no, benefit, source, purpose, words, day, state, lines_count, total_fen,
       needed, asked_hash, maker_id, checker_id, approver_id, treasurer_id, exporter_id, file_sha256, made_us, exported_us, budget
  FROM payout_batch WHERE shard > $1 OR (shard = $1 AND batch_id > $2) ORDER BY shard, batch_id LIMIT $3;

-- How many batches the union has made on that day.
-- any shard: the union says it
-- name: of_day (org_no i, day i)
SELECT CAST(COUNT(*) AS BIGINT) AS batches FROM payout_batch WHERE org_no = $1 AND day = $2;

-- What keeps a cycle from being closed: states made, approved, exported.
-- any shard: a cycle's batches are made by many unions
-- name: pending (cycle_no i)
SELECT number FROM payout_batch WHERE cycle_no = $1 AND state IN (0, 1, 2) ORDER BY number LIMIT 1;

-- name: add (shard i, batch_id u, number t, org_no i, cycle_no i, benefit t, source i, purpose t, words t, day i, lines_count i, total_fen i, needed i, asked_hash b, maker_id u, made_us i, budget t)
INSERT INTO payout_batch (shard, batch_id, number, org_no, cycle_no, benefit, source, purpose, words, day, state,
                          lines_count, total_fen, needed, asked_hash, maker_id, made_us, budget)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, $11, $12, $13, $14, $15, $16, $17);

-- name: sign (shard i, batch_id u, checker_id u, approver_id u, treasurer_id u, state i)
UPDATE payout_batch SET checker_id = $3, approver_id = $4, treasurer_id = $5, state = $6
 WHERE shard = $1 AND batch_id = $2 AND state = 0;

-- name: export (shard i, batch_id u, exporter_id u, exported_us i, file_sha256 b)
UPDATE payout_batch SET state = 2, exporter_id = $3, exported_us = $4, file_sha256 = $5
 WHERE shard = $1 AND batch_id = $2 AND state = 1;

-- name: cancel (shard i, batch_id u)
UPDATE payout_batch SET state = 4 WHERE shard = $1 AND batch_id = $2 AND state IN (0, 1);

-- All its lines are settled.
-- state + 0 here and below: the index of lines that wait is not to be taken for one by its key (PostgreSQL does, while a
-- table is empty, and keeps to it: a return file then reads the whole shard for each line).
-- name: finish (shard i, batch_id u)
UPDATE payout_batch SET state = 3
 WHERE shard = $1 AND batch_id = $2 AND state = 2
   AND NOT EXISTS (SELECT 1 FROM payout_line l WHERE l.batch_id = $2 AND l.state + 0 = 0);

-- ---- acts ----

-- name: act_add (shard i, act_id u, batch_id u, kind i, hand i, by_id u, at_us i, file_sha256 b, lines_count i, value_fen i)
INSERT INTO payout_act (shard, act_id, batch_id, kind, hand, by_id, at_us, file_sha256, lines_count, value_fen)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: acts (shard i, batch_id u)
SELECT act_id, kind, hand, by_id, at_us, file_sha256, lines_count, value_fen
  FROM payout_act WHERE shard = $1 AND batch_id = $2 ORDER BY at_us, act_id;

-- any shard: verify looks at every row
-- name: acts_wrong ()
SELECT a.shard, a.act_id FROM payout_act a
 WHERE NOT EXISTS (SELECT 1 FROM payout_batch b WHERE b.shard = a.shard AND b.batch_id = a.batch_id)
 ORDER BY a.shard, a.act_id;

-- any shard: verify looks at every row
-- name: acts_count ()
SELECT CAST(COUNT(*) AS BIGINT) AS acts FROM payout_act;

-- ---- whom a batch may pay ----

-- A cycle's entitlements are found by the runs that made them.
-- any shard: a union's people may stand on the rosters of many below it
-- name: candidates (cycle_no i, benefit t, path t, rows_max i)
SELECT e.shard, e.entitlement_id, e.person_id, e.org_no, e.benefit, e.value_fen
  FROM entitle_run r
  JOIN entitlement e ON e.run_id = r.run_id
  JOIN org o ON o.org_no = e.org_no
 WHERE r.cycle_no = $1 AND ($2 IS NULL OR e.benefit = $2) AND o.path >= $3 AND o.path < $3 || 'g' AND e.void_us IS NULL
   AND NOT EXISTS (SELECT 1 FROM award a WHERE a.shard = e.shard AND a.person_id = e.person_id
                      AND a.cycle_no = e.cycle_no AND a.benefit = e.benefit)
   AND NOT EXISTS (SELECT 1 FROM payout_line l WHERE l.shard = e.shard AND l.entitlement_id = e.entitlement_id
                      AND l.state IN (0, 1))
 ORDER BY o.path, e.entitlement_id LIMIT $4;

-- ---- lines ----

-- name: line_add (shard i, line_id u, batch_id u, line_no i, cycle_no i, entitlement_id u, person_id u, org_no i, benefit t, value_fen i, card_shard i, card_id u, card_hash b, last4 t, holds i)
INSERT INTO payout_line (shard, line_id, batch_id, line_no, cycle_no, entitlement_id, person_id, org_no, benefit, value_fen,
                         card_shard, card_id, card_hash, last4, holds, state, why)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 0, 0);

-- any shard: a batch's lines stand with the entitlements
-- name: lines (batch_id u)
SELECT shard, line_id, line_no, entitlement_id, person_id, org_no, benefit, value_fen, card_shard, card_id, card_hash, last4,
       holds, state, why, words, bank_ref, day, act_id, doubled, back_act_id, back_day, back_words, reversal_id
  FROM payout_line WHERE batch_id = $1 ORDER BY line_no;

-- any shard: a batch's lines stand with the entitlements
-- name: lines_page (batch_id u, state i, after i, rows_max i)
SELECT shard, line_id, line_no, entitlement_id, person_id, org_no, benefit, value_fen, card_shard, card_id, card_hash, last4,
       holds, state, why, words, bank_ref, day, act_id, doubled, back_act_id, back_day, back_words, reversal_id
  FROM payout_line WHERE batch_id = $1 AND ($2 < 0 OR state + 0 = $2) AND line_no > $3 ORDER BY line_no LIMIT $4;

-- any shard: a batch's lines stand with the entitlements
-- name: sums (batch_id u)
SELECT state, CAST(COUNT(*) AS BIGINT) AS lines_count, CAST(SUM(value_fen) AS BIGINT) AS value_fen,
       CAST(SUM(doubled) AS BIGINT) AS doubled
  FROM payout_line WHERE batch_id = $1 GROUP BY state ORDER BY state;

-- The lines still waiting of which somebody has been given otherwise, or whose entitlement is void.
-- any shard: a batch's lines stand with the entitlements
-- name: lines_moot (batch_id u)
SELECT l.line_no, CASE WHEN e.void_us IS NULL THEN 0 ELSE 1 END AS void
  FROM payout_line l JOIN entitlement e ON e.shard = l.shard AND e.entitlement_id = l.entitlement_id
 WHERE l.batch_id = $1 AND l.state = 0
   AND (e.void_us IS NOT NULL
        OR EXISTS (SELECT 1 FROM award a WHERE a.shard = e.shard AND a.person_id = e.person_id
                      AND a.cycle_no = e.cycle_no AND a.benefit = e.benefit))
 ORDER BY l.line_no;

-- name: line_paid (shard i, line_id u, bank_ref t, day i, act_id u, doubled i)
UPDATE payout_line SET state = 1, bank_ref = $3, day = $4, act_id = $5, doubled = $6
 WHERE shard = $1 AND line_id = $2 AND state + 0 = 0;

-- name: line_ended (shard i, line_id u, state i, why i, words t, bank_ref t, act_id u)
UPDATE payout_line SET state = $3, why = $4, words = $5, bank_ref = $6, act_id = $7
 WHERE shard = $1 AND line_id = $2 AND state + 0 = 0;

-- name: line_back (shard i, line_id u, back_act_id u, back_day i, back_words t, reversal_id u)
UPDATE payout_line SET state = 3, back_act_id = $3, back_day = $4, back_words = $5, reversal_id = $6
 WHERE shard = $1 AND line_id = $2 AND state = 1;

-- ---- what others ask ----

-- The batch that is paying an entitlement.
-- name: waiting (shard i, entitlement_id u)
SELECT b.number FROM payout_line l JOIN payout_batch b ON b.batch_id = l.batch_id
 WHERE l.shard = $1 AND l.entitlement_id = $2 AND l.state IN (0, 1) AND l.state = 0;

-- any shard: a card is known by its id
-- name: waiting_for_card (card_id u)
SELECT b.number FROM payout_line l JOIN payout_batch b ON b.batch_id = l.batch_id
 WHERE l.card_id = $1 AND l.state = 0 LIMIT 1;

-- The batch by which a delivery was paid.
-- name: paid_by (shard i, line_id u)
SELECT b.number FROM payout_line l JOIN payout_batch b ON b.batch_id = l.batch_id
 WHERE l.shard = $1 AND l.line_id = $2 AND l.state = 1;

-- ---- verifying ----

-- A line whose batch is not there, whose entitlement is another, or that is paid and has not one delivery of its id, person,
-- benefit and amount; one that is not paid and has a delivery; a reversal that is not the delivery's.
-- any shard: everything is checked
-- name: lines_wrong ()
SELECT l.shard, l.line_id FROM payout_line l
 WHERE NOT EXISTS (SELECT 1 FROM payout_batch b WHERE b.batch_id = l.batch_id AND b.cycle_no = l.cycle_no)
    OR NOT EXISTS (SELECT 1 FROM entitlement e
                    WHERE e.shard = l.shard AND e.entitlement_id = l.entitlement_id AND e.person_id = l.person_id
                      AND e.benefit = l.benefit AND e.cycle_no = l.cycle_no AND e.value_fen = l.value_fen
                      AND e.org_no = l.org_no)
    OR (l.state IN (1, 3)) <> EXISTS (SELECT 1 FROM delivery d
                    WHERE d.record_id = l.line_id AND d.item_no = 0 AND d.value_fen = l.value_fen AND d.cycle_no = l.cycle_no
                      AND (d.reversal_id IS NULL) = (l.state = 1)
                      AND (l.reversal_id IS NULL OR d.reversal_id = l.reversal_id))
    OR EXISTS (SELECT 1 FROM delivery d WHERE d.record_id = l.line_id AND l.state NOT IN (1, 3))
 ORDER BY l.shard, l.line_id;

-- Holds of a line, by the first's id; open is state 0 of hold.
-- any shard: the money is held where the paying union's accounts are
-- name: holds_wrong ()
SELECT l.shard, l.line_id, l.value_fen, COALESCE(h.value_fen, 0) AS held_fen
  FROM payout_line l
  JOIN payout_batch b ON b.batch_id = l.batch_id
  LEFT JOIN hold h ON h.shard = b.shard AND h.hold_id = l.line_id
 WHERE h.hold_id IS NULL OR (h.state = 0) <> (l.state = 0)
    OR (l.holds = 1 AND h.value_fen <> l.value_fen) OR (l.holds > 1 AND h.value_fen >= l.value_fen)
 ORDER BY l.shard, l.line_id;

-- Batches that name a budget line and have not taken their total from it.
-- any shard: everything is checked
-- name: budget_takes_wrong ()
SELECT b.shard, b.batch_id AS paper_id, b.total_fen AS expected_fen, COALESCE(u.amount_fen, 0) AS found_fen
  FROM payout_batch b
  LEFT JOIN budget_use u ON u.shard = b.shard AND u.document_id = b.batch_id AND u.org_no = b.org_no
                        AND u.cycle_no = b.cycle_no AND u.code = b.budget AND u.paper = 1 AND u.state = 1
 WHERE b.budget IS NOT NULL AND (u.amount_fen IS NULL OR u.amount_fen <> b.total_fen)
 ORDER BY b.shard, b.batch_id;

-- Acts on them that have not given back what they freed: bounced (2) and dropped (4) lines, and those sent back (3).
-- any shard: a batch's lines stand with the entitlements
-- name: budget_backs_wrong ()
SELECT b.shard, f.act_id AS paper_id, -f.value_fen AS expected_fen, COALESCE(u.amount_fen, 0) AS found_fen
  FROM (SELECT x.batch_id, x.act_id, CAST(SUM(x.value_fen) AS BIGINT) AS value_fen
          FROM (SELECT batch_id, act_id, value_fen FROM payout_line WHERE state IN (2, 4)
                UNION ALL
                SELECT batch_id, back_act_id AS act_id, value_fen FROM payout_line WHERE state = 3) x
         GROUP BY x.batch_id, x.act_id) f
  JOIN payout_batch b ON b.batch_id = f.batch_id
  LEFT JOIN budget_use u ON u.shard = b.shard AND u.document_id = f.act_id AND u.org_no = b.org_no
                        AND u.cycle_no = b.cycle_no AND u.code = b.budget AND u.paper = 1 AND u.state = 1
 WHERE b.budget IS NOT NULL AND (u.amount_fen IS NULL OR u.amount_fen <> -f.value_fen)
 ORDER BY b.shard, f.act_id NULLS FIRST;

-- Uses that say they are of a batch or of an act that frees money, and are not.
-- any shard: everything is checked
-- name: budget_strays ()
SELECT u.shard, u.document_id AS paper_id, CAST(0 AS BIGINT) AS expected_fen, u.amount_fen AS found_fen
  FROM budget_use u
 WHERE u.paper = 1
   AND NOT EXISTS (SELECT 1 FROM payout_batch b
                    WHERE b.shard = u.shard AND b.batch_id = u.document_id AND b.org_no = u.org_no
                      AND b.cycle_no = u.cycle_no AND b.budget = u.code)
   AND NOT EXISTS (SELECT 1 FROM payout_act a
                     JOIN payout_batch b ON b.shard = a.shard AND b.batch_id = a.batch_id
                     JOIN payout_line l ON l.batch_id = b.batch_id
                    WHERE a.shard = u.shard AND a.act_id = u.document_id AND b.org_no = u.org_no
                      AND b.cycle_no = u.cycle_no AND b.budget = u.code
                      AND ((l.act_id = a.act_id AND l.state IN (2, 4)) OR l.back_act_id = a.act_id))
 ORDER BY u.shard, u.document_id;

-- ---- the bank's file, while it waits for the bank ----

-- name: file (shard i, batch_id u)
SELECT format, bytes FROM payout_file WHERE shard = $1 AND batch_id = $2;

-- name: file_add (shard i, batch_id u, format i, bytes i)
INSERT INTO payout_file (shard, batch_id, format, bytes) VALUES ($1, $2, $3, $4);

-- name: file_chunks (shard i, batch_id u)
SELECT chunk_no, sealed FROM payout_file_chunk WHERE shard = $1 AND batch_id = $2 ORDER BY chunk_no;

-- name: file_chunk_add (shard i, batch_id u, chunk_no i, sealed b)
INSERT INTO payout_file_chunk (shard, batch_id, chunk_no, sealed) VALUES ($1, $2, $3, $4);

-- name: file_chunks_drop (shard i, batch_id u)
DELETE FROM payout_file_chunk WHERE shard = $1 AND batch_id = $2;

-- name: file_drop (shard i, batch_id u)
DELETE FROM payout_file WHERE shard = $1 AND batch_id = $2;
