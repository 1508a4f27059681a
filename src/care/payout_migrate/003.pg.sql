-- The file that the bank gets, while it waits for the bank: sealed pieces of PAYOUT_FILE_CHUNK_BYTES (care/payout_file.h).
-- format: 0 CSV, 1 xlsx. bytes: of the whole file before it is sealed.
CREATE TABLE payout_file (
	shard BIGINT NOT NULL,
	batch_id UUID NOT NULL,
	format SMALLINT NOT NULL CHECK (format IN (0, 1)),
	bytes BIGINT NOT NULL CHECK (bytes > 0),
	PRIMARY KEY (shard, batch_id)
);
CREATE TABLE payout_file_chunk (
	shard BIGINT NOT NULL,
	batch_id UUID NOT NULL,
	chunk_no INTEGER NOT NULL CHECK (chunk_no >= 0),
	sealed BYTEA NOT NULL,
	PRIMARY KEY (shard, batch_id, chunk_no)
);
CREATE INDEX payout_act_by_user ON payout_act (by_id);
