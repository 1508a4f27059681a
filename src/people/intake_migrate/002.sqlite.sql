-- Two states more: on its way into the roster, and out of it again (people: import_open).
CREATE TABLE intake_of_more_states (
	shard INTEGER NOT NULL,
	intake_id BLOB NOT NULL,
	org_no INTEGER NOT NULL,
	link_id BLOB,
	name TEXT,
	employer TEXT,
	categories TEXT,
	bytes INTEGER NOT NULL CHECK (bytes > 0),
	sha256 BLOB NOT NULL,
	state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 7),
	maker_id BLOB,
	at_us INTEGER NOT NULL,
	expires_us INTEGER NOT NULL,
	checked_us INTEGER,
	read_count INTEGER,
	taken_count INTEGER,
	changed_count INTEGER,
	unchanged_count INTEGER,
	rejected_count INTEGER,
	totals_count INTEGER,
	blank_count INTEGER,
	without_id_count INTEGER,
	ignored TEXT,
	skipped TEXT,
	batch_id BLOB,
	moved_by BLOB,
	moved_us INTEGER,
	PRIMARY KEY (shard, intake_id)
) STRICT;
INSERT INTO intake_of_more_states (shard, intake_id, org_no, link_id, name, employer, categories, bytes, sha256, state, maker_id,
	at_us, expires_us, checked_us, read_count, taken_count, changed_count, unchanged_count, rejected_count, totals_count,
	blank_count, without_id_count, ignored, skipped, batch_id, moved_by, moved_us)
SELECT shard, intake_id, org_no, link_id, name, employer, categories, bytes, sha256, state, maker_id, at_us, expires_us,
       checked_us, read_count, taken_count, changed_count, unchanged_count, rejected_count, totals_count, blank_count,
       without_id_count, ignored, skipped, batch_id, moved_by, moved_us FROM intake;
DROP TABLE intake;
ALTER TABLE intake_of_more_states RENAME TO intake;
CREATE UNIQUE INDEX intake_by_id ON intake (intake_id);
CREATE INDEX intake_by_org ON intake (org_no, intake_id);
CREATE INDEX intake_by_expiry ON intake (expires_us);

-- Who is said to have left with an import that is on its way: kept until he has.
CREATE TABLE intake_leaver (
	shard INTEGER NOT NULL,
	intake_id BLOB NOT NULL,
	person_id BLOB NOT NULL,
	PRIMARY KEY (shard, intake_id, person_id)
) STRICT, WITHOUT ROWID;
