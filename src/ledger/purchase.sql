-- purchase: which steps an amount needs, the chain of a purchase, what of it came into the stock.

-- sealed: purchase (shard i, purchase_id u | org_no i, cycle_no i, words t, day i, ceiling_fen i, limit_fen i, invoiced_fen i=0, meeting_needed i, quotes_needed i, contract_needed i, rules_unset i, rules_version i, partner_no i, maker_id u, made_us i)
-- sealed: purchase_back (shard i, purchase_id u, document_id u, line_no i | item_no i, source i, quantity i, value_fen i)
-- sealed: purchase_item (shard i, purchase_id u, item_no i | contracted i, accepted i, refused i, stocked i)
-- sealed: purchase_line (shard i, step_id u, item_no i | quantity i, refused i, value_fen i)
-- sealed: purchase_rules (version i | from_day i, until_day i, json t, loaded_us i)
-- sealed: purchase_step (shard i, step_id u | purchase_id u, kind i, number t, words t, present t, partner_no i, amount_fen i, day i, digest b, maker_id u, first_id u, second_id u, at_us i, second_us i)
-- sealed: purchase_stock (shard i, document_id u, line_no i | purchase_id u, item_no i, quantity i, value_fen i)

-- ---- rules: a reference table ----

-- name: rules_in_force (day i)
SELECT json FROM purchase_rules
 WHERE from_day <= $1 AND (until_day IS NULL OR until_day > $1) ORDER BY version DESC LIMIT 1;

-- name: rules_by_version (version i)
SELECT json FROM purchase_rules WHERE version = $1;

-- name: rules_add (version i, from_day i, until_day i, json t, loaded_us i)
INSERT INTO purchase_rules (version, from_day, until_day, json, loaded_us) VALUES ($1, $2, $3, $4, $5);

-- ---- purchases ----

-- any shard: a purchase is asked for by its id alone
-- name: by_id (purchase_id u)
SELECT shard, purchase_id, org_no, cycle_no, words, day, ceiling_fen, limit_fen, invoiced_fen, meeting_needed,
       quotes_needed, contract_needed, rules_unset, rules_version, partner_no, maker_id
  FROM purchase WHERE purchase_id = $1;

-- any shard: where $1 is 0, and then a union or a cycle narrows it
-- name: list (shard i, org_no i, cycle_no i, rows i)
SELECT shard, purchase_id, org_no, cycle_no, words, day, ceiling_fen, limit_fen, invoiced_fen, meeting_needed,
       quotes_needed, contract_needed, rules_unset, rules_version, partner_no, maker_id
  FROM purchase
 WHERE ($1 = 0 OR shard = $1) AND ($2 = 0 OR org_no = $2) AND ($3 = 0 OR cycle_no = $3)
 ORDER BY made_us DESC, purchase_id DESC LIMIT $4;

-- any shard: a region looks at all its counties
-- name: below (path t, cycle_no i, rows i)
SELECT p.shard, p.purchase_id, p.org_no, p.cycle_no, p.words, p.day, p.ceiling_fen, p.limit_fen, p.invoiced_fen,
       p.meeting_needed, p.quotes_needed, p.contract_needed, p.rules_unset, p.rules_version, p.partner_no, p.maker_id
  FROM org o JOIN purchase p ON p.org_no = o.org_no
 WHERE o.path >= $1 AND o.path < $1 || 'g' AND ($2 = 0 OR p.cycle_no = $2)
 ORDER BY p.made_us DESC, p.purchase_id DESC LIMIT $3;

-- name: documents (shard i, purchase_id u)
SELECT d.document_id
  FROM document d
 WHERE d.shard = $1
   AND (d.document_id IN (SELECT s.document_id FROM purchase_stock s WHERE s.shard = $1 AND s.purchase_id = $2)
     OR d.document_id IN (SELECT b.document_id FROM purchase_back b WHERE b.shard = $1 AND b.purchase_id = $2))
 ORDER BY d.made_us, d.document_id;

-- name: add (shard i, purchase_id u, org_no i, cycle_no i, words t, day i, ceiling_fen i, meeting_needed i, quotes_needed i, contract_needed i, rules_unset i, rules_version i, maker_id u, made_us i)
INSERT INTO purchase (shard, purchase_id, org_no, cycle_no, words, day, ceiling_fen, limit_fen, meeting_needed,
                      quotes_needed, contract_needed, rules_unset, rules_version, maker_id, made_us)
VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9, $10, $11, $12, $13, $14);

-- The contract's total takes the ceiling's place.
-- name: set_contract (shard i, purchase_id u, partner_no i, limit_fen i)
UPDATE purchase SET partner_no = $3, limit_fen = $4
 WHERE shard = $1 AND purchase_id = $2 AND partner_no IS NULL AND invoiced_fen <= $4;

-- The CHECK is the rule: no more than the limit.
-- name: invoice_more (shard i, purchase_id u, amount_fen i)
UPDATE purchase SET invoiced_fen = invoiced_fen + $3
 WHERE shard = $1 AND purchase_id = $2 AND invoiced_fen + $3 BETWEEN 0 AND limit_fen;

-- ---- steps ----

-- name: step_by_id (shard i, step_id u)
SELECT purchase_id, digest, first_id, second_id FROM purchase_step WHERE shard = $1 AND step_id = $2;

-- name: steps (shard i, purchase_id u)
SELECT step_id, purchase_id, kind, number, words, present, partner_no, amount_fen, day, first_id, second_id, at_us, second_us
  FROM purchase_step WHERE shard = $1 AND purchase_id = $2 ORDER BY at_us, step_id;

-- name: step_add (shard i, purchase_id u, step_id u, kind i, number t, words t, present t, partner_no i, amount_fen i, day i, digest b, maker_id u, first_id u, at_us i)
INSERT INTO purchase_step (shard, purchase_id, step_id, kind, number, words, present, partner_no, amount_fen, day,
                           digest, maker_id, first_id, at_us)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14);

-- name: step_second (shard i, step_id u, second_id u, second_us i)
UPDATE purchase_step SET second_id = $3, second_us = $4
 WHERE shard = $1 AND step_id = $2 AND second_id IS NULL AND first_id <> $3 AND maker_id <> $3;

-- name: lines (shard i, step_id u)
SELECT item_no, quantity, refused, value_fen FROM purchase_line WHERE shard = $1 AND step_id = $2 ORDER BY item_no;

-- name: line_add (shard i, step_id u, item_no i, quantity i, refused i, value_fen i)
INSERT INTO purchase_line (shard, step_id, item_no, quantity, refused, value_fen) VALUES ($1, $2, $3, $4, $5, $6);

-- ---- sums by item ----

-- name: items (shard i, purchase_id u)
SELECT item_no, contracted, accepted, refused, stocked FROM purchase_item
 WHERE shard = $1 AND purchase_id = $2 ORDER BY item_no;

-- name: item_add (shard i, purchase_id u, item_no i, contracted i, accepted i, refused i)
INSERT INTO purchase_item (shard, purchase_id, item_no, contracted, accepted, refused, stocked)
VALUES ($1, $2, $3, $4, $5, $6, 0);

-- name: item_accept (shard i, purchase_id u, item_no i, accepted i, refused i)
UPDATE purchase_item SET accepted = accepted + $4, refused = refused + $5
 WHERE shard = $1 AND purchase_id = $2 AND item_no = $3;

-- name: item_stock (shard i, purchase_id u, item_no i, quantity i)
UPDATE purchase_item SET stocked = stocked + $4
 WHERE shard = $1 AND purchase_id = $2 AND item_no = $3 AND stocked + $4 BETWEEN 0 AND accepted;

-- ---- into the stock ----

-- name: stock_add (shard i, document_id u, line_no i, purchase_id u, item_no i, quantity i, value_fen i)
INSERT INTO purchase_stock (shard, document_id, line_no, purchase_id, item_no, quantity, value_fen)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: stock_of (shard i, document_id u)
SELECT purchase_id, item_no, quantity, value_fen FROM purchase_stock WHERE shard = $1 AND document_id = $2
 ORDER BY line_no;

-- Lots of documents that were posted. 3 is the state DONE, 8 the kind SUPPLY.
-- name: lots (shard i, purchase_id u)
SELECT DISTINCT l.to_lot_no AS lot_no, l.to_item_no AS item_no, l.document_id, l.quantity, l.value_fen
  FROM purchase_stock s
  JOIN document d ON d.shard = s.shard AND d.document_id = s.document_id AND d.state = 3
                   AND d.reversed_us IS NULL
  JOIN document_line l ON l.shard = s.shard AND l.document_id = s.document_id AND l.to_lot_no > 0
 WHERE s.shard = $1 AND s.purchase_id = $2
 ORDER BY 1;

-- any shard: goods of a lot move to other unions
-- name: lot_places (cycle_no i)
SELECT lot_no, class, CAST(SUM(quantity) AS BIGINT) AS quantity, CAST(SUM(value_fen) AS BIGINT) AS value_fen
  FROM account WHERE cycle_no = $1 AND lot_no > 0 GROUP BY lot_no, class ORDER BY lot_no, class;

-- ---- back to the supplier ----

-- name: back_add (shard i, document_id u, line_no i, purchase_id u, item_no i, source i, quantity i, value_fen i)
INSERT INTO purchase_back (shard, document_id, line_no, purchase_id, item_no, source, quantity, value_fen)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- What went back and what was credited for it, drafts of credits too. 3 is DONE, 4 CANCELLED.
-- name: back_sums (shard i, purchase_id u, source i)
SELECT CAST(COALESCE(SUM(CASE WHEN b.item_no <> 0 AND d.state = 3 THEN b.value_fen END), 0) AS BIGINT) AS sent_fen,
       CAST(COALESCE(SUM(CASE WHEN b.item_no = 0 AND d.state <> 4 THEN b.value_fen END), 0) AS BIGINT) AS credited_fen
  FROM purchase_back b JOIN document d ON d.shard = b.shard AND d.document_id = b.document_id
 WHERE b.shard = $1 AND b.purchase_id = $2 AND ($3 = 0 OR b.source = $3) AND d.reversed_us IS NULL;

-- name: credit_of (shard i, document_id u)
SELECT purchase_id, value_fen FROM purchase_back WHERE shard = $1 AND document_id = $2 AND item_no = 0;

-- What a purchase was paid for, and out of which budget lines. 1 is FUND, 3 DONE.
-- name: paid_for (shard i, purchase_id u, source i, org_no i)
SELECT DISTINCT d.purpose, u.code
  FROM purchase_stock s
  JOIN document d ON d.shard = s.shard AND d.document_id = s.document_id AND d.state = 3 AND d.reversed_us IS NULL
  JOIN document_line l ON l.shard = d.shard AND l.document_id = d.document_id AND l.from_class = 1 AND l.from_source = $3
  LEFT JOIN budget_use u ON u.shard = d.shard AND u.document_id = d.document_id AND u.org_no = $4 AND u.state = 1
 WHERE s.shard = $1 AND s.purchase_id = $2
 ORDER BY d.purpose NULLS LAST, u.code NULLS LAST;

-- ---- verify ----

-- any shard: sums of items that steps and documents do not add up to. 3 is an acceptance, 2 the contract; 4 CANCELLED.
-- name: items_wrong ()
SELECT x.shard, x.purchase_id, x.item_no,
       COALESCE(i.accepted, 0) AS accepted, x.accepted AS steps_accepted,
       COALESCE(i.refused, 0) AS refused, x.refused AS steps_refused,
       COALESCE(i.contracted, 0) AS contracted, x.contracted AS steps_contracted,
       COALESCE(i.stocked, 0) AS stocked, COALESCE(y.stocked, 0) AS documents_stocked
  FROM (SELECT z.shard, z.purchase_id, z.item_no, CAST(SUM(z.accepted) AS BIGINT) AS accepted,
               CAST(SUM(z.refused) AS BIGINT) AS refused, CAST(SUM(z.contracted) AS BIGINT) AS contracted
          FROM (SELECT s.shard, s.purchase_id, l.item_no,
                       CASE WHEN s.kind = 3 THEN l.quantity ELSE 0 END AS accepted,
                       CASE WHEN s.kind = 3 THEN l.refused ELSE 0 END AS refused,
                       CASE WHEN s.kind = 2 THEN l.quantity ELSE 0 END AS contracted
                  FROM purchase_step s JOIN purchase_line l ON l.shard = s.shard AND l.step_id = s.step_id
                 WHERE s.kind = 2 OR s.second_id IS NOT NULL
                 UNION ALL
                SELECT shard, purchase_id, item_no, 0, 0, 0 FROM purchase_item) z
         GROUP BY z.shard, z.purchase_id, z.item_no) x
  LEFT JOIN purchase_item i ON i.shard = x.shard AND i.purchase_id = x.purchase_id AND i.item_no = x.item_no
  LEFT JOIN (SELECT k.shard, k.purchase_id, k.item_no, CAST(SUM(k.quantity) AS BIGINT) AS stocked
               FROM purchase_stock k JOIN document d ON d.shard = k.shard AND d.document_id = k.document_id
              WHERE d.state <> 4 AND d.reversed_us IS NULL
              GROUP BY k.shard, k.purchase_id, k.item_no) y
    ON y.shard = x.shard AND y.purchase_id = x.purchase_id AND y.item_no = x.item_no
 WHERE i.item_no IS NULL OR i.accepted <> x.accepted OR i.refused <> x.refused
    OR COALESCE(i.contracted, 0) <> x.contracted OR i.stocked <> COALESCE(y.stocked, 0)
 ORDER BY x.shard, x.purchase_id, x.item_no;

-- any shard: what documents were invoiced in all
-- name: invoiced_wrong ()
SELECT p.shard, p.purchase_id, p.invoiced_fen, x.found_fen - y.credited_fen AS found_fen
  FROM purchase p
  JOIN (SELECT p.shard, p.purchase_id,
               CAST(COALESCE(SUM(CASE WHEN d.state <> 4 AND d.reversed_us IS NULL THEN k.value_fen END), 0) AS BIGINT) AS found_fen
          FROM purchase p
          LEFT JOIN purchase_stock k ON k.shard = p.shard AND k.purchase_id = p.purchase_id
          LEFT JOIN document d ON d.shard = k.shard AND d.document_id = k.document_id
         GROUP BY p.shard, p.purchase_id) x ON x.shard = p.shard AND x.purchase_id = p.purchase_id
  JOIN (SELECT p.shard, p.purchase_id,
               CAST(COALESCE(SUM(CASE WHEN d.state = 3 AND d.reversed_us IS NULL THEN b.value_fen END), 0) AS BIGINT) AS credited_fen
          FROM purchase p
          LEFT JOIN purchase_back b ON b.shard = p.shard AND b.purchase_id = p.purchase_id AND b.item_no = 0
          LEFT JOIN document d ON d.shard = b.shard AND d.document_id = b.document_id
         GROUP BY p.shard, p.purchase_id) y ON y.shard = p.shard AND y.purchase_id = p.purchase_id
 WHERE p.invoiced_fen <> x.found_fen - y.credited_fen
 ORDER BY p.shard, p.purchase_id;

-- 0 is the kind RECEIVE (goods that were donated), 4 KIT (made of lots).
-- any shard: lots that no accepted purchase brought
-- name: lots_wrong ()
SELECT t.shard, t.lot_no, t.document_id FROM lot t
  LEFT JOIN document d ON d.shard = t.shard AND d.document_id = t.document_id
 WHERE d.document_id IS NULL
    OR (d.kind NOT IN (0, 4) AND NOT EXISTS (SELECT 1 FROM purchase_stock k
                                     WHERE k.shard = t.shard AND k.document_id = t.document_id AND k.item_no = t.item_no))
 ORDER BY t.shard, t.lot_no;

-- any shard: every purchase, for its steps and their leaves
-- name: all ()
SELECT shard, purchase_id, org_no, cycle_no, words, day, ceiling_fen, limit_fen, invoiced_fen, meeting_needed,
       quotes_needed, contract_needed, rules_unset, rules_version, partner_no, maker_id
  FROM purchase ORDER BY shard, purchase_id;
