-- The first day of a union on which anything may still be posted (closing.h); no row: any day.
CREATE TABLE books_open (
	org_no BIGINT NOT NULL,
	day INTEGER NOT NULL CHECK (day BETWEEN 19000101 AND 99991231),
	PRIMARY KEY (org_no)
);
-- A closing asks for an account's transfers of one month.
DROP INDEX transfer_by_from;
DROP INDEX transfer_by_to;
CREATE INDEX transfer_by_from ON transfer (shard, from_no, day);
CREATE INDEX transfer_by_to ON transfer (shard, to_no, day);
