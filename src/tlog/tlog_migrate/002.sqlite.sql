-- A SQLite database is one log (settled.md 2). Its leaves' numbers are the table's own row numbers, so that a leaf is put
-- behind the last one; as a key of two columns each was searched for, and its text stood in the tree's inner pages too.
CREATE TABLE tlog_leaf_by_row (
	log_no INTEGER NOT NULL CHECK (log_no = 1),
	leaf_index INTEGER NOT NULL PRIMARY KEY CHECK (leaf_index >= 0),
	shard INTEGER NOT NULL,
	ref_id BLOB NOT NULL CHECK (length(ref_id) = 16),
	kind INTEGER NOT NULL,
	hash BLOB NOT NULL CHECK (length(hash) = 32),
	body BLOB NOT NULL CHECK (length(body) BETWEEN 1 AND 1024)
) STRICT;
INSERT INTO tlog_leaf_by_row (log_no, leaf_index, shard, ref_id, kind, hash, body)
	SELECT log_no, leaf_index, shard, ref_id, kind, hash, body FROM tlog_leaf ORDER BY leaf_index;
DROP TABLE tlog_leaf;
ALTER TABLE tlog_leaf_by_row RENAME TO tlog_leaf;
CREATE UNIQUE INDEX tlog_leaf_by_ref ON tlog_leaf (shard, ref_id, kind);
