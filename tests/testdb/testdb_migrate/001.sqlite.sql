CREATE TABLE thing (
	shard INTEGER NOT NULL,
	id BLOB NOT NULL CHECK (length(id) = 16),
	name TEXT,
	qty INTEGER CHECK (qty >= 0),
	data BLOB,
	PRIMARY KEY (shard, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX thing_by_name ON thing (shard, name);
