-- donation: donors, receipts, and what is bound to which purpose.

-- sealed: donation (shard i, donation_id u | org_no i, cycle_no i, donor i, partner_no i, donor_masked t, donor_sealed b, donor_key b, donor_key_epoch i, goods i, amount_fen i, purpose t, basis t, actor_id u, at_us i)
-- sealed: donation_receipt (shard i, org_no i, receipt_year i, receipt_no i | donation_id u, issued_id u, issued_us i, voided_id u, voided_us i=0, why t)
-- sealed: donation_return (shard i, document_id u | donation_id u, amount_fen i)

-- name: add (shard i, donation_id u, org_no i, cycle_no i, donor i, partner_no i, donor_masked t, donor_sealed b, donor_key b, donor_key_epoch i, goods i, amount_fen i, purpose t, basis t, actor_id u, at_us i)
INSERT INTO donation (shard, donation_id, org_no, cycle_no, donor, partner_no, donor_masked, donor_sealed, donor_key,
                      donor_key_epoch, goods, amount_fen, purpose, basis, actor_id, at_us)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)

-- any shard: a list for the whole installation, or for one union or cycle
-- name: list (org_no i, cycle_no i, path t)
SELECT n.shard, n.donation_id, n.org_no, n.cycle_no, n.donor, n.partner_no, n.donor_masked, n.goods, n.amount_fen,
       n.purpose, n.basis, d.state, d.day, d.reversed_us, r.receipt_year, r.receipt_no,
       CAST(COALESCE((SELECT SUM(b.amount_fen) FROM donation_return b
                        JOIN document x ON x.shard = b.shard AND x.document_id = b.document_id AND x.state <> 4
                         AND x.reversed_us IS NULL
                       WHERE b.shard = n.shard AND b.donation_id = n.donation_id), 0) AS BIGINT) AS returned_fen,
       CAST(COALESCE((SELECT SUM(a.value_fen) FROM document_line l
                        JOIN account a ON a.shard = l.shard AND a.lot_no = l.to_lot_no AND a.class = 5
                       WHERE n.goods = 1 AND l.to_class = 5 AND l.shard = n.shard
                         AND l.document_id = n.donation_id), 0) AS BIGINT)
         AS stock_fen
  FROM donation n
  JOIN document d ON d.shard = n.shard AND d.document_id = n.donation_id
  LEFT JOIN donation_receipt r ON r.shard = n.shard AND r.donation_id = n.donation_id AND r.voided_us = 0
 WHERE ($1 = 0 OR n.org_no = $1) AND ($2 = 0 OR n.cycle_no = $2)
   AND ($3 IS NULL OR n.org_no IN (SELECT o.org_no FROM org o WHERE o.path >= $3 AND o.path < $3 || 'g'))
 ORDER BY d.day, n.at_us, n.donation_id

-- any shard: the donation's id alone is known
-- name: place (donation_id u)
SELECT org_no, cycle_no FROM donation WHERE donation_id = $1

-- What each paper brought into a fund for a purpose, or took out of it: as flows, by paper. 1 is FUND, 3 DONE, 4 CANCELLED.
-- every shard: money comes down from unions above and back from those below.
-- name: uses (org_no i, cycle_no i, source i, shard i, purpose t, rows_max i)
SELECT x.document_id, CAST(SUM(x.in_fen) AS BIGINT) AS in_fen, CAST(SUM(x.out_fen) AS BIGINT) AS out_fen
  FROM (SELECT d.document_id, d.made_us, l.value_fen AS in_fen, 0 AS out_fen
          FROM document_line l JOIN document d ON d.shard = l.shard AND d.document_id = l.document_id
         WHERE l.to_org_no = $1 AND l.to_cycle_no = $2 AND l.to_source = $3 AND l.to_class = 1
           AND d.state = 3 AND d.reversed_us IS NULL AND d.purpose = $5
        UNION ALL
        SELECT d.document_id, d.made_us, 0 AS in_fen, l.value_fen AS out_fen
          FROM document_line l JOIN document d ON d.shard = l.shard AND d.document_id = l.document_id
         WHERE l.shard = $4 AND l.from_org_no = $1 AND l.from_cycle_no = $2 AND l.from_source = $3 AND l.from_class = 1
           AND d.state <> 4 AND d.reversed_us IS NULL AND d.purpose = $5) x
 GROUP BY x.document_id, x.made_us
 ORDER BY x.made_us, x.document_id LIMIT $6

-- Lots that came in by it.
-- name: lots (shard i, donation_id u)
SELECT l.to_lot_no AS lot_no, l.to_item_no AS item_no, l.quantity, l.value_fen
  FROM document_line l JOIN document d ON d.shard = l.shard AND d.document_id = l.document_id AND d.state = 3
                                      AND d.reversed_us IS NULL
 WHERE l.shard = $1 AND l.document_id = $2 AND l.to_lot_no > 0
 ORDER BY 1

-- any shard: the donation's id alone is known
-- name: sealed (donation_id u)
SELECT shard, donor_sealed, donor_key, donor_key_epoch FROM donation WHERE donation_id = $1

-- What documents bring into a fund and take out of it, by purpose and kind. In counts when it is done (3), out from its
-- draft on, since drafts hold it (4: cancelled); what was taken back is neither.
-- every shard: money comes down from unions above and back from those below; it leaves by papers of the fund's own shard.
-- 1 is FUND, as the indexes have it.
-- name: flows (org_no i, cycle_no i, source i, shard i)
SELECT x.purpose, x.kind, CAST(SUM(x.in_fen) AS BIGINT) AS in_fen, CAST(SUM(x.out_fen) AS BIGINT) AS out_fen
  FROM (SELECT d.purpose, d.kind, l.value_fen AS in_fen, 0 AS out_fen
          FROM document_line l JOIN document d ON d.shard = l.shard AND d.document_id = l.document_id
         WHERE l.to_org_no = $1 AND l.to_cycle_no = $2 AND l.to_source = $3 AND l.to_class = 1
           AND d.state = 3 AND d.reversed_us IS NULL
        UNION ALL
        SELECT d.purpose, d.kind, 0 AS in_fen, l.value_fen AS out_fen
          FROM document_line l JOIN document d ON d.shard = l.shard AND d.document_id = l.document_id
         WHERE l.shard = $4 AND l.from_org_no = $1 AND l.from_cycle_no = $2 AND l.from_source = $3 AND l.from_class = 1
           AND d.state <> 4 AND d.reversed_us IS NULL) x
 GROUP BY x.purpose, x.kind
 ORDER BY x.purpose NULLS LAST, x.kind

-- For which purposes somebody was given cash out of a fund of a source (5: ISSUE, 3: done; 1: FUND, as the index has it).
-- name: issued_for (shard i, org_no i, cycle_no i, source i, holder_id u)
SELECT DISTINCT d.purpose
  FROM document_line l JOIN document d ON d.shard = l.shard AND d.document_id = l.document_id
 WHERE l.shard = $1 AND l.from_org_no = $2 AND l.from_cycle_no = $3 AND l.from_source = $4 AND l.from_class = 1
   AND l.to_holder_id = $5 AND d.kind = 5 AND d.state = 3 AND d.reversed_us IS NULL AND d.purpose IS NOT NULL
 ORDER BY d.purpose

-- name: return_add (shard i, document_id u, donation_id u, amount_fen i)
INSERT INTO donation_return (shard, document_id, donation_id, amount_fen) VALUES ($1, $2, $3, $4)

-- name: return_by_document (shard i, document_id u)
SELECT donation_id FROM donation_return WHERE shard = $1 AND document_id = $2

-- name: receipt_last_no (shard i, org_no i, receipt_year i)
SELECT COALESCE(MAX(receipt_no), 0) AS receipt_no FROM donation_receipt
 WHERE shard = $1 AND org_no = $2 AND receipt_year = $3

-- name: receipt_add (shard i, org_no i, receipt_year i, receipt_no i, donation_id u, issued_id u, issued_us i)
INSERT INTO donation_receipt (shard, org_no, receipt_year, receipt_no, donation_id, issued_id, issued_us)
VALUES ($1, $2, $3, $4, $5, $6, $7)

-- name: receipt_void (shard i, donation_id u, voided_id u, voided_us i, why t)
UPDATE donation_receipt SET voided_id = $3, voided_us = $4, why = $5
 WHERE shard = $1 AND donation_id = $2 AND voided_us = 0

-- any shard: verification goes through all of them
-- name: receipts_broken ()
SELECT shard, org_no, receipt_year, CAST(COUNT(*) AS BIGINT) AS receipts, CAST(MAX(receipt_no) AS BIGINT) AS last_no
  FROM donation_receipt
 GROUP BY shard, org_no, receipt_year
HAVING COUNT(*) <> MAX(receipt_no)
 ORDER BY shard, org_no, receipt_year

-- Of a donation that is not there or not in the books (3: done), or in force though it was taken back.
-- any shard: verification goes through all of them
-- name: receipts_without ()
SELECT r.shard, r.donation_id, r.receipt_no
  FROM donation_receipt r
  LEFT JOIN donation n ON n.shard = r.shard AND n.donation_id = r.donation_id
  LEFT JOIN document d ON d.shard = r.shard AND d.document_id = r.donation_id AND d.state = 3
                      AND (d.reversed_us IS NULL OR r.voided_us <> 0)
 WHERE n.donation_id IS NULL OR d.document_id IS NULL
 ORDER BY r.shard, r.donation_id

-- A donation is its document: a RECEIVE (0) of the same union, cycle, purpose and amount.
-- any shard: verification goes through all of them
-- name: differs ()
SELECT n.shard, n.donation_id, n.amount_fen, COALESCE(d.declared_total_fen, 0) AS found_fen
  FROM donation n
  LEFT JOIN document d ON d.shard = n.shard AND d.document_id = n.donation_id
 WHERE d.document_id IS NULL OR d.kind <> 0 OR d.org_no <> n.org_no OR d.cycle_no <> n.cycle_no
    OR d.purpose <> n.purpose OR d.declared_total_fen <> n.amount_fen
 ORDER BY n.shard, n.donation_id

-- What the log has a leaf of: that it was made (0), each receipt (1) and its being void (2), one row an act. $3: the part.
-- name: acts_of (shard i, donation_id u, part i, org_no i, receipt_year i, receipt_no i)
SELECT 0 AS part, shard, donation_id, org_no, cycle_no, donor, partner_no, donor_masked, goods, amount_fen, purpose,
       basis, actor_id AS by_id, at_us, 0 AS receipt_year, 0 AS receipt_no
  FROM donation WHERE $3 = 0 AND shard = $1 AND donation_id = $2
UNION ALL
SELECT 1, shard, donation_id, org_no, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, issued_id, issued_us, receipt_year,
       receipt_no
  FROM donation_receipt WHERE $3 = 1 AND shard = $1 AND org_no = $4 AND receipt_year = $5 AND receipt_no = $6
UNION ALL
SELECT 2, shard, donation_id, org_no, 0, NULL, NULL, NULL, NULL, NULL, why, NULL, voided_id, voided_us, receipt_year,
       receipt_no
  FROM donation_receipt WHERE $3 = 2 AND shard = $1 AND org_no = $4 AND receipt_year = $5 AND receipt_no = $6

-- any shard: verification goes through all of them
-- name: acts_all ()
SELECT 0 AS part, shard, donation_id, org_no, cycle_no, donor, partner_no, donor_masked, goods, amount_fen, purpose,
       basis, actor_id AS by_id, at_us, 0 AS receipt_year, 0 AS receipt_no
  FROM donation
UNION ALL
SELECT 1, shard, donation_id, org_no, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, issued_id, issued_us, receipt_year,
       receipt_no
  FROM donation_receipt
UNION ALL
SELECT 2, shard, donation_id, org_no, 0, NULL, NULL, NULL, NULL, NULL, why, NULL, voided_id, voided_us, receipt_year,
       receipt_no
  FROM donation_receipt WHERE voided_us <> 0
 ORDER BY 2, 3, 1, 15, 16

-- A RECEIVE (0) of money of this source, or of goods, that no donation tells of.
-- any shard: verification goes through all of them
-- name: documents_without (source i, supply i)
SELECT DISTINCT d.shard, d.document_id, d.declared_total_fen AS found_fen
  FROM document d JOIN document_line l ON l.shard = d.shard AND l.document_id = d.document_id
 WHERE d.kind = 0 AND (l.from_source = $1 OR l.from_class = $2)
   AND NOT EXISTS (SELECT 1 FROM donation n WHERE n.shard = d.shard AND n.donation_id = d.document_id)
 ORDER BY d.shard, d.document_id
