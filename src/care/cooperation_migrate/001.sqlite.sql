-- cooperation: roles of bodies in a cycle. A reference table, as cycle is. What was removed stays.
CREATE TABLE cooperation (
	cooperation_id BLOB NOT NULL PRIMARY KEY,
	cycle_no INTEGER NOT NULL,
	role INTEGER NOT NULL CHECK (role BETWEEN 0 AND 4),           -- enum cooperation_role
	partner_no INTEGER REFERENCES partner (partner_no),
	org_no INTEGER REFERENCES org (org_no),
	actor_id BLOB,
	at_us INTEGER NOT NULL,
	removed_id BLOB,
	removed_us INTEGER NOT NULL DEFAULT 0 CHECK (removed_us = 0 OR removed_us >= at_us),
	CHECK ((partner_no IS NULL) <> (org_no IS NULL))
) STRICT;
-- A joint activity has one lead.
CREATE UNIQUE INDEX cooperation_one_lead ON cooperation (cycle_no) WHERE role = 0 AND removed_us = 0;
CREATE UNIQUE INDEX cooperation_partner ON cooperation (cycle_no, role, partner_no) WHERE removed_us = 0;
CREATE UNIQUE INDEX cooperation_union ON cooperation (cycle_no, role, org_no) WHERE removed_us = 0;
