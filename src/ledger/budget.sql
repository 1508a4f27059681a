-- budget: lines, the entries they come from, and what documents use of them.

-- sealed: budget_closed (shard i, org_no i, cycle_no i | entry_id u)
-- sealed: budget_entry (shard i, entry_id u | org_no i, cycle_no i, kind i, code t, words t, source i, delta_fen i, roles i, users_count i, before_id u, day i, digest b, maker_id u, made_us i, approver_id u, approved_us i)
-- sealed: budget_line (shard i, org_no i, cycle_no i, code t | words t, source i, roles i, users_count i, amount_fen i, used_fen i, first_id u, last_id u)
-- sealed: budget_refused (shard i, entry_id u | by_id u, words t, at_us i)
-- sealed: budget_spender (shard i, entry_id u, user_id u)
-- sealed: budget_use (shard i, document_id u, org_no i, cycle_no i, code t | amount_fen i, state i, paper i=0)

-- name: line (shard i, org_no i, cycle_no i, code t)
SELECT shard, org_no, cycle_no, code, words, source, roles, users_count, amount_fen, used_fen, first_id, last_id
  FROM budget_line WHERE shard = $1 AND org_no = $2 AND cycle_no = $3 AND code = $4;

-- Bound: taken by documents that are drafted and not posted; 3 is DONE.
-- any shard: where $1 is 0, and then a union or a cycle narrows it
-- name: lines (shard i, org_no i, cycle_no i)
SELECT b.shard, b.org_no, b.cycle_no, b.code, b.words, b.source, b.roles, b.users_count, b.amount_fen, b.used_fen,
       CAST(COALESCE((SELECT SUM(u.amount_fen) FROM budget_use u JOIN document d ON d.document_id = u.document_id
                       WHERE u.shard = b.shard AND u.org_no = b.org_no AND u.cycle_no = b.cycle_no AND u.code = b.code
                         AND u.state = 1 AND u.paper = 0 AND d.state < 3), 0) AS BIGINT) AS bound_fen
  FROM budget_line b
 WHERE ($1 = 0 OR b.shard = $1) AND ($2 = 0 OR b.org_no = $2) AND ($3 = 0 OR b.cycle_no = $3)
 ORDER BY b.shard, b.org_no, b.cycle_no, b.code;

-- name: line_add (shard i, org_no i, cycle_no i, code t, words t, source i, roles i, users_count i, amount_fen i, entry_id u)
INSERT INTO budget_line (shard, org_no, cycle_no, code, words, source, roles, users_count, amount_fen, used_fen, first_id,
                         last_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10, $10);

-- name: line_change (shard i, org_no i, cycle_no i, code t, delta_fen i, entry_id u)
UPDATE budget_line SET amount_fen = amount_fen + $5, last_id = $6
 WHERE shard = $1 AND org_no = $2 AND cycle_no = $3 AND code = $4 AND amount_fen + $5 >= used_fen;

-- The CHECK is the rule: no more than the amount.
-- name: line_use (shard i, org_no i, cycle_no i, code t, amount_fen i)
UPDATE budget_line SET used_fen = used_fen + $5
 WHERE shard = $1 AND org_no = $2 AND cycle_no = $3 AND code = $4 AND used_fen + $5 BETWEEN 0 AND amount_fen;

-- name: closed (shard i, org_no i, cycle_no i)
SELECT entry_id FROM budget_closed WHERE shard = $1 AND org_no = $2 AND cycle_no = $3;

-- name: close (shard i, org_no i, cycle_no i, entry_id u)
INSERT INTO budget_closed (shard, org_no, cycle_no, entry_id) VALUES ($1, $2, $3, $4);

-- ---- entries ----

-- any shard: an entry is asked for by its id alone
-- name: entry_by_id (entry_id u)
SELECT e.shard, e.entry_id, e.org_no, e.cycle_no, e.kind, e.code, e.words, e.source, e.delta_fen, e.roles, e.users_count,
       e.before_id, e.day, e.digest, e.maker_id, e.made_us, e.approver_id, e.approved_us, n.by_id AS refused_by_id,
       n.words AS refused_words, n.at_us AS refused_us
  FROM budget_entry e LEFT JOIN budget_refused n ON n.shard = e.shard AND n.entry_id = e.entry_id
 WHERE e.entry_id = $1;

-- any shard: where $1 is 0, and then a union or a cycle narrows it
-- name: entries (shard i, org_no i, cycle_no i)
SELECT e.shard, e.entry_id, e.org_no, e.cycle_no, e.kind, e.code, e.words, e.source, e.delta_fen, e.roles, e.users_count,
       e.before_id, e.day, e.digest, e.maker_id, e.made_us, e.approver_id, e.approved_us, n.by_id AS refused_by_id,
       n.words AS refused_words, n.at_us AS refused_us
  FROM budget_entry e LEFT JOIN budget_refused n ON n.shard = e.shard AND n.entry_id = e.entry_id
 WHERE ($1 = 0 OR e.shard = $1) AND ($2 = 0 OR e.org_no = $2) AND ($3 = 0 OR e.cycle_no = $3)
 ORDER BY e.made_us, e.entry_id;

-- any shard: what waits for an approver, wherever he is one
-- name: entries_waiting ()
SELECT e.shard, e.entry_id, e.org_no, e.cycle_no, e.kind, e.code, e.words, e.source, e.delta_fen, e.roles, e.users_count,
       e.before_id, e.day, e.digest, e.maker_id, e.made_us, e.approver_id, e.approved_us, n.by_id AS refused_by_id,
       n.words AS refused_words, n.at_us AS refused_us
  FROM budget_entry e LEFT JOIN budget_refused n ON n.shard = e.shard AND n.entry_id = e.entry_id
 WHERE e.approver_id IS NULL AND n.at_us IS NULL
 ORDER BY e.made_us, e.entry_id;

-- any shard: what one user has made, approved and refused
-- name: entries_of_user (user_id u)
SELECT e.shard, e.entry_id, e.org_no, e.cycle_no, e.kind, e.code, e.words, e.source, e.delta_fen, e.roles, e.users_count,
       e.before_id, e.day, e.digest, e.maker_id, e.made_us, e.approver_id, e.approved_us, n.by_id AS refused_by_id,
       n.words AS refused_words, n.at_us AS refused_us
  FROM budget_entry e LEFT JOIN budget_refused n ON n.shard = e.shard AND n.entry_id = e.entry_id
 WHERE e.maker_id = $1 OR e.approver_id = $1 OR n.by_id = $1
 ORDER BY e.made_us, e.entry_id;

-- name: refuse (shard i, entry_id u, by_id u, words t, at_us i)
INSERT INTO budget_refused (shard, entry_id, by_id, words, at_us) VALUES ($1, $2, $3, $4, $5);

-- name: entry_add (shard i, entry_id u, org_no i, cycle_no i, kind i, code t, words t, source i, delta_fen i, roles i, users_count i, before_id u, day i, digest b, maker_id u, made_us i)
INSERT INTO budget_entry (shard, entry_id, org_no, cycle_no, kind, code, words, source, delta_fen, roles, users_count,
                          before_id, day, digest, maker_id, made_us)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16);

-- name: entry_approve (shard i, entry_id u, before_id u, approver_id u, approved_us i)
UPDATE budget_entry SET before_id = $3, approver_id = $4, approved_us = $5
 WHERE shard = $1 AND entry_id = $2 AND approver_id IS NULL AND maker_id <> $4;

-- name: spender_add (shard i, entry_id u, user_id u)
INSERT INTO budget_spender (shard, entry_id, user_id) VALUES ($1, $2, $3);

-- name: spender (shard i, entry_id u, user_id u)
SELECT user_id FROM budget_spender WHERE shard = $1 AND entry_id = $2 AND user_id = $3;

-- name: spenders (shard i, entry_id u)
SELECT user_id FROM budget_spender WHERE shard = $1 AND entry_id = $2 ORDER BY user_id;

-- ---- what documents use ----

-- any shard: a return goes back to lines of unions above
-- name: uses (document_id u)
SELECT shard, org_no, cycle_no, code, amount_fen, state FROM budget_use WHERE document_id = $1
 ORDER BY shard, org_no, cycle_no, code;

-- Ids grow with time: the latest first.
-- name: uses_of_line (shard i, org_no i, cycle_no i, code t, rows_max i)
SELECT document_id, amount_fen, state, paper FROM budget_use
 WHERE shard = $1 AND org_no = $2 AND cycle_no = $3 AND code = $4
 ORDER BY document_id DESC LIMIT $5;

-- name: use_add (shard i, document_id u, org_no i, cycle_no i, code t, amount_fen i, state i, paper i)
INSERT INTO budget_use (shard, document_id, org_no, cycle_no, code, amount_fen, state, paper)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: use_settle (shard i, document_id u, org_no i, cycle_no i, code t, state i, next i)
UPDATE budget_use SET state = $7
 WHERE shard = $1 AND document_id = $2 AND org_no = $3 AND cycle_no = $4 AND code = $5 AND state = $6;

-- The allotments by which one fund gave to another, the latest first, with the line that each took from. 1 is FUND and
-- ALLOT, 3 DONE; the purpose is asked for where it binds.
-- every shard: the line is the giver's, the money is below
-- name: allotted (to_org_no i, to_cycle_no i, to_source i, from_org_no i, from_cycle_no i, from_source i, purpose t)
SELECT d.document_id, d.made_us, u.shard, u.org_no, u.cycle_no, u.code, CAST(SUM(l.value_fen) AS BIGINT) AS value_fen
  FROM document_line l
  JOIN document d ON d.shard = l.shard AND d.document_id = l.document_id
  LEFT JOIN budget_use u ON u.document_id = d.document_id AND u.state = 1
 WHERE l.to_org_no = $1 AND l.to_cycle_no = $2 AND l.to_source = $3 AND l.to_class = 1
   AND l.from_org_no = $4 AND l.from_cycle_no = $5 AND l.from_source = $6 AND l.from_class = 1
   AND d.kind = 1 AND d.state = 3 AND d.reversal_id IS NULL AND ($7 IS NULL OR d.purpose = $7)
 GROUP BY d.document_id, d.made_us, u.shard, u.org_no, u.cycle_no, u.code
 ORDER BY d.made_us DESC, d.document_id DESC;

-- What has gone back that way or is drafted to. 3 is RETURN, 4 CANCELLED.
-- name: returned (shard i, from_org_no i, from_cycle_no i, from_source i, to_org_no i, to_cycle_no i, to_source i, purpose t)
SELECT CAST(COALESCE(SUM(l.value_fen), 0) AS BIGINT) AS value_fen
  FROM document_line l JOIN document d ON d.shard = l.shard AND d.document_id = l.document_id
 WHERE l.shard = $1 AND l.from_org_no = $2 AND l.from_cycle_no = $3 AND l.from_source = $4 AND l.from_class = 1
   AND l.to_org_no = $5 AND l.to_cycle_no = $6 AND l.to_source = $7 AND l.to_class = 1
   AND d.kind = 3 AND d.state <> 4 AND d.reversal_id IS NULL AND ($8 IS NULL OR d.purpose = $8);

-- ---- verify ----

-- any shard: lines that their entries and documents do not add up to
-- name: lines_wrong ()
SELECT b.shard, b.org_no, b.cycle_no, b.code, b.first_id, b.amount_fen, b.used_fen,
       COALESCE(e.amount_fen, 0) AS entries_fen, COALESCE(u.used_fen, 0) AS uses_fen
  FROM budget_line b
  LEFT JOIN (SELECT shard, org_no, cycle_no, code, CAST(SUM(delta_fen) AS BIGINT) AS amount_fen
               FROM budget_entry WHERE approver_id IS NOT NULL AND kind <> 2 GROUP BY shard, org_no, cycle_no, code) e
    ON e.shard = b.shard AND e.org_no = b.org_no AND e.cycle_no = b.cycle_no AND e.code = b.code
  LEFT JOIN (SELECT shard, org_no, cycle_no, code, CAST(SUM(amount_fen) AS BIGINT) AS used_fen
               FROM budget_use WHERE state = 1 GROUP BY shard, org_no, cycle_no, code) u
    ON u.shard = b.shard AND u.org_no = b.org_no AND u.cycle_no = b.cycle_no AND u.code = b.code
 WHERE b.amount_fen <> COALESCE(e.amount_fen, 0) OR b.used_fen <> COALESCE(u.used_fen, 0)
 ORDER BY b.shard, b.org_no, b.cycle_no, b.code;

-- What the leaf of an entry binds stands in its line, too.
-- any shard: every line and the entry that added it
-- name: lines_unlike ()
SELECT e.shard, e.entry_id FROM budget_entry e
  LEFT JOIN budget_line b ON b.shard = e.shard AND b.org_no = e.org_no AND b.cycle_no = e.cycle_no AND b.code = e.code
 WHERE e.kind = 0 AND e.approver_id IS NOT NULL
   AND (b.code IS NULL OR b.first_id <> e.entry_id OR b.words <> e.words OR b.source <> e.source OR b.roles <> e.roles
        OR b.users_count <> e.users_count)
 UNION
SELECT b.shard, b.last_id AS entry_id FROM budget_line b
 WHERE NOT EXISTS (SELECT 1 FROM budget_entry e
                    WHERE e.shard = b.shard AND e.entry_id = b.last_id AND e.org_no = b.org_no AND e.cycle_no = b.cycle_no
                      AND e.code = b.code AND e.approver_id IS NOT NULL)
 ORDER BY 1, 2;

-- Nothing is both refused and approved, and nothing is refused that nobody made.
-- any shard: every refusal
-- name: refused_wrong ()
SELECT n.shard, n.entry_id FROM budget_refused n
  LEFT JOIN budget_entry e ON e.shard = n.shard AND e.entry_id = n.entry_id
 WHERE e.entry_id IS NULL OR e.approver_id IS NOT NULL
 ORDER BY n.shard, n.entry_id;

-- any shard: every closed list and the entries that closed it
-- name: lists_unlike ()
SELECT e.shard, e.entry_id FROM budget_entry e
 WHERE e.kind = 2 AND e.approver_id IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM budget_closed l WHERE l.shard = e.shard AND l.org_no = e.org_no AND l.cycle_no = e.cycle_no)
 UNION
SELECT l.shard, l.entry_id FROM budget_closed l
 WHERE NOT EXISTS (SELECT 1 FROM budget_entry e
                    WHERE e.shard = l.shard AND e.entry_id = l.entry_id AND e.org_no = l.org_no AND e.cycle_no = l.cycle_no
                      AND e.kind = 2 AND e.approver_id IS NOT NULL)
 ORDER BY 1, 2;

-- Uses whose document is of another state than they say, or of another total. 3 is DONE, 4 CANCELLED; a
-- document that was taken back counts as cancelled. A return (kind 3) gives back to several lines, at most its total. Paper 0 is a
-- document; who has others recounts them.
-- any shard: every use
-- name: uses_wrong ()
SELECT u.shard, u.document_id, u.amount_fen, d.declared_total_fen
  FROM budget_use u LEFT JOIN document d ON d.document_id = u.document_id
 WHERE u.paper = 0
   AND (d.document_id IS NULL
    OR (d.state = 4 OR d.reversed_us IS NOT NULL) <> (u.state = 2)
    OR (d.state = 3 AND u.state = 0)
    OR (d.kind <> 3 AND d.declared_total_fen <> u.amount_fen AND d.declared_total_fen <> -u.amount_fen)
    OR (d.kind = 3 AND (u.amount_fen > 0 OR d.declared_total_fen <
          (SELECT -CAST(SUM(x.amount_fen) AS BIGINT) FROM budget_use x WHERE x.document_id = u.document_id))))
 ORDER BY u.shard, u.document_id;

-- any shard: every approved entry, for its leaf
-- name: entries_approved ()
SELECT e.shard, e.entry_id, e.org_no, e.cycle_no, e.kind, e.code, e.words, e.source, e.delta_fen, e.roles, e.users_count,
       e.before_id, e.day, e.digest, e.maker_id, e.made_us, e.approver_id, e.approved_us, n.by_id AS refused_by_id,
       n.words AS refused_words, n.at_us AS refused_us
  FROM budget_entry e LEFT JOIN budget_refused n ON n.shard = e.shard AND n.entry_id = e.entry_id
 WHERE e.approver_id IS NOT NULL ORDER BY e.shard, e.entry_id;
