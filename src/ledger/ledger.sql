-- ledger: accounts, transfers, holds.

-- sealed: books_open (org_no i | day i)
-- sealed: hold (shard i, hold_id u | kind i, day i, at_us i, made_us i, from_no i, to_shard i, to_no i, quantity i, value_fen i, document_id u, commitment b, actor_id u, until_us i, state i)
-- sealed: ledger_word (kind i, word_no i | word t)

-- A reference table of org, joined with itself: the shard of a union and the code of the union that the shard is of.
-- name: shards (org_no i)
SELECT o.org_no, o.shard, s.code AS shard_code, b.day AS open_day
  FROM org o JOIN org s ON s.org_no = o.shard LEFT JOIN books_open b ON b.org_no = o.org_no WHERE o.org_no = $1;

-- name: books_open (org_no i)
SELECT day FROM books_open WHERE org_no = $1;

-- name: books_open_add (org_no i, day i)
INSERT INTO books_open (org_no, day) VALUES ($1, $2);

-- name: books_open_move (org_no i, day i)
UPDATE books_open SET day = $2 WHERE org_no = $1 AND day < $2;

-- name: word (kind i, word_no i)
SELECT word FROM ledger_word WHERE kind = $1 AND word_no = $2;

-- name: word_add (kind i, word_no i, word t)
INSERT INTO ledger_word (kind, word_no, word) VALUES ($1, $2, $3);

-- name: account_by_key (shard i, key t)
SELECT shard, account_no, key, org_no, class, cycle_no, source, item_no, lot_no, holder_id, level,
       quantity, value_fen, held_quantity, held_value_fen
  FROM account WHERE shard = $1 AND key = $2;

-- name: account_by_no (shard i, account_no i)
SELECT shard, account_no, key, org_no, class, cycle_no, source, item_no, lot_no, holder_id, level,
       quantity, value_fen, held_quantity, held_value_fen
  FROM account WHERE shard = $1 AND account_no = $2;

-- name: account_last_no (shard i, from_no i, until_no i)
SELECT CAST(MAX(account_no) AS BIGINT) AS account_no FROM account
 WHERE shard = $1 AND account_no >= $2 AND account_no < $3;

-- name: account_add (shard i, account_no i, key t, org_no i, class i, cycle_no i, source i, item_no i, lot_no i, holder_id u, level i, quantity i, value_fen i, held_quantity i, held_value_fen i)
INSERT INTO account (shard, account_no, key, org_no, class, cycle_no, source, item_no, lot_no, holder_id, level,
                     quantity, value_fen, held_quantity, held_value_fen)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15);

-- What a batch adds up to, an account once; the CHECKs of the table are the rule.
-- name: account_move (shard i, account_no i, quantity i, value_fen i, held_quantity i, held_value_fen i)
UPDATE account SET quantity = quantity + $3, value_fen = value_fen + $4,
       held_quantity = held_quantity + $5, held_value_fen = held_value_fen + $6
 WHERE shard = $1 AND account_no = $2;

-- every shard: reports, verification
-- name: accounts ()
SELECT shard, account_no, key, org_no, class, cycle_no, source, item_no, lot_no, holder_id, level,
       quantity, value_fen, held_quantity, held_value_fen
  FROM account ORDER BY shard, account_no;

-- every shard: the report of a cycle
-- name: accounts_of_cycle (cycle_no i)
SELECT shard, account_no, key, org_no, class, cycle_no, source, item_no, lot_no, holder_id, level,
       quantity, value_fen, held_quantity, held_value_fen
  FROM account WHERE cycle_no = $1 ORDER BY shard, account_no;

-- A union's own, or a whole shard's.
-- name: accounts_between (shard i, from_no i, until_no i)
SELECT shard, account_no, key, org_no, class, cycle_no, source, item_no, lot_no, holder_id, level,
       quantity, value_fen, held_quantity, held_value_fen
  FROM account WHERE shard = $1 AND account_no >= $2 AND account_no < $3 ORDER BY account_no;

-- name: accounts_of_holder (shard i, holder_id u)
SELECT shard, account_no, key, org_no, class, cycle_no, source, item_no, lot_no, holder_id, level,
       quantity, value_fen, held_quantity, held_value_fen
  FROM account WHERE shard = $1 AND holder_id = $2 ORDER BY account_no;

-- every shard
-- name: trial ()
SELECT shard, class, item_no, CAST(SUM(quantity) AS BIGINT) AS quantity, CAST(SUM(value_fen) AS BIGINT) AS value_fen
  FROM account GROUP BY shard, class, item_no ORDER BY shard, item_no, class;

-- name: transfer_by_id (shard i, transfer_id u)
SELECT shard, transfer_id, kind, day, at_us, from_no, to_no, quantity, value_fen, document_id, reverses_id,
       commitment, other_shard
  FROM transfer WHERE shard = $1 AND transfer_id = $2;

-- The last of those that are not before an id: where a batch's ids are all later, none of them is stored.
-- name: transfer_last (shard i, from_id u)
SELECT transfer_id FROM transfer WHERE shard = $1 AND transfer_id >= $2 ORDER BY transfer_id DESC LIMIT 1;

-- name: reversal_of (shard i, reverses_id u)
SELECT transfer_id FROM transfer WHERE shard = $1 AND reverses_id = $2;

-- name: transfer_add (shard i, transfer_id u, kind i, day i, at_us i, posted_us i, from_no i, to_no i, quantity i, value_fen i, document_id u, reverses_id u, commitment b, actor_id u, other_shard i)
INSERT INTO transfer (shard, transfer_id, kind, day, at_us, posted_us, from_no, to_no, quantity, value_fen,
                      document_id, reverses_id, commitment, actor_id, other_shard)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15);

-- An account's transfers with both accounts: they stand in one shard.
-- name: statement (shard i, account_no i, from_day i, until_day i)
SELECT t.shard, t.transfer_id, t.kind, t.day, t.at_us, t.quantity, t.value_fen, t.document_id, t.reverses_id,
       t.commitment, t.other_shard,
       f.org_no AS from_org_no, f.class AS from_class, f.cycle_no AS from_cycle_no, f.source AS from_source,
       f.item_no AS from_item_no, f.lot_no AS from_lot_no, f.holder_id AS from_holder_id, f.level AS from_level,
       o.org_no AS to_org_no, o.class AS to_class, o.cycle_no AS to_cycle_no, o.source AS to_source,
       o.item_no AS to_item_no, o.lot_no AS to_lot_no, o.holder_id AS to_holder_id, o.level AS to_level
  FROM (SELECT * FROM transfer WHERE shard = $1 AND from_no = $2
        UNION ALL
        SELECT * FROM transfer WHERE shard = $1 AND to_no = $2) t
  JOIN account f ON f.shard = t.shard AND f.account_no = t.from_no
  JOIN account o ON o.shard = t.shard AND o.account_no = t.to_no
 WHERE t.day >= $3 AND t.day < $4
 ORDER BY t.day, t.posted_us, t.transfer_id;

-- One page of a shard's transfers, as they are verified.
-- name: transfers_after (shard i, after_id u, rows i)
SELECT shard, transfer_id, kind, day, at_us, from_no, to_no, quantity, value_fen, document_id, reverses_id,
       commitment, other_shard
  FROM transfer WHERE shard = $1 AND transfer_id > $2 ORDER BY transfer_id LIMIT $3;

-- every shard
-- name: transfer_shards ()
SELECT shard, CAST(COUNT(*) AS BIGINT) AS transfers FROM transfer GROUP BY shard ORDER BY shard;

-- name: hold_by_id (shard i, hold_id u)
SELECT shard, hold_id, kind, day, at_us, from_no, to_shard, to_no, quantity, value_fen, document_id, commitment,
       until_us, state
  FROM hold WHERE shard = $1 AND hold_id = $2;

-- name: hold_add (shard i, hold_id u, kind i, day i, at_us i, made_us i, from_no i, to_shard i, to_no i, quantity i, value_fen i, document_id u, commitment b, actor_id u, until_us i)
INSERT INTO hold (shard, hold_id, kind, day, at_us, made_us, from_no, to_shard, to_no, quantity, value_fen,
                  document_id, commitment, actor_id, until_us, state)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 0);

-- An open hold ends once.
-- name: hold_end (shard i, hold_id u, state i)
UPDATE hold SET state = $3 WHERE shard = $1 AND hold_id = $2 AND state = 0;

-- every shard: what has run out
-- name: holds_over (now_us i, rows i)
SELECT shard, hold_id FROM hold WHERE state = 0 AND until_us <= $1 ORDER BY until_us LIMIT $2;

-- every shard: what the open holds of an account add up to
-- name: holds_open ()
SELECT shard, from_no, CAST(SUM(quantity) AS BIGINT) AS quantity, CAST(SUM(value_fen) AS BIGINT) AS value_fen
  FROM hold WHERE state = 0 GROUP BY shard, from_no ORDER BY shard, from_no;

-- name: words ()
SELECT kind, word_no, word FROM ledger_word ORDER BY kind, word_no;

-- ---- the ledger as lists ----

-- Accounts of a union and those below it that hold something, from behind one of them on. class -1, cycle_no 0, item_no
-- -1: all; holder_id NULL: anybody.
-- name: accounts_of_subtree (path t, after_path t, after_no i, class i, cycle_no i, item_no i, holder_id u, rows i)
SELECT a.shard, a.account_no, a.key, a.org_no, a.class, a.cycle_no, a.source, a.item_no, a.lot_no, a.holder_id, a.level,
       a.quantity, a.value_fen, a.held_quantity, a.held_value_fen
  FROM org o JOIN account a ON a.shard = o.shard AND a.account_no >= o.org_no * 1048576
       AND a.account_no < (o.org_no + 1) * 1048576
 WHERE o.path >= $2 AND o.path < $1 || 'g' AND (o.path > $2 OR a.account_no > $3)
   AND ($4 < 0 OR a.class = $4) AND ($5 = 0 OR a.cycle_no = $5) AND ($6 < 0 OR a.item_no = $6)
   AND ($7 IS NULL OR a.holder_id = $7)
   AND (a.quantity <> 0 OR a.value_fen <> 0 OR a.held_quantity <> 0 OR a.held_value_fen <> 0)
 ORDER BY o.path, a.account_no LIMIT $8;

-- Each shard's books of these unions: whole or not at all.
-- name: trial_of_subtree (path t)
SELECT a.shard, a.class, a.item_no, CAST(SUM(a.quantity) AS BIGINT) AS quantity,
       CAST(SUM(a.value_fen) AS BIGINT) AS value_fen
  FROM org o JOIN account a ON a.shard = o.org_no
 WHERE o.path >= $1 AND o.path < $1 || 'g' AND o.shard = o.org_no
 GROUP BY a.shard, a.class, a.item_no ORDER BY a.shard, a.item_no, a.class;

-- The same added up.
-- name: sums_of_subtree (path t, cycle_no i)
SELECT a.class, a.cycle_no, a.source, a.item_no, CAST(SUM(a.quantity) AS BIGINT) AS quantity,
       CAST(SUM(a.value_fen) AS BIGINT) AS value_fen, CAST(SUM(a.held_quantity) AS BIGINT) AS held_quantity,
       CAST(SUM(a.held_value_fen) AS BIGINT) AS held_value_fen, CAST(COUNT(*) AS BIGINT) AS accounts
  FROM org o JOIN account a ON a.shard = o.shard AND a.account_no >= o.org_no * 1048576
       AND a.account_no < (o.org_no + 1) * 1048576
 WHERE o.path >= $1 AND o.path < $1 || 'g' AND ($2 = 0 OR a.cycle_no = $2)
 GROUP BY a.class, a.cycle_no, a.source, a.item_no
 ORDER BY a.class, a.cycle_no, a.source, a.item_no;

-- The shards that a subtree has a part in.
-- name: shards_of_subtree (path t)
SELECT DISTINCT shard FROM org WHERE path >= $1 AND path < $1 || 'g' ORDER BY shard;

-- A page of a shard's transfers, the latest day first, those of a union and below it; kind -1, cycle_no 0, goods -1: all.
-- name: transfers_of_shard (shard i, path t, kind i, cycle_no i, goods i, from_day i, before_day i, before_id u, rows i)
SELECT t.shard, t.transfer_id, t.kind, t.day, t.at_us, t.posted_us, t.quantity, t.value_fen, t.document_id, t.reverses_id,
       t.commitment, t.other_shard,
       f.org_no AS from_org_no, f.class AS from_class, f.cycle_no AS from_cycle_no, f.source AS from_source,
       f.item_no AS from_item_no, f.lot_no AS from_lot_no, f.holder_id AS from_holder_id, f.level AS from_level,
       o.org_no AS to_org_no, o.class AS to_class, o.cycle_no AS to_cycle_no, o.source AS to_source,
       o.item_no AS to_item_no, o.lot_no AS to_lot_no, o.holder_id AS to_holder_id, o.level AS to_level
  FROM transfer t
  JOIN account f ON f.shard = t.shard AND f.account_no = t.from_no
  JOIN account o ON o.shard = t.shard AND o.account_no = t.to_no
  JOIN org a ON a.org_no = f.org_no JOIN org b ON b.org_no = o.org_no
 WHERE t.shard = $1 AND t.day >= $6 AND (t.day, t.transfer_id) < ($7, $8)
   AND ((a.path >= $2 AND a.path < $2 || 'g') OR (b.path >= $2 AND b.path < $2 || 'g'))
   AND ($3 < 0 OR t.kind = $3) AND ($4 = 0 OR f.cycle_no = $4 OR o.cycle_no = $4)
   AND ($5 < 0 OR (o.item_no <> 0) = ($5 = 1))
 ORDER BY t.day DESC, t.transfer_id DESC LIMIT $9;

-- A page of an account's transfers, the latest first. Each side's own page is cut before they are put together.
-- name: statement_page (shard i, account_no i, from_day i, before_day i, before_id u, rows i)
SELECT t.shard, t.transfer_id, t.kind, t.day, t.at_us, t.posted_us, t.quantity, t.value_fen, t.document_id, t.reverses_id,
       t.commitment, t.other_shard,
       f.org_no AS from_org_no, f.class AS from_class, f.cycle_no AS from_cycle_no, f.source AS from_source,
       f.item_no AS from_item_no, f.lot_no AS from_lot_no, f.holder_id AS from_holder_id, f.level AS from_level,
       o.org_no AS to_org_no, o.class AS to_class, o.cycle_no AS to_cycle_no, o.source AS to_source,
       o.item_no AS to_item_no, o.lot_no AS to_lot_no, o.holder_id AS to_holder_id, o.level AS to_level
  FROM (SELECT * FROM (SELECT * FROM transfer WHERE shard = $1 AND from_no = $2 AND day >= $3
                          AND (day, transfer_id) < ($4, $5) ORDER BY day DESC, transfer_id DESC LIMIT $6) went
        UNION ALL
        SELECT * FROM (SELECT * FROM transfer WHERE shard = $1 AND to_no = $2 AND day >= $3
                          AND (day, transfer_id) < ($4, $5) ORDER BY day DESC, transfer_id DESC LIMIT $6) came) t
  JOIN account f ON f.shard = t.shard AND f.account_no = t.from_no
  JOIN account o ON o.shard = t.shard AND o.account_no = t.to_no
 ORDER BY t.day DESC, t.transfer_id DESC LIMIT $6;

-- The same, the earliest first.
-- name: statement_page_up (shard i, account_no i, until_day i, after_day i, after_id u, rows i)
SELECT t.shard, t.transfer_id, t.kind, t.day, t.at_us, t.posted_us, t.quantity, t.value_fen, t.document_id, t.reverses_id,
       t.commitment, t.other_shard,
       f.org_no AS from_org_no, f.class AS from_class, f.cycle_no AS from_cycle_no, f.source AS from_source,
       f.item_no AS from_item_no, f.lot_no AS from_lot_no, f.holder_id AS from_holder_id, f.level AS from_level,
       o.org_no AS to_org_no, o.class AS to_class, o.cycle_no AS to_cycle_no, o.source AS to_source,
       o.item_no AS to_item_no, o.lot_no AS to_lot_no, o.holder_id AS to_holder_id, o.level AS to_level
  FROM (SELECT * FROM (SELECT * FROM transfer WHERE shard = $1 AND from_no = $2 AND day < $3
                          AND (day, transfer_id) > ($4, $5) ORDER BY day, transfer_id LIMIT $6) went
        UNION ALL
        SELECT * FROM (SELECT * FROM transfer WHERE shard = $1 AND to_no = $2 AND day < $3
                          AND (day, transfer_id) > ($4, $5) ORDER BY day, transfer_id LIMIT $6) came) t
  JOIN account f ON f.shard = t.shard AND f.account_no = t.from_no
  JOIN account o ON o.shard = t.shard AND o.account_no = t.to_no
 ORDER BY t.day, t.transfer_id LIMIT $6;

-- What came in and went out of an account behind a place of its statement.
-- name: statement_since (shard i, account_no i, after_day i, after_id u)
SELECT CAST(COALESCE(SUM(CASE WHEN to_no = $2 THEN quantity ELSE -quantity END), 0) AS BIGINT) AS quantity,
       CAST(COALESCE(SUM(CASE WHEN to_no = $2 THEN value_fen ELSE -value_fen END), 0) AS BIGINT) AS value_fen
  FROM (SELECT * FROM transfer WHERE shard = $1 AND from_no = $2 AND (day, transfer_id) > ($3, $4)
        UNION ALL
        SELECT * FROM transfer WHERE shard = $1 AND to_no = $2 AND (day, transfer_id) > ($3, $4)) t;
