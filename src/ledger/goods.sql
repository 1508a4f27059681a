-- goods: items, lots, invoices; documents and their lines; what money may buy; caps.

-- sealed: cap_hold (id_hash b, entitlement_id u, rule t, period_kind i, period_no i | org_shard i, org_no i, cycle_no i, gift t, amount_fen i, day i, held_us i)
-- sealed: cap_use (id_hash b, rule t, period_kind i, period_no i | used_fen i, max_fen i)
-- sealed: document (shard i, document_id u | org_no i, cycle_no i, kind i, state i, declared_count i, declared_total_fen i, purpose t, words t, reference t, day i, needed i, asked_hash b, maker_id u, checker_id u, approver_id u, treasurer_id u, receiver_id u, receiver_org_no i, holder_id u, made_us i, checked_us i, approved_us i, treasured_us i, accepted_us i, cancelled_us i, cancelled_by_id u, reversal_id u, reversed_us i, reversed_by_id u, reversed_words t)
-- sealed: document_line (shard i, document_id u, line_no i | transfer_id u, kind i, ask_no i, counted i, held i, from_org_no i, from_class i, from_cycle_no i, from_source i, from_item_no i, from_lot_no i, from_holder_id u, to_org_no i, to_class i, to_cycle_no i, to_source i, to_item_no i, to_lot_no i, to_holder_id u, quantity i, value_fen i)
-- sealed: document_word (shard i, document_id u, step i | words t, user_id u, at_us i)
-- sealed: fund_matrix (version i | from_day i, until_day i, json t, loaded_us i)
-- sealed: invoice_used (number_hash b | org_no i, document_id u, day i)
-- sealed: item (item_no i | code t, name t, size t, unit i, kit i)
-- sealed: item_part (kit_no i, part_no i | quantity i)
-- sealed: lot (shard i, lot_no i | org_no i, item_no i, unit_cost_fen i, day i, document_id u)

-- ---- items: reference tables ----

-- name: item_by_code (code t)
SELECT item_no, code, name, size, unit, kit FROM item WHERE code = $1;

-- name: item_by_no (item_no i)
SELECT item_no, code, name, size, unit, kit FROM item WHERE item_no = $1;

-- name: items ()
SELECT item_no, code, name, size, unit, kit FROM item ORDER BY code;

-- name: item_last_no ()
SELECT CAST(MAX(item_no) AS BIGINT) AS item_no FROM item;

-- name: item_add (item_no i, code t, name t, size t, unit i, kit i)
INSERT INTO item (item_no, code, name, size, unit, kit) VALUES ($1, $2, $3, $4, $5, $6);

-- name: item_parts (kit_no i)
SELECT part_no, quantity FROM item_part WHERE kit_no = $1 ORDER BY part_no;

-- name: item_part_add (kit_no i, part_no i, quantity i)
INSERT INTO item_part (kit_no, part_no, quantity) VALUES ($1, $2, $3);

-- ---- lots ----

-- name: lot_by_no (shard i, lot_no i)
SELECT lot_no, unit_cost_fen, day FROM lot WHERE shard = $1 AND lot_no = $2;

-- name: lot_last_no (shard i, from_no i, until_no i)
SELECT CAST(MAX(lot_no) AS BIGINT) AS lot_no FROM lot WHERE shard = $1 AND lot_no >= $2 AND lot_no < $3;

-- name: lot_add (shard i, lot_no i, org_no i, item_no i, unit_cost_fen i, day i, document_id u)
INSERT INTO lot (shard, lot_no, org_no, item_no, unit_cost_fen, day, document_id)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- ---- invoices: keyed by their hash ----

-- name: invoice_by_hash (number_hash b)
SELECT org_no, document_id, day FROM invoice_used WHERE number_hash = $1;

-- name: invoice_use (number_hash b, org_no i, document_id u, day i)
INSERT INTO invoice_used (number_hash, org_no, document_id, day) VALUES ($1, $2, $3, $4);

-- name: invoice_free (number_hash b, document_id u)
DELETE FROM invoice_used WHERE number_hash = $1 AND document_id = $2;

-- ---- documents ----

-- name: document_by_key (shard i, document_id u)
SELECT shard, document_id, org_no, cycle_no, kind, state, declared_count, declared_total_fen, purpose, words,
       reference, day, needed, asked_hash, maker_id, checker_id, approver_id, treasurer_id, receiver_id,
       receiver_org_no, holder_id, accepted_us, cancelled_us, reversal_id, reversed_us, reversed_by_id, reversed_words,
       made_us
  FROM document WHERE shard = $1 AND document_id = $2;

-- every shard: a document is asked for by its id alone
-- name: document_by_id (document_id u)
SELECT shard, document_id, org_no, cycle_no, kind, state, declared_count, declared_total_fen, purpose, words,
       reference, day, needed, asked_hash, maker_id, checker_id, approver_id, treasurer_id, receiver_id,
       receiver_org_no, holder_id, accepted_us, cancelled_us, reversal_id, reversed_us, reversed_by_id, reversed_words,
       made_us
  FROM document WHERE document_id = $1;

-- every shard where $1 is 0
-- The newest first, from before a time and an id on: a page after the other.
-- name: documents_of_org (shard i, org_no i, cycle_no i, state i, before_us i, before_id u, rows i)
SELECT shard, document_id, org_no, cycle_no, kind, state, declared_count, declared_total_fen, purpose, words,
       reference, day, needed, asked_hash, maker_id, checker_id, approver_id, treasurer_id, receiver_id,
       receiver_org_no, holder_id, accepted_us, cancelled_us, reversal_id, reversed_us, reversed_by_id, reversed_words,
       made_us
  FROM document
 WHERE shard = $1 AND org_no = $2 AND ($3 = 0 OR cycle_no = $3) AND ($4 < 0 OR state = $4) AND made_us <= $5
   AND (made_us < $5 OR document_id < $6)
 ORDER BY made_us DESC, document_id DESC LIMIT $7;

-- any shard: what the auditors of a region look through
-- name: documents (cycle_no i, state i, before_us i, before_id u, rows i)
SELECT shard, document_id, org_no, cycle_no, kind, state, declared_count, declared_total_fen, purpose, words,
       reference, day, needed, asked_hash, maker_id, checker_id, approver_id, treasurer_id, receiver_id,
       receiver_org_no, holder_id, accepted_us, cancelled_us, reversal_id, reversed_us, reversed_by_id, reversed_words,
       made_us
  FROM document
 WHERE ($1 = 0 OR cycle_no = $1) AND ($2 < 0 OR state = $2) AND made_us <= $3
   AND (made_us < $3 OR document_id < $4)
 ORDER BY made_us DESC, document_id DESC LIMIT $5;

-- name: document_add (shard i, document_id u, org_no i, cycle_no i, kind i, declared_count i, declared_total_fen i, purpose t, words t, reference t, day i, needed i, asked_hash b, maker_id u, receiver_id u, receiver_org_no i, holder_id u, made_us i)
INSERT INTO document (shard, document_id, org_no, cycle_no, kind, state, declared_count, declared_total_fen, purpose,
                      words, reference, day, needed, asked_hash, maker_id, receiver_id, receiver_org_no, holder_id,
                      made_us)
VALUES ($1, $2, $3, $4, $5, 0, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18);

-- A maker's own paper with the same words; 4 is CANCELLED.
-- name: document_twin (shard i, org_no i, since_us i, maker_id u, asked_hash b)
SELECT document_id, made_us FROM document
 WHERE shard = $1 AND org_no = $2 AND made_us > $3 AND maker_id = $4 AND asked_hash = $5 AND state <> 4
 ORDER BY made_us DESC, document_id DESC LIMIT 1;

-- The next step, if nobody took one in between.
-- name: document_check (shard i, document_id u, state i, next i, user_id u, at_us i)
UPDATE document SET state = $4, checker_id = $5, checked_us = $6
 WHERE shard = $1 AND document_id = $2 AND state = $3 AND checker_id IS NULL;

-- name: document_approve (shard i, document_id u, state i, next i, user_id u, at_us i)
UPDATE document SET state = $4, approver_id = $5, approved_us = $6
 WHERE shard = $1 AND document_id = $2 AND state = $3 AND approver_id IS NULL;

-- name: document_treasure (shard i, document_id u, state i, next i, user_id u, at_us i)
UPDATE document SET state = $4, treasurer_id = $5, treasured_us = $6
 WHERE shard = $1 AND document_id = $2 AND state = $3 AND treasurer_id IS NULL;

-- name: document_accept (shard i, document_id u, state i, next i, user_id u, at_us i)
UPDATE document SET state = $4, receiver_id = $5, accepted_us = $6
 WHERE shard = $1 AND document_id = $2 AND state = $3 AND accepted_us IS NULL;

-- name: document_cancel (shard i, document_id u, state i, next i, user_id u, at_us i)
UPDATE document SET state = $4, cancelled_by_id = $5, cancelled_us = $6
 WHERE shard = $1 AND document_id = $2 AND state = $3;

-- name: document_reverse (shard i, document_id u, reversal_id u, reversed_us i, user_id u, words t)
UPDATE document SET reversal_id = $3, reversed_us = $4, reversed_by_id = $5, reversed_words = $6
 WHERE shard = $1 AND document_id = $2 AND reversal_id IS NULL;

-- name: document_line_add (shard i, document_id u, line_no i, transfer_id u, kind i, ask_no i, counted i, held i, from_org_no i, from_class i, from_cycle_no i, from_source i, from_item_no i, from_lot_no i, from_holder_id u, to_org_no i, to_class i, to_cycle_no i, to_source i, to_item_no i, to_lot_no i, to_holder_id u, quantity i, value_fen i)
INSERT INTO document_line (shard, document_id, line_no, transfer_id, kind, ask_no, counted, held,
                           from_org_no, from_class, from_cycle_no, from_source, from_item_no, from_lot_no,
                           from_holder_id, to_org_no, to_class, to_cycle_no, to_source, to_item_no, to_lot_no,
                           to_holder_id, quantity, value_fen)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24);

-- name: document_lines (shard i, document_id u)
SELECT line_no, transfer_id, kind, ask_no, counted, held,
       from_org_no, from_class, from_cycle_no, from_source, from_item_no, from_lot_no, from_holder_id,
       to_org_no, to_class, to_cycle_no, to_source, to_item_no, to_lot_no, to_holder_id, quantity, value_fen
  FROM document_line WHERE shard = $1 AND document_id = $2 ORDER BY line_no;

-- ---- lists over unions, and what waits for somebody ----

-- every shard: a union's and those below it, the newest first. kind, state -1, cycle_no 0: all.
-- name: documents_of_subtree (path t, cycle_no i, state i, kind i, from_day i, until_day i, before_us i, before_id u, rows i)
SELECT d.shard, d.document_id, d.org_no, d.cycle_no, d.kind, d.state, d.declared_count, d.declared_total_fen, d.purpose, d.words,
       d.reference, d.day, d.needed, d.asked_hash, d.maker_id, d.checker_id, d.approver_id, d.treasurer_id, d.receiver_id,
       d.receiver_org_no, d.holder_id, d.accepted_us, d.cancelled_us, d.reversal_id, d.reversed_us, d.reversed_by_id, d.reversed_words,
       d.made_us
  FROM document d JOIN org o ON o.org_no = d.org_no
 WHERE d.made_us <= $7 AND (d.made_us < $7 OR d.document_id < $8) AND o.path >= $1 AND o.path < $1 || 'g'
   AND ($2 = 0 OR d.cycle_no = $2) AND ($3 < 0 OR d.state = $3) AND ($4 < 0 OR d.kind = $4)
   AND d.day >= $5 AND d.day < $6
 ORDER BY d.made_us DESC, d.document_id DESC LIMIT $9;

-- every shard: what is not finished, the oldest first. cash: its first line moves money out of a fund or to one, no goods.
-- name: documents_open (after_us i, after_id u, rows i)
SELECT d.shard, d.document_id, d.org_no, d.cycle_no, d.kind, d.state, d.declared_count, d.declared_total_fen, d.purpose, d.words,
       d.reference, d.day, d.needed, d.asked_hash, d.maker_id, d.checker_id, d.approver_id, d.treasurer_id, d.receiver_id,
       d.receiver_org_no, d.holder_id, d.accepted_us, d.cancelled_us, d.reversal_id, d.reversed_us, d.reversed_by_id, d.reversed_words,
       d.made_us, o.path AS org_path, w.path AS receiver_path, l.from_item_no AS first_item_no
  FROM document d JOIN org o ON o.org_no = d.org_no LEFT JOIN org w ON w.org_no = d.receiver_org_no
  LEFT JOIN document_line l ON l.shard = d.shard AND l.document_id = d.document_id AND l.line_no = 1
 WHERE d.state < 3 AND d.made_us >= $1 AND (d.made_us > $1 OR d.document_id > $2)
 ORDER BY d.made_us, d.document_id LIMIT $3;

-- every shard: what one has drafted
-- name: documents_of_maker (maker_id u, before_us i, before_id u, rows i)
SELECT d.shard, d.document_id, d.org_no, d.cycle_no, d.kind, d.state, d.declared_count, d.declared_total_fen, d.purpose, d.words,
       d.reference, d.day, d.needed, d.asked_hash, d.maker_id, d.checker_id, d.approver_id, d.treasurer_id, d.receiver_id,
       d.receiver_org_no, d.holder_id, d.accepted_us, d.cancelled_us, d.reversal_id, d.reversed_us, d.reversed_by_id, d.reversed_words,
       d.made_us
  FROM document d
 WHERE d.maker_id = $1 AND d.made_us <= $2 AND (d.made_us < $2 OR d.document_id < $3)
 ORDER BY d.made_us DESC, d.document_id DESC LIMIT $4;

-- every shard: what one has signed, accepted, sent back or taken back
-- name: documents_of_hand (user_id u, before_us i, before_id u, rows i)
SELECT d.shard, d.document_id, d.org_no, d.cycle_no, d.kind, d.state, d.declared_count, d.declared_total_fen, d.purpose, d.words,
       d.reference, d.day, d.needed, d.asked_hash, d.maker_id, d.checker_id, d.approver_id, d.treasurer_id, d.receiver_id,
       d.receiver_org_no, d.holder_id, d.accepted_us, d.cancelled_us, d.reversal_id, d.reversed_us, d.reversed_by_id, d.reversed_words,
       d.made_us
  FROM (SELECT document_id FROM document WHERE checker_id = $1
        UNION SELECT document_id FROM document WHERE approver_id = $1
        UNION SELECT document_id FROM document WHERE treasurer_id = $1
        UNION SELECT document_id FROM document WHERE receiver_id = $1 AND accepted_us IS NOT NULL
        UNION SELECT document_id FROM document WHERE cancelled_by_id = $1
        UNION SELECT document_id FROM document WHERE reversed_by_id = $1) mine
  JOIN document d ON d.document_id = mine.document_id
 WHERE d.made_us <= $2 AND (d.made_us < $2 OR d.document_id < $3)
 ORDER BY d.made_us DESC, d.document_id DESC LIMIT $4;

-- Who took which step when; the words stand beside it.
-- name: document_steps (shard i, document_id u)
SELECT made_us, maker_id, checked_us, checker_id, approved_us, approver_id, treasured_us, treasurer_id, accepted_us,
       receiver_id, cancelled_us, cancelled_by_id, reversed_us, reversed_by_id, reversed_words
  FROM document WHERE shard = $1 AND document_id = $2;

-- name: document_words (shard i, document_id u)
SELECT step, words, user_id, at_us FROM document_word WHERE shard = $1 AND document_id = $2 ORDER BY step;

-- name: document_word_add (shard i, document_id u, step i, words t, user_id u, at_us i)
INSERT INTO document_word (shard, document_id, step, words, user_id, at_us) VALUES ($1, $2, $3, $4, $5, $6);

-- every shard: envelopes whose lines are not what was declared (verify)
-- name: document_envelopes_wrong ()
SELECT d.shard, d.document_id, d.declared_count, d.declared_total_fen,
       CAST(COUNT(DISTINCT CASE WHEN l.ask_no > 0 THEN l.ask_no END) AS BIGINT) AS asks,
       CAST(COALESCE(SUM(l.value_fen * l.counted), 0) AS BIGINT) AS total_fen
  FROM document d LEFT JOIN document_line l ON l.shard = d.shard AND l.document_id = d.document_id
 GROUP BY d.shard, d.document_id, d.declared_count, d.declared_total_fen
HAVING COUNT(DISTINCT CASE WHEN l.ask_no > 0 THEN l.ask_no END) <> d.declared_count
    OR COALESCE(SUM(l.value_fen * l.counted), 0) <> d.declared_total_fen
 ORDER BY d.shard, d.document_id;

-- A done document with its lines and what was posted of them, both legs of it: what its leaf binds. Each column of
-- document and document_line is here, and of transfer those that its own leaf does not bind.
-- name: document_whole (shard i, document_id u)
SELECT d.shard, d.document_id, d.org_no, d.cycle_no, d.kind, d.state, d.declared_count, d.declared_total_fen, d.purpose,
       d.words, d.reference, d.day, d.needed, d.asked_hash, d.maker_id, d.checker_id, d.approver_id, d.treasurer_id,
       d.receiver_id, d.receiver_org_no, d.holder_id, d.made_us, d.checked_us, d.approved_us, d.treasured_us,
       d.accepted_us, d.cancelled_us, d.cancelled_by_id, d.reversal_id, d.reversed_us, d.reversed_by_id, d.reversed_words,
       l.line_no, l.transfer_id, l.kind AS line_kind, l.ask_no, l.counted, l.held, l.from_org_no, l.from_class,
       l.from_cycle_no, l.from_source, l.from_item_no, l.from_lot_no, l.from_holder_id, l.to_org_no, l.to_class,
       l.to_cycle_no, l.to_source, l.to_item_no, l.to_lot_no, l.to_holder_id, l.quantity, l.value_fen,
       t.shard AS leg_shard, t.document_id AS leg_document_id, t.at_us AS leg_at_us, t.posted_us AS leg_posted_us,
       t.actor_id AS leg_actor_id, o.shard AS far_shard, o.document_id AS far_document_id, o.at_us AS far_at_us,
       o.posted_us AS far_posted_us, o.actor_id AS far_actor_id
  FROM document d
  LEFT JOIN document_line l ON l.shard = d.shard AND l.document_id = d.document_id
  LEFT JOIN transfer t ON t.shard = l.shard AND t.transfer_id = l.transfer_id
  LEFT JOIN transfer o ON o.shard = t.other_shard AND o.transfer_id = t.transfer_id
 WHERE d.shard = $1 AND d.document_id = $2 ORDER BY d.shard, d.document_id, l.line_no;

-- every shard: the same of all that are done, which is 3 (verify)
-- name: documents_whole ()
SELECT d.shard, d.document_id, d.org_no, d.cycle_no, d.kind, d.state, d.declared_count, d.declared_total_fen, d.purpose,
       d.words, d.reference, d.day, d.needed, d.asked_hash, d.maker_id, d.checker_id, d.approver_id, d.treasurer_id,
       d.receiver_id, d.receiver_org_no, d.holder_id, d.made_us, d.checked_us, d.approved_us, d.treasured_us,
       d.accepted_us, d.cancelled_us, d.cancelled_by_id, d.reversal_id, d.reversed_us, d.reversed_by_id, d.reversed_words,
       l.line_no, l.transfer_id, l.kind AS line_kind, l.ask_no, l.counted, l.held, l.from_org_no, l.from_class,
       l.from_cycle_no, l.from_source, l.from_item_no, l.from_lot_no, l.from_holder_id, l.to_org_no, l.to_class,
       l.to_cycle_no, l.to_source, l.to_item_no, l.to_lot_no, l.to_holder_id, l.quantity, l.value_fen,
       t.shard AS leg_shard, t.document_id AS leg_document_id, t.at_us AS leg_at_us, t.posted_us AS leg_posted_us,
       t.actor_id AS leg_actor_id, o.shard AS far_shard, o.document_id AS far_document_id, o.at_us AS far_at_us,
       o.posted_us AS far_posted_us, o.actor_id AS far_actor_id
  FROM document d
  LEFT JOIN document_line l ON l.shard = d.shard AND l.document_id = d.document_id
  LEFT JOIN transfer t ON t.shard = l.shard AND t.transfer_id = l.transfer_id
  LEFT JOIN transfer o ON o.shard = t.other_shard AND o.transfer_id = t.transfer_id
 WHERE d.state = 3 ORDER BY d.shard, d.document_id, l.line_no;

-- every shard: transfers that name a document which has no such line (verify)
-- name: document_strays ()
SELECT t.shard, t.transfer_id
  FROM transfer t LEFT JOIN document_line l ON l.transfer_id = t.transfer_id AND l.document_id = t.document_id
 WHERE t.document_id IS NOT NULL AND l.transfer_id IS NULL ORDER BY t.shard, t.transfer_id;

-- every shard: a union's money comes from documents of the unions above it. 1 is FUND, 3 is DONE.
-- $4 NULL: of any purpose
-- name: fund_origins (to_org_no i, to_cycle_no i, to_source i, purpose t)
SELECT l.from_org_no, l.from_class, l.from_source, l.from_cycle_no,
       CAST(SUM(l.value_fen) AS BIGINT) AS value_fen, CAST(MAX(d.made_us) AS BIGINT) AS latest_us
  FROM document_line l JOIN document d ON d.shard = l.shard AND d.document_id = l.document_id
 WHERE l.to_org_no = $1 AND l.to_cycle_no = $2 AND l.to_source = $3 AND l.to_class = 1
   AND d.kind IN (0, 1) AND d.state = 3 AND d.reversal_id IS NULL AND ($4 IS NULL OR d.purpose = $4)
 GROUP BY l.from_org_no, l.from_class, l.from_source, l.from_cycle_no
 ORDER BY latest_us DESC, l.from_org_no, l.from_class, l.from_source;

-- What has gone back or is drafted to go. 3 is the kind RETURN, 4 is CANCELLED.
-- name: fund_returned (shard i, from_org_no i, from_cycle_no i, from_source i, purpose t)
SELECT l.to_org_no, l.to_class, l.to_source, CAST(SUM(l.value_fen) AS BIGINT) AS value_fen
  FROM document_line l JOIN document d ON d.shard = l.shard AND d.document_id = l.document_id
 WHERE l.shard = $1 AND l.from_org_no = $2 AND l.from_cycle_no = $3 AND l.from_source = $4 AND l.from_class = 1
   AND d.kind = 3 AND d.state <> 4 AND d.reversal_id IS NULL AND ($5 IS NULL OR d.purpose = $5)
 GROUP BY l.to_org_no, l.to_class, l.to_source;

-- ---- what money may buy: a reference table ----

-- name: fund_matrix_in_force (day i)
SELECT json FROM fund_matrix
 WHERE from_day <= $1 AND (until_day IS NULL OR until_day > $1) ORDER BY version DESC LIMIT 1;

-- name: fund_matrix_by_version (version i)
SELECT json FROM fund_matrix WHERE version = $1;

-- name: fund_matrix_add (version i, from_day i, until_day i, json t, loaded_us i)
INSERT INTO fund_matrix (version, from_day, until_day, json, loaded_us) VALUES ($1, $2, $3, $4, $5);

-- ---- caps: keyed by id_hash ----

-- name: cap_use_read (id_hash b, rule t, period_kind i, period_no i)
SELECT used_fen, max_fen FROM cap_use WHERE id_hash = $1 AND rule = $2 AND period_kind = $3 AND period_no = $4;

-- name: cap_use_add (id_hash b, rule t, period_kind i, period_no i, used_fen i, max_fen i)
INSERT INTO cap_use (id_hash, rule, period_kind, period_no, used_fen, max_fen) VALUES ($1, $2, $3, $4, $5, $6);

-- The CHECK is the rule: used stays at or below max.
-- name: cap_use_more (id_hash b, rule t, period_kind i, period_no i, amount_fen i, max_fen i)
UPDATE cap_use SET used_fen = used_fen + $5, max_fen = $6
 WHERE id_hash = $1 AND rule = $2 AND period_kind = $3 AND period_no = $4;

-- name: cap_use_less (id_hash b, rule t, period_kind i, period_no i, amount_fen i)
UPDATE cap_use SET used_fen = used_fen - $5
 WHERE id_hash = $1 AND rule = $2 AND period_kind = $3 AND period_no = $4;

-- name: cap_holds (id_hash b, entitlement_id u)
SELECT rule, period_kind, period_no, amount_fen FROM cap_hold
 WHERE id_hash = $1 AND entitlement_id = $2 ORDER BY rule, period_kind, period_no;

-- name: cap_hold_add (id_hash b, rule t, period_kind i, period_no i, entitlement_id u, org_shard i, org_no i, cycle_no i, gift t, amount_fen i, day i, held_us i)
INSERT INTO cap_hold (id_hash, rule, period_kind, period_no, entitlement_id, org_shard, org_no, cycle_no, gift,
                      amount_fen, day, held_us)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- name: cap_hold_drop (id_hash b, entitlement_id u)
DELETE FROM cap_hold WHERE id_hash = $1 AND entitlement_id = $2;

-- name: cap_hold_latest (id_hash b, rule t, period_kind i, period_no i)
SELECT org_no, cycle_no, gift, amount_fen FROM cap_hold
 WHERE id_hash = $1 AND rule = $2 AND period_kind = $3 AND period_no = $4
 ORDER BY day DESC, held_us DESC, entitlement_id DESC LIMIT 1;

-- any id_hash: what is used against what is held (verify)
-- name: caps_wrong ()
SELECT u.id_hash, u.used_fen, COALESCE(h.held_fen, 0) AS held_fen
  FROM cap_use u
  LEFT JOIN (SELECT id_hash, rule, period_kind, period_no, CAST(SUM(amount_fen) AS BIGINT) AS held_fen
               FROM cap_hold GROUP BY id_hash, rule, period_kind, period_no) h
    ON h.id_hash = u.id_hash AND h.rule = u.rule AND h.period_kind = u.period_kind AND h.period_no = u.period_no
 WHERE u.used_fen <> COALESCE(h.held_fen, 0)
UNION ALL
SELECT h.id_hash, 0 AS used_fen, CAST(SUM(h.amount_fen) AS BIGINT) AS held_fen
  FROM cap_hold h
 WHERE NOT EXISTS (SELECT 1 FROM cap_use u
                    WHERE u.id_hash = h.id_hash AND u.rule = h.rule AND u.period_kind = h.period_kind
                      AND u.period_no = h.period_no)
 GROUP BY h.id_hash, h.rule, h.period_kind, h.period_no;

-- name: cycle_pin_read (id_hash b, cycle_no i)
SELECT pinned_shard FROM cycle_pin WHERE id_hash = $1 AND cycle_no = $2;

-- name: cycle_pin_add (id_hash b, cycle_no i, pinned_shard i)
INSERT INTO cycle_pin (id_hash, cycle_no, pinned_shard) VALUES ($1, $2, $3);
