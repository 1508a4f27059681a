-- An entitling that is half way: how many of a union's people (and of those below it) were looked at. Gone at its end.
CREATE TABLE entitle_open (
	cycle_no INTEGER NOT NULL,
	org_no INTEGER NOT NULL,
	looked INTEGER NOT NULL,
	total INTEGER NOT NULL,
	made INTEGER NOT NULL,
	by_id BLOB,
	begun_us INTEGER NOT NULL,
	step_us INTEGER NOT NULL,
	PRIMARY KEY (cycle_no, org_no)
) STRICT, WITHOUT ROWID;
