-- Giving without names: so many of an item, on a day, at a place. person_times NULL: not known. transfers: shares of
-- lots, whose ids follow from portion_id. What was taken back stays, with the reversal and why.
CREATE TABLE portion (
	shard BIGINT NOT NULL,
	portion_id UUID NOT NULL,
	cycle_no BIGINT NOT NULL,
	org_no BIGINT NOT NULL,
	day INTEGER NOT NULL,
	site TEXT COLLATE "C" NOT NULL,
	item_no BIGINT NOT NULL CHECK (item_no > 0),
	unit TEXT COLLATE "C" NOT NULL,
	quantity BIGINT NOT NULL CHECK (quantity > 0),
	person_times BIGINT CHECK (person_times > 0),
	level SMALLINT NOT NULL CHECK (level IN (1, 2)),
	by_id UUID,
	words TEXT COLLATE "C",
	value_fen BIGINT NOT NULL CHECK (value_fen >= 0),
	transfers BIGINT NOT NULL CHECK (transfers > 0),
	actor_id UUID,
	at_us BIGINT NOT NULL,
	reversal_id UUID,
	reversed_by UUID,
	why TEXT COLLATE "C",
	PRIMARY KEY (shard, portion_id),
	CHECK ((reversal_id IS NULL) = (why IS NULL))
);
CREATE INDEX portion_by_id ON portion (portion_id);
CREATE INDEX portion_by_cycle ON portion (cycle_no, org_no, day);
