-- Grants that a second person confirms, and those that took effect without one (state 'alone'): auditors are shown these.
CREATE TABLE grant_asked (
	asked_id BLOB NOT NULL PRIMARY KEY,
	user_id BLOB NOT NULL REFERENCES app_user (user_id),
	role TEXT NOT NULL,
	org_no INTEGER NOT NULL,
	until_day INTEGER NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('waits', 'confirmed', 'refused', 'replaced', 'alone')),
	asked_by BLOB NOT NULL REFERENCES app_user (user_id),
	asked_at_us INTEGER NOT NULL,
	closed_by BLOB,
	closed_at_us INTEGER,
	CHECK ((state = 'waits') = (closed_at_us IS NULL)),
	-- Nobody confirms what is for himself, or what he has granted.
	CHECK (state <> 'confirmed' OR (closed_by IS NOT NULL AND closed_by <> asked_by AND closed_by <> user_id))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX grant_asked_waits ON grant_asked (user_id, role, org_no) WHERE state = 'waits';
CREATE INDEX grant_asked_by_state ON grant_asked (state, asked_at_us);
