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
