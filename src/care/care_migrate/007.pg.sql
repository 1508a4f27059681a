-- An entitling that is half way: how many of a union's people (and of those below it) were looked at. Gone at its end.
CREATE TABLE entitle_open (
	cycle_no BIGINT NOT NULL,
	org_no BIGINT NOT NULL,
	looked BIGINT NOT NULL,
	total BIGINT NOT NULL,
	made BIGINT NOT NULL,
	by_id UUID,
	begun_us BIGINT NOT NULL,
	step_us BIGINT NOT NULL,
	PRIMARY KEY (cycle_no, org_no)
);
