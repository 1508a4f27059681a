-- The leaves of a log, in their order. (shard, ref_id, kind) is what a leaf stands for.
CREATE TABLE tlog_leaf (
	log_no BIGINT NOT NULL CHECK (log_no > 0),
	leaf_index BIGINT NOT NULL CHECK (leaf_index >= 0),
	shard BIGINT NOT NULL,
	ref_id UUID NOT NULL,
	kind SMALLINT NOT NULL,
	hash BYTEA NOT NULL CHECK (octet_length(hash) = 32),
	body BYTEA NOT NULL CHECK (octet_length(body) BETWEEN 1 AND 1024),
	PRIMARY KEY (log_no, leaf_index)
);
CREATE UNIQUE INDEX tlog_leaf_by_ref ON tlog_leaf (shard, ref_id, kind);

-- Roots of complete subtrees of 256^level leaves: a proof then reads hundreds of hashes, not all.
CREATE TABLE tlog_node (
	log_no BIGINT NOT NULL,
	level SMALLINT NOT NULL CHECK (level BETWEEN 1 AND 7),
	node_index BIGINT NOT NULL CHECK (node_index >= 0),
	hash BYTEA NOT NULL CHECK (octet_length(hash) = 32),
	PRIMARY KEY (log_no, level, node_index)
);

-- One row a log: how many leaves it has and the roots of its complete subtrees, from the largest to the smallest
-- (RFC 6962 §2.1), 32 bytes each.
CREATE TABLE tlog_frontier (
	log_no BIGINT NOT NULL PRIMARY KEY CHECK (log_no > 0),
	size BIGINT NOT NULL CHECK (size >= 0),
	edge BYTEA
);
INSERT INTO tlog_frontier (log_no, size, edge) VALUES (1, 0, NULL);
