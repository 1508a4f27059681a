-- Kinds, states, classes, sources and periods are the numbers of the lists in document.h, ledger.h and caps.h: new ones
-- are added at a list's end (with a migration of the CHECKs), and none changes its place.

-- ---- goods: reference tables (every shard has all of them) ----

CREATE TABLE item (
	item_no INTEGER NOT NULL CHECK (item_no > 0),
	code TEXT NOT NULL,
	name TEXT NOT NULL,
	size TEXT,
	unit INTEGER NOT NULL,
	kit INTEGER NOT NULL CHECK (kit IN (0, 1)),
	PRIMARY KEY (item_no)
) STRICT;
CREATE UNIQUE INDEX item_by_code ON item (code);

-- The bill of materials of one kit.
CREATE TABLE item_part (
	kit_no INTEGER NOT NULL,
	part_no INTEGER NOT NULL,
	quantity INTEGER NOT NULL CHECK (quantity > 0),
	PRIMARY KEY (kit_no, part_no),
	CHECK (kit_no <> part_no)
) STRICT, WITHOUT ROWID;

-- ---- goods: sharded ----

-- What one purchase brought of one item, or kits put together at one cost. lot_no = org_no * 2^20 + n; shard is the
-- union's that bought it, wherever the goods are now.
CREATE TABLE lot (
	shard INTEGER NOT NULL,
	lot_no INTEGER NOT NULL CHECK (lot_no > 1048575),
	org_no INTEGER NOT NULL,
	item_no INTEGER NOT NULL,
	unit_cost_fen INTEGER NOT NULL CHECK (unit_cost_fen >= 0),
	day INTEGER NOT NULL CHECK (day BETWEEN 19000101 AND 99991231),
	document_id BLOB NOT NULL,
	PRIMARY KEY (shard, lot_no),
	CHECK (lot_no / 1048576 = org_no)
) STRICT, WITHOUT ROWID;

-- ---- invoices: not sharded, distributed by their key, so that a number is used once anywhere ----

-- number_hash: SHA-256 of the normalised code and number, its first 16 bytes. An invoice number says nothing about a
-- person, so the hash has no key: another installation's could be compared.
CREATE TABLE invoice_used (
	number_hash BLOB NOT NULL CHECK (length(number_hash) = 16),
	org_no INTEGER NOT NULL,
	document_id BLOB NOT NULL,
	day INTEGER NOT NULL,
	PRIMARY KEY (number_hash)
) STRICT, WITHOUT ROWID;

-- ---- documents: sharded ----

-- An act on money or goods that needs several hands. Nobody signs twice, and who accepts has signed nothing else:
-- the CHECKs are the floor under the policy (product.md, Few hands).
CREATE TABLE document (
	shard INTEGER NOT NULL,
	document_id BLOB NOT NULL CHECK (length(document_id) = 16),
	org_no INTEGER NOT NULL,
	cycle_no INTEGER NOT NULL,
	kind INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 8),
	state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 4),
	declared_count INTEGER NOT NULL CHECK (declared_count > 0),
	declared_total_fen INTEGER NOT NULL CHECK (declared_total_fen >= 0),
	purpose TEXT,
	words TEXT,
	reference TEXT,
	day INTEGER NOT NULL CHECK (day BETWEEN 19000101 AND 99991231),
	needed INTEGER NOT NULL CHECK (needed BETWEEN 1 AND 31),
	-- SHA-256 of what was asked: the same id with other content is a conflict
	asked_hash BLOB NOT NULL CHECK (length(asked_hash) = 32),
	maker_id BLOB NOT NULL,
	checker_id BLOB,
	approver_id BLOB,
	treasurer_id BLOB,
	receiver_id BLOB,
	receiver_org_no INTEGER NOT NULL,
	-- LOSS, GIVEBACK: whose custody it leaves; he does not approve his own loss
	holder_id BLOB,
	made_us INTEGER NOT NULL,
	checked_us INTEGER,
	approved_us INTEGER,
	treasured_us INTEGER,
	accepted_us INTEGER,
	cancelled_us INTEGER,
	cancelled_by_id BLOB,
	PRIMARY KEY (shard, document_id),
	CHECK (checker_id IS NULL OR checker_id <> maker_id),
	CHECK (approver_id IS NULL OR (approver_id <> maker_id AND (checker_id IS NULL OR approver_id <> checker_id))),
	CHECK (treasurer_id IS NULL OR (treasurer_id <> maker_id AND (checker_id IS NULL OR treasurer_id <> checker_id)
		AND (approver_id IS NULL OR treasurer_id <> approver_id))),
	CHECK (receiver_id IS NULL OR (receiver_id <> maker_id AND (checker_id IS NULL OR receiver_id <> checker_id)
		AND (approver_id IS NULL OR receiver_id <> approver_id)
		AND (treasurer_id IS NULL OR receiver_id <> treasurer_id))),
	CHECK (holder_id IS NULL OR approver_id IS NULL OR holder_id <> approver_id),
	CHECK ((checker_id IS NULL) = (checked_us IS NULL)),
	CHECK ((approver_id IS NULL) = (approved_us IS NULL)),
	CHECK ((treasurer_id IS NULL) = (treasured_us IS NULL)),
	CHECK (accepted_us IS NULL OR receiver_id IS NOT NULL),
	CHECK ((state = 4) = (cancelled_us IS NOT NULL)),
	CHECK ((cancelled_us IS NULL) = (cancelled_by_id IS NULL)),
	-- done: every hand that is needed has signed
	CHECK (state <> 3 OR (
		((needed / 2) % 2 = 0 OR checker_id IS NOT NULL)
		AND ((needed / 4) % 2 = 0 OR approver_id IS NOT NULL)
		AND ((needed / 8) % 2 = 0 OR treasurer_id IS NOT NULL)
		AND ((needed / 16) % 2 = 0 OR accepted_us IS NOT NULL)))
) STRICT, WITHOUT ROWID;
CREATE INDEX document_by_id ON document (document_id);
CREATE INDEX document_by_org ON document (shard, org_no, made_us);

-- A transfer that the document will make or has made. ask_no: which of the maker's lines it serves (0: all of them,
-- such as the money of a purchase); counted: its value counts for the envelope. held: it is reserved in the ledger.
CREATE TABLE document_line (
	shard INTEGER NOT NULL,
	document_id BLOB NOT NULL,
	line_no INTEGER NOT NULL CHECK (line_no > 0),
	transfer_id BLOB NOT NULL,
	kind INTEGER NOT NULL,
	ask_no INTEGER NOT NULL,
	counted INTEGER NOT NULL CHECK (counted IN (0, 1)),
	held INTEGER NOT NULL CHECK (held IN (0, 1)),
	from_org_no INTEGER NOT NULL,
	from_class INTEGER NOT NULL,
	from_cycle_no INTEGER NOT NULL,
	from_source INTEGER NOT NULL,
	from_item_no INTEGER NOT NULL,
	from_lot_no INTEGER NOT NULL,
	from_holder_id BLOB,
	to_org_no INTEGER NOT NULL,
	to_class INTEGER NOT NULL,
	to_cycle_no INTEGER NOT NULL,
	to_source INTEGER NOT NULL,
	to_item_no INTEGER NOT NULL,
	to_lot_no INTEGER NOT NULL,
	to_holder_id BLOB,
	quantity INTEGER NOT NULL CHECK (quantity >= 0),
	value_fen INTEGER NOT NULL CHECK (value_fen >= 0),
	PRIMARY KEY (shard, document_id, line_no)
) STRICT, WITHOUT ROWID;
-- Where a union's money came from (money goes back to its source).
CREATE INDEX document_line_by_fund ON document_line (to_org_no, to_cycle_no, to_source) WHERE to_class = 1;
CREATE INDEX document_line_by_origin ON document_line (shard, from_org_no, from_cycle_no, from_source) WHERE from_class = 1;

-- ---- what money may buy: reference table ----

CREATE TABLE fund_matrix (
	version INTEGER NOT NULL CHECK (version > 0),
	from_day INTEGER NOT NULL,
	until_day INTEGER,
	json TEXT NOT NULL,
	loaded_us INTEGER NOT NULL,
	PRIMARY KEY (version)
) STRICT;

-- ---- caps: not sharded, distributed by id_hash, so that a person's cap holds in all shards ----

CREATE TABLE cap_use (
	id_hash BLOB NOT NULL CHECK (length(id_hash) = 16),
	rule TEXT NOT NULL,
	period_kind INTEGER NOT NULL CHECK (period_kind BETWEEN 0 AND 3),
	period_no INTEGER NOT NULL,
	used_fen INTEGER NOT NULL,
	max_fen INTEGER NOT NULL,
	PRIMARY KEY (id_hash, rule, period_kind, period_no),
	CHECK (used_fen BETWEEN 0 AND max_fen)
) STRICT, WITHOUT ROWID;

-- What cap_use consists of. org_shard and org_no say where the gift is; gift is its name for a later refusal.
CREATE TABLE cap_hold (
	id_hash BLOB NOT NULL CHECK (length(id_hash) = 16),
	rule TEXT NOT NULL,
	period_kind INTEGER NOT NULL,
	period_no INTEGER NOT NULL,
	entitlement_id BLOB NOT NULL,
	org_shard INTEGER NOT NULL,
	org_no INTEGER NOT NULL,
	cycle_no INTEGER NOT NULL,
	gift TEXT,
	amount_fen INTEGER NOT NULL CHECK (amount_fen >= 0),
	day INTEGER NOT NULL,
	held_us INTEGER NOT NULL,
	PRIMARY KEY (id_hash, entitlement_id, rule, period_kind, period_no)
) STRICT, WITHOUT ROWID;

-- Which shard counts the person in the cycle.
CREATE TABLE cycle_pin (
	id_hash BLOB NOT NULL CHECK (length(id_hash) = 16),
	cycle_no INTEGER NOT NULL,
	pinned_shard INTEGER NOT NULL,
	PRIMARY KEY (id_hash, cycle_no)
) STRICT, WITHOUT ROWID;
