-- Bank batches for cash gifts. States, whys and kinds are the numbers of the lists in payout.h.

-- number: ORG-yyyymmdd-n, what the bank's remark shows. needed: bits of the hands that it needs. asked_hash: SHA-256 of what
-- was asked, so that the same id with other content is a conflict.
CREATE TABLE payout_batch (
	shard BIGINT NOT NULL,
	batch_id UUID NOT NULL,
	number TEXT COLLATE "C" NOT NULL,
	org_no BIGINT NOT NULL,
	cycle_no BIGINT NOT NULL,
	benefit TEXT COLLATE "C",
	source SMALLINT NOT NULL CHECK (source BETWEEN 0 AND 6),
	purpose TEXT COLLATE "C" NOT NULL,
	words TEXT COLLATE "C",
	day INTEGER NOT NULL CHECK (day BETWEEN 19000101 AND 99991231),
	state SMALLINT NOT NULL CHECK (state BETWEEN 0 AND 4),
	lines_count BIGINT NOT NULL CHECK (lines_count > 0),
	total_fen BIGINT NOT NULL CHECK (total_fen > 0),
	needed BIGINT NOT NULL CHECK (needed BETWEEN 1 AND 15),
	asked_hash BYTEA NOT NULL CHECK (octet_length(asked_hash) = 32),
	maker_id UUID NOT NULL,
	checker_id UUID,
	approver_id UUID,
	treasurer_id UUID,
	exporter_id UUID,
	file_sha256 BYTEA CHECK (octet_length(file_sha256) = 32),
	made_us BIGINT NOT NULL,
	exported_us BIGINT,
	PRIMARY KEY (shard, batch_id),
	CHECK (checker_id IS NULL OR checker_id <> maker_id),
	CHECK (approver_id IS NULL OR (approver_id <> maker_id AND (checker_id IS NULL OR approver_id <> checker_id))),
	CHECK (treasurer_id IS NULL OR (treasurer_id <> maker_id AND (checker_id IS NULL OR treasurer_id <> checker_id)
		AND (approver_id IS NULL OR treasurer_id <> approver_id))),
	CHECK (state NOT IN (1, 2, 3) OR approver_id IS NOT NULL),
	CHECK ((exported_us IS NULL) = (exporter_id IS NULL)),
	CHECK ((exported_us IS NULL) = (file_sha256 IS NULL)),
	CHECK ((state IN (2, 3)) = (exported_us IS NOT NULL))
);
CREATE UNIQUE INDEX payout_number ON payout_batch (shard, number);
CREATE INDEX payout_by_number ON payout_batch (number);
CREATE INDEX payout_by_id ON payout_batch (batch_id);
CREATE INDEX payout_by_org ON payout_batch (org_no, day);
CREATE INDEX payout_by_cycle ON payout_batch (cycle_no, state);

-- A payment to one person: it stands with the entitlement. line_id is the first hold's id, and the delivery's where it was
-- paid. holds: accounts that it is taken from; further ids follow from line_id. act_id: the return (or cancellation, export
-- check) that settled it; back_act_id: the return that brought paid money back.
CREATE TABLE payout_line (
	shard BIGINT NOT NULL,
	line_id UUID NOT NULL,
	batch_id UUID NOT NULL,
	line_no BIGINT NOT NULL CHECK (line_no > 0),
	cycle_no BIGINT NOT NULL,
	entitlement_id UUID NOT NULL,
	person_id UUID NOT NULL,
	org_no BIGINT NOT NULL,
	benefit TEXT COLLATE "C" NOT NULL,
	value_fen BIGINT NOT NULL CHECK (value_fen > 0),
	card_shard BIGINT NOT NULL,
	card_id UUID NOT NULL,
	card_hash BYTEA NOT NULL CHECK (octet_length(card_hash) = 16),
	last4 TEXT COLLATE "C" NOT NULL,
	holds BIGINT NOT NULL CHECK (holds > 0),
	state SMALLINT NOT NULL CHECK (state BETWEEN 0 AND 4),
	why SMALLINT NOT NULL CHECK (why BETWEEN 0 AND 9),
	words TEXT COLLATE "C",
	bank_ref TEXT COLLATE "C",
	day INTEGER,
	act_id UUID,
	doubled SMALLINT NOT NULL DEFAULT 0 CHECK (doubled IN (0, 1)),
	back_act_id UUID,
	back_day INTEGER,
	back_words TEXT COLLATE "C",
	reversal_id UUID,
	PRIMARY KEY (shard, line_id),
	CHECK ((state = 0) = (act_id IS NULL)),
	CHECK ((state IN (1, 3)) = (day IS NOT NULL)),
	CHECK ((state = 3) = (back_act_id IS NOT NULL)),
	CHECK ((state = 3) = (reversal_id IS NOT NULL)),
	CHECK (state IN (2, 4) OR why = 0),
	CHECK (doubled = 0 OR state IN (1, 3))
);
-- Never in two batches at once, and never again in one once it is paid.
CREATE UNIQUE INDEX payout_line_once ON payout_line (shard, entitlement_id) WHERE state IN (0, 1);
CREATE UNIQUE INDEX payout_line_no ON payout_line (batch_id, line_no, shard);
CREATE INDEX payout_line_by_card ON payout_line (card_id, state);

-- Who did what with a batch, and when: the audit. Each has its leaf. A return counts the lines that it changed, and what of
-- them was paid.
CREATE TABLE payout_act (
	shard BIGINT NOT NULL,
	act_id UUID NOT NULL,
	batch_id UUID NOT NULL,
	kind SMALLINT NOT NULL CHECK (kind BETWEEN 0 AND 5),
	hand SMALLINT NOT NULL CHECK (hand BETWEEN 0 AND 3),
	by_id UUID,
	at_us BIGINT NOT NULL,
	file_sha256 BYTEA CHECK (octet_length(file_sha256) = 32),
	lines_count BIGINT NOT NULL CHECK (lines_count >= 0),
	value_fen BIGINT NOT NULL CHECK (value_fen >= 0),
	PRIMARY KEY (shard, act_id),
	CHECK ((kind IN (2, 3)) = (file_sha256 IS NOT NULL))
);
CREATE INDEX payout_act_by_batch ON payout_act (shard, batch_id, at_us);
-- The bank's file is written once.
CREATE UNIQUE INDEX payout_one_export ON payout_act (shard, batch_id) WHERE kind = 2;
