-- Decisions are the numbers of CARRY_DECISIONS in closing.h: new ones are added at its end (with a migration of the
-- CHECK).

-- A month (202411) or year (2024) of one union, closed by an accountant and confirmed by another person.
CREATE TABLE closing (
	shard BIGINT NOT NULL,
	org_no BIGINT NOT NULL,
	period INTEGER NOT NULL CHECK (period BETWEEN 1900 AND 9999 OR period BETWEEN 190001 AND 999912),
	closing_id UUID NOT NULL,
	accounts BIGINT NOT NULL CHECK (accounts >= 0),
	in_fen BIGINT NOT NULL CHECK (in_fen >= 0),
	out_fen BIGINT NOT NULL CHECK (out_fen >= 0),
	digest BYTEA NOT NULL CHECK (length(digest) = 32),
	closed_by UUID NOT NULL,
	closed_us BIGINT NOT NULL,
	confirmed_by UUID,
	confirmed_us BIGINT,
	PRIMARY KEY (shard, org_no, period),
	CHECK (confirmed_by IS NULL OR confirmed_by <> closed_by),
	CHECK ((confirmed_by IS NULL) = (confirmed_us IS NULL))
);

-- What each account opened with, took in, gave out and closed with. Written when the closing is confirmed.
CREATE TABLE closing_account (
	shard BIGINT NOT NULL,
	org_no BIGINT NOT NULL,
	period INTEGER NOT NULL,
	account_no BIGINT NOT NULL,
	opening_quantity BIGINT NOT NULL,
	opening_fen BIGINT NOT NULL,
	in_quantity BIGINT NOT NULL CHECK (in_quantity >= 0),
	in_fen BIGINT NOT NULL CHECK (in_fen >= 0),
	out_quantity BIGINT NOT NULL CHECK (out_quantity >= 0),
	out_fen BIGINT NOT NULL CHECK (out_fen >= 0),
	closing_quantity BIGINT NOT NULL,
	closing_fen BIGINT NOT NULL,
	PRIMARY KEY (shard, org_no, period, account_no),
	CHECK (closing_quantity = opening_quantity + in_quantity - out_quantity),
	CHECK (closing_fen = opening_fen + in_fen - out_fen)
);

-- What was decided for a remainder. document_id: the draft that moves it; NULL where it stays.
CREATE TABLE carry (
	shard BIGINT NOT NULL,
	org_no BIGINT NOT NULL,
	year INTEGER NOT NULL CHECK (year BETWEEN 1900 AND 9999),
	cycle_no BIGINT NOT NULL,
	source INTEGER NOT NULL,
	carry_id UUID NOT NULL,
	decision INTEGER NOT NULL CHECK (decision BETWEEN 0 AND 2),
	to_cycle_no BIGINT NOT NULL,
	remainder_fen BIGINT NOT NULL CHECK (remainder_fen > 0),
	words TEXT COLLATE "C" NOT NULL,
	document_id UUID,
	decided_by UUID NOT NULL,
	decided_us BIGINT NOT NULL,
	PRIMARY KEY (shard, org_no, year, cycle_no, source, carry_id),
	CHECK ((decision = 0) = (document_id IS NULL))
);
