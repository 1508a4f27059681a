-- Rows that move nothing and have no leaf (bound.h): how many of a kind a shard has, and their check values combined.
CREATE TABLE bound (
	shard INTEGER NOT NULL,
	kind INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 99),
	row_count INTEGER NOT NULL CHECK (row_count > 0),
	combined BLOB NOT NULL CHECK (length(combined) = 16),
	check_value BLOB NOT NULL CHECK (length(check_value) = 16),
	PRIMARY KEY (shard, kind)
) STRICT, WITHOUT ROWID;
