-- Sent back (退回): it waits for its maker, who amends it and hands it in again. NULL: it was not.
ALTER TABLE cycle ADD COLUMN back_us INTEGER;

-- Each sending back: what was handed in then and by whom, the check that it made void, and why. back_id names its leaf,
-- check_id that of the check.
CREATE TABLE cycle_back (
	cycle_no INTEGER NOT NULL,
	back_id BLOB NOT NULL,
	by_id BLOB NOT NULL,
	at_us INTEGER NOT NULL,
	words TEXT NOT NULL,
	name TEXT NOT NULL,
	programme_version INTEGER NOT NULL,
	from_day INTEGER NOT NULL,
	until_day INTEGER NOT NULL,
	maker_id BLOB NOT NULL,
	made_us INTEGER NOT NULL,
	check_id BLOB,
	checker_id BLOB,
	checked_us INTEGER,
	PRIMARY KEY (cycle_no, back_id),
	CHECK (by_id <> maker_id AND by_id <> checker_id AND maker_id <> checker_id),
	CHECK ((check_id IS NULL) = (checker_id IS NULL) AND (check_id IS NULL) = (checked_us IS NULL))
) STRICT, WITHOUT ROWID;
