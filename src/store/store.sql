-- store: its own two tables: which migrations were applied, and who may write.

-- name: versions ()
SELECT domain, CAST(MAX(number) AS BIGINT) AS number FROM schema_version GROUP BY domain ORDER BY domain;

-- name: version_add (domain t, number i, applied_us i)
INSERT INTO schema_version (domain, number, applied_us) VALUES ($1, $2, $3);

-- name: lease_read ()
SELECT holder, session_no, epoch, until_us FROM lease WHERE log_no = 1;

-- name: lease_take (holder t, session_no i, until_us i, epoch i)
UPDATE lease SET holder = $1, session_no = $2, until_us = $3, epoch = epoch + 1
 WHERE log_no = 1 AND epoch = $4;

-- The check that every commit ends with: a writer that was replaced touches no row.
-- name: lease_commit (until_us i, session_no i, epoch i)
UPDATE lease SET commit_seq = commit_seq + 1, until_us = $1, session_no = $2
 WHERE log_no = 1 AND epoch = $3;

-- name: lease_prolong (until_us i, session_no i, epoch i)
UPDATE lease SET until_us = $1, session_no = $2 WHERE log_no = 1 AND epoch = $3;

-- name: lease_give (epoch i)
UPDATE lease SET until_us = 0, session_no = 0 WHERE log_no = 1 AND epoch = $1;

-- name: lease_clear ()
UPDATE lease SET holder = NULL, session_no = 0, until_us = 0, epoch = epoch + 1 WHERE log_no > 0;

-- name: commit_seq ()
SELECT commit_seq FROM lease WHERE log_no = 1;

-- ---- seals of rows (seal.h) ----

-- name: seal_add (table_name t, row_key b, seal b)
INSERT INTO row_seal (table_name, row_key, seal) VALUES ($1, $2, $3);

-- name: seal_put (table_name t, row_key b, seal b)
UPDATE row_seal SET seal = $3 WHERE table_name = $1 AND row_key = $2;

-- name: seal_drop (table_name t, row_key b)
DELETE FROM row_seal WHERE table_name = $1 AND row_key = $2;

-- name: seal_drop_all (table_name t)
DELETE FROM row_seal WHERE table_name = $1;

-- name: seal_of (table_name t, row_key b)
SELECT seal FROM row_seal WHERE table_name = $1 AND row_key = $2;

-- name: seals (table_name t)
SELECT row_key, seal FROM row_seal WHERE table_name = $1 ORDER BY row_key;

-- name: seal_sum (table_name t)
SELECT rows_count, combined, mac FROM row_seal_sum WHERE table_name = $1;

-- name: seal_sum_add (table_name t, rows_count i, combined b, mac b)
INSERT INTO row_seal_sum (table_name, rows_count, combined, mac) VALUES ($1, $2, $3, $4);

-- name: seal_sum_put (table_name t, rows_count i, combined b, mac b)
UPDATE row_seal_sum SET rows_count = $2, combined = $3, mac = $4 WHERE table_name = $1;
