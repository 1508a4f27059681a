-- Sent back (退回): it waits for its maker, who amends it and hands it in again. NULL: it was not.
ALTER TABLE cycle ADD COLUMN back_us BIGINT;

-- Each sending back: what was handed in then and by whom, the check that it made void, and why. back_id names its leaf,
-- check_id that of the check.
CREATE TABLE cycle_back (
	cycle_no BIGINT NOT NULL,
	back_id UUID NOT NULL,
	by_id UUID NOT NULL,
	at_us BIGINT NOT NULL,
	words TEXT COLLATE "C" NOT NULL,
	name TEXT COLLATE "C" NOT NULL,
	programme_version BIGINT NOT NULL,
	from_day BIGINT NOT NULL,
	until_day BIGINT NOT NULL,
	maker_id UUID NOT NULL,
	made_us BIGINT NOT NULL,
	check_id UUID,
	checker_id UUID,
	checked_us BIGINT,
	PRIMARY KEY (cycle_no, back_id),
	CHECK (by_id <> maker_id AND by_id <> checker_id AND maker_id <> checker_id),
	CHECK ((check_id IS NULL) = (checker_id IS NULL) AND (check_id IS NULL) = (checked_us IS NULL))
);
