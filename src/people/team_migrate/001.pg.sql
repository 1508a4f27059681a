-- team: what is said of sites and teams besides their names, which are people_group's. A new row takes the place of the
-- live one (until_us NULL), which ends and stays. kind: team.h, TEAM_SITE_KINDS.
CREATE TABLE work_site (
	shard BIGINT NOT NULL,
	site_id UUID NOT NULL,
	from_us BIGINT NOT NULL,
	until_us BIGINT CHECK (until_us >= from_us),
	org_no BIGINT NOT NULL,
	kind SMALLINT NOT NULL CHECK (kind BETWEEN 0 AND 3),
	address TEXT COLLATE "C",
	set_by UUID,
	PRIMARY KEY (shard, site_id, from_us)
);
CREATE UNIQUE INDEX work_site_live ON work_site (shard, site_id) WHERE until_us IS NULL;

CREATE TABLE work_team (
	shard BIGINT NOT NULL,
	team_id UUID NOT NULL,
	from_us BIGINT NOT NULL,
	until_us BIGINT CHECK (until_us >= from_us),
	org_no BIGINT NOT NULL,
	site_id UUID,
	set_by UUID,
	PRIMARY KEY (shard, team_id, from_us)
);
CREATE UNIQUE INDEX work_team_live ON work_team (shard, team_id) WHERE until_us IS NULL;

CREATE TABLE team_foreman (
	shard BIGINT NOT NULL,
	team_id UUID NOT NULL,
	from_us BIGINT NOT NULL,
	until_us BIGINT CHECK (until_us >= from_us),
	user_id UUID NOT NULL,
	set_by UUID,
	ended_by UUID,
	PRIMARY KEY (shard, team_id, from_us)
);
CREATE UNIQUE INDEX team_foreman_live ON team_foreman (shard, team_id) WHERE until_us IS NULL;
CREATE INDEX team_foreman_user ON team_foreman (user_id) WHERE until_us IS NULL;
