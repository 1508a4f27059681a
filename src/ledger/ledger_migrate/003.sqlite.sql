-- The first day of a union on which anything may still be posted (closing.h); no row: any day.
CREATE TABLE books_open (
	org_no INTEGER NOT NULL,
	day INTEGER NOT NULL CHECK (day BETWEEN 19000101 AND 99991231),
	PRIMARY KEY (org_no)
) STRICT, WITHOUT ROWID;
-- A closing asks for an account's transfers of one month.
DROP INDEX transfer_by_from;
DROP INDEX transfer_by_to;
CREATE INDEX transfer_by_from ON transfer (shard, from_no, day);
CREATE INDEX transfer_by_to ON transfer (shard, to_no, day);
DELETE FROM sqlite_stat1 WHERE tbl = 'transfer' AND idx IN ('transfer_by_from', 'transfer_by_to');
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
	('transfer', 'transfer_by_from', '10000000 100000 100 50'),
	('transfer', 'transfer_by_to', '10000000 100000 10 8');
