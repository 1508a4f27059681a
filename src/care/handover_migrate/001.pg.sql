-- handover: what a hand-over is besides its record. Numbers are those of the lists in handover.h.

-- How it was done. proxy_hash: keyed, of the proxy's name in this shard; name and mandate are sealed under the
-- recipient's key. A proxy has a relation, a name and a mandate, or there is none.
CREATE TABLE handover_how (
	shard BIGINT NOT NULL,
	record_id UUID NOT NULL,
	cycle_no BIGINT NOT NULL,
	person_id UUID NOT NULL,
	place SMALLINT NOT NULL CHECK (place BETWEEN 0 AND 5),
	relation SMALLINT NOT NULL CHECK (relation BETWEEN 0 AND 8),
	proxy_hash BYTEA CHECK (octet_length(proxy_hash) = 16),
	proxy_sealed BYTEA,
	mandate_sealed BYTEA,
	PRIMARY KEY (shard, record_id),
	CHECK ((relation = 0) = (proxy_hash IS NULL)),
	CHECK ((proxy_hash IS NULL) = (proxy_sealed IS NULL)),
	CHECK ((proxy_hash IS NULL) = (mandate_sealed IS NULL))
);
CREATE INDEX handover_how_proxy ON handover_how (shard, cycle_no, proxy_hash) WHERE proxy_hash IS NOT NULL;

-- One proxy for too many others: looked into by a person.
CREATE TABLE handover_case (
	shard BIGINT NOT NULL,
	case_id UUID NOT NULL,
	cycle_no BIGINT NOT NULL,
	org_no BIGINT NOT NULL,
	proxy_hash BYTEA NOT NULL,
	record_id UUID NOT NULL,
	others BIGINT NOT NULL CHECK (others > 0),
	opened_us BIGINT NOT NULL,
	closed_us BIGINT,
	closed_by UUID,
	words TEXT COLLATE "C",
	PRIMARY KEY (shard, case_id),
	CHECK ((closed_us IS NULL) = (words IS NULL))
);
CREATE UNIQUE INDEX handover_case_proxy ON handover_case (shard, cycle_no, proxy_hash) WHERE closed_us IS NULL;
CREATE INDEX handover_case_cycle ON handover_case (cycle_no);

-- A hand-over that did not happen.
CREATE TABLE handover_attempt (
	shard BIGINT NOT NULL,
	person_id UUID NOT NULL,
	attempt_id UUID NOT NULL,
	cycle_no BIGINT NOT NULL,
	org_no BIGINT NOT NULL,
	outcome SMALLINT NOT NULL CHECK (outcome BETWEEN 0 AND 3),
	item_no BIGINT NOT NULL,
	words TEXT COLLATE "C",
	day INTEGER NOT NULL CHECK (day BETWEEN 19000101 AND 99991231),
	holder_id UUID,
	actor_id UUID,
	at_us BIGINT NOT NULL,
	document_id UUID,
	PRIMARY KEY (shard, person_id, attempt_id),
	CHECK (outcome <> 1 OR words IS NOT NULL)
);
CREATE UNIQUE INDEX handover_attempt_id ON handover_attempt (attempt_id, shard);
CREATE INDEX handover_attempt_cycle ON handover_attempt (cycle_no, shard, person_id, outcome);

-- Another piece instead of the one that was handed over: the record taken back, and the new one.
CREATE TABLE handover_exchange (
	shard BIGINT NOT NULL,
	record_id UUID NOT NULL,
	exchange_id UUID NOT NULL,
	new_shard BIGINT NOT NULL,
	cycle_no BIGINT NOT NULL,
	item_no BIGINT NOT NULL,
	was_fen BIGINT NOT NULL CHECK (was_fen >= 0),
	now_fen BIGINT NOT NULL CHECK (now_fen >= 0),
	words TEXT COLLATE "C",
	actor_id UUID,
	at_us BIGINT NOT NULL,
	PRIMARY KEY (shard, record_id),
	CHECK (exchange_id <> record_id)
);
CREATE UNIQUE INDEX handover_exchange_id ON handover_exchange (exchange_id, shard);

-- What a holder says of his custody at one moment, an account a row; who signs is another.
CREATE TABLE custody_explained (
	shard BIGINT NOT NULL,
	account_no BIGINT NOT NULL,
	explanation_id UUID NOT NULL,
	org_no BIGINT NOT NULL,
	cycle_no BIGINT NOT NULL,
	holder_id UUID NOT NULL,
	quantity BIGINT NOT NULL CHECK (quantity >= 0),
	value_fen BIGINT NOT NULL CHECK (value_fen >= 0),
	words TEXT COLLATE "C" NOT NULL,
	made_us BIGINT NOT NULL,
	approver_id UUID,
	approved_us BIGINT,
	PRIMARY KEY (shard, account_no, explanation_id),
	CHECK (approver_id <> holder_id),
	CHECK ((approver_id IS NULL) = (approved_us IS NULL))
);
CREATE INDEX custody_explained_id ON custody_explained (explanation_id);
CREATE INDEX custody_explained_cycle ON custody_explained (cycle_no);

-- A cycle's entitlements are found by the runs that made them.
CREATE INDEX entitle_run_cycle ON entitle_run (cycle_no);
