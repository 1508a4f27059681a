-- A roster's file between its upload and its taking over. state: intake.h. Counts are of the last check, NULL before it.
CREATE TABLE intake (
	shard BIGINT NOT NULL,
	intake_id UUID NOT NULL,
	org_no BIGINT NOT NULL,
	link_id UUID,
	name TEXT COLLATE "C",
	employer TEXT COLLATE "C",
	categories TEXT COLLATE "C",
	bytes BIGINT NOT NULL CHECK (bytes > 0),
	sha256 BYTEA NOT NULL,
	state SMALLINT NOT NULL CHECK (state BETWEEN 0 AND 5),
	maker_id UUID,
	at_us BIGINT NOT NULL,
	expires_us BIGINT NOT NULL,
	checked_us BIGINT,
	read_count BIGINT,
	taken_count BIGINT,
	changed_count BIGINT,
	unchanged_count BIGINT,
	rejected_count BIGINT,
	totals_count BIGINT,
	blank_count BIGINT,
	without_id_count BIGINT,
	ignored TEXT COLLATE "C",
	skipped TEXT COLLATE "C",
	batch_id UUID,
	moved_by UUID,
	moved_us BIGINT,
	PRIMARY KEY (shard, intake_id)
);
CREATE UNIQUE INDEX intake_by_id ON intake (intake_id);
CREATE INDEX intake_by_org ON intake (org_no, intake_id);
CREATE INDEX intake_by_expiry ON intake (expires_us);

-- The file in pieces of INTAKE_CHUNK_BYTES, sealed each bound to its file and number (people/keyring.h).
CREATE TABLE intake_chunk (
	shard BIGINT NOT NULL,
	intake_id UUID NOT NULL,
	chunk_no BIGINT NOT NULL CHECK (chunk_no >= 0),
	sealed BYTEA NOT NULL,
	PRIMARY KEY (shard, intake_id, chunk_no)
);

-- The first IMPORT_REJECTS_SHOWN_MAX rows that the last check refused; value_sealed: what may be shown of the cell.
CREATE TABLE intake_reject (
	shard BIGINT NOT NULL,
	intake_id UUID NOT NULL,
	reject_no BIGINT NOT NULL,
	row_no BIGINT NOT NULL,
	sheet TEXT COLLATE "C",
	column_name TEXT COLLATE "C" NOT NULL,
	value_sealed BYTEA,
	reason TEXT COLLATE "C" NOT NULL,
	arg_0 BIGINT NOT NULL,
	arg_1 BIGINT NOT NULL,
	arg_2 BIGINT NOT NULL,
	words TEXT COLLATE "C",
	PRIMARY KEY (shard, intake_id, reject_no)
);

-- Cells that were corrected by hand: where and what, sealed.
CREATE TABLE intake_fix (
	shard BIGINT NOT NULL,
	intake_id UUID NOT NULL,
	fix_no BIGINT NOT NULL,
	sealed BYTEA NOT NULL,
	PRIMARY KEY (shard, intake_id, fix_no)
);
