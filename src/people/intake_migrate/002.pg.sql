-- Two states more: on its way into the roster, and out of it again (people: import_open).
ALTER TABLE intake DROP CONSTRAINT intake_state_check;
ALTER TABLE intake ADD CONSTRAINT intake_state_check CHECK (state BETWEEN 0 AND 7);

-- Who is said to have left with an import that is on its way: kept until he has.
CREATE TABLE intake_leaver (
	shard BIGINT NOT NULL,
	intake_id UUID NOT NULL,
	person_id UUID NOT NULL,
	PRIMARY KEY (shard, intake_id, person_id)
);
