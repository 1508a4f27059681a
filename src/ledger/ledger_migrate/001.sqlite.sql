-- Classes, sources, levels, kinds and states are the numbers of the lists in ledger.h and ledger_priv.h: new ones are
-- added at a list's end (with a migration of the CHECKs), and none changes its place.

-- An account: what it is for (one key column each, and all of them as one text), and what it holds.
-- account_no = org_no * 2^20 + n keeps one union's accounts together.
CREATE TABLE account (
	shard INTEGER NOT NULL,
	account_no INTEGER NOT NULL CHECK (account_no > 1048575),
	key TEXT NOT NULL,
	org_no INTEGER NOT NULL,
	class INTEGER NOT NULL CHECK (class BETWEEN 0 AND 10),
	cycle_no INTEGER NOT NULL,
	source INTEGER NOT NULL,
	item_no INTEGER NOT NULL,
	lot_no INTEGER NOT NULL,
	holder_id BLOB,
	level INTEGER NOT NULL,
	quantity INTEGER NOT NULL,
	value_fen INTEGER NOT NULL,
	held_quantity INTEGER NOT NULL DEFAULT 0 CHECK (held_quantity >= 0),
	held_value_fen INTEGER NOT NULL DEFAULT 0 CHECK (held_value_fen >= 0),
	PRIMARY KEY (shard, account_no),
	-- source, supply, convert, in-transit may be negative
	CHECK (class IN (0, 3, 4, 10) OR (quantity >= held_quantity AND value_fen >= held_value_fen)),
	CHECK (item_no <> 0 OR (quantity = 0 AND held_quantity = 0 AND lot_no = 0))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX account_by_key ON account (shard, key);
CREATE INDEX account_by_cycle ON account (cycle_no);
CREATE INDEX account_by_holder ON account (shard, holder_id) WHERE holder_id IS NOT NULL;

-- A transfer, or its leg in one shard: then other_shard is where the other leg stands under the same id.
CREATE TABLE transfer (
	shard INTEGER NOT NULL,
	transfer_id BLOB NOT NULL CHECK (length(transfer_id) = 16),
	kind INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 11),
	day INTEGER NOT NULL CHECK (day BETWEEN 19000101 AND 99991231),
	at_us INTEGER NOT NULL,
	posted_us INTEGER NOT NULL,
	from_no INTEGER NOT NULL,
	to_no INTEGER NOT NULL,
	quantity INTEGER NOT NULL CHECK (quantity >= 0),
	value_fen INTEGER NOT NULL CHECK (value_fen >= 0),
	document_id BLOB,
	reverses_id BLOB,
	commitment BLOB,
	actor_id BLOB,
	other_shard INTEGER,
	PRIMARY KEY (shard, transfer_id),
	CHECK (from_no <> to_no),
	CHECK (quantity > 0 OR value_fen > 0),
	CHECK ((kind = 11) = (reverses_id IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX transfer_by_from ON transfer (shard, from_no);
CREATE INDEX transfer_by_to ON transfer (shard, to_no);
CREATE INDEX transfer_by_document ON transfer (shard, document_id) WHERE document_id IS NOT NULL;
-- A transfer is taken back once.
CREATE UNIQUE INDEX transfer_reversed_once ON transfer (shard, reverses_id) WHERE reverses_id IS NOT NULL;

-- What is reserved of from_no's balance. shard is from_no's; to_no's may be another.
CREATE TABLE hold (
	shard INTEGER NOT NULL,
	hold_id BLOB NOT NULL CHECK (length(hold_id) = 16),
	kind INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 10),
	day INTEGER NOT NULL,
	at_us INTEGER NOT NULL,
	made_us INTEGER NOT NULL,
	from_no INTEGER NOT NULL,
	to_shard INTEGER NOT NULL,
	to_no INTEGER NOT NULL,
	quantity INTEGER NOT NULL CHECK (quantity >= 0),
	value_fen INTEGER NOT NULL CHECK (value_fen >= 0),
	document_id BLOB,
	commitment BLOB,
	actor_id BLOB,
	until_us INTEGER,
	state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 3),
	PRIMARY KEY (shard, hold_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX hold_by_end ON hold (until_us) WHERE state = 0 AND until_us IS NOT NULL;

-- The words that leaves use for cycles and items.
CREATE TABLE ledger_word (
	kind INTEGER NOT NULL,
	word_no INTEGER NOT NULL CHECK (word_no > 0),
	word TEXT NOT NULL,
	PRIMARY KEY (kind, word_no)
) STRICT, WITHOUT ROWID;
