CREATE TABLE thing (
	shard BIGINT NOT NULL,
	id UUID NOT NULL,
	name TEXT COLLATE "C",
	qty BIGINT CHECK (qty >= 0),
	data BYTEA,
	PRIMARY KEY (shard, id)
);
CREATE UNIQUE INDEX thing_by_name ON thing (shard, name);
