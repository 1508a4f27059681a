-- What people have in common. kind 1: an employer or place of work, by name and, where known, unified social credit
-- code; 2 a site; 3 a team; 4 a household. org_no 0: of the whole shard, as employers are, which serve several unions.
CREATE TABLE people_group (
	shard INTEGER NOT NULL,
	group_id BLOB NOT NULL,
	kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 4),
	org_no INTEGER NOT NULL,
	name TEXT NOT NULL,
	uscc TEXT CHECK (uscc IS NULL OR kind = 1),
	PRIMARY KEY (shard, group_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX people_group_name ON people_group (shard, kind, org_no, name);

-- dek: the person's own key, wrapped under the key of kek_epoch. Sealed columns: people/keyring.h.
CREATE TABLE person (
	shard INTEGER NOT NULL,
	person_id BLOB NOT NULL,
	org_no INTEGER NOT NULL,
	batch_id BLOB,
	added_us INTEGER NOT NULL,
	name TEXT NOT NULL,
	name_key TEXT NOT NULL,
	sort_key BLOB,
	sort_version TEXT,
	kek_epoch INTEGER NOT NULL,
	dek BLOB NOT NULL,
	id_hash BLOB,
	id_sealed BLOB,
	phone_hash BLOB,
	phone_sealed BLOB,
	team_id BLOB,
	site_id BLOB,
	employer_id BLOB,
	workplace_id BLOB,
	household_id BLOB,
	post TEXT,
	size TEXT,
	left_us INTEGER,
	left_by BLOB,
	survivor_shard INTEGER,
	survivor_id BLOB,
	merged_us INTEGER,
	merged_by BLOB,
	absorbed INTEGER NOT NULL DEFAULT 0,
	alias_depth INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (shard, person_id),
	CHECK ((id_hash IS NULL) = (id_sealed IS NULL)),
	CHECK ((phone_hash IS NULL) = (phone_sealed IS NULL)),
	CHECK ((survivor_shard IS NULL) = (survivor_id IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX person_org ON person (shard, org_no, person_id);
CREATE INDEX person_name ON person (shard, org_no, name_key);
CREATE INDEX person_phone ON person (shard, phone_hash) WHERE phone_hash IS NOT NULL;

CREATE TABLE person_category (
	shard INTEGER NOT NULL,
	person_id BLOB NOT NULL,
	category TEXT NOT NULL,
	batch_id BLOB,
	PRIMARY KEY (shard, person_id, category)
) STRICT, WITHOUT ROWID;

-- Whose a key is, across all shards: distributed by key_hash, not by shard (settled.md 10). kind 1: a citizen's number.
CREATE TABLE registry (
	kind INTEGER NOT NULL CHECK (kind > 0),
	key_hash BLOB NOT NULL,
	key_epoch INTEGER NOT NULL,
	shard INTEGER NOT NULL,
	ref_id BLOB NOT NULL,
	PRIMARY KEY (kind, key_hash)
) STRICT, WITHOUT ROWID;

-- state 1: taken, 2: taken back.
CREATE TABLE import_batch (
	batch_id BLOB NOT NULL,
	shard INTEGER NOT NULL,
	org_no INTEGER NOT NULL,
	file_sha256 BLOB NOT NULL,
	read_count INTEGER NOT NULL,
	taken_count INTEGER NOT NULL,
	changed_count INTEGER NOT NULL,
	unchanged_count INTEGER NOT NULL,
	rejected_count INTEGER NOT NULL,
	maker_id BLOB,
	at_us INTEGER NOT NULL,
	state INTEGER NOT NULL CHECK (state IN (1, 2)),
	undone_by BLOB,
	undone_us INTEGER,
	PRIMARY KEY (batch_id)
) STRICT, WITHOUT ROWID;

-- How a person was before a batch changed it. from_*: the batch brought the person over from another union, where
-- this was its row.
CREATE TABLE import_change (
	shard INTEGER NOT NULL,
	batch_id BLOB NOT NULL,
	person_id BLOB NOT NULL,
	from_shard INTEGER,
	from_id BLOB,
	name TEXT NOT NULL,
	name_key TEXT NOT NULL,
	sort_key BLOB,
	sort_version TEXT,
	phone_hash BLOB,
	phone_sealed BLOB,
	team_id BLOB,
	site_id BLOB,
	employer_id BLOB,
	workplace_id BLOB,
	household_id BLOB,
	post TEXT,
	size TEXT,
	left_us INTEGER,
	left_by BLOB,
	PRIMARY KEY (shard, batch_id, person_id)
) STRICT, WITHOUT ROWID;
