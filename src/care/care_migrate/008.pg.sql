-- Rows that move nothing and have no leaf (bound.h): how many of a kind a shard has, and their check values combined.
CREATE TABLE bound (
	shard BIGINT NOT NULL,
	kind SMALLINT NOT NULL CHECK (kind BETWEEN 0 AND 99),
	row_count BIGINT NOT NULL CHECK (row_count > 0),
	combined BYTEA NOT NULL CHECK (octet_length(combined) = 16),
	check_value BYTEA NOT NULL CHECK (octet_length(check_value) = 16),
	PRIMARY KEY (shard, kind)
);
