-- action: umbrellas over years, their cycles, targets and opening figures. Reference tables, as cycle is.
CREATE TABLE action (
	action_no INTEGER NOT NULL PRIMARY KEY,
	code TEXT NOT NULL UNIQUE,
	name TEXT NOT NULL,
	words TEXT,
	org_no INTEGER NOT NULL REFERENCES org (org_no),
	first_year INTEGER NOT NULL CHECK (first_year BETWEEN 1900 AND 2199),
	actor_id BLOB,
	at_us INTEGER NOT NULL
) STRICT;
-- What was taken out stays.
CREATE TABLE action_cycle (
	member_id BLOB NOT NULL PRIMARY KEY,
	action_no INTEGER NOT NULL REFERENCES action (action_no),
	cycle_no INTEGER NOT NULL,
	actor_id BLOB,
	at_us INTEGER NOT NULL,
	removed_id BLOB,
	removed_us INTEGER NOT NULL DEFAULT 0 CHECK (removed_us = 0 OR removed_us >= at_us)
) STRICT;
CREATE UNIQUE INDEX action_cycle_once ON action_cycle (action_no, cycle_no) WHERE removed_us = 0;
-- Never edited: a correction is a new row that points at the old one.
CREATE TABLE action_figure (
	figure_id BLOB NOT NULL PRIMARY KEY,
	action_no INTEGER NOT NULL REFERENCES action (action_no),
	role INTEGER NOT NULL CHECK (role IN (0, 1)),                       -- target, opening
	measure INTEGER NOT NULL CHECK (measure BETWEEN 0 AND 6),           -- enum action_measure
	unit TEXT NOT NULL,                                       -- quantity.h
	from_year INTEGER NOT NULL CHECK (from_year BETWEEN 1900 AND 2199),
	until_year INTEGER NOT NULL CHECK (until_year = 0 OR until_year BETWEEN from_year AND 2199), -- 0: open
	value INTEGER CHECK (value >= 0),                                   -- NULL: not said
	value_is INTEGER NOT NULL CHECK (value_is BETWEEN 0 AND 2),         -- enum qualifier
	words TEXT NOT NULL,
	corrects_id BLOB,
	actor_id BLOB,
	at_us INTEGER NOT NULL,
	CHECK (role = 1 OR value IS NOT NULL),                         -- a target has a value
	CHECK (role = 0 OR until_year <> 0)                            -- what was done has an end
) STRICT;
CREATE UNIQUE INDEX action_figure_corrected_once ON action_figure (corrects_id);
CREATE UNIQUE INDEX action_figure_once ON action_figure (action_no, role, measure, unit, from_year, until_year) WHERE corrects_id IS NULL;
