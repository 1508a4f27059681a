-- A number that every act on the tree raises in its own commit: what is kept of the tree in memory is compared with it.
CREATE TABLE org_version (
	one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
	version INTEGER NOT NULL
) STRICT;
INSERT INTO org_version (one, version) VALUES (1, 1);
-- Few unions are closed and few names are former ones: the search reads these alone.
CREATE INDEX org_closed ON org (org_no) WHERE until_day <> 0;
CREATE INDEX org_name_former ON org_name (org_no) WHERE until_day <> 0;
