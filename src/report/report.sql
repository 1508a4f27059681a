-- The newest row of each chain of corrections, for the whole cycle.

-- sealed: reported (shard i, reported_id u | cycle_no i, org_no i, scope i, recipients i, recipients_is i, amount_fen i, amount_is i, meaning i, kind t, words t, file_row i, corrects_id u, actor_id u, at_us i, partner_no i=0, by_partner i=0, joint_no i=0)

-- any shard: a report sums the region, whose unions live in many shards
-- name: reported_of_cycle (cycle_no i)
SELECT r.shard, r.reported_id, r.org_no, r.scope, r.recipients, r.recipients_is, r.amount_fen, r.amount_is,
       r.meaning, r.kind, r.words, r.file_row, r.at_us, r.partner_no, r.by_partner, r.joint_no
  FROM reported r
 WHERE r.cycle_no = $1
   AND NOT EXISTS (SELECT 1 FROM reported n WHERE n.shard = r.shard AND n.corrects_id = r.reported_id)
 ORDER BY r.org_no, r.scope, r.partner_no, r.by_partner, r.joint_no;

-- The newest row of each chain, of one partner over all cycles.
-- any shard: a partner gives beside several unions
-- name: reported_of_partner (partner_no i)
SELECT r.shard, r.reported_id, r.cycle_no, r.org_no, r.scope, r.recipients, r.recipients_is, r.amount_fen, r.amount_is,
       r.meaning, r.kind, r.words, r.file_row, r.at_us, r.partner_no, r.by_partner, r.joint_no
  FROM reported r
 WHERE r.partner_no = $1
   AND NOT EXISTS (SELECT 1 FROM reported n WHERE n.shard = r.shard AND n.corrects_id = r.reported_id)
 ORDER BY r.cycle_no DESC, r.org_no, r.by_partner;

-- name: reported_add (shard i, reported_id u, cycle_no i, org_no i, scope i, recipients i, recipients_is i, amount_fen i, amount_is i, meaning i, kind t, words t, file_row i, corrects_id u, actor_id u, at_us i, partner_no i, by_partner i, joint_no i)
INSERT INTO reported (shard, reported_id, cycle_no, org_no, scope, recipients, recipients_is, amount_fen, amount_is,
                      meaning, kind, words, file_row, corrects_id, actor_id, at_us, partner_no, by_partner, joint_no)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19);

-- ---- reorg: what stands at a union and below it; those that became part of it stand below it too ----

-- any shard: a part of the tree lies in many
-- name: people_below (from_path t, to_path t)
SELECT CAST(COUNT(*) AS BIGINT) AS people
  FROM org o JOIN person p ON p.shard = o.shard AND p.org_no = o.org_no
 WHERE o.path >= $1 AND o.path < $2 AND p.left_us IS NULL AND p.survivor_id IS NULL;

-- any shard: a part of the tree lies in many
-- name: accounts_below (from_path t, to_path t)
SELECT a.class, CAST(COUNT(*) AS BIGINT) AS accounts, CAST(SUM(a.quantity) AS BIGINT) AS quantity,
       CAST(SUM(a.value_fen) AS BIGINT) AS value_fen
  FROM org o JOIN account a ON a.shard = o.shard AND a.account_no >= o.org_no * 1048576
       AND a.account_no < (o.org_no + 1) * 1048576
 WHERE o.path >= $1 AND o.path < $2 AND (a.quantity <> 0 OR a.value_fen <> 0)
 GROUP BY a.class ORDER BY a.class;
