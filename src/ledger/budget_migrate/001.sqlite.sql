-- Kinds and sources are the numbers of the lists in budget.h and ledger.h. All sharded.

-- A union's budget of a cycle that is a closed list: every spending names a line.
CREATE TABLE budget_closed (
	shard INTEGER NOT NULL,
	org_no INTEGER NOT NULL,
	cycle_no INTEGER NOT NULL,
	entry_id BLOB NOT NULL,
	PRIMARY KEY (shard, org_no, cycle_no)
) STRICT, WITHOUT ROWID;

-- The CHECK is the rule: what is used stays at or below the amount.
CREATE TABLE budget_line (
	shard INTEGER NOT NULL,
	org_no INTEGER NOT NULL,
	cycle_no INTEGER NOT NULL,
	code TEXT NOT NULL,
	words TEXT NOT NULL,
	source INTEGER NOT NULL CHECK (source > 0),
	roles INTEGER NOT NULL CHECK (roles >= 0),
	users_count INTEGER NOT NULL CHECK (users_count >= 0),
	amount_fen INTEGER NOT NULL CHECK (amount_fen >= 0),
	used_fen INTEGER NOT NULL,
	first_id BLOB NOT NULL,
	last_id BLOB NOT NULL,
	PRIMARY KEY (shard, org_no, cycle_no, code),
	CHECK (used_fen BETWEEN 0 AND amount_fen)
) STRICT, WITHOUT ROWID;

-- What a line comes from; never edited, each points back to the one before. Its maker does not approve it.
CREATE TABLE budget_entry (
	shard INTEGER NOT NULL,
	entry_id BLOB NOT NULL CHECK (length(entry_id) = 16),
	org_no INTEGER NOT NULL,
	cycle_no INTEGER NOT NULL,
	kind INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 2),
	code TEXT,
	words TEXT NOT NULL,
	source INTEGER NOT NULL,
	delta_fen INTEGER NOT NULL,
	roles INTEGER NOT NULL,
	users_count INTEGER NOT NULL,
	before_id BLOB,
	day INTEGER NOT NULL CHECK (day BETWEEN 19000101 AND 99991231),
	digest BLOB NOT NULL CHECK (length(digest) = 32),
	maker_id BLOB NOT NULL,
	made_us INTEGER NOT NULL,
	approver_id BLOB,
	approved_us INTEGER,
	PRIMARY KEY (shard, entry_id),
	CHECK (approver_id IS NULL OR approver_id <> maker_id),
	CHECK ((approver_id IS NULL) = (approved_us IS NULL)),
	CHECK ((kind = 2) = (code IS NULL)),
	CHECK (kind <> 0 OR (delta_fen > 0 AND source > 0)),
	CHECK (kind <> 1 OR delta_fen <> 0)
) STRICT, WITHOUT ROWID;
CREATE INDEX budget_entry_by_id ON budget_entry (entry_id);
CREATE INDEX budget_entry_by_org ON budget_entry (shard, org_no, cycle_no);

-- Named users who may spend from the line that the entry adds.
CREATE TABLE budget_spender (
	shard INTEGER NOT NULL,
	entry_id BLOB NOT NULL,
	user_id BLOB NOT NULL,
	PRIMARY KEY (shard, entry_id, user_id)
) STRICT, WITHOUT ROWID;

-- What used consists of: state 1 counts, 0 will when its document is posted (amount below zero: it comes back), 2 no
-- longer does, its document being cancelled.
CREATE TABLE budget_use (
	shard INTEGER NOT NULL,
	document_id BLOB NOT NULL,
	org_no INTEGER NOT NULL,
	cycle_no INTEGER NOT NULL,
	code TEXT NOT NULL,
	amount_fen INTEGER NOT NULL CHECK (amount_fen <> 0),
	state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 2),
	PRIMARY KEY (shard, document_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX budget_use_by_line ON budget_use (shard, org_no, cycle_no, code);
