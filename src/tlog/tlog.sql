-- tlog: leaves, subtrees and the frontier of the log.

-- name: frontier (log_no i)
SELECT size, edge FROM tlog_frontier WHERE log_no = $1;

-- The frontier moves only from where the group found it.
-- name: frontier_move (log_no i, old_size i, size i, edge b)
UPDATE tlog_frontier SET size = $3, edge = $4 WHERE log_no = $1 AND size = $2;

-- name: leaf_add (log_no i, leaf_index i, shard i, ref_id u, kind i, hash b, body b)
INSERT INTO tlog_leaf (log_no, leaf_index, shard, ref_id, kind, hash, body) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: node_add (log_no i, level i, node_index i, hash b)
INSERT INTO tlog_node (log_no, level, node_index, hash) VALUES ($1, $2, $3, $4);

-- What a thing's first leaf is: a transfer has one.
-- name: index_of (shard i, ref_id u)
SELECT CAST(MIN(leaf_index) AS BIGINT) AS leaf_index FROM tlog_leaf WHERE shard = $1 AND ref_id = $2;

-- name: hashes (log_no i, from_index i, until_index i)
SELECT hash FROM tlog_leaf WHERE log_no = $1 AND leaf_index >= $2 AND leaf_index < $3 ORDER BY leaf_index;

-- name: nodes (log_no i, level i, from_index i, until_index i)
SELECT hash FROM tlog_node
 WHERE log_no = $1 AND level = $2 AND node_index >= $3 AND node_index < $4 ORDER BY node_index;

-- name: bodies (log_no i, from_index i, until_index i)
SELECT leaf_index, hash, body FROM tlog_leaf
 WHERE log_no = $1 AND leaf_index >= $2 AND leaf_index < $3 ORDER BY leaf_index;

-- name: leaves_of_shard (shard i, after_id u, until_id u)
SELECT ref_id, kind, leaf_index, body FROM tlog_leaf
 WHERE shard = $1 AND ref_id > $2 AND ref_id <= $3 ORDER BY ref_id, kind;

-- name: count_by_kind ()
SELECT kind, CAST(COUNT(*) AS BIGINT) AS leaves FROM tlog_leaf GROUP BY kind;

-- name: all_nodes (log_no i)
SELECT level, node_index, hash FROM tlog_node WHERE log_no = $1 ORDER BY level, node_index;

-- name: checkpoint (log_no i)
SELECT size, note, at_us FROM tlog_checkpoint WHERE log_no = $1;

-- A checkpoint takes the place of a smaller one alone.
-- name: checkpoint_move (log_no i, size i, note b, at_us i)
UPDATE tlog_checkpoint SET size = $2, note = $3, at_us = $4 WHERE log_no = $1 AND size <= $2;

-- name: checkpoint_add (log_no i, size i, note b, at_us i)
INSERT INTO tlog_checkpoint (log_no, size, note, at_us) VALUES ($1, $2, $3, $4);
