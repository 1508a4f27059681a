-- care: programmes, cycles, entitlements, deliveries, awards, cases, coverage.

-- sealed: care_case (shard i, case_id u | kind i, cycle_no i, org_no i, record_id u, posted_id u, person_id u, opened_us i, closed_us i, words t, closed_by u)
-- sealed: cycle (cycle_no i | code t, name t, programme t, programme_version i, org_no i, state i, from_day i, until_day i, maker_id u, checker_id u, approver_id u, auditor_id u, created_us i, back_us i)
-- sealed: cycle_back (cycle_no i, back_id u | by_id u, at_us i, words t, name t, programme_version i, from_day i, until_day i, maker_id u, made_us i, check_id u, checker_id u, checked_us i)
-- sealed: cycle_step (cycle_no i, state i | step_id u, by_id u, at_us i)
-- sealed: delivery (shard i, person_id u, record_id u | cycle_no i, household_id u, org_no i, benefit t, entitlement_id u, item_no i, quantity i, value_fen i, level i, at_us i, key_us i, received_us i, by_id u, actor_id u, asked i, state i, transfers i, case_id u, content b, seed b, reversal_id u, reversed_us i, reversed_by u, reversed_words t)
-- sealed: entitle_run (run_id u | cycle_no i, org_no i, shard i, made i, value_fen i, at_us i, by_id u)
-- sealed: entitlement (shard i, entitlement_id u | cycle_no i, benefit t, person_id u, org_no i, quantity i, value_fen i, day i, id_hash b, token_hash b, token_tries i, run_id u, void_us i, void_by u, void_words t, told_us i, told_hash b, told_count i=0)
-- sealed: portion (shard i, portion_id u | cycle_no i, org_no i, day i, site t, item_no i, unit t, quantity i, person_times i, level i, by_id u, words t, value_fen i, transfers i, actor_id u, at_us i, reversal_id u, reversed_by u, why t)
-- sealed: programme (code t, version i | from_day i, until_day i, document t, loaded_us i, loaded_by u)

-- ---- programmes and cycles: reference tables ----

-- name: programme_add (code t, version i, from_day i, until_day i, document t, loaded_us i, loaded_by u)
INSERT INTO programme (code, version, from_day, until_day, document, loaded_us, loaded_by)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: programme_versions (code t)
SELECT version, from_day, until_day, document FROM programme WHERE code = $1 ORDER BY version;

-- name: programmes ()
SELECT document FROM programme ORDER BY code, version;

-- name: programmes_of (loaded_by u)
SELECT document, loaded_us FROM programme WHERE loaded_by = $1 ORDER BY code, version;

-- name: cycle_add (cycle_no i, code t, name t, programme t, programme_version i, org_no i, from_day i, until_day i, maker_id u, created_us i)
INSERT INTO cycle (cycle_no, code, name, programme, programme_version, org_no, state, from_day, until_day, maker_id,
                   created_us)
VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8, $9, $10);

-- name: cycle_last_no ()
SELECT CAST(COALESCE(MAX(cycle_no), 0) AS BIGINT) AS cycle_no FROM cycle;

-- name: cycle_by_code (code t)
SELECT cycle_no, code, name, programme, programme_version, org_no, state, from_day, until_day, maker_id, checker_id,
       approver_id, auditor_id, back_us
  FROM cycle WHERE code = $1;

-- name: cycle_by_no (cycle_no i)
SELECT cycle_no, code, name, programme, programme_version, org_no, state, from_day, until_day, maker_id, checker_id,
       approver_id, auditor_id, back_us
  FROM cycle WHERE cycle_no = $1;

-- name: cycles ()
SELECT cycle_no, code, name, programme, programme_version, org_no, state, from_day, until_day, maker_id, checker_id,
       approver_id, auditor_id, back_us
  FROM cycle ORDER BY cycle_no;

-- name: cycle_move (cycle_no i, was i, state i, checker_id u, approver_id u, auditor_id u)
UPDATE cycle SET state = $3, checker_id = $4, approver_id = $5, auditor_id = $6 WHERE cycle_no = $1 AND state = $2;

-- name: cycle_step_add (cycle_no i, state i, step_id u, by_id u, at_us i)
INSERT INTO cycle_step (cycle_no, state, step_id, by_id, at_us) VALUES ($1, $2, $3, $4, $5);

-- name: steps_of_cycle (cycle_no i)
SELECT s.cycle_no, s.state, s.by_id, s.at_us, COALESCE(m.at_us, s.at_us) AS made_us
  FROM cycle_step s LEFT JOIN cycle_step m ON m.cycle_no = s.cycle_no AND m.state = 0
 WHERE s.cycle_no = $1 ORDER BY s.state;

-- name: steps_of_user (by_id u)
SELECT cycle_no, state, by_id, at_us, made_us FROM (
	SELECT s.cycle_no, s.state, s.by_id, s.at_us, COALESCE(m.at_us, s.at_us) AS made_us
	  FROM cycle_step s LEFT JOIN cycle_step m ON m.cycle_no = s.cycle_no AND m.state = 0
	 WHERE s.by_id = $1
	UNION ALL
	SELECT cycle_no, 0, maker_id, made_us, made_us FROM cycle_back WHERE maker_id = $1
	UNION ALL
	SELECT cycle_no, 1, checker_id, checked_us, made_us FROM cycle_back WHERE checker_id = $1
	UNION ALL
	SELECT cycle_no, 1, by_id, at_us, made_us FROM cycle_back WHERE by_id = $1) t
 ORDER BY cycle_no, state, at_us DESC;

-- ---- sending a cycle back ----

-- name: back_add (cycle_no i, back_id u, by_id u, at_us i, words t, name t, programme_version i, from_day i, until_day i, maker_id u, made_us i, check_id u, checker_id u, checked_us i)
INSERT INTO cycle_back (cycle_no, back_id, by_id, at_us, words, name, programme_version, from_day, until_day, maker_id,
                        made_us, check_id, checker_id, checked_us)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14);

-- name: backs_of_cycle (cycle_no i)
SELECT cycle_no, back_id, by_id, at_us, words, name, programme_version, from_day, until_day, maker_id, made_us, check_id,
       checker_id, checked_us
  FROM cycle_back WHERE cycle_no = $1 ORDER BY at_us, back_id;

-- What the user has been to it in earlier rounds.
-- name: back_parts (cycle_no i, user_id u)
SELECT CAST(COALESCE(SUM(CASE WHEN maker_id = $2 THEN 1 ELSE 0 END), 0) AS BIGINT) AS made,
       CAST(COALESCE(SUM(CASE WHEN by_id = $2 OR checker_id = $2 THEN 1 ELSE 0 END), 0) AS BIGINT) AS judged
  FROM cycle_back WHERE cycle_no = $1;

-- name: cycle_back_to (cycle_no i, was i, back_us i)
UPDATE cycle SET state = 0, checker_id = NULL, back_us = $3 WHERE cycle_no = $1 AND state = $2 AND back_us IS NULL;

-- Its row in cycle_back bears all of it.
-- name: check_void (cycle_no i)
DELETE FROM cycle_step WHERE cycle_no = $1 AND state = 1;

-- name: cycle_amend (cycle_no i, name t, programme_version i, from_day i, until_day i, maker_id u)
UPDATE cycle SET name = $2, programme_version = $3, from_day = $4, until_day = $5, maker_id = $6, back_us = NULL
 WHERE cycle_no = $1 AND state = 0 AND back_us IS NOT NULL;

-- name: draft_again (cycle_no i, step_id u, by_id u, at_us i)
UPDATE cycle_step SET step_id = $2, by_id = $3, at_us = $4 WHERE cycle_no = $1 AND state = 0;

-- name: cycle_steps ()
SELECT cycle_no, state, step_id, by_id, at_us FROM cycle_step ORDER BY cycle_no, state;

-- name: steps_with_ids (cycle_no i)
SELECT state, step_id, by_id, at_us FROM cycle_step WHERE cycle_no = $1 ORDER BY state;

-- ---- entitlements ----

-- name: entitlement_of (shard i, cycle_no i, person_id u)
SELECT shard, entitlement_id, person_id, org_no, benefit, quantity, value_fen, day, id_hash, COALESCE(told_hash, token_hash) AS token_hash, token_tries, void_us,
       told_us, told_count
  FROM entitlement WHERE shard = $1 AND cycle_no = $2 AND person_id = $3 ORDER BY benefit;

-- any shard: a person who moved since is entitled where the cycle pinned him (settled.md 10)
-- name: entitlement_of_hash (cycle_no i, id_hash b)
SELECT shard, entitlement_id, person_id, org_no, benefit, quantity, value_fen, day, id_hash, COALESCE(told_hash, token_hash) AS token_hash, token_tries, void_us
  FROM entitlement WHERE id_hash = $2 AND cycle_no = $1 ORDER BY shard, benefit;

-- name: entitlement_by_id (shard i, entitlement_id u)
SELECT shard, entitlement_id, person_id, cycle_no, org_no, benefit, quantity, value_fen, day, id_hash, token_hash, token_tries,
       void_us, run_id, (SELECT x.shard FROM entitle_run x WHERE x.run_id = entitlement.run_id) AS list_shard
  FROM entitlement WHERE shard = $1 AND entitlement_id = $2;

-- name: entitlement_add (shard i, entitlement_id u, cycle_no i, benefit t, person_id u, org_no i, quantity i, value_fen i, day i, id_hash b, token_hash b, run_id u)
INSERT INTO entitlement (shard, entitlement_id, cycle_no, benefit, person_id, org_no, quantity, value_fen, day,
                         id_hash, token_hash, token_tries, run_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, $12);

-- name: entitlement_void (shard i, entitlement_id u, void_us i, void_by u, void_words t)
UPDATE entitlement SET void_us = $3, void_by = $4, void_words = $5
 WHERE shard = $1 AND entitlement_id = $2 AND void_us IS NULL;

-- name: entitlement_tried (shard i, entitlement_id u, tries i)
UPDATE entitlement SET token_tries = $3 WHERE shard = $1 AND entitlement_id = $2;

-- A new token takes the place of the one there was; token_hash stays as the list's leaf binds it.
-- name: entitlement_token (shard i, entitlement_id u, told_hash b, told_us i, told_count i)
UPDATE entitlement SET told_hash = $3, told_us = $4, told_count = $5, token_tries = 0 WHERE shard = $1 AND entitlement_id = $2;

-- name: entitlement_of_person (shard i, person_id u)
SELECT CAST(COUNT(*) AS BIGINT) AS count FROM entitlement WHERE shard = $1 AND person_id = $2;

-- Gifts of a programme's other cycles: entitled or given.
-- any shard: an earlier gift counts wherever the person was then
-- name: gifts_of_hash (programme t, cycle_no i, id_hash b)
SELECT y.name, y.from_day, a.key_us
  FROM entitlement e
  JOIN cycle y ON y.cycle_no = e.cycle_no AND y.programme = $1
  LEFT JOIN award a ON a.shard = e.shard AND a.person_id = e.person_id AND a.cycle_no = e.cycle_no
                   AND a.benefit = e.benefit
 WHERE e.id_hash = $3 AND e.cycle_no <> $2 AND e.void_us IS NULL
 ORDER BY e.cycle_no, e.benefit;

-- name: gifts_of_person (programme t, cycle_no i, shard i, person_id u)
SELECT y.name, y.from_day, a.key_us
  FROM entitlement e
  JOIN cycle y ON y.cycle_no = e.cycle_no AND y.programme = $1
  LEFT JOIN award a ON a.shard = e.shard AND a.person_id = e.person_id AND a.cycle_no = e.cycle_no
                   AND a.benefit = e.benefit
 WHERE e.shard = $3 AND e.person_id = $4 AND e.cycle_no <> $2 AND e.void_us IS NULL
 ORDER BY e.cycle_no, e.benefit;

-- Who has a place of the cycle, by union.
-- name: places_taken (shard i, cycle_no i)
SELECT org_no, CAST(COUNT(DISTINCT person_id) AS BIGINT) AS people
  FROM entitlement WHERE shard = $1 AND cycle_no = $2 AND void_us IS NULL GROUP BY org_no ORDER BY org_no;

-- name: run_add (run_id u, cycle_no i, org_no i, shard i, made i, value_fen i, at_us i, by_id u)
INSERT INTO entitle_run (run_id, cycle_no, org_no, shard, made, value_fen, at_us, by_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: entitle_open_step (cycle_no i, org_no i, looked i, total i, made i, by_id u, step_us i)
UPDATE entitle_open SET looked = $3, total = $4, made = $5, by_id = $6, step_us = $7 WHERE cycle_no = $1 AND org_no = $2;

-- name: entitle_open_add (cycle_no i, org_no i, looked i, total i, made i, by_id u, step_us i)
INSERT INTO entitle_open (cycle_no, org_no, looked, total, made, by_id, begun_us, step_us)
VALUES ($1, $2, $3, $4, $5, $6, $7, $7);

-- name: entitle_open_remove (cycle_no i, org_no i)
DELETE FROM entitle_open WHERE cycle_no = $1 AND org_no = $2;

-- name: entitle_opens (cycle_no i)
SELECT org_no, looked, total, made, by_id, begun_us, step_us FROM entitle_open WHERE cycle_no = $1 ORDER BY org_no;

-- any shard: verification compares every list with what it made
-- name: runs ()
SELECT run_id, shard, cycle_no, made, value_fen, at_us FROM entitle_run ORDER BY run_id;

-- In the order in which a list was digested.
-- any shard: verification compares every list with what it made
-- name: entitlements_by_run ()
SELECT run_id, shard, entitlement_id, cycle_no, person_id, org_no, benefit, quantity, value_fen, id_hash, token_hash
  FROM entitlement ORDER BY run_id, entitlement_id;

-- What verification compares with the leaves of marks, a page at a time.
-- any shard: everything is checked
-- name: entitlements_marked (shard i, after_id u, rows_max i)
SELECT e.shard, e.entitlement_id, e.run_id, y.code AS cycle, e.void_us, e.void_by, e.void_words, e.told_us, e.told_hash,
       e.told_count, (SELECT x.shard FROM entitle_run x WHERE x.run_id = e.run_id) AS list_shard
  FROM entitlement e LEFT JOIN cycle y ON y.cycle_no = e.cycle_no
 WHERE (e.shard > $1 OR (e.shard = $1 AND e.entitlement_id > $2))
   AND (e.void_us IS NOT NULL OR e.told_us IS NOT NULL OR e.told_hash IS NOT NULL OR e.told_count <> 0)
 ORDER BY e.shard, e.entitlement_id LIMIT $3;

-- ---- deliveries and awards ----

-- any shard: a record's id is unique everywhere, and who brings it again may not know the shard
-- name: delivery_anywhere (record_id u)
SELECT shard, record_id, content, state, case_id, cycle_no, person_id, org_no, benefit, reversal_id
  FROM delivery WHERE record_id = $1;

-- name: delivery_add (shard i, record_id u, cycle_no i, person_id u, household_id u, org_no i, benefit t, entitlement_id u, item_no i, quantity i, value_fen i, level i, at_us i, key_us i, received_us i, by_id u, actor_id u, asked i, state i, transfers i, case_id u, content b, seed b)
INSERT INTO delivery (shard, record_id, cycle_no, person_id, household_id, org_no, benefit, entitlement_id, item_no,
                      quantity, value_fen, level, at_us, key_us, received_us, by_id, actor_id, asked, state, transfers,
                      case_id, content, seed)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23);

-- What may be the award: the doubles of one person and benefit that nobody took back.
-- name: doubles_of (shard i, cycle_no i, person_id u, benefit t)
SELECT record_id, household_id, org_no, quantity, value_fen, level, key_us, item_no, transfers, state
  FROM delivery
 WHERE shard = $1 AND cycle_no = $2 AND person_id = $3 AND benefit = $4 AND reversal_id IS NULL
 ORDER BY key_us, record_id;

-- name: delivery_full (shard i, record_id u)
SELECT shard, record_id, cycle_no, person_id, household_id, org_no, benefit, item_no, quantity, value_fen, level,
       key_us, state, transfers, case_id, reversal_id, by_id, actor_id
  FROM delivery WHERE shard = $1 AND record_id = $2;

-- name: delivery_reversed (shard i, record_id u, reversal_id u, reversed_us i, reversed_by u, words t)
UPDATE delivery SET reversal_id = $3, reversed_us = $4, reversed_by = $5, reversed_words = $6
 WHERE shard = $1 AND record_id = $2 AND reversal_id IS NULL;

-- name: delivery_settled (shard i, record_id u)
UPDATE delivery SET state = 0 WHERE shard = $1 AND record_id = $2;

-- name: delivery_of_person (shard i, person_id u)
SELECT CAST(COUNT(*) AS BIGINT) AS count FROM delivery WHERE shard = $1 AND person_id = $2;

-- name: award_of (shard i, cycle_no i, person_id u)
SELECT shard, benefit, person_id, household_id, org_no, record_id, key_us, level, quantity, value_fen, cash
  FROM award WHERE shard = $1 AND cycle_no = $2 AND person_id = $3 ORDER BY benefit;

-- name: award_of_household (shard i, cycle_no i, household_id u)
SELECT shard, benefit, person_id, household_id, org_no, record_id, key_us, level, quantity, value_fen, cash
  FROM award WHERE shard = $1 AND cycle_no = $2 AND household_id = $3 AND household_id IS NOT NULL
 ORDER BY key_us, record_id;

-- name: award_add (shard i, cycle_no i, benefit t, person_id u, household_id u, org_no i, record_id u, key_us i, level i, quantity i, value_fen i, cash i)
INSERT INTO award (shard, cycle_no, benefit, person_id, household_id, org_no, record_id, key_us, level, quantity,
                   value_fen, cash)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- Another record of the same person turned out to be the earlier one.
-- name: award_move (shard i, cycle_no i, benefit t, person_id u, household_id u, org_no i, record_id u, key_us i, level i, quantity i, value_fen i, cash i)
UPDATE award SET household_id = $5, org_no = $6, record_id = $7, key_us = $8, level = $9, quantity = $10,
       value_fen = $11, cash = $12
 WHERE shard = $1 AND cycle_no = $2 AND benefit = $3 AND person_id = $4;

-- name: award_remove (shard i, cycle_no i, benefit t, person_id u)
DELETE FROM award WHERE shard = $1 AND cycle_no = $2 AND benefit = $3 AND person_id = $4;

-- ---- cases ----

-- name: case_add (shard i, case_id u, kind i, cycle_no i, org_no i, record_id u, posted_id u, person_id u, opened_us i)
INSERT INTO care_case (shard, case_id, kind, cycle_no, org_no, record_id, posted_id, person_id, opened_us)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- any shard: the cases of a cycle are listed for the union that runs it
-- name: cases_of (cycle_no i)
SELECT shard, case_id, kind, cycle_no, org_no, record_id, person_id, opened_us, closed_us
  FROM care_case WHERE cycle_no = $1 ORDER BY opened_us, case_id;

-- name: case_open (shard i, record_id u)
SELECT case_id FROM care_case WHERE shard = $1 AND record_id = $2 AND closed_us IS NULL;

-- name: case_close (shard i, case_id u, closed_us i, closed_by u, words t)
UPDATE care_case SET closed_us = $3, closed_by = $4, words = $5
 WHERE shard = $1 AND case_id = $2 AND closed_us IS NULL;

-- name: case_closed (shard i, case_id u)
SELECT shard, case_id, kind, cycle_no, org_no, record_id, posted_id, person_id, opened_us, closed_us, closed_by, words
  FROM care_case WHERE shard = $1 AND case_id = $2;

-- any shard: everything is checked
-- name: cases_closed ()
SELECT shard, case_id, kind, cycle_no, org_no, record_id, posted_id, person_id, opened_us, closed_us, closed_by, words
  FROM care_case WHERE closed_us IS NOT NULL ORDER BY shard, case_id;

-- ---- coverage ----

-- any shard: a report sums the region, whose unions live in many shards
-- In no order: sorting 240,000 rows took longer than reading them.
-- name: coverage_of (cycle_no i)
SELECT org_no, level, people, person_times, households, pieces, value_fen
  FROM coverage WHERE cycle_no = $1;

-- name: coverage_move (shard i, org_no i, cycle_no i, level i, people i, person_times i, households i, pieces i, value_fen i)
UPDATE coverage SET people = people + $5, person_times = person_times + $6, households = households + $7,
       pieces = pieces + $8, value_fen = value_fen + $9
 WHERE shard = $1 AND org_no = $2 AND cycle_no = $3 AND level = $4;

-- name: coverage_add (shard i, org_no i, cycle_no i, level i)
INSERT INTO coverage (shard, org_no, cycle_no, level, people, person_times, households, pieces, value_fen)
VALUES ($1, $2, $3, $4, 0, 0, 0, 0, 0);

-- ---- verification: each returns what should not be there ----

-- any shard: everything is recounted
-- name: awards_in_order ()
SELECT shard, cycle_no, benefit, person_id, household_id, org_no, record_id, key_us, level, quantity, value_fen, cash
  FROM award ORDER BY shard, person_id, cycle_no, key_us, record_id;

-- any shard: everything is recounted
-- name: awards_by_household ()
SELECT shard, cycle_no, benefit, person_id, household_id, org_no, record_id, key_us, level, quantity, value_fen, cash
  FROM award WHERE household_id IS NOT NULL ORDER BY shard, cycle_no, household_id, key_us, record_id;

-- any shard: everything is recounted
-- name: coverage_all ()
SELECT shard, org_no, cycle_no, level, people, person_times, households, pieces, value_fen
  FROM coverage ORDER BY shard, org_no, cycle_no, level;

-- An award whose record is not there, was taken back, says something else, or is not the earliest of its doubles; that
-- stands in no double's household; that nobody is entitled to.
-- any shard: everything is checked
-- name: awards_wrong ()
SELECT a.shard, a.record_id FROM award a
 WHERE NOT EXISTS (
	SELECT 1 FROM delivery d
	 WHERE d.shard = a.shard AND d.record_id = a.record_id AND d.cycle_no = a.cycle_no AND d.person_id = a.person_id
	   AND d.benefit = a.benefit AND d.reversal_id IS NULL AND d.key_us = a.key_us AND d.level = a.level
	   AND d.quantity = a.quantity AND d.value_fen = a.value_fen AND d.org_no = a.org_no
	   AND a.cash = CASE WHEN d.item_no = 0 THEN 1 ELSE 0 END)
    OR NOT EXISTS (
	SELECT 1 FROM delivery d
	 WHERE d.shard = a.shard AND d.cycle_no = a.cycle_no AND d.person_id = a.person_id AND d.benefit = a.benefit
	   AND (d.household_id = a.household_id OR (d.household_id IS NULL AND a.household_id IS NULL)))
    OR NOT EXISTS (
	SELECT 1 FROM entitlement e
	 WHERE e.shard = a.shard AND e.person_id = a.person_id AND e.cycle_no = a.cycle_no AND e.benefit = a.benefit
	   AND e.void_us IS NULL)
    OR EXISTS (
	SELECT 1 FROM delivery d
	 WHERE d.shard = a.shard AND d.cycle_no = a.cycle_no AND d.person_id = a.person_id AND d.benefit = a.benefit
	   AND d.reversal_id IS NULL
	   AND d.key_us <= a.key_us AND d.record_id <> a.record_id
	   AND NOT (d.key_us = a.key_us AND d.record_id > a.record_id))
 ORDER BY a.shard, a.record_id;

-- A gift that no award stands for, or that nobody was entitled to.
-- any shard: everything is checked
-- name: deliveries_wrong ()
SELECT d.shard, d.record_id FROM delivery d
 WHERE d.reversal_id IS NULL AND d.benefit IS NOT NULL
   AND (NOT EXISTS (SELECT 1 FROM award a WHERE a.shard = d.shard AND a.cycle_no = d.cycle_no
                       AND a.benefit = d.benefit AND a.person_id = d.person_id)
     OR NOT EXISTS (SELECT 1 FROM entitlement e WHERE e.shard = d.shard AND e.entitlement_id = d.entitlement_id
                       AND e.person_id = d.person_id AND e.benefit = d.benefit AND e.cycle_no = d.cycle_no))
 ORDER BY d.shard, d.record_id;

-- A delivery that is not an award has a case, open or decided; an award has none that is open.
-- any shard: everything is checked
-- name: cases_wrong ()
SELECT d.shard, d.record_id FROM delivery d
 WHERE d.reversal_id IS NULL
   AND CASE WHEN EXISTS (SELECT 1 FROM award a WHERE a.shard = d.shard AND a.cycle_no = d.cycle_no
                            AND a.benefit = d.benefit AND a.person_id = d.person_id AND a.record_id = d.record_id)
            THEN EXISTS (SELECT 1 FROM care_case k WHERE k.shard = d.shard AND k.record_id = d.record_id
                            AND k.closed_us IS NULL)
            ELSE NOT EXISTS (SELECT 1 FROM care_case k WHERE k.shard = d.shard AND k.record_id = d.record_id
                                AND (k.closed_us IS NULL OR k.words IS NOT NULL)) END
 ORDER BY d.shard, d.record_id;

-- What a cap holds for an entitlement that is not there, was taken back, or is another's or worth something else.
-- any shard: everything is checked
-- name: holds_wrong ()
SELECT h.org_shard AS shard, h.entitlement_id AS record_id FROM cap_hold h
 WHERE NOT EXISTS (
	SELECT 1 FROM entitlement e
	 WHERE e.shard = h.org_shard AND e.entitlement_id = h.entitlement_id AND e.id_hash = h.id_hash
	   AND e.void_us IS NULL AND e.value_fen = h.amount_fen AND e.cycle_no = h.cycle_no AND e.org_no = h.org_no)
 ORDER BY h.org_shard, h.entitlement_id;

-- Who is entitled and holds not what the cycle's rules ask: one row of each cap that sums.
-- any shard: everything is checked
-- name: holds_missing (cycle_no i, rules i)
SELECT e.shard, e.entitlement_id AS record_id FROM entitlement e
 WHERE e.cycle_no = $1 AND e.id_hash IS NOT NULL AND e.void_us IS NULL
   AND (SELECT COUNT(*) FROM cap_hold h WHERE h.id_hash = e.id_hash AND h.entitlement_id = e.entitlement_id) <> $2
 ORDER BY e.shard, e.entitlement_id;

-- Who is entitled in a shard that does not count him in this cycle.
-- any shard: everything is checked
-- name: pins_wrong ()
SELECT e.shard, e.entitlement_id AS record_id FROM entitlement e
 WHERE e.id_hash IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM cycle_pin p
                    WHERE p.id_hash = e.id_hash AND p.cycle_no = e.cycle_no AND p.pinned_shard = e.shard)
 ORDER BY e.shard, e.entitlement_id;

-- Each delivery, to be compared with the transfers that moved its goods.
-- any shard: everything is checked
-- name: deliveries_posted ()
SELECT d.shard, d.record_id, d.item_no, d.quantity, d.value_fen, d.key_us, d.transfers,
       t.at_us, t.quantity AS moved, t.value_fen AS moved_fen
  FROM delivery d LEFT JOIN transfer t ON t.shard = d.shard AND t.transfer_id = d.record_id
 ORDER BY d.shard, d.person_id, d.record_id;

-- A case about a record that is not there, or about somebody else.
-- any shard: everything is checked
-- name: cases_orphaned ()
SELECT k.shard, k.record_id FROM care_case k
 WHERE NOT EXISTS (SELECT 1 FROM delivery d
                    WHERE d.shard = k.shard AND d.record_id = k.record_id AND d.person_id = k.person_id
                      AND d.cycle_no = k.cycle_no
                      AND k.kind = CASE WHEN d.benefit IS NULL THEN 1 ELSE 0 END)
    OR (k.closed_us IS NULL) <> (k.words IS NULL)
 ORDER BY k.shard, k.record_id;

-- What the recipients' accounts hold against what was handed over by name and as portions; class is theirs.
-- any shard: everything is checked
-- name: received_wrong (class i)
SELECT x.shard, x.cycle_no, CAST(SUM(x.held_fen) AS BIGINT) AS held_fen, CAST(SUM(x.given_fen) AS BIGINT) AS given_fen
  FROM (SELECT shard, cycle_no, level, value_fen AS held_fen, 0 AS given_fen FROM account WHERE class = $1
        UNION ALL
        SELECT shard, cycle_no, level, 0 AS held_fen, value_fen AS given_fen
          FROM delivery WHERE state = 0 AND reversal_id IS NULL
        UNION ALL
        SELECT shard, cycle_no, level, 0 AS held_fen, value_fen AS given_fen
          FROM portion WHERE reversal_id IS NULL) x
 GROUP BY x.shard, x.cycle_no, x.level HAVING SUM(x.held_fen) <> SUM(x.given_fen)
 ORDER BY x.shard, x.cycle_no;

-- ---- portions: given without names ----

-- any shard: an id is all that people are handed
-- name: portion_by_id (portion_id u)
SELECT shard, portion_id, cycle_no, org_no, day, site, item_no, quantity, person_times, level, by_id, words, value_fen,
       transfers, actor_id, at_us, reversal_id, why
  FROM portion WHERE portion_id = $1;

-- name: portion_add (shard i, portion_id u, cycle_no i, org_no i, day i, site t, item_no i, unit t, quantity i, person_times i, level i, by_id u, words t, value_fen i, transfers i, actor_id u, at_us i)
INSERT INTO portion (shard, portion_id, cycle_no, org_no, day, site, item_no, unit, quantity, person_times, level, by_id,
                     words, value_fen, transfers, actor_id, at_us)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17);

-- name: portion_reverse (shard i, portion_id u, reversal_id u, reversed_by u, why t)
UPDATE portion SET reversal_id = $3, reversed_by = $4, why = $5
 WHERE shard = $1 AND portion_id = $2 AND reversal_id IS NULL;

-- any shard: a region looks at all its counties
-- name: portion_below (cycle_no i, path t, rows_max i)
SELECT p.shard, p.portion_id, p.cycle_no, p.org_no, p.day, p.site, p.item_no, p.quantity, p.person_times, p.level,
       p.by_id, p.words, p.value_fen, p.transfers, p.actor_id, p.at_us, p.reversal_id, p.why
  FROM portion p JOIN org o ON o.org_no = p.org_no
 WHERE p.cycle_no = $1 AND o.path >= $2 AND o.path < $2 || 'g'
 ORDER BY o.path, p.day, p.portion_id LIMIT $3;

-- What stands, by unit and level.
-- any shard: a report sums the region, whose unions live in many shards
-- name: portion_totals (cycle_no i, path t)
SELECT p.unit, p.level, COUNT(*) AS times, CAST(SUM(p.quantity) AS BIGINT) AS quantity,
       CAST(COALESCE(SUM(p.person_times), 0) AS BIGINT) AS person_times,
       CAST(SUM(CASE WHEN p.person_times IS NULL THEN 1 ELSE 0 END) AS BIGINT) AS unknown_times,
       CAST(SUM(p.value_fen) AS BIGINT) AS value_fen
  FROM portion p JOIN org o ON o.org_no = p.org_no
 WHERE p.cycle_no = $1 AND p.reversal_id IS NULL AND o.path >= $2 AND o.path < $2 || 'g'
 GROUP BY p.unit, p.level ORDER BY p.unit, p.level;

-- A portion without its first transfer (whose id is the portion's), or whose transfer is another thing.
-- any shard: everything is checked
-- name: portions_wrong ()
SELECT p.shard, p.portion_id, p.value_fen, COALESCE(t.value_fen, 0) AS moved_fen
  FROM portion p LEFT JOIN transfer t ON t.shard = p.shard AND t.transfer_id = p.portion_id
 WHERE t.transfer_id IS NULL OR (p.transfers = 1 AND (t.quantity <> p.quantity OR t.value_fen <> p.value_fen))
    OR t.day <> p.day
 ORDER BY p.shard, p.portion_id;

-- ---- a table of allotments (allotment.h) ----

-- name: allotment_children (parent_no i)
SELECT o.org_no, o.code, o.path FROM org_place p JOIN org o ON o.org_no = p.org_no
 WHERE p.parent_no = $1 AND p.until_day = 0 AND o.until_day = 0
 ORDER BY o.official_order, o.code;

-- Who is on the rosters of a union and below it, by union; $2 1: only those of one of the categories.
-- name: allotment_people (path t, some i, a t, b t, c t, d t, e t, f t)
SELECT o.path, CAST(COUNT(*) AS BIGINT) AS people
  FROM org o JOIN person p ON p.shard = o.shard AND p.org_no = o.org_no
 WHERE o.path >= $1 AND o.path < $1 || 'g' AND p.left_us IS NULL AND p.survivor_id IS NULL
   AND ($2 = 0 OR EXISTS (SELECT 1 FROM person_category k WHERE k.shard = p.shard AND k.person_id = p.person_id
                             AND k.category IN ($3, $4, $5, $6, $7, $8)))
 GROUP BY o.path ORDER BY o.path;

-- What a union's documents allotted of a cycle, by who gets it: done, and drafted. 1 is FUND and ALLOT, 3 DONE.
-- name: allotment_given (shard i, org_no i, cycle_no i)
SELECT l.to_org_no AS org_no,
       CAST(SUM(CASE WHEN d.state = 3 THEN l.value_fen ELSE 0 END) AS BIGINT) AS done_fen,
       CAST(SUM(CASE WHEN d.state < 3 THEN l.value_fen ELSE 0 END) AS BIGINT) AS open_fen
  FROM document_line l JOIN document d ON d.shard = l.shard AND d.document_id = l.document_id
 WHERE l.shard = $1 AND l.from_org_no = $2 AND l.from_cycle_no = $3 AND l.from_class = 1 AND l.kind = 1
   AND d.reversal_id IS NULL AND d.state <> 4
 GROUP BY l.to_org_no ORDER BY l.to_org_no;

-- every shard: what came back from unions below. 9 is RETURN of transfers.
-- name: allotment_returned (org_no i, cycle_no i)
SELECT l.from_org_no AS org_no, CAST(SUM(l.value_fen) AS BIGINT) AS done_fen
  FROM document_line l JOIN document d ON d.shard = l.shard AND d.document_id = l.document_id
 WHERE l.to_org_no = $1 AND l.to_cycle_no = $2 AND l.to_class = 1 AND l.kind = 9 AND d.state = 3
   AND d.reversal_id IS NULL
 GROUP BY l.from_org_no ORDER BY l.from_org_no;

-- ---- everything that one person received (history.h) ----

-- name: received_by (shard i, person_id u)
SELECT d.record_id, d.cycle_no, d.org_no, d.benefit, d.item_no, d.quantity, d.value_fen, d.level, d.at_us, d.by_id, d.state,
       d.reversed_us, a.record_id AS award_id
  FROM delivery d
  LEFT JOIN award a ON a.shard = d.shard AND a.person_id = d.person_id AND a.cycle_no = d.cycle_no
                   AND a.benefit = d.benefit AND a.record_id = d.record_id
 WHERE d.shard = $1 AND d.person_id = $2
 ORDER BY d.record_id;

-- name: waiting_for (shard i, person_id u)
SELECT e.entitlement_id, e.cycle_no, e.org_no, e.benefit, e.quantity, e.value_fen, e.day
  FROM entitlement e
 WHERE e.shard = $1 AND e.person_id = $2 AND e.void_us IS NULL
   AND NOT EXISTS (SELECT 1 FROM award a WHERE a.shard = e.shard AND a.person_id = e.person_id
                      AND a.cycle_no = e.cycle_no AND a.benefit = e.benefit)
 ORDER BY e.cycle_no, e.benefit;

-- ---- registers: pages for people to read, and how far a cycle is ----

-- Where the rows of a part of the tree live.
-- name: shards_below (from_path t, to_path t)
SELECT DISTINCT shard FROM org WHERE path >= $1 AND path < $2 ORDER BY shard;

-- A page of what was handed over to people of a part of the tree, the newest first. The union is the one whose roster
-- the person stood on. level 0, by_id NULL: all.
-- name: delivery_page (shard i, cycle_no i, before_us i, before_id u, from_us i, from_path t, to_path t, level i, by_id u, rows_max i)
SELECT d.shard, d.record_id, d.person_id, d.org_no, d.benefit, d.item_no, d.quantity, d.value_fen, d.level, d.at_us,
       d.received_us, d.by_id, d.actor_id, d.state, d.transfers, d.case_id, d.reversal_id, o.org_no AS roster_no, p.name
  FROM delivery d
  LEFT JOIN entitlement e ON e.shard = d.shard AND e.entitlement_id = d.entitlement_id
  JOIN person p ON p.shard = d.shard AND p.person_id = d.person_id
  JOIN org o ON o.org_no = COALESCE(e.org_no, p.org_no)
 WHERE d.shard = $1 AND d.cycle_no = $2 AND d.at_us >= $5 AND (d.at_us, d.record_id) < ($3, $4)
   AND o.path >= $6 AND o.path < $7 AND ($8 = 0 OR d.level = $8) AND ($9 IS NULL OR d.by_id = $9)
 ORDER BY d.at_us DESC, d.record_id DESC LIMIT $10;

-- any shard: a record's id is unique everywhere
-- name: delivery_whole (record_id u)
SELECT d.shard, d.record_id, d.person_id, d.org_no, d.benefit, d.item_no, d.quantity, d.value_fen, d.level, d.at_us,
       d.received_us, d.by_id, d.actor_id, d.state, d.transfers, d.case_id, d.reversal_id, o.org_no AS roster_no, p.name,
       d.cycle_no, d.entitlement_id, d.reversed_us, d.reversed_by, d.reversed_words
  FROM delivery d
  LEFT JOIN entitlement e ON e.shard = d.shard AND e.entitlement_id = d.entitlement_id
  JOIN person p ON p.shard = d.shard AND p.person_id = d.person_id
  JOIN org o ON o.org_no = COALESCE(e.org_no, p.org_no)
 WHERE d.record_id = $1;

-- A page of a cycle's entitlements in one shard, in the order of making. state 0: all, 1: open, 2: handed over, 3: void.
-- first_id: the smallest id that there is.
-- name: entitlement_page (cycle_no i, shard i, after_run u, after_id u, first_id u, from_path t, to_path t, state i, rows_max i)
SELECT e.shard, e.entitlement_id, e.run_id, e.person_id, e.org_no, e.benefit, e.quantity, e.value_fen, e.day, e.void_us,
       e.void_words, a.record_id, a.level, a.key_us, p.name, g.name AS team
  FROM entitle_run r
  JOIN entitlement e ON e.run_id = r.run_id AND e.shard = $2
       AND e.entitlement_id > CASE WHEN r.run_id = $3 THEN $4 ELSE $5 END
  JOIN org o ON o.org_no = e.org_no
  JOIN person p ON p.shard = e.shard AND p.person_id = e.person_id
  LEFT JOIN people_group g ON g.shard = p.shard AND g.group_id = p.team_id
  LEFT JOIN award a ON a.shard = e.shard AND a.person_id = e.person_id AND a.cycle_no = e.cycle_no
                   AND a.benefit = e.benefit
 WHERE r.cycle_no = $1 AND r.run_id >= $3 AND o.path >= $6 AND o.path < $7
   AND ($8 = 0 OR ($8 = 3 AND e.void_us IS NOT NULL)
        OR (e.void_us IS NULL AND (($8 = 2 AND a.record_id IS NOT NULL) OR ($8 = 1 AND a.record_id IS NULL))))
 ORDER BY r.run_id, e.entitlement_id LIMIT $9;

-- Rights of a cycle by the union whose roster they came from, and what of them was handed over at which level; level 0:
-- nothing yet.
-- any shard: a region looks at all its counties
-- name: progress (cycle_no i)
SELECT o.org_no, o.path, COALESCE(a.level, 0) AS level, CAST(COUNT(*) AS BIGINT) AS rights,
       CAST(SUM(e.value_fen) AS BIGINT) AS entitled_fen, CAST(COALESCE(SUM(a.value_fen), 0) AS BIGINT) AS given_fen
  FROM entitle_run r
  JOIN entitlement e ON e.run_id = r.run_id
  JOIN org o ON o.org_no = e.org_no
  LEFT JOIN award a ON a.shard = e.shard AND a.person_id = e.person_id AND a.cycle_no = e.cycle_no
                   AND a.benefit = e.benefit
 WHERE r.cycle_no = $1 AND e.void_us IS NULL
 GROUP BY o.path, o.org_no, a.level ORDER BY o.path, a.level;

-- What happened since, taken back or not yet sorted out left aside.
-- name: progress_since (shard i, cycle_no i, since_us i)
SELECT o.org_no, o.path, CAST(COUNT(*) AS BIGINT) AS deliveries, CAST(COUNT(DISTINCT d.person_id) AS BIGINT) AS people,
       CAST(SUM(d.value_fen) AS BIGINT) AS given_fen
  FROM delivery d
  LEFT JOIN entitlement e ON e.shard = d.shard AND e.entitlement_id = d.entitlement_id
  JOIN person p ON p.shard = d.shard AND p.person_id = d.person_id
  JOIN org o ON o.org_no = COALESCE(e.org_no, p.org_no)
 WHERE d.shard = $1 AND d.cycle_no = $2 AND d.at_us >= $3 AND d.reversal_id IS NULL
 GROUP BY o.path, o.org_no ORDER BY o.path;

-- ---- rows without leaves: how many there are, and their check values combined ----

-- name: bound (shard i, kind i)
SELECT row_count, combined FROM bound WHERE shard = $1 AND kind = $2;

-- name: bound_add (shard i, kind i, row_count i, combined b, check_value b)
INSERT INTO bound (shard, kind, row_count, combined, check_value) VALUES ($1, $2, $3, $4, $5);

-- name: bound_move (shard i, kind i, row_count i, combined b, check_value b)
UPDATE bound SET row_count = $3, combined = $4, check_value = $5 WHERE shard = $1 AND kind = $2;

-- any shard: everything is checked
-- name: bounds (kind i)
SELECT shard, row_count, combined, check_value FROM bound WHERE kind = $1 ORDER BY shard;

-- Who has taken a place of the cycle, each person's rows together and in the order of making.
-- any shard: everything is recounted
-- name: places_all (cycle_no i)
SELECT e.shard, e.person_id, e.entitlement_id, e.org_no, e.day, e.void_us, x.at_us
  FROM entitlement e JOIN entitle_run x ON x.run_id = e.run_id
 WHERE e.cycle_no = $1 ORDER BY e.shard, e.person_id, x.at_us, e.entitlement_id;

-- ---- receipts ----

-- any shard: who asks has the id alone, of a hand-over or of one of its transfers, which begins the same
-- name: deliveries_between (first_id u, last_id u)
SELECT record_id, transfers FROM delivery WHERE record_id >= $1 AND record_id <= $2;

-- name: delivery_seed (shard i, record_id u)
SELECT seed FROM delivery WHERE shard = $1 AND record_id = $2;
