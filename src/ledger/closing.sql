-- closing: months and years of a union's books, closed; what becomes of a year's remainder.

-- sealed: carry (shard i, org_no i, year i, cycle_no i, source i, carry_id u | decision i, to_cycle_no i, remainder_fen i, words t, document_id u, decided_by u, decided_us i)
-- sealed: closing (shard i, org_no i, period i | closing_id u, accounts i, in_fen i, out_fen i, digest b, closed_by u, closed_us i, confirmed_by u, confirmed_us i, back_us i)
-- sealed: closing_account (shard i, org_no i, period i, account_no i | opening_quantity i, opening_fen i, in_quantity i, in_fen i, out_quantity i, out_fen i, closing_quantity i, closing_fen i)
-- sealed: closing_back (shard i, org_no i, period i, back_id u | by_id u, at_us i, words t, closed_by u, closed_us i, accounts i, in_fen i, out_fen i)

-- name: by_period (shard i, org_no i, period i)
SELECT shard, org_no, period, closing_id, accounts, in_fen, out_fen, digest, closed_by, closed_us, confirmed_by,
       confirmed_us, back_us
  FROM closing WHERE shard = $1 AND org_no = $2 AND period = $3;

-- name: of_org (shard i, org_no i)
SELECT shard, org_no, period, closing_id, accounts, in_fen, out_fen, digest, closed_by, closed_us, confirmed_by,
       confirmed_us, back_us
  FROM closing WHERE shard = $1 AND org_no = $2 ORDER BY period;

-- any shard: what waits for a confirmation
-- name: waiting ()
SELECT shard, org_no, period, closing_id, accounts, in_fen, out_fen, digest, closed_by, closed_us, confirmed_by,
       confirmed_us, back_us
  FROM closing WHERE confirmed_us IS NULL ORDER BY closed_us, closing_id;

-- any shard: what one user has closed, confirmed and sent back
-- name: of_user (user_id u)
SELECT shard, org_no, period, closing_id, accounts, in_fen, out_fen, digest, closed_by, closed_us, confirmed_by,
       confirmed_us, back_us
  FROM closing k
 WHERE closed_by = $1 OR confirmed_by = $1
    OR EXISTS (SELECT 1 FROM closing_back b
                WHERE b.shard = k.shard AND b.org_no = k.org_no AND b.period = k.period
                  AND (b.by_id = $1 OR b.closed_by = $1))
 ORDER BY closed_us, closing_id;

-- any shard: verification computes every closing anew
-- name: confirmed ()
SELECT shard, org_no, period, closing_id, accounts, in_fen, out_fen, digest, closed_by, closed_us, confirmed_by,
       confirmed_us, back_us
  FROM closing WHERE confirmed_us IS NOT NULL ORDER BY shard, org_no, period;

-- any shard: every union whose books are shut
-- name: shut_alone ()
SELECT o.org_no, o.day FROM books_open o
 WHERE NOT EXISTS (SELECT 1 FROM closing k WHERE k.org_no = o.org_no AND k.confirmed_us IS NOT NULL)
 ORDER BY o.org_no;

-- name: add (shard i, org_no i, period i, closing_id u, accounts i, in_fen i, out_fen i, digest b, closed_by u, closed_us i)
INSERT INTO closing (shard, org_no, period, closing_id, accounts, in_fen, out_fen, digest, closed_by, closed_us)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: again (shard i, org_no i, period i, accounts i, in_fen i, out_fen i, digest b, closed_by u, closed_us i)
UPDATE closing SET accounts = $4, in_fen = $5, out_fen = $6, digest = $7, closed_by = $8, closed_us = $9,
       back_us = NULL
 WHERE shard = $1 AND org_no = $2 AND period = $3 AND confirmed_us IS NULL;

-- name: confirm (shard i, org_no i, period i, confirmed_by u, confirmed_us i)
UPDATE closing SET confirmed_by = $4, confirmed_us = $5
 WHERE shard = $1 AND org_no = $2 AND period = $3 AND confirmed_us IS NULL AND back_us IS NULL;

-- name: send_back (shard i, org_no i, period i, back_us i)
UPDATE closing SET back_us = $4
 WHERE shard = $1 AND org_no = $2 AND period = $3 AND confirmed_us IS NULL AND back_us IS NULL;

-- name: back_add (shard i, org_no i, period i, back_id u, by_id u, at_us i, words t, closed_by u, closed_us i, accounts i, in_fen i, out_fen i)
INSERT INTO closing_back (shard, org_no, period, back_id, by_id, at_us, words, closed_by, closed_us, accounts, in_fen,
                          out_fen)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- name: backs (shard i, org_no i, period i)
SELECT by_id, at_us, words, closed_by, closed_us, accounts, in_fen, out_fen
  FROM closing_back WHERE shard = $1 AND org_no = $2 AND period = $3 ORDER BY at_us, back_id;

-- The latest month that is shut; NULL: none.
-- name: last_month (shard i, org_no i)
SELECT CAST(MAX(period) AS BIGINT) AS period FROM closing
 WHERE shard = $1 AND org_no = $2 AND period > 9999 AND confirmed_us IS NOT NULL;

-- name: confirmed_between (shard i, org_no i, from_period i, until_period i)
SELECT CAST(COUNT(*) AS BIGINT) AS count FROM closing
 WHERE shard = $1 AND org_no = $2 AND period BETWEEN $3 AND $4 AND confirmed_us IS NOT NULL;

-- name: account_add (shard i, org_no i, period i, account_no i, opening_quantity i, opening_fen i, in_quantity i, in_fen i, out_quantity i, out_fen i, closing_quantity i, closing_fen i)
INSERT INTO closing_account (shard, org_no, period, account_no, opening_quantity, opening_fen, in_quantity, in_fen,
                             out_quantity, out_fen, closing_quantity, closing_fen)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- name: accounts (shard i, org_no i, period i)
SELECT account_no, opening_quantity, opening_fen, in_quantity, in_fen, out_quantity, out_fen, closing_quantity,
       closing_fen
  FROM closing_account WHERE shard = $1 AND org_no = $2 AND period = $3 ORDER BY account_no;

-- What came in and went out in the days from $4 to before $5, account by account: a seek for each account. CROSS JOIN and
-- the + before account_no hold SQLite to that, whatever its statistics say: else it reads the union's transfers of all
-- months in one range and looks up the account of each.
-- name: moves (shard i, from_no i, until_no i, from_day i, until_day i)
SELECT account_no, item_no, CAST(SUM(in_quantity) AS BIGINT) AS in_quantity, CAST(SUM(in_fen) AS BIGINT) AS in_fen,
       CAST(SUM(out_quantity) AS BIGINT) AS out_quantity, CAST(SUM(out_fen) AS BIGINT) AS out_fen
  FROM (SELECT a.account_no, a.item_no, SUM(t.quantity) AS in_quantity, SUM(t.value_fen) AS in_fen, 0 AS out_quantity,
               0 AS out_fen
          FROM account a CROSS JOIN transfer t
         WHERE a.shard = $1 AND a.account_no >= $2 AND a.account_no < $3
           AND t.shard = $1 AND t.to_no = +a.account_no AND t.day >= $4 AND t.day < $5
         GROUP BY a.account_no, a.item_no
        UNION ALL
        SELECT a.account_no, a.item_no, 0, 0, SUM(t.quantity), SUM(t.value_fen)
          FROM account a CROSS JOIN transfer t
         WHERE a.shard = $1 AND a.account_no >= $2 AND a.account_no < $3
           AND t.shard = $1 AND t.from_no = +a.account_no AND t.day >= $4 AND t.day < $5
         GROUP BY a.account_no, a.item_no) m
 GROUP BY account_no, item_no ORDER BY account_no;

-- The same of a year, out of its months.
-- name: moves_of_months (shard i, org_no i, from_period i, until_period i)
SELECT k.account_no, a.item_no, CAST(SUM(k.in_quantity) AS BIGINT) AS in_quantity,
       CAST(SUM(k.in_fen) AS BIGINT) AS in_fen, CAST(SUM(k.out_quantity) AS BIGINT) AS out_quantity,
       CAST(SUM(k.out_fen) AS BIGINT) AS out_fen
  FROM closing_account k JOIN account a ON a.shard = k.shard AND a.account_no = k.account_no
 WHERE k.shard = $1 AND k.org_no = $2 AND k.period BETWEEN $3 AND $4
 GROUP BY k.account_no, a.item_no ORDER BY k.account_no;

-- The first day on which anything moved, by an account's end of each index.
-- name: first_day (shard i, from_no i, until_no i)
SELECT CAST(MIN(day) AS BIGINT) AS day FROM (
	SELECT (SELECT MIN(t.day) FROM transfer t WHERE t.shard = a.shard AND t.from_no = a.account_no) AS day
	  FROM account a WHERE a.shard = $1 AND a.account_no >= $2 AND a.account_no < $3
	UNION ALL
	SELECT (SELECT MIN(t.day) FROM transfer t WHERE t.shard = a.shard AND t.to_no = a.account_no)
	  FROM account a WHERE a.shard = $1 AND a.account_no >= $2 AND a.account_no < $3) d;

-- Does every item, money too, add up to nothing in the shard? Only what does not.
-- name: unbalanced (shard i)
SELECT item_no, CAST(SUM(quantity) AS BIGINT) AS quantity, CAST(SUM(value_fen) AS BIGINT) AS value_fen
  FROM account WHERE shard = $1 GROUP BY item_no HAVING SUM(quantity) <> 0;

-- name: shard_value (shard i)
SELECT CAST(COALESCE(SUM(value_fen), 0) AS BIGINT) AS value_fen FROM account WHERE shard = $1;

-- name: documents_open (shard i, org_no i, until_day i)
SELECT document_id FROM document
 WHERE shard = $1 AND org_no = $2 AND state < 3 AND day < $3 ORDER BY made_us, document_id;

-- ---- remainders ----

-- Money left in the union's funds at the end of a year.
-- name: remainders (shard i, org_no i, period i)
SELECT a.cycle_no, a.source, k.closing_fen
  FROM closing_account k JOIN account a ON a.shard = k.shard AND a.account_no = k.account_no
 WHERE k.shard = $1 AND k.org_no = $2 AND k.period = $3 AND a.class = 1 AND k.closing_fen > 0
 ORDER BY a.cycle_no, a.source;

-- name: carries (shard i, org_no i, year i)
SELECT y.cycle_no, y.source, y.decision, y.to_cycle_no, y.remainder_fen, y.words, y.document_id, d.state
  FROM carry y LEFT JOIN document d ON d.shard = y.shard AND d.document_id = y.document_id
 WHERE y.shard = $1 AND y.org_no = $2 AND y.year = $3 ORDER BY y.cycle_no, y.source, y.decided_us, y.carry_id;

-- name: carry_add (shard i, org_no i, year i, cycle_no i, source i, carry_id u, decision i, to_cycle_no i, remainder_fen i, words t, document_id u, decided_by u, decided_us i)
INSERT INTO carry (shard, org_no, year, cycle_no, source, carry_id, decision, to_cycle_no, remainder_fen, words,
                   document_id, decided_by, decided_us)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);
