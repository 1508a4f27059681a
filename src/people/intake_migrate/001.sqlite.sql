-- A roster's file between its upload and its taking over. state: intake.h. Counts are of the last check, NULL before it.
CREATE TABLE intake (
	shard INTEGER NOT NULL,
	intake_id BLOB NOT NULL,
	org_no INTEGER NOT NULL,
	link_id BLOB,
	name TEXT,
	employer TEXT,
	categories TEXT,
	bytes INTEGER NOT NULL CHECK (bytes > 0),
	sha256 BLOB NOT NULL,
	state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 5),
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
CREATE UNIQUE INDEX intake_by_id ON intake (intake_id);
CREATE INDEX intake_by_org ON intake (org_no, intake_id);
CREATE INDEX intake_by_expiry ON intake (expires_us);

-- The file in pieces of INTAKE_CHUNK_BYTES, sealed each bound to its file and number (people/keyring.h).
CREATE TABLE intake_chunk (
	shard INTEGER NOT NULL,
	intake_id BLOB NOT NULL,
	chunk_no INTEGER NOT NULL CHECK (chunk_no >= 0),
	sealed BLOB NOT NULL,
	PRIMARY KEY (shard, intake_id, chunk_no)
) STRICT;

-- The first IMPORT_REJECTS_SHOWN_MAX rows that the last check refused; value_sealed: what may be shown of the cell.
CREATE TABLE intake_reject (
	shard INTEGER NOT NULL,
	intake_id BLOB NOT NULL,
	reject_no INTEGER NOT NULL,
	row_no INTEGER NOT NULL,
	sheet TEXT,
	column_name TEXT NOT NULL,
	value_sealed BLOB,
	reason TEXT NOT NULL,
	arg_0 INTEGER NOT NULL,
	arg_1 INTEGER NOT NULL,
	arg_2 INTEGER NOT NULL,
	words TEXT,
	PRIMARY KEY (shard, intake_id, reject_no)
) STRICT, WITHOUT ROWID;

-- Cells that were corrected by hand: where and what, sealed.
CREATE TABLE intake_fix (
	shard INTEGER NOT NULL,
	intake_id BLOB NOT NULL,
	fix_no INTEGER NOT NULL,
	sealed BLOB NOT NULL,
	PRIMARY KEY (shard, intake_id, fix_no)
) STRICT, WITHOUT ROWID;
