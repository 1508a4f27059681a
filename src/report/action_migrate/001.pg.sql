-- action: umbrellas over years, their cycles, targets and opening figures. Reference tables, as cycle is.
CREATE TABLE action (
	action_no BIGINT NOT NULL PRIMARY KEY,
	code TEXT COLLATE "C" NOT NULL UNIQUE,
	name TEXT COLLATE "C" NOT NULL,
	words TEXT COLLATE "C",
	org_no BIGINT NOT NULL REFERENCES org (org_no),
	first_year SMALLINT NOT NULL CHECK (first_year BETWEEN 1900 AND 2199),
	actor_id UUID,
	at_us BIGINT NOT NULL
);
-- What was taken out stays.
CREATE TABLE action_cycle (
	member_id UUID NOT NULL PRIMARY KEY,
	action_no BIGINT NOT NULL REFERENCES action (action_no),
	cycle_no BIGINT NOT NULL,
	actor_id UUID,
	at_us BIGINT NOT NULL,
	removed_id UUID,
	removed_us BIGINT NOT NULL DEFAULT 0 CHECK (removed_us = 0 OR removed_us >= at_us)
);
CREATE UNIQUE INDEX action_cycle_once ON action_cycle (action_no, cycle_no) WHERE removed_us = 0;
-- Never edited: a correction is a new row that points at the old one.
CREATE TABLE action_figure (
	figure_id UUID NOT NULL PRIMARY KEY,
	action_no BIGINT NOT NULL REFERENCES action (action_no),
	role SMALLINT NOT NULL CHECK (role IN (0, 1)),                       -- target, opening
	measure SMALLINT NOT NULL CHECK (measure BETWEEN 0 AND 6),           -- enum action_measure
	unit TEXT COLLATE "C" NOT NULL,                                       -- quantity.h
	from_year SMALLINT NOT NULL CHECK (from_year BETWEEN 1900 AND 2199),
	until_year SMALLINT NOT NULL CHECK (until_year = 0 OR until_year BETWEEN from_year AND 2199), -- 0: open
	value BIGINT CHECK (value >= 0),                                   -- NULL: not said
	value_is SMALLINT NOT NULL CHECK (value_is BETWEEN 0 AND 2),         -- enum qualifier
	words TEXT COLLATE "C" NOT NULL,
	corrects_id UUID,
	actor_id UUID,
	at_us BIGINT NOT NULL,
	CHECK (role = 1 OR value IS NOT NULL),                         -- a target has a value
	CHECK (role = 0 OR until_year <> 0)                            -- what was done has an end
);
CREATE UNIQUE INDEX action_figure_corrected_once ON action_figure (corrects_id);
CREATE UNIQUE INDEX action_figure_once ON action_figure (action_no, role, measure, unit, from_year, until_year) WHERE corrects_id IS NULL;
