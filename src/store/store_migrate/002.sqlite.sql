-- A seal for each row of a sealed table (seal.h), by the bytes of its key, which sort as the key does.
CREATE TABLE row_seal (
	table_name TEXT NOT NULL,
	row_key BLOB NOT NULL CHECK (length(row_key) > 0),
	seal BLOB NOT NULL CHECK (length(seal) = 16),
	PRIMARY KEY (table_name, row_key)
) STRICT, WITHOUT ROWID;

-- How many there are of a table, and all of them combined by exclusive or.
CREATE TABLE row_seal_sum (
	table_name TEXT NOT NULL PRIMARY KEY,
	rows_count INTEGER NOT NULL CHECK (rows_count >= 0),
	combined BLOB NOT NULL CHECK (length(combined) = 16),
	mac BLOB NOT NULL CHECK (length(mac) = 16)
) STRICT, WITHOUT ROWID;
