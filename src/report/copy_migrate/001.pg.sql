-- Which cycle was copied from which, and what was asked for: a reference table, as cycle is. kits: "was=now,…", NULL: none.
CREATE TABLE cycle_copy (
	cycle_no BIGINT NOT NULL,
	from_no BIGINT NOT NULL,
	kits TEXT COLLATE "C",
	asked BYTEA NOT NULL,                   -- digest of the request
	actor_id UUID NOT NULL,
	at_us BIGINT NOT NULL,
	PRIMARY KEY (cycle_no),
	CHECK (from_no <> cycle_no)
);
