-- Kinds and sources are the numbers of the lists in budget.h and ledger.h. All sharded.

-- A union's budget of a cycle that is a closed list: every spending names a line.
CREATE TABLE budget_closed (
	shard BIGINT NOT NULL,
	org_no BIGINT NOT NULL,
	cycle_no BIGINT NOT NULL,
	entry_id UUID NOT NULL,
	PRIMARY KEY (shard, org_no, cycle_no)
);

-- The CHECK is the rule: what is used stays at or below the amount.
CREATE TABLE budget_line (
	shard BIGINT NOT NULL,
	org_no BIGINT NOT NULL,
	cycle_no BIGINT NOT NULL,
	code TEXT COLLATE "C" NOT NULL,
	words TEXT COLLATE "C" NOT NULL,
	source SMALLINT NOT NULL CHECK (source > 0),
	roles BIGINT NOT NULL CHECK (roles >= 0),
	users_count BIGINT NOT NULL CHECK (users_count >= 0),
	amount_fen BIGINT NOT NULL CHECK (amount_fen >= 0),
	used_fen BIGINT NOT NULL,
	first_id UUID NOT NULL,
	last_id UUID NOT NULL,
	PRIMARY KEY (shard, org_no, cycle_no, code),
	CHECK (used_fen BETWEEN 0 AND amount_fen)
);

-- What a line comes from; never edited, each points back to the one before. Its maker does not approve it.
CREATE TABLE budget_entry (
	shard BIGINT NOT NULL,
	entry_id UUID NOT NULL,
	org_no BIGINT NOT NULL,
	cycle_no BIGINT NOT NULL,
	kind SMALLINT NOT NULL CHECK (kind BETWEEN 0 AND 2),
	code TEXT COLLATE "C",
	words TEXT COLLATE "C" NOT NULL,
	source SMALLINT NOT NULL,
	delta_fen BIGINT NOT NULL,
	roles BIGINT NOT NULL,
	users_count BIGINT NOT NULL,
	before_id UUID,
	day INTEGER NOT NULL CHECK (day BETWEEN 19000101 AND 99991231),
	digest BYTEA NOT NULL CHECK (octet_length(digest) = 32),
	maker_id UUID NOT NULL,
	made_us BIGINT NOT NULL,
	approver_id UUID,
	approved_us BIGINT,
	PRIMARY KEY (shard, entry_id),
	CHECK (approver_id IS NULL OR approver_id <> maker_id),
	CHECK ((approver_id IS NULL) = (approved_us IS NULL)),
	CHECK ((kind = 2) = (code IS NULL)),
	CHECK (kind <> 0 OR (delta_fen > 0 AND source > 0)),
	CHECK (kind <> 1 OR delta_fen <> 0)
);
CREATE INDEX budget_entry_by_id ON budget_entry (entry_id);
CREATE INDEX budget_entry_by_org ON budget_entry (shard, org_no, cycle_no);

-- Named users who may spend from the line that the entry adds.
CREATE TABLE budget_spender (
	shard BIGINT NOT NULL,
	entry_id UUID NOT NULL,
	user_id UUID NOT NULL,
	PRIMARY KEY (shard, entry_id, user_id)
);

-- What used consists of: state 1 counts, 0 will when its document is posted (amount below zero: it comes back), 2 no
-- longer does, its document being cancelled.
CREATE TABLE budget_use (
	shard BIGINT NOT NULL,
	document_id UUID NOT NULL,
	org_no BIGINT NOT NULL,
	cycle_no BIGINT NOT NULL,
	code TEXT COLLATE "C" NOT NULL,
	amount_fen BIGINT NOT NULL CHECK (amount_fen <> 0),
	state SMALLINT NOT NULL CHECK (state BETWEEN 0 AND 2),
	PRIMARY KEY (shard, document_id)
);
CREATE INDEX budget_use_by_line ON budget_use (shard, org_no, cycle_no, code);
