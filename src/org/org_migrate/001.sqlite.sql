-- org: unions as a tree with history. A reference table: every shard has all of it (settled.md 9).
CREATE TABLE org (
	org_no INTEGER PRIMARY KEY CHECK (org_no BETWEEN 1 AND 16777215),
	shard INTEGER NOT NULL,
	code TEXT NOT NULL UNIQUE,
	division TEXT,
	kind TEXT NOT NULL CHECK (kind IN ('general', 'industry', 'zone', 'grassroots', 'joint')),
	level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 12),
	official_order INTEGER NOT NULL,
	path TEXT NOT NULL,
	from_day INTEGER NOT NULL,
	until_day INTEGER NOT NULL DEFAULT 0 CHECK (until_day = 0 OR until_day >= from_day),
	became_no INTEGER REFERENCES org (org_no),
	CHECK ((until_day = 0) = (became_no IS NULL))
) STRICT;
CREATE INDEX org_by_path ON org (path);

-- Where a union stood, from a day until a day (0: open); a root has no parent.
CREATE TABLE org_place (
	org_no INTEGER NOT NULL REFERENCES org (org_no),
	from_day INTEGER NOT NULL,
	until_day INTEGER NOT NULL DEFAULT 0 CHECK (until_day = 0 OR until_day > from_day),
	parent_no INTEGER REFERENCES org (org_no),
	PRIMARY KEY (org_no, from_day),
	CHECK (parent_no <> org_no)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX org_place_open ON org_place (org_no) WHERE until_day = 0;
CREATE INDEX org_place_by_parent ON org_place (parent_no);
CREATE INDEX org_place_by_day ON org_place (from_day);

-- What it was called. name_key is the name as it is compared (org_key() in org.c).
CREATE TABLE org_name (
	org_no INTEGER NOT NULL REFERENCES org (org_no),
	from_day INTEGER NOT NULL,
	until_day INTEGER NOT NULL DEFAULT 0 CHECK (until_day = 0 OR until_day > from_day),
	name TEXT NOT NULL,
	name_key TEXT NOT NULL,
	confirmed INTEGER NOT NULL CHECK (confirmed IN (0, 1)),
	PRIMARY KEY (org_no, from_day)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX org_name_open ON org_name (org_no) WHERE until_day = 0;
CREATE INDEX org_name_by_key ON org_name (name_key);

CREATE TABLE org_alias (
	alias_key TEXT NOT NULL PRIMARY KEY,
	alias TEXT NOT NULL,
	org_no INTEGER NOT NULL REFERENCES org (org_no)
) STRICT, WITHOUT ROWID;
CREATE INDEX org_alias_by_org ON org_alias (org_no);

-- Every act with its day, who did it and when it was entered.
CREATE TABLE org_event (
	event_id BLOB NOT NULL PRIMARY KEY,
	org_no INTEGER NOT NULL REFERENCES org (org_no),
	kind TEXT NOT NULL CHECK (kind IN ('add', 'alias', 'rename', 'confirm', 'move', 'merge', 'split')),
	other_no INTEGER REFERENCES org (org_no),
	words TEXT,
	day INTEGER NOT NULL,
	actor_id BLOB,
	at_us INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX org_event_by_org ON org_event (org_no);
