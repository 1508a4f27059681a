-- What people have in common. kind 1: an employer or place of work, by name and, where known, unified social credit
-- code; 2 a site; 3 a team; 4 a household. org_no 0: of the whole shard, as employers are, which serve several unions.
CREATE TABLE people_group (
	shard BIGINT NOT NULL,
	group_id UUID NOT NULL,
	kind SMALLINT NOT NULL CHECK (kind BETWEEN 1 AND 4),
	org_no BIGINT NOT NULL,
	name TEXT COLLATE "C" NOT NULL,
	uscc TEXT COLLATE "C" CHECK (uscc IS NULL OR kind = 1),
	PRIMARY KEY (shard, group_id)
);
CREATE UNIQUE INDEX people_group_name ON people_group (shard, kind, org_no, name);

-- dek: the person's own key, wrapped under the key of kek_epoch. Sealed columns: people/keyring.h.
CREATE TABLE person (
	shard BIGINT NOT NULL,
	person_id UUID NOT NULL,
	org_no BIGINT NOT NULL,
	batch_id UUID,
	added_us BIGINT NOT NULL,
	name TEXT COLLATE "C" NOT NULL,
	name_key TEXT COLLATE "C" NOT NULL,
	sort_key BYTEA,
	sort_version TEXT COLLATE "C",
	kek_epoch BIGINT NOT NULL,
	dek BYTEA NOT NULL,
	id_hash BYTEA,
	id_sealed BYTEA,
	phone_hash BYTEA,
	phone_sealed BYTEA,
	team_id UUID,
	site_id UUID,
	employer_id UUID,
	workplace_id UUID,
	household_id UUID,
	post TEXT COLLATE "C",
	size TEXT COLLATE "C",
	left_us BIGINT,
	left_by UUID,
	survivor_shard BIGINT,
	survivor_id UUID,
	merged_us BIGINT,
	merged_by UUID,
	absorbed BIGINT NOT NULL DEFAULT 0,
	alias_depth BIGINT NOT NULL DEFAULT 0,
	PRIMARY KEY (shard, person_id),
	CHECK ((id_hash IS NULL) = (id_sealed IS NULL)),
	CHECK ((phone_hash IS NULL) = (phone_sealed IS NULL)),
	CHECK ((survivor_shard IS NULL) = (survivor_id IS NULL))
);
CREATE INDEX person_org ON person (shard, org_no, person_id);
CREATE INDEX person_name ON person (shard, org_no, name_key);
CREATE INDEX person_phone ON person (shard, phone_hash) WHERE phone_hash IS NOT NULL;

CREATE TABLE person_category (
	shard BIGINT NOT NULL,
	person_id UUID NOT NULL,
	category TEXT COLLATE "C" NOT NULL,
	batch_id UUID,
	PRIMARY KEY (shard, person_id, category)
);

-- Whose a key is, across all shards: distributed by key_hash, not by shard (settled.md 10). kind 1: a citizen's number.
CREATE TABLE registry (
	kind SMALLINT NOT NULL CHECK (kind > 0),
	key_hash BYTEA NOT NULL,
	key_epoch BIGINT NOT NULL,
	shard BIGINT NOT NULL,
	ref_id UUID NOT NULL,
	PRIMARY KEY (kind, key_hash)
);

-- state 1: taken, 2: taken back.
CREATE TABLE import_batch (
	batch_id UUID NOT NULL,
	shard BIGINT NOT NULL,
	org_no BIGINT NOT NULL,
	file_sha256 BYTEA NOT NULL,
	read_count BIGINT NOT NULL,
	taken_count BIGINT NOT NULL,
	changed_count BIGINT NOT NULL,
	unchanged_count BIGINT NOT NULL,
	rejected_count BIGINT NOT NULL,
	maker_id UUID,
	at_us BIGINT NOT NULL,
	state SMALLINT NOT NULL CHECK (state IN (1, 2)),
	undone_by UUID,
	undone_us BIGINT,
	PRIMARY KEY (batch_id)
);

-- How a person was before a batch changed it. from_*: the batch brought the person over from another union, where
-- this was its row.
CREATE TABLE import_change (
	shard BIGINT NOT NULL,
	batch_id UUID NOT NULL,
	person_id UUID NOT NULL,
	from_shard BIGINT,
	from_id UUID,
	name TEXT COLLATE "C" NOT NULL,
	name_key TEXT COLLATE "C" NOT NULL,
	sort_key BYTEA,
	sort_version TEXT COLLATE "C",
	phone_hash BYTEA,
	phone_sealed BYTEA,
	team_id UUID,
	site_id UUID,
	employer_id UUID,
	workplace_id UUID,
	household_id UUID,
	post TEXT COLLATE "C",
	size TEXT COLLATE "C",
	left_us BIGINT,
	left_by UUID,
	PRIMARY KEY (shard, batch_id, person_id)
);
