-- The leaves of a log, in their order. (shard, ref_id, kind) is what a leaf stands for.
CREATE TABLE tlog_leaf (
	log_no INTEGER NOT NULL CHECK (log_no > 0),
	leaf_index INTEGER NOT NULL CHECK (leaf_index >= 0),
	shard INTEGER NOT NULL,
	ref_id BLOB NOT NULL CHECK (length(ref_id) = 16),
	kind INTEGER NOT NULL,
	hash BLOB NOT NULL CHECK (length(hash) = 32),
	body BLOB NOT NULL CHECK (length(body) BETWEEN 1 AND 1024),
	PRIMARY KEY (log_no, leaf_index)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX tlog_leaf_by_ref ON tlog_leaf (shard, ref_id, kind);

-- Roots of complete subtrees of 256^level leaves: a proof then reads hundreds of hashes, not all.
CREATE TABLE tlog_node (
	log_no INTEGER NOT NULL,
	level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 7),
	node_index INTEGER NOT NULL CHECK (node_index >= 0),
	hash BLOB NOT NULL CHECK (length(hash) = 32),
	PRIMARY KEY (log_no, level, node_index)
) STRICT, WITHOUT ROWID;

-- One row a log: how many leaves it has and the roots of its complete subtrees, from the largest to the smallest
-- (RFC 6962 §2.1), 32 bytes each.
CREATE TABLE tlog_frontier (
	log_no INTEGER NOT NULL PRIMARY KEY CHECK (log_no > 0),
	size INTEGER NOT NULL CHECK (size >= 0),
	edge BLOB
) STRICT;
INSERT INTO tlog_frontier (log_no, size, edge) VALUES (1, 0, NULL);
