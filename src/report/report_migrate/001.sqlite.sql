-- What unions said, word for word, and what was stated above them. Never edited: a correction is a new row that
-- points at the old one, and the newest of a chain counts.
CREATE TABLE reported (
	shard INTEGER NOT NULL,
	reported_id BLOB NOT NULL,
	cycle_no INTEGER NOT NULL,
	org_no INTEGER NOT NULL,
	scope INTEGER NOT NULL CHECK (scope BETWEEN 0 AND 2),          -- enum report_scope
	recipients INTEGER CHECK (recipients >= 0),                      -- NULL: not said
	recipients_is INTEGER NOT NULL CHECK (recipients_is BETWEEN 0 AND 2),
	amount_fen INTEGER CHECK (amount_fen >= 0),                      -- NULL: not said
	amount_is INTEGER NOT NULL CHECK (amount_is BETWEEN 0 AND 2),
	meaning INTEGER NOT NULL CHECK (meaning BETWEEN 0 AND 2),      -- unknown, given, raised
	kind TEXT,
	words TEXT,
	file_row INTEGER NOT NULL,
	corrects_id BLOB,
	actor_id BLOB NOT NULL,
	at_us INTEGER NOT NULL,
	PRIMARY KEY (shard, reported_id)
) STRICT;
CREATE UNIQUE INDEX reported_corrected_once ON reported (shard, corrects_id);
CREATE INDEX reported_by_cycle ON reported (cycle_no, org_no, scope);
