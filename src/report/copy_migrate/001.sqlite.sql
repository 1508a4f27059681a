-- Which cycle was copied from which, and what was asked for: a reference table, as cycle is. kits: "was=now,…", NULL: none.
CREATE TABLE cycle_copy (
	cycle_no INTEGER NOT NULL,
	from_no INTEGER NOT NULL,
	kits TEXT,
	asked BLOB NOT NULL,                    -- digest of the request
	actor_id BLOB NOT NULL,
	at_us INTEGER NOT NULL,
	PRIMARY KEY (cycle_no),
	CHECK (from_no <> cycle_no)
) STRICT, WITHOUT ROWID;
