-- Sent back (退回): the accountant closes it anew. NULL: it was not.
ALTER TABLE closing ADD COLUMN back_us INTEGER;

-- Each sending back: what was closed then and by whom, and why it was not confirmed.
CREATE TABLE closing_back (
	shard INTEGER NOT NULL,
	org_no INTEGER NOT NULL,
	period INTEGER NOT NULL,
	back_id BLOB NOT NULL,
	by_id BLOB NOT NULL,
	at_us INTEGER NOT NULL,
	words TEXT NOT NULL,
	closed_by BLOB NOT NULL,
	closed_us INTEGER NOT NULL,
	accounts INTEGER NOT NULL,
	in_fen INTEGER NOT NULL,
	out_fen INTEGER NOT NULL,
	PRIMARY KEY (shard, org_no, period, back_id),
	CHECK (by_id <> closed_by)
) STRICT, WITHOUT ROWID;
