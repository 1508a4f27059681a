-- handover: what a hand-over is besides its record. Numbers are those of the lists in handover.h.

-- How it was done. proxy_hash: keyed, of the proxy's name in this shard; name and mandate are sealed under the
-- recipient's key. A proxy has a relation, a name and a mandate, or there is none.
CREATE TABLE handover_how (
	shard INTEGER NOT NULL,
	record_id BLOB NOT NULL,
	cycle_no INTEGER NOT NULL,
	person_id BLOB NOT NULL,
	place INTEGER NOT NULL CHECK (place BETWEEN 0 AND 5),
	relation INTEGER NOT NULL CHECK (relation BETWEEN 0 AND 8),
	proxy_hash BLOB CHECK (length(proxy_hash) = 16),
	proxy_sealed BLOB,
	mandate_sealed BLOB,
	PRIMARY KEY (shard, record_id),
	CHECK ((relation = 0) = (proxy_hash IS NULL)),
	CHECK ((proxy_hash IS NULL) = (proxy_sealed IS NULL)),
	CHECK ((proxy_hash IS NULL) = (mandate_sealed IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX handover_how_proxy ON handover_how (shard, cycle_no, proxy_hash) WHERE proxy_hash IS NOT NULL;

-- One proxy for too many others: looked into by a person.
CREATE TABLE handover_case (
	shard INTEGER NOT NULL,
	case_id BLOB NOT NULL,
	cycle_no INTEGER NOT NULL,
	org_no INTEGER NOT NULL,
	proxy_hash BLOB NOT NULL,
	record_id BLOB NOT NULL,
	others INTEGER NOT NULL CHECK (others > 0),
	opened_us INTEGER NOT NULL,
	closed_us INTEGER,
	closed_by BLOB,
	words TEXT,
	PRIMARY KEY (shard, case_id),
	CHECK ((closed_us IS NULL) = (words IS NULL))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX handover_case_proxy ON handover_case (shard, cycle_no, proxy_hash) WHERE closed_us IS NULL;
CREATE INDEX handover_case_cycle ON handover_case (cycle_no);

-- A hand-over that did not happen.
CREATE TABLE handover_attempt (
	shard INTEGER NOT NULL,
	person_id BLOB NOT NULL,
	attempt_id BLOB NOT NULL,
	cycle_no INTEGER NOT NULL,
	org_no INTEGER NOT NULL,
	outcome INTEGER NOT NULL CHECK (outcome BETWEEN 0 AND 3),
	item_no INTEGER NOT NULL,
	words TEXT,
	day INTEGER NOT NULL CHECK (day BETWEEN 19000101 AND 99991231),
	holder_id BLOB,
	actor_id BLOB,
	at_us INTEGER NOT NULL,
	document_id BLOB,
	PRIMARY KEY (shard, person_id, attempt_id),
	CHECK (outcome <> 1 OR words IS NOT NULL)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX handover_attempt_id ON handover_attempt (attempt_id, shard);
CREATE INDEX handover_attempt_cycle ON handover_attempt (cycle_no, shard, person_id, outcome);

-- Another piece instead of the one that was handed over: the record taken back, and the new one.
CREATE TABLE handover_exchange (
	shard INTEGER NOT NULL,
	record_id BLOB NOT NULL,
	exchange_id BLOB NOT NULL,
	new_shard INTEGER NOT NULL,
	cycle_no INTEGER NOT NULL,
	item_no INTEGER NOT NULL,
	was_fen INTEGER NOT NULL CHECK (was_fen >= 0),
	now_fen INTEGER NOT NULL CHECK (now_fen >= 0),
	words TEXT,
	actor_id BLOB,
	at_us INTEGER NOT NULL,
	PRIMARY KEY (shard, record_id),
	CHECK (exchange_id <> record_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX handover_exchange_id ON handover_exchange (exchange_id, shard);

-- What a holder says of his custody at one moment, an account a row; who signs is another.
CREATE TABLE custody_explained (
	shard INTEGER NOT NULL,
	account_no INTEGER NOT NULL,
	explanation_id BLOB NOT NULL,
	org_no INTEGER NOT NULL,
	cycle_no INTEGER NOT NULL,
	holder_id BLOB NOT NULL,
	quantity INTEGER NOT NULL CHECK (quantity >= 0),
	value_fen INTEGER NOT NULL CHECK (value_fen >= 0),
	words TEXT NOT NULL,
	made_us INTEGER NOT NULL,
	approver_id BLOB,
	approved_us INTEGER,
	PRIMARY KEY (shard, account_no, explanation_id),
	CHECK (approver_id <> holder_id),
	CHECK ((approver_id IS NULL) = (approved_us IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX custody_explained_id ON custody_explained (explanation_id);
CREATE INDEX custody_explained_cycle ON custody_explained (cycle_no);

-- A cycle's entitlements are found by the runs that made them.
CREATE INDEX entitle_run_cycle ON entitle_run (cycle_no);

-- What SQLite may expect of a county, as in the ledger's second migration.
ANALYZE sqlite_schema;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
	('handover_how', 'handover_how', '100000 10000 1'),
	('handover_how', 'handover_how_proxy', '10000 10000 1000 2');
