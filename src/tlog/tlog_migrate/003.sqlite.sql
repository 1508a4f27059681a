-- The last checkpoint that was signed, as it was published: one row a log. What stands in it is a tree that the database
-- must still hold, or it is not the one that was published.
CREATE TABLE tlog_checkpoint (
	log_no INTEGER NOT NULL PRIMARY KEY CHECK (log_no = 1),
	size INTEGER NOT NULL CHECK (size > 0),
	note BLOB NOT NULL CHECK (length(note) BETWEEN 1 AND 512),
	at_us INTEGER NOT NULL
) STRICT;
