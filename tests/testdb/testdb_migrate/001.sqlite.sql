CREATE TABLE item (
	shard INTEGER NOT NULL,
	id BLOB NOT NULL CHECK (length(id) = 16),
	name TEXT,
	qty INTEGER CHECK (qty >= 0),
	data BLOB,
	PRIMARY KEY (shard, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX item_by_name ON item (shard, name);
