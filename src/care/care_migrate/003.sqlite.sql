-- Giving without names: so many of an item, on a day, at a place. person_times NULL: not known. transfers: shares of
-- lots, whose ids follow from portion_id. What was taken back stays, with the reversal and why.
CREATE TABLE portion (
	shard INTEGER NOT NULL,
	portion_id BLOB NOT NULL,
	cycle_no INTEGER NOT NULL,
	org_no INTEGER NOT NULL,
	day INTEGER NOT NULL,
	site TEXT NOT NULL,
	item_no INTEGER NOT NULL CHECK (item_no > 0),
	unit TEXT NOT NULL,
	quantity INTEGER NOT NULL CHECK (quantity > 0),
	person_times INTEGER CHECK (person_times > 0),
	level INTEGER NOT NULL CHECK (level IN (1, 2)),
	by_id BLOB,
	words TEXT,
	value_fen INTEGER NOT NULL CHECK (value_fen >= 0),
	transfers INTEGER NOT NULL CHECK (transfers > 0),
	actor_id BLOB,
	at_us INTEGER NOT NULL,
	reversal_id BLOB,
	reversed_by BLOB,
	why TEXT,
	PRIMARY KEY (shard, portion_id),
	CHECK ((reversal_id IS NULL) = (why IS NULL))
) STRICT;
CREATE INDEX portion_by_id ON portion (portion_id);
CREATE INDEX portion_by_cycle ON portion (cycle_no, org_no, day);
