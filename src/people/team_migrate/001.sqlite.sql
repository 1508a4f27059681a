-- team: what is said of sites and teams besides their names, which are people_group's. A new row takes the place of the
-- live one (until_us NULL), which ends and stays. kind: team.h, TEAM_SITE_KINDS.
CREATE TABLE work_site (
	shard INTEGER NOT NULL,
	site_id BLOB NOT NULL,
	from_us INTEGER NOT NULL,
	until_us INTEGER CHECK (until_us >= from_us),
	org_no INTEGER NOT NULL,
	kind INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 3),
	address TEXT,
	set_by BLOB,
	PRIMARY KEY (shard, site_id, from_us)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX work_site_live ON work_site (shard, site_id) WHERE until_us IS NULL;

CREATE TABLE work_team (
	shard INTEGER NOT NULL,
	team_id BLOB NOT NULL,
	from_us INTEGER NOT NULL,
	until_us INTEGER CHECK (until_us >= from_us),
	org_no INTEGER NOT NULL,
	site_id BLOB,
	set_by BLOB,
	PRIMARY KEY (shard, team_id, from_us)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX work_team_live ON work_team (shard, team_id) WHERE until_us IS NULL;

CREATE TABLE team_foreman (
	shard INTEGER NOT NULL,
	team_id BLOB NOT NULL,
	from_us INTEGER NOT NULL,
	until_us INTEGER CHECK (until_us >= from_us),
	user_id BLOB NOT NULL,
	set_by BLOB,
	ended_by BLOB,
	PRIMARY KEY (shard, team_id, from_us)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX team_foreman_live ON team_foreman (shard, team_id) WHERE until_us IS NULL;
CREATE INDEX team_foreman_user ON team_foreman (user_id) WHERE until_us IS NULL;
