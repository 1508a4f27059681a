-- Classes, sources, levels, kinds and states are the numbers of the lists in ledger.h and ledger_priv.h: new ones are
-- added at a list's end (with a migration of the CHECKs), and none changes its place.

-- An account: what it is for (one key column each, and all of them as one text), and what it holds.
-- account_no = org_no * 2^20 + n keeps one union's accounts together.
CREATE TABLE account (
	shard BIGINT NOT NULL,
	account_no BIGINT NOT NULL CHECK (account_no > 1048575),
	key TEXT COLLATE "C" NOT NULL,
	org_no BIGINT NOT NULL,
	class SMALLINT NOT NULL CHECK (class BETWEEN 0 AND 10),
	cycle_no BIGINT NOT NULL,
	source SMALLINT NOT NULL,
	item_no BIGINT NOT NULL,
	lot_no BIGINT NOT NULL,
	holder_id UUID,
	level SMALLINT NOT NULL,
	quantity BIGINT NOT NULL,
	value_fen BIGINT NOT NULL,
	held_quantity BIGINT NOT NULL DEFAULT 0 CHECK (held_quantity >= 0),
	held_value_fen BIGINT NOT NULL DEFAULT 0 CHECK (held_value_fen >= 0),
	PRIMARY KEY (shard, account_no),
	-- source, supply, convert, in-transit may be negative
	CHECK (class IN (0, 3, 4, 10) OR (quantity >= held_quantity AND value_fen >= held_value_fen)),
	CHECK (item_no <> 0 OR (quantity = 0 AND held_quantity = 0 AND lot_no = 0))
);
CREATE UNIQUE INDEX account_by_key ON account (shard, key);
CREATE INDEX account_by_cycle ON account (cycle_no);
CREATE INDEX account_by_holder ON account (shard, holder_id) WHERE holder_id IS NOT NULL;

-- A transfer, or its leg in one shard: then other_shard is where the other leg stands under the same id.
CREATE TABLE transfer (
	shard BIGINT NOT NULL,
	transfer_id UUID NOT NULL,
	kind SMALLINT NOT NULL CHECK (kind BETWEEN 0 AND 11),
	day INTEGER NOT NULL CHECK (day BETWEEN 19000101 AND 99991231),
	at_us BIGINT NOT NULL,
	posted_us BIGINT NOT NULL,
	from_no BIGINT NOT NULL,
	to_no BIGINT NOT NULL,
	quantity BIGINT NOT NULL CHECK (quantity >= 0),
	value_fen BIGINT NOT NULL CHECK (value_fen >= 0),
	document_id UUID,
	reverses_id UUID,
	commitment BYTEA,
	actor_id UUID,
	other_shard BIGINT,
	PRIMARY KEY (shard, transfer_id),
	CHECK (from_no <> to_no),
	CHECK (quantity > 0 OR value_fen > 0),
	CHECK ((kind = 11) = (reverses_id IS NOT NULL))
);
CREATE INDEX transfer_by_from ON transfer (shard, from_no);
CREATE INDEX transfer_by_to ON transfer (shard, to_no);
CREATE INDEX transfer_by_document ON transfer (shard, document_id) WHERE document_id IS NOT NULL;
-- A transfer is taken back once.
CREATE UNIQUE INDEX transfer_reversed_once ON transfer (shard, reverses_id) WHERE reverses_id IS NOT NULL;

-- What is reserved of from_no's balance. shard is from_no's; to_no's may be another.
CREATE TABLE hold (
	shard BIGINT NOT NULL,
	hold_id UUID NOT NULL,
	kind SMALLINT NOT NULL CHECK (kind BETWEEN 0 AND 10),
	day INTEGER NOT NULL,
	at_us BIGINT NOT NULL,
	made_us BIGINT NOT NULL,
	from_no BIGINT NOT NULL,
	to_shard BIGINT NOT NULL,
	to_no BIGINT NOT NULL,
	quantity BIGINT NOT NULL CHECK (quantity >= 0),
	value_fen BIGINT NOT NULL CHECK (value_fen >= 0),
	document_id UUID,
	commitment BYTEA,
	actor_id UUID,
	until_us BIGINT,
	state SMALLINT NOT NULL CHECK (state BETWEEN 0 AND 3),
	PRIMARY KEY (shard, hold_id)
);
CREATE INDEX hold_by_end ON hold (until_us) WHERE state = 0 AND until_us IS NOT NULL;

-- The words that leaves use for cycles and items.
CREATE TABLE ledger_word (
	kind SMALLINT NOT NULL,
	word_no BIGINT NOT NULL CHECK (word_no > 0),
	word TEXT COLLATE "C" NOT NULL,
	PRIMARY KEY (kind, word_no)
);
