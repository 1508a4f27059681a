-- A batch that is half way: way 1: on its way into the roster, 2: out of it again. Its row goes when it is whole. steps
-- counts its pieces, so that two who go on with it at once do not both write the next one.
CREATE TABLE import_open (
	batch_id UUID NOT NULL,
	shard BIGINT NOT NULL,
	org_no BIGINT NOT NULL,
	way SMALLINT NOT NULL CHECK (way IN (1, 2)),
	steps BIGINT NOT NULL,
	read_count BIGINT NOT NULL,
	taken_count BIGINT NOT NULL,
	changed_count BIGINT NOT NULL,
	unchanged_count BIGINT NOT NULL,
	without_id_count BIGINT NOT NULL,
	back_count BIGINT NOT NULL,
	by_id UUID,
	begun_us BIGINT NOT NULL,
	step_us BIGINT NOT NULL,
	PRIMARY KEY (batch_id)
);
CREATE UNIQUE INDEX import_open_org ON import_open (org_no);
