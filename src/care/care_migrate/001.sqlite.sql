-- States, levels and case kinds are the numbers of the lists in care.h, ledger.h and care_priv.h: new ones are added at
-- a list's end (with a migration of the CHECKs), and none changes its place.

-- Rules are data: the document is what was loaded, byte for byte, and never changes.
CREATE TABLE programme (
	code TEXT NOT NULL,
	version INTEGER NOT NULL CHECK (version > 0),
	from_day INTEGER NOT NULL,
	until_day INTEGER NOT NULL CHECK (until_day = 0 OR until_day > from_day),
	document TEXT NOT NULL,
	loaded_us INTEGER NOT NULL,
	loaded_by BLOB,
	PRIMARY KEY (code, version)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX programme_from ON programme (code, from_day);

-- One run of a programme under one version. Four people sign it (settled.md 27).
CREATE TABLE cycle (
	cycle_no INTEGER NOT NULL CHECK (cycle_no BETWEEN 1 AND 1048575),
	code TEXT NOT NULL,
	name TEXT NOT NULL,
	programme TEXT NOT NULL,
	programme_version INTEGER NOT NULL,
	org_no INTEGER NOT NULL,
	state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 5),
	from_day INTEGER NOT NULL,
	until_day INTEGER NOT NULL CHECK (until_day = 0 OR until_day > from_day),
	maker_id BLOB,
	checker_id BLOB,
	approver_id BLOB,
	auditor_id BLOB,
	created_us INTEGER NOT NULL,
	PRIMARY KEY (cycle_no),
	CHECK (state < 1 OR (checker_id IS NOT NULL AND maker_id IS NOT NULL)),
	CHECK (state < 2 OR approver_id IS NOT NULL),
	CHECK (state < 5 OR auditor_id IS NOT NULL),
	CHECK (maker_id <> checker_id AND maker_id <> approver_id AND maker_id <> auditor_id),
	CHECK (checker_id <> approver_id AND checker_id <> auditor_id AND approver_id <> auditor_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX cycle_code ON cycle (code);

-- Each step of a cycle's life once, by whom and when; step_id names its leaf.
CREATE TABLE cycle_step (
	cycle_no INTEGER NOT NULL,
	state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 5),
	step_id BLOB NOT NULL,
	by_id BLOB,
	at_us INTEGER NOT NULL,
	PRIMARY KEY (cycle_no, state)
) STRICT, WITHOUT ROWID;

-- One making of entitlements from rosters; run_id names its leaf.
CREATE TABLE entitle_run (
	run_id BLOB NOT NULL,
	cycle_no INTEGER NOT NULL,
	org_no INTEGER NOT NULL,
	shard INTEGER NOT NULL,
	made INTEGER NOT NULL CHECK (made > 0),
	value_fen INTEGER NOT NULL CHECK (value_fen >= 0),
	at_us INTEGER NOT NULL,
	by_id BLOB,
	PRIMARY KEY (run_id)
) STRICT, WITHOUT ROWID;

-- This person may get this benefit, once. id_hash: what its caps are held under, NULL for people without a number.
CREATE TABLE entitlement (
	shard INTEGER NOT NULL,
	entitlement_id BLOB NOT NULL,
	cycle_no INTEGER NOT NULL,
	benefit TEXT NOT NULL,
	person_id BLOB NOT NULL,
	org_no INTEGER NOT NULL,
	quantity INTEGER NOT NULL CHECK (quantity > 0),
	value_fen INTEGER NOT NULL CHECK (value_fen >= 0),
	day INTEGER NOT NULL,
	id_hash BLOB,
	token_hash BLOB NOT NULL,
	token_tries INTEGER NOT NULL CHECK (token_tries BETWEEN 0 AND 5),
	run_id BLOB NOT NULL,
	void_us INTEGER,
	void_by BLOB,
	void_words TEXT,
	PRIMARY KEY (shard, entitlement_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX entitlement_once ON entitlement (shard, person_id, cycle_no, benefit);
CREATE INDEX entitlement_by_hash ON entitlement (id_hash, cycle_no) WHERE id_hash IS NOT NULL;
CREATE INDEX entitlement_by_run ON entitlement (run_id);

-- A physical fact, kept with the person's others: doubles are found there. benefit NULL: nobody entitled this person to it. key_us: the time by which the award of doubles is
-- found. state 0: posted to recipients, 1: posted to over-issue. transfers: how many lots it came from.
CREATE TABLE delivery (
	shard INTEGER NOT NULL,
	record_id BLOB NOT NULL,
	cycle_no INTEGER NOT NULL,
	person_id BLOB NOT NULL,
	household_id BLOB,
	org_no INTEGER NOT NULL,
	benefit TEXT,
	entitlement_id BLOB,
	item_no INTEGER NOT NULL,
	quantity INTEGER NOT NULL CHECK (quantity > 0),
	value_fen INTEGER NOT NULL CHECK (value_fen >= 0),
	level INTEGER NOT NULL CHECK (level BETWEEN 2 AND 4),
	at_us INTEGER NOT NULL,
	key_us INTEGER NOT NULL,
	received_us INTEGER NOT NULL,
	by_id BLOB,
	actor_id BLOB,
	asked INTEGER NOT NULL CHECK (asked IN (0, 1)),
	state INTEGER NOT NULL CHECK (state IN (0, 1)),
	transfers INTEGER NOT NULL CHECK (transfers > 0),
	case_id BLOB,
	content BLOB NOT NULL,
	seed BLOB NOT NULL,
	reversal_id BLOB,
	reversed_us INTEGER,
	reversed_by BLOB,
	reversed_words TEXT,
	PRIMARY KEY (shard, person_id, record_id),
	CHECK ((benefit IS NULL) = (entitlement_id IS NULL))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX delivery_record ON delivery (record_id, shard);

-- Give-once is this key (settled.md 17).
CREATE TABLE award (
	shard INTEGER NOT NULL,
	cycle_no INTEGER NOT NULL,
	benefit TEXT NOT NULL,
	person_id BLOB NOT NULL,
	household_id BLOB,
	org_no INTEGER NOT NULL,
	record_id BLOB NOT NULL,
	key_us INTEGER NOT NULL,
	level INTEGER NOT NULL CHECK (level BETWEEN 2 AND 4),
	quantity INTEGER NOT NULL CHECK (quantity > 0),
	value_fen INTEGER NOT NULL CHECK (value_fen >= 0),
	cash INTEGER NOT NULL CHECK (cash IN (0, 1)),
	PRIMARY KEY (shard, person_id, cycle_no, benefit)
) STRICT, WITHOUT ROWID;
-- It holds the whole row: SQLite, which has no statistics of a young table, else reads the shard instead.
CREATE INDEX award_by_household ON award (shard, cycle_no, household_id, key_us, record_id, benefit, person_id, org_no,
	level, quantity, value_fen, cash) WHERE household_id IS NOT NULL;

-- What somebody must look into. kind 0: handed over twice, 1: handed over without an entitlement. record_id: the record
-- that is not the award; posted_id: the one whose goods lie in over-issue.
CREATE TABLE care_case (
	shard INTEGER NOT NULL,
	case_id BLOB NOT NULL,
	kind INTEGER NOT NULL CHECK (kind IN (0, 1)),
	cycle_no INTEGER NOT NULL,
	org_no INTEGER NOT NULL,
	record_id BLOB NOT NULL,
	posted_id BLOB NOT NULL,
	person_id BLOB NOT NULL,
	opened_us INTEGER NOT NULL,
	closed_us INTEGER,
	words TEXT,
	PRIMARY KEY (shard, case_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX care_case_record ON care_case (shard, record_id) WHERE closed_us IS NULL;
CREATE INDEX care_case_cycle ON care_case (cycle_no);

-- Who has had what, by union and level; kept with each award and recounted by verify.
CREATE TABLE coverage (
	shard INTEGER NOT NULL,
	org_no INTEGER NOT NULL,
	cycle_no INTEGER NOT NULL,
	level INTEGER NOT NULL CHECK (level BETWEEN 2 AND 4),
	people INTEGER NOT NULL CHECK (people >= 0),
	person_times INTEGER NOT NULL CHECK (person_times >= 0),
	households INTEGER NOT NULL CHECK (households >= 0),
	pieces INTEGER NOT NULL CHECK (pieces >= 0),
	value_fen INTEGER NOT NULL CHECK (value_fen >= 0),
	PRIMARY KEY (shard, org_no, cycle_no, level)
) STRICT, WITHOUT ROWID;
-- It holds the whole row: a region's report reads a cycle in one walk, not a search a row.
CREATE INDEX coverage_cycle ON coverage (cycle_no, org_no, level, people, person_times, households, pieces, value_fen);
