-- Steps, wants and sources are the numbers of the lists in purchase.h.

-- ---- which steps an amount needs: reference table ----

CREATE TABLE purchase_rules (
	version BIGINT NOT NULL CHECK (version > 0),
	from_day INTEGER NOT NULL,
	until_day INTEGER,
	json TEXT COLLATE "C" NOT NULL,
	loaded_us BIGINT NOT NULL,
	PRIMARY KEY (version)
);

-- ---- the chain: sharded ----

-- limit_fen: the contract's total, the ceiling where there is none. quotes and contract: what its day's rules asked.
CREATE TABLE purchase (
	shard BIGINT NOT NULL,
	purchase_id UUID NOT NULL,
	org_no BIGINT NOT NULL,
	cycle_no BIGINT NOT NULL,
	words TEXT COLLATE "C" NOT NULL,
	day INTEGER NOT NULL CHECK (day BETWEEN 19000101 AND 99991231),
	ceiling_fen BIGINT NOT NULL CHECK (ceiling_fen > 0),
	limit_fen BIGINT NOT NULL CHECK (limit_fen BETWEEN 1 AND ceiling_fen),
	invoiced_fen BIGINT NOT NULL DEFAULT 0,
	meeting_needed SMALLINT NOT NULL CHECK (meeting_needed IN (0, 1)),
	quotes_needed BIGINT NOT NULL CHECK (quotes_needed >= 0),
	contract_needed SMALLINT NOT NULL CHECK (contract_needed IN (0, 1)),
	rules_unset SMALLINT NOT NULL CHECK (rules_unset IN (0, 1)),
	rules_version BIGINT NOT NULL,
	partner_no BIGINT,
	maker_id UUID NOT NULL,
	made_us BIGINT NOT NULL,
	PRIMARY KEY (shard, purchase_id),
	-- several invoices of one contract add up to no more than it
	CHECK (invoiced_fen BETWEEN 0 AND limit_fen),
	CHECK (quotes_needed = 0 OR contract_needed = 1)
);
CREATE INDEX purchase_by_id ON purchase (purchase_id);
CREATE INDEX purchase_by_org ON purchase (shard, org_no, made_us);
CREATE INDEX purchase_by_cycle ON purchase (cycle_no);

-- digest: SHA-256 of what the step says; with who accepted it is the cm of its leaf. An acceptance is by two people,
-- who are not the purchase's maker and not one and the same.
CREATE TABLE purchase_step (
	shard BIGINT NOT NULL,
	purchase_id UUID NOT NULL,
	step_id UUID NOT NULL,
	kind SMALLINT NOT NULL CHECK (kind BETWEEN 0 AND 3),
	number TEXT COLLATE "C",
	words TEXT COLLATE "C",
	present TEXT COLLATE "C",
	partner_no BIGINT,
	amount_fen BIGINT NOT NULL CHECK (amount_fen >= 0),
	day INTEGER NOT NULL CHECK (day BETWEEN 19000101 AND 99991231),
	digest BYTEA NOT NULL CHECK (octet_length(digest) = 32),
	maker_id UUID NOT NULL,
	first_id UUID NOT NULL,
	second_id UUID,
	at_us BIGINT NOT NULL,
	second_us BIGINT,
	PRIMARY KEY (shard, step_id),
	CHECK ((second_id IS NULL) = (second_us IS NULL)),
	CHECK (kind = 3 OR second_id IS NULL),
	CHECK (kind <> 3 OR (first_id <> maker_id AND (second_id IS NULL OR (second_id <> maker_id AND second_id <> first_id)))),
	CHECK ((kind IN (1, 2)) = (partner_no IS NOT NULL)),
	CHECK (kind <> 2 OR number IS NOT NULL),
	CHECK (kind <> 3 OR number IS NOT NULL)
);
CREATE INDEX purchase_step_by_purchase ON purchase_step (shard, purchase_id, at_us);
CREATE UNIQUE INDEX purchase_one_quote ON purchase_step (shard, purchase_id, partner_no) WHERE kind = 1;
CREATE UNIQUE INDEX purchase_one_contract ON purchase_step (shard, purchase_id) WHERE kind = 2;
CREATE UNIQUE INDEX purchase_one_sheet ON purchase_step (shard, purchase_id, number) WHERE kind = 3;

-- What a contract orders and an acceptance counted. refused goes back to the supplier.
CREATE TABLE purchase_line (
	shard BIGINT NOT NULL,
	step_id UUID NOT NULL,
	item_no BIGINT NOT NULL,
	quantity BIGINT NOT NULL CHECK (quantity >= 0),
	refused BIGINT NOT NULL CHECK (refused >= 0),
	value_fen BIGINT NOT NULL CHECK (value_fen >= 0),
	PRIMARY KEY (shard, step_id, item_no),
	CHECK (quantity + refused > 0)
);

-- Sums by item. The CHECK is the rule: nothing enters the stock that two people have not accepted.
CREATE TABLE purchase_item (
	shard BIGINT NOT NULL,
	purchase_id UUID NOT NULL,
	item_no BIGINT NOT NULL,
	contracted BIGINT,
	accepted BIGINT NOT NULL CHECK (accepted >= 0),
	refused BIGINT NOT NULL CHECK (refused >= 0),
	stocked BIGINT NOT NULL,
	PRIMARY KEY (shard, purchase_id, item_no),
	CHECK (stocked BETWEEN 0 AND accepted)
);

-- Which document brought what of it into the stock.
CREATE TABLE purchase_stock (
	shard BIGINT NOT NULL,
	document_id UUID NOT NULL,
	line_no BIGINT NOT NULL CHECK (line_no > 0),
	purchase_id UUID NOT NULL,
	item_no BIGINT NOT NULL,
	quantity BIGINT NOT NULL CHECK (quantity > 0),
	value_fen BIGINT NOT NULL CHECK (value_fen >= 0),
	PRIMARY KEY (shard, document_id, line_no)
);
CREATE INDEX purchase_stock_by_purchase ON purchase_stock (shard, purchase_id);
