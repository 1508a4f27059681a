-- A kind more: back to the supplier. SQLite changes no CHECK of a table that is there.
CREATE TABLE document_of_more_kinds (
	shard INTEGER NOT NULL,
	document_id BLOB NOT NULL CHECK (length(document_id) = 16),
	org_no INTEGER NOT NULL,
	cycle_no INTEGER NOT NULL,
	kind INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 9),
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
	reversal_id BLOB,
	reversed_us INTEGER,
	reversed_by_id BLOB,
	reversed_words TEXT,
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
INSERT INTO document_of_more_kinds (shard, document_id, org_no, cycle_no, kind, state, declared_count, declared_total_fen, purpose, words, reference, day,
	needed, asked_hash, maker_id, checker_id, approver_id, treasurer_id, receiver_id, receiver_org_no, holder_id, made_us,
	checked_us, approved_us, treasured_us, accepted_us, cancelled_us, cancelled_by_id, reversal_id, reversed_us,
	reversed_by_id, reversed_words)
SELECT shard, document_id, org_no, cycle_no, kind, state, declared_count, declared_total_fen, purpose, words, reference, day,
	needed, asked_hash, maker_id, checker_id, approver_id, treasurer_id, receiver_id, receiver_org_no, holder_id, made_us,
	checked_us, approved_us, treasured_us, accepted_us, cancelled_us, cancelled_by_id, reversal_id, reversed_us,
	reversed_by_id, reversed_words
  FROM document;
DROP TABLE document;
ALTER TABLE document_of_more_kinds RENAME TO document;
CREATE INDEX document_by_id ON document (document_id);
CREATE INDEX document_by_org ON document (shard, org_no, made_us);
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
	('document', 'document', '1000000 10000 1'),
	('document', 'document_by_id', '1000000 1'),
	('document', 'document_by_org', '1000000 10000 100 1');
