-- handover: how a gift was handed over, what was tried, exchanged, explained, and who is missing.

-- sealed: custody_explained (shard i, account_no i, explanation_id u | org_no i, cycle_no i, holder_id u, quantity i, value_fen i, words t, made_us i, approver_id u, approved_us i)
-- sealed: handover_attempt (shard i, person_id u, attempt_id u | cycle_no i, org_no i, outcome i, item_no i, words t, day i, holder_id u, actor_id u, at_us i, document_id u, check_value b)
-- sealed: handover_case (shard i, case_id u | cycle_no i, org_no i, proxy_hash b, record_id u, others i, opened_us i, closed_us i, closed_by u, words t)
-- sealed: handover_exchange (shard i, record_id u | exchange_id u, new_shard i, cycle_no i, item_no i, was_fen i, now_fen i, words t, actor_id u, at_us i, check_value b)
-- sealed: handover_how (shard i, record_id u | cycle_no i, person_id u, place i, relation i, proxy_hash b, proxy_sealed b, mandate_sealed b)

-- ---- how ----

-- name: how_add (shard i, record_id u, cycle_no i, person_id u, place i, relation i, proxy_hash b, proxy_sealed b, mandate_sealed b)
INSERT INTO handover_how (shard, record_id, cycle_no, person_id, place, relation, proxy_hash, proxy_sealed, mandate_sealed)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- How many others one proxy has collected for, and whether somebody is looking into it.
-- name: proxied (shard i, cycle_no i, proxy_hash b)
SELECT CAST(COUNT(DISTINCT w.person_id) AS BIGINT) AS others,
       CAST((SELECT COUNT(*) FROM handover_case k
              WHERE k.shard = $1 AND k.cycle_no = $2 AND k.proxy_hash = $3 AND k.closed_us IS NULL) AS BIGINT) AS open
  FROM handover_how w JOIN delivery d ON d.record_id = w.record_id AND d.shard = w.shard
 WHERE w.shard = $1 AND w.cycle_no = $2 AND w.proxy_hash = $3 AND w.proxy_hash IS NOT NULL AND d.reversal_id IS NULL;

-- name: case_add (shard i, case_id u, cycle_no i, org_no i, proxy_hash b, record_id u, others i, opened_us i)
INSERT INTO handover_case (shard, case_id, cycle_no, org_no, proxy_hash, record_id, others, opened_us)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- any shard: the cases of a cycle are listed for the union that runs it
-- name: cases (cycle_no i)
SELECT shard, case_id, org_no, record_id, others, opened_us, closed_us FROM handover_case
 WHERE cycle_no = $1 ORDER BY opened_us, case_id;

-- name: case_org (shard i, case_id u)
SELECT org_no FROM handover_case WHERE shard = $1 AND case_id = $2;

-- name: case_close (shard i, case_id u, closed_us i, closed_by u, words t)
UPDATE handover_case SET closed_us = $3, closed_by = $4, words = $5
 WHERE shard = $1 AND case_id = $2 AND closed_us IS NULL;

-- ---- attempts ----

-- any shard: whoever brings an id again may not know the shard
-- name: attempt_anywhere (attempt_id u)
SELECT shard, person_id, cycle_no, outcome, item_no, words, day, holder_id, document_id
  FROM handover_attempt WHERE attempt_id = $1;

-- name: attempt_add (shard i, person_id u, attempt_id u, cycle_no i, org_no i, outcome i, item_no i, words t, day i, holder_id u, actor_id u, at_us i, document_id u, check_value b)
INSERT INTO handover_attempt (shard, person_id, attempt_id, cycle_no, org_no, outcome, item_no, words, day, holder_id,
                              actor_id, at_us, document_id, check_value)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14);

-- any shard: the missing of a cycle live in many
-- name: attempts (cycle_no i)
SELECT shard, person_id, outcome, CAST(COUNT(*) AS BIGINT) AS attempts FROM handover_attempt
 WHERE cycle_no = $1 GROUP BY shard, person_id, outcome ORDER BY shard, person_id, outcome;

-- ---- exchange ----

-- any shard: a record's id is unique everywhere
-- name: delivered (record_id u)
SELECT shard, cycle_no, person_id, org_no, benefit, item_no, quantity, value_fen, by_id, state, reversal_id
  FROM delivery WHERE record_id = $1;

-- any shard: whoever brings an id again may not know the shard
-- name: exchange_by_id (exchange_id u)
SELECT record_id, item_no, was_fen, now_fen FROM handover_exchange WHERE exchange_id = $1;

-- name: exchange_of (shard i, record_id u)
SELECT exchange_id FROM handover_exchange WHERE shard = $1 AND record_id = $2;

-- name: exchange_add (shard i, record_id u, exchange_id u, new_shard i, cycle_no i, item_no i, was_fen i, now_fen i, words t, actor_id u, at_us i, check_value b)
INSERT INTO handover_exchange (shard, record_id, exchange_id, new_shard, cycle_no, item_no, was_fen, now_fen, words,
                               actor_id, at_us, check_value)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- ---- custody explained ----

-- name: explain_add (shard i, account_no i, explanation_id u, org_no i, cycle_no i, holder_id u, quantity i, value_fen i, words t, made_us i)
INSERT INTO custody_explained (shard, account_no, explanation_id, org_no, cycle_no, holder_id, quantity, value_fen, words,
                               made_us)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- any shard: an explanation is known by its id, and a holder may have custody in several
-- name: explanation (explanation_id u)
SELECT shard, account_no, explanation_id, org_no, cycle_no, holder_id, quantity, value_fen, words, made_us, approver_id
  FROM custody_explained WHERE explanation_id = $1 ORDER BY shard, account_no;

-- any shard: those of a cycle are listed for the union that runs it
-- name: explanations (cycle_no i)
SELECT shard, account_no, explanation_id, org_no, cycle_no, holder_id, quantity, value_fen, words, made_us, approver_id
  FROM custody_explained WHERE cycle_no = $1 ORDER BY explanation_id, shard, account_no;

-- name: explain_sign (shard i, account_no i, explanation_id u, approver_id u, approved_us i)
UPDATE custody_explained SET approver_id = $4, approved_us = $5
 WHERE shard = $1 AND account_no = $2 AND explanation_id = $3 AND approver_id IS NULL;

-- name: explained_as (shard i, account_no i, quantity i, value_fen i)
SELECT CAST(COUNT(*) AS BIGINT) AS signed FROM custody_explained
 WHERE shard = $1 AND account_no = $2 AND quantity = $3 AND value_fen = $4 AND approver_id IS NOT NULL;

-- ---- who is missing ----

-- A cycle's entitlements are found by the runs that made them.
-- any shard: a region's missing live in many
-- name: missing (cycle_no i, from_path t, to_path t)
SELECT e.shard, e.org_no, e.person_id, e.benefit, e.quantity, e.value_fen, p.name, p.team_id, g.name AS team,
       COALESCE(k.item_no, 0) AS size_item_no
  FROM entitle_run r
  JOIN entitlement e ON e.run_id = r.run_id
  JOIN org o ON o.org_no = e.org_no
  JOIN person p ON p.shard = e.shard AND p.person_id = e.person_id
  LEFT JOIN people_group g ON g.shard = p.shard AND g.group_id = p.team_id
  LEFT JOIN size_pick k ON k.shard = e.shard AND k.person_id = e.person_id AND k.cycle_no = e.cycle_no
                       AND k.benefit = e.benefit
 WHERE r.cycle_no = $1 AND o.path >= $2 AND o.path < $3 AND e.void_us IS NULL
   AND NOT EXISTS (SELECT 1 FROM award a WHERE a.shard = e.shard AND a.person_id = e.person_id
                      AND a.cycle_no = e.cycle_no AND a.benefit = e.benefit)
 ORDER BY o.path, g.name NULLS LAST, p.sort_key NULLS LAST, e.person_id, e.benefit;

-- name: received (shard i, cycle_no i, person_id u)
SELECT CAST(COUNT(*) AS BIGINT) AS awards FROM award WHERE shard = $1 AND cycle_no = $2 AND person_id = $3;

-- ---- verification: each returns what should not be there ----

-- any shard: everything is checked
-- name: how_wrong ()
SELECT w.shard, w.record_id FROM handover_how w
 WHERE NOT EXISTS (SELECT 1 FROM delivery d WHERE d.shard = w.shard AND d.record_id = w.record_id
                      AND d.cycle_no = w.cycle_no AND d.person_id = w.person_id)
 ORDER BY w.shard, w.record_id;

-- More than the limit through one proxy, and nobody ever looked.
-- any shard: everything is checked
-- name: proxies_wrong (others_max i)
SELECT w.shard, MIN(w.cycle_no) AS cycle_no, CAST(COUNT(DISTINCT w.person_id) AS BIGINT) AS others
  FROM handover_how w JOIN delivery d ON d.record_id = w.record_id AND d.shard = w.shard
 WHERE w.proxy_hash IS NOT NULL AND d.reversal_id IS NULL
   AND NOT EXISTS (SELECT 1 FROM handover_case k WHERE k.shard = w.shard AND k.cycle_no = w.cycle_no
                      AND k.proxy_hash = w.proxy_hash)
 GROUP BY w.shard, w.cycle_no, w.proxy_hash HAVING COUNT(DISTINCT w.person_id) > $1
 ORDER BY w.shard;

-- any shard: everything is checked
-- name: attempts_wrong ()
SELECT a.shard, a.attempt_id AS record_id FROM handover_attempt a
 WHERE NOT EXISTS (SELECT 1 FROM person p WHERE p.shard = a.shard AND p.person_id = a.person_id)
 ORDER BY a.shard, a.attempt_id;

-- The old record is taken back, the new one is of the same person, benefit and cycle.
-- any shard: everything is checked
-- name: exchanges_wrong ()
SELECT x.shard, x.exchange_id AS record_id FROM handover_exchange x
 WHERE NOT EXISTS (
	SELECT 1 FROM delivery was JOIN delivery d ON d.record_id = x.exchange_id AND d.shard = x.new_shard
	 WHERE was.record_id = x.record_id AND was.shard = x.shard AND was.reversal_id IS NOT NULL
	   AND was.person_id = d.person_id AND was.cycle_no = d.cycle_no AND was.benefit = d.benefit
	   AND was.value_fen = x.was_fen AND d.value_fen = x.now_fen AND d.item_no = x.item_no
	   AND d.cycle_no = x.cycle_no)
 ORDER BY x.shard, x.exchange_id;

-- any shard: everything is checked
-- name: attempts_all ()
SELECT shard, person_id, attempt_id, cycle_no, org_no, outcome, item_no, words, day, holder_id, actor_id, at_us,
       document_id, check_value
  FROM handover_attempt ORDER BY shard, person_id, attempt_id;

-- any shard: everything is checked
-- name: exchanges_all ()
SELECT shard, record_id, exchange_id, new_shard, cycle_no, item_no, was_fen, now_fen, words, actor_id, at_us, check_value
  FROM handover_exchange ORDER BY shard, record_id;

-- any shard: everything is checked
-- name: explained_signed ()
SELECT shard, account_no, explanation_id, org_no, cycle_no, holder_id, quantity, value_fen, words, made_us, approver_id
  FROM custody_explained WHERE approver_id IS NOT NULL ORDER BY explanation_id, shard, account_no;

-- name: explained_once (shard i, account_no i, quantity i, value_fen i)
SELECT CAST(COUNT(*) AS BIGINT) AS signed FROM custody_explained
 WHERE shard = $1 AND account_no = $2 AND quantity >= $3 AND value_fen >= $4 AND approver_id IS NOT NULL;

-- name: signed_at (shard i, account_no i, explanation_id u)
SELECT approved_us FROM custody_explained WHERE shard = $1 AND account_no = $2 AND explanation_id = $3;
