-- action: umbrellas over years. Reference tables, as cycle is: no shard in their keys.

-- sealed: action (action_no i | code t, name t, words t, org_no i, first_year i, actor_id u, at_us i)
-- sealed: action_cycle (member_id u | action_no i, cycle_no i, actor_id u, at_us i, removed_id u, removed_us i=0)
-- sealed: action_figure (figure_id u | action_no i, role i, measure i, unit t, from_year i, until_year i, value i, value_is i, words t, corrects_id u, actor_id u, at_us i)

-- name: by_code (code t)
SELECT action_no, code, name, words, org_no, first_year FROM action WHERE code = $1

-- name: all (limit i)
SELECT action_no, code, name, words, org_no, first_year FROM action ORDER BY code LIMIT $1

-- name: last_no ()
SELECT COALESCE(MAX(action_no), 0) AS action_no FROM action

-- name: add (action_no i, code t, name t, words t, org_no i, first_year i, actor_id u, at_us i)
INSERT INTO action (action_no, code, name, words, org_no, first_year, actor_id, at_us)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)

-- name: cycles_of (action_no i, limit i)
SELECT m.cycle_no FROM action_cycle m JOIN cycle y ON y.cycle_no = m.cycle_no
 WHERE m.action_no = $1 AND m.removed_us = 0 ORDER BY y.from_day, y.code LIMIT $2

-- name: cycle_add (member_id u, action_no i, cycle_no i, actor_id u, at_us i)
INSERT INTO action_cycle (member_id, action_no, cycle_no, actor_id, at_us) VALUES ($1, $2, $3, $4, $5)

-- name: cycle_remove (action_no i, cycle_no i, removed_id u, removed_us i)
UPDATE action_cycle SET removed_id = $3, removed_us = $4
 WHERE action_no = $1 AND cycle_no = $2 AND removed_us = 0

-- The newest of each chain of corrections.
-- name: figures_of (action_no i, limit i)
SELECT f.figure_id, f.action_no, f.role, f.measure, f.unit, f.from_year, f.until_year, f.value, f.value_is, f.words
  FROM action_figure f
 WHERE f.action_no = $1 AND NOT EXISTS (SELECT 1 FROM action_figure n WHERE n.corrects_id = f.figure_id)
 ORDER BY f.role, f.measure, f.unit, f.from_year, f.until_year LIMIT $2

-- name: figure_by_id (figure_id u)
SELECT figure_id, action_no, role, measure, unit, from_year, until_year, value, value_is, words
  FROM action_figure WHERE figure_id = $1

-- name: figure_add (figure_id u, action_no i, role i, measure i, unit t, from_year i, until_year i, value i, value_is i, words t, corrects_id u, actor_id u, at_us i)
INSERT INTO action_figure (figure_id, action_no, role, measure, unit, from_year, until_year, value, value_is, words,
                           corrects_id, actor_id, at_us)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)

-- name: lost_cycles ()
SELECT m.member_id AS id, m.cycle_no AS found FROM action_cycle m
  LEFT JOIN cycle y ON y.cycle_no = m.cycle_no
 WHERE y.cycle_no IS NULL ORDER BY m.member_id

-- A figure that corrects one that is not there, or one of another action.
-- name: lost_figures ()
SELECT f.figure_id AS id, f.action_no AS found FROM action_figure f
  LEFT JOIN action_figure o ON o.figure_id = f.corrects_id
 WHERE f.corrects_id IS NOT NULL AND (o.figure_id IS NULL OR o.action_no <> f.action_no) ORDER BY f.figure_id
