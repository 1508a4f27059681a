-- A seal for each row of a sealed table (seal.h), by the bytes of its key, which sort as the key does.
CREATE TABLE row_seal (
	table_name TEXT COLLATE "C" NOT NULL,
	row_key BYTEA NOT NULL CHECK (length(row_key) > 0),
	seal BYTEA NOT NULL CHECK (length(seal) = 16),
	PRIMARY KEY (table_name, row_key)
);

-- How many there are of a table, and all of them combined by exclusive or.
CREATE TABLE row_seal_sum (
	table_name TEXT COLLATE "C" NOT NULL,
	rows_count BIGINT NOT NULL CHECK (rows_count >= 0),
	combined BYTEA NOT NULL CHECK (length(combined) = 16),
	mac BYTEA NOT NULL CHECK (length(mac) = 16),
	PRIMARY KEY (table_name)
);
