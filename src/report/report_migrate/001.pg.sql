-- What unions said, word for word, and what was stated above them. Never edited: a correction is a new row that
-- points at the old one, and the newest of a chain counts.
CREATE TABLE reported (
	shard BIGINT NOT NULL,
	reported_id UUID NOT NULL,
	cycle_no BIGINT NOT NULL,
	org_no BIGINT NOT NULL,
	scope SMALLINT NOT NULL CHECK (scope BETWEEN 0 AND 2),          -- enum report_scope
	recipients BIGINT CHECK (recipients >= 0),                      -- NULL: not said
	recipients_is SMALLINT NOT NULL CHECK (recipients_is BETWEEN 0 AND 2),
	amount_fen BIGINT CHECK (amount_fen >= 0),                      -- NULL: not said
	amount_is SMALLINT NOT NULL CHECK (amount_is BETWEEN 0 AND 2),
	meaning SMALLINT NOT NULL CHECK (meaning BETWEEN 0 AND 2),      -- unknown, given, raised
	kind TEXT COLLATE "C",
	words TEXT COLLATE "C",
	file_row BIGINT NOT NULL,
	corrects_id UUID,
	actor_id UUID NOT NULL,
	at_us BIGINT NOT NULL,
	PRIMARY KEY (shard, reported_id)
);
CREATE UNIQUE INDEX reported_corrected_once ON reported (shard, corrects_id);
CREATE INDEX reported_by_cycle ON reported (cycle_no, org_no, scope);
