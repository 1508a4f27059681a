-- States, levels and case kinds are the numbers of the lists in care.h, ledger.h and care_priv.h: new ones are added at
-- a list's end (with a migration of the CHECKs), and none changes its place.

-- Rules are data: the document is what was loaded, byte for byte, and never changes.
CREATE TABLE programme (
	code TEXT COLLATE "C" NOT NULL,
	version BIGINT NOT NULL CHECK (version > 0),
	from_day BIGINT NOT NULL,
	until_day BIGINT NOT NULL CHECK (until_day = 0 OR until_day > from_day),
	document TEXT COLLATE "C" NOT NULL,
	loaded_us BIGINT NOT NULL,
	loaded_by UUID,
	PRIMARY KEY (code, version)
);
CREATE UNIQUE INDEX programme_from ON programme (code, from_day);

-- One run of a programme under one version. Four people sign it (settled.md 27).
CREATE TABLE cycle (
	cycle_no BIGINT NOT NULL CHECK (cycle_no BETWEEN 1 AND 1048575),
	code TEXT COLLATE "C" NOT NULL,
	name TEXT COLLATE "C" NOT NULL,
	programme TEXT COLLATE "C" NOT NULL,
	programme_version BIGINT NOT NULL,
	org_no BIGINT NOT NULL,
	state SMALLINT NOT NULL CHECK (state BETWEEN 0 AND 5),
	from_day BIGINT NOT NULL,
	until_day BIGINT NOT NULL CHECK (until_day = 0 OR until_day > from_day),
	maker_id UUID,
	checker_id UUID,
	approver_id UUID,
	auditor_id UUID,
	created_us BIGINT NOT NULL,
	PRIMARY KEY (cycle_no),
	CHECK (state < 1 OR (checker_id IS NOT NULL AND maker_id IS NOT NULL)),
	CHECK (state < 2 OR approver_id IS NOT NULL),
	CHECK (state < 5 OR auditor_id IS NOT NULL),
	CHECK (maker_id <> checker_id AND maker_id <> approver_id AND maker_id <> auditor_id),
	CHECK (checker_id <> approver_id AND checker_id <> auditor_id AND approver_id <> auditor_id)
);
CREATE UNIQUE INDEX cycle_code ON cycle (code);

-- Each step of a cycle's life once, by whom and when; step_id names its leaf.
CREATE TABLE cycle_step (
	cycle_no BIGINT NOT NULL,
	state SMALLINT NOT NULL CHECK (state BETWEEN 0 AND 5),
	step_id UUID NOT NULL,
	by_id UUID,
	at_us BIGINT NOT NULL,
	PRIMARY KEY (cycle_no, state)
);

-- One making of entitlements from rosters; run_id names its leaf.
CREATE TABLE entitle_run (
	run_id UUID NOT NULL,
	cycle_no BIGINT NOT NULL,
	org_no BIGINT NOT NULL,
	shard BIGINT NOT NULL,
	made BIGINT NOT NULL CHECK (made > 0),
	value_fen BIGINT NOT NULL CHECK (value_fen >= 0),
	at_us BIGINT NOT NULL,
	by_id UUID,
	PRIMARY KEY (run_id)
);

-- This person may get this benefit, once. id_hash: what its caps are held under, NULL for people without a number.
CREATE TABLE entitlement (
	shard BIGINT NOT NULL,
	entitlement_id UUID NOT NULL,
	cycle_no BIGINT NOT NULL,
	benefit TEXT COLLATE "C" NOT NULL,
	person_id UUID NOT NULL,
	org_no BIGINT NOT NULL,
	quantity BIGINT NOT NULL CHECK (quantity > 0),
	value_fen BIGINT NOT NULL CHECK (value_fen >= 0),
	day BIGINT NOT NULL,
	id_hash BYTEA,
	token_hash BYTEA NOT NULL,
	token_tries BIGINT NOT NULL CHECK (token_tries BETWEEN 0 AND 5),
	run_id UUID NOT NULL,
	void_us BIGINT,
	void_by UUID,
	void_words TEXT COLLATE "C",
	PRIMARY KEY (shard, entitlement_id)
);
CREATE UNIQUE INDEX entitlement_once ON entitlement (shard, person_id, cycle_no, benefit);
CREATE INDEX entitlement_by_hash ON entitlement (id_hash, cycle_no) WHERE id_hash IS NOT NULL;
CREATE INDEX entitlement_by_run ON entitlement (run_id);

-- A physical fact, kept with the person's others: doubles are found there. benefit NULL: nobody entitled this person to it. key_us: the time by which the award of doubles is
-- found. state 0: posted to recipients, 1: posted to over-issue. transfers: how many lots it came from.
CREATE TABLE delivery (
	shard BIGINT NOT NULL,
	record_id UUID NOT NULL,
	cycle_no BIGINT NOT NULL,
	person_id UUID NOT NULL,
	household_id UUID,
	org_no BIGINT NOT NULL,
	benefit TEXT COLLATE "C",
	entitlement_id UUID,
	item_no BIGINT NOT NULL,
	quantity BIGINT NOT NULL CHECK (quantity > 0),
	value_fen BIGINT NOT NULL CHECK (value_fen >= 0),
	level SMALLINT NOT NULL CHECK (level BETWEEN 2 AND 4),
	at_us BIGINT NOT NULL,
	key_us BIGINT NOT NULL,
	received_us BIGINT NOT NULL,
	by_id UUID,
	actor_id UUID,
	asked SMALLINT NOT NULL CHECK (asked IN (0, 1)),
	state SMALLINT NOT NULL CHECK (state IN (0, 1)),
	transfers BIGINT NOT NULL CHECK (transfers > 0),
	case_id UUID,
	content BYTEA NOT NULL,
	seed BYTEA NOT NULL,
	reversal_id UUID,
	reversed_us BIGINT,
	reversed_by UUID,
	reversed_words TEXT COLLATE "C",
	PRIMARY KEY (shard, person_id, record_id),
	CHECK ((benefit IS NULL) = (entitlement_id IS NULL))
);
CREATE UNIQUE INDEX delivery_record ON delivery (record_id, shard);

-- Give-once is this key (settled.md 17).
CREATE TABLE award (
	shard BIGINT NOT NULL,
	cycle_no BIGINT NOT NULL,
	benefit TEXT COLLATE "C" NOT NULL,
	person_id UUID NOT NULL,
	household_id UUID,
	org_no BIGINT NOT NULL,
	record_id UUID NOT NULL,
	key_us BIGINT NOT NULL,
	level SMALLINT NOT NULL CHECK (level BETWEEN 2 AND 4),
	quantity BIGINT NOT NULL CHECK (quantity > 0),
	value_fen BIGINT NOT NULL CHECK (value_fen >= 0),
	cash SMALLINT NOT NULL CHECK (cash IN (0, 1)),
	PRIMARY KEY (shard, person_id, cycle_no, benefit)
);
-- It holds the whole row: SQLite, which has no statistics of a young table, else reads the shard instead.
CREATE INDEX award_by_household ON award (shard, cycle_no, household_id, key_us, record_id, benefit, person_id, org_no,
	level, quantity, value_fen, cash) WHERE household_id IS NOT NULL;

-- What somebody must look into. kind 0: handed over twice, 1: handed over without an entitlement. record_id: the record
-- that is not the award; posted_id: the one whose goods lie in over-issue.
CREATE TABLE care_case (
	shard BIGINT NOT NULL,
	case_id UUID NOT NULL,
	kind SMALLINT NOT NULL CHECK (kind IN (0, 1)),
	cycle_no BIGINT NOT NULL,
	org_no BIGINT NOT NULL,
	record_id UUID NOT NULL,
	posted_id UUID NOT NULL,
	person_id UUID NOT NULL,
	opened_us BIGINT NOT NULL,
	closed_us BIGINT,
	words TEXT COLLATE "C",
	PRIMARY KEY (shard, case_id)
);
CREATE UNIQUE INDEX care_case_record ON care_case (shard, record_id) WHERE closed_us IS NULL;
CREATE INDEX care_case_cycle ON care_case (cycle_no);

-- Who has had what, by union and level; kept with each award and recounted by verify.
CREATE TABLE coverage (
	shard BIGINT NOT NULL,
	org_no BIGINT NOT NULL,
	cycle_no BIGINT NOT NULL,
	level SMALLINT NOT NULL CHECK (level BETWEEN 2 AND 4),
	people BIGINT NOT NULL CHECK (people >= 0),
	person_times BIGINT NOT NULL CHECK (person_times >= 0),
	households BIGINT NOT NULL CHECK (households >= 0),
	pieces BIGINT NOT NULL CHECK (pieces >= 0),
	value_fen BIGINT NOT NULL CHECK (value_fen >= 0),
	PRIMARY KEY (shard, org_no, cycle_no, level)
);
CREATE INDEX coverage_cycle ON coverage (cycle_no);
