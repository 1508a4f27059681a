-- A person by his id alone (what people are handed knows no shard), his household, and who was merged into him.
CREATE INDEX person_by_id ON person (person_id);
CREATE INDEX person_household ON person (shard, household_id) WHERE household_id IS NOT NULL;
CREATE INDEX person_survivor ON person (survivor_id) WHERE survivor_id IS NOT NULL;

-- Pairs that somebody has decided about: kept for ever. first_id < second_id. verdict 1: one person (merged), 2: two.
CREATE TABLE duplicate_decided (
	shard BIGINT NOT NULL,
	first_id UUID NOT NULL,
	second_id UUID NOT NULL,
	verdict SMALLINT NOT NULL CHECK (verdict IN (1, 2)),
	decided_by UUID,
	decided_us BIGINT NOT NULL,
	PRIMARY KEY (shard, first_id, second_id),
	CHECK (first_id < second_id)
);
