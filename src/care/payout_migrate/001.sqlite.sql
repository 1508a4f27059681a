-- Bank batches for cash gifts. States, whys and kinds are the numbers of the lists in payout.h.

-- number: ORG-yyyymmdd-n, what the bank's remark shows. needed: bits of the hands that it needs. asked_hash: SHA-256 of what
-- was asked, so that the same id with other content is a conflict.
CREATE TABLE payout_batch (
	shard INTEGER NOT NULL,
	batch_id BLOB NOT NULL CHECK (length(batch_id) = 16),
	number TEXT NOT NULL,
	org_no INTEGER NOT NULL,
	cycle_no INTEGER NOT NULL,
	benefit TEXT,
	source INTEGER NOT NULL CHECK (source BETWEEN 0 AND 6),
	purpose TEXT NOT NULL,
	words TEXT,
	day INTEGER NOT NULL CHECK (day BETWEEN 19000101 AND 99991231),
	state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 4),
	lines_count INTEGER NOT NULL CHECK (lines_count > 0),
	total_fen INTEGER NOT NULL CHECK (total_fen > 0),
	needed INTEGER NOT NULL CHECK (needed BETWEEN 1 AND 15),
	asked_hash BLOB NOT NULL CHECK (length(asked_hash) = 32),
	maker_id BLOB NOT NULL,
	checker_id BLOB,
	approver_id BLOB,
	treasurer_id BLOB,
	exporter_id BLOB,
	file_sha256 BLOB CHECK (length(file_sha256) = 32),
	made_us INTEGER NOT NULL,
	exported_us INTEGER,
	PRIMARY KEY (shard, batch_id),
	CHECK (checker_id IS NULL OR checker_id <> maker_id),
	CHECK (approver_id IS NULL OR (approver_id <> maker_id AND (checker_id IS NULL OR approver_id <> checker_id))),
	CHECK (treasurer_id IS NULL OR (treasurer_id <> maker_id AND (checker_id IS NULL OR treasurer_id <> checker_id)
		AND (approver_id IS NULL OR treasurer_id <> approver_id))),
	CHECK (state NOT IN (1, 2, 3) OR approver_id IS NOT NULL),
	CHECK ((exported_us IS NULL) = (exporter_id IS NULL)),
	CHECK ((exported_us IS NULL) = (file_sha256 IS NULL)),
	CHECK ((state IN (2, 3)) = (exported_us IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX payout_number ON payout_batch (shard, number);
CREATE INDEX payout_by_number ON payout_batch (number);
CREATE INDEX payout_by_id ON payout_batch (batch_id);
CREATE INDEX payout_by_org ON payout_batch (org_no, day);
CREATE INDEX payout_by_cycle ON payout_batch (cycle_no, state);

-- A payment to one person: it stands with the entitlement. line_id is the first hold's id, and the delivery's where it was
-- paid. holds: accounts that it is taken from; further ids follow from line_id. act_id: the return (or cancellation, export
-- check) that settled it; back_act_id: the return that brought paid money back.
CREATE TABLE payout_line (
	shard INTEGER NOT NULL,
	line_id BLOB NOT NULL CHECK (length(line_id) = 16),
	batch_id BLOB NOT NULL,
	line_no INTEGER NOT NULL CHECK (line_no > 0),
	cycle_no INTEGER NOT NULL,
	entitlement_id BLOB NOT NULL,
	person_id BLOB NOT NULL,
	org_no INTEGER NOT NULL,
	benefit TEXT NOT NULL,
	value_fen INTEGER NOT NULL CHECK (value_fen > 0),
	card_shard INTEGER NOT NULL,
	card_id BLOB NOT NULL,
	card_hash BLOB NOT NULL CHECK (length(card_hash) = 16),
	last4 TEXT NOT NULL,
	holds INTEGER NOT NULL CHECK (holds > 0),
	state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 4),
	why INTEGER NOT NULL CHECK (why BETWEEN 0 AND 9),
	words TEXT,
	bank_ref TEXT,
	day INTEGER,
	act_id BLOB,
	doubled INTEGER NOT NULL DEFAULT 0 CHECK (doubled IN (0, 1)),
	back_act_id BLOB,
	back_day INTEGER,
	back_words TEXT,
	reversal_id BLOB,
	PRIMARY KEY (shard, line_id),
	CHECK ((state = 0) = (act_id IS NULL)),
	CHECK ((state IN (1, 3)) = (day IS NOT NULL)),
	CHECK ((state = 3) = (back_act_id IS NOT NULL)),
	CHECK ((state = 3) = (reversal_id IS NOT NULL)),
	CHECK (state IN (2, 4) OR why = 0),
	CHECK (doubled = 0 OR state IN (1, 3))
) STRICT, WITHOUT ROWID;
-- Never in two batches at once, and never again in one once it is paid.
CREATE UNIQUE INDEX payout_line_once ON payout_line (shard, entitlement_id) WHERE state IN (0, 1);
CREATE UNIQUE INDEX payout_line_no ON payout_line (batch_id, line_no, shard);
CREATE INDEX payout_line_by_card ON payout_line (card_id, state);

-- Who did what with a batch, and when: the audit. Each has its leaf. A return counts the lines that it changed, and what of
-- them was paid.
CREATE TABLE payout_act (
	shard INTEGER NOT NULL,
	act_id BLOB NOT NULL CHECK (length(act_id) = 16),
	batch_id BLOB NOT NULL,
	kind INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 5),
	hand INTEGER NOT NULL CHECK (hand BETWEEN 0 AND 3),
	by_id BLOB,
	at_us INTEGER NOT NULL,
	file_sha256 BLOB CHECK (length(file_sha256) = 32),
	lines_count INTEGER NOT NULL CHECK (lines_count >= 0),
	value_fen INTEGER NOT NULL CHECK (value_fen >= 0),
	PRIMARY KEY (shard, act_id),
	CHECK ((kind IN (2, 3)) = (file_sha256 IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX payout_act_by_batch ON payout_act (shard, batch_id, at_us);
-- The bank's file is written once.
CREATE UNIQUE INDEX payout_one_export ON payout_act (shard, batch_id) WHERE kind = 2;
