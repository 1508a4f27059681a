-- A batch that is half way: way 1: on its way into the roster, 2: out of it again. Its row goes when it is whole. steps
-- counts its pieces, so that two who go on with it at once do not both write the next one.
CREATE TABLE import_open (
	batch_id BLOB NOT NULL,
	shard INTEGER NOT NULL,
	org_no INTEGER NOT NULL,
	way INTEGER NOT NULL CHECK (way IN (1, 2)),
	steps INTEGER NOT NULL,
	read_count INTEGER NOT NULL,
	taken_count INTEGER NOT NULL,
	changed_count INTEGER NOT NULL,
	unchanged_count INTEGER NOT NULL,
	without_id_count INTEGER NOT NULL,
	back_count INTEGER NOT NULL,
	by_id BLOB,
	begun_us INTEGER NOT NULL,
	step_us INTEGER NOT NULL,
	PRIMARY KEY (batch_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX import_open_org ON import_open (org_no);
