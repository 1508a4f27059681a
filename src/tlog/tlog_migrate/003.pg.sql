-- The last checkpoint that was signed, as it was published: one row a log. What stands in it is a tree that the database
-- must still hold, or it is not the one that was published.
CREATE TABLE tlog_checkpoint (
	log_no BIGINT NOT NULL PRIMARY KEY CHECK (log_no > 0),
	size BIGINT NOT NULL CHECK (size > 0),
	note BYTEA NOT NULL CHECK (octet_length(note) BETWEEN 1 AND 512),
	at_us BIGINT NOT NULL
);
