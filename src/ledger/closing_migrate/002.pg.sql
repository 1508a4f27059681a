-- Sent back (退回): the accountant closes it anew. NULL: it was not.
ALTER TABLE closing ADD COLUMN back_us BIGINT;

-- Each sending back: what was closed then and by whom, and why it was not confirmed.
CREATE TABLE closing_back (
	shard BIGINT NOT NULL,
	org_no BIGINT NOT NULL,
	period INTEGER NOT NULL,
	back_id UUID NOT NULL,
	by_id UUID NOT NULL,
	at_us BIGINT NOT NULL,
	words TEXT COLLATE "C" NOT NULL,
	closed_by UUID NOT NULL,
	closed_us BIGINT NOT NULL,
	accounts BIGINT NOT NULL,
	in_fen BIGINT NOT NULL,
	out_fen BIGINT NOT NULL,
	PRIMARY KEY (shard, org_no, period, back_id),
	CHECK (by_id <> closed_by)
);
