-- partner: bodies outside the union tree. A reference table: every shard has all of it (settled.md 9).
CREATE TABLE partner (
	partner_no BIGINT PRIMARY KEY CHECK (partner_no >= 1),
	code TEXT COLLATE "C" NOT NULL UNIQUE,
	kind TEXT COLLATE "C" NOT NULL
		CHECK (kind IN ('government', 'institution', 'hospital', 'company', 'national', 'social', 'other')),
	uscc TEXT COLLATE "C" UNIQUE CHECK (LENGTH(uscc) = 18),
	org_no BIGINT REFERENCES org (org_no),
	from_day INTEGER NOT NULL,
	closed_day INTEGER NOT NULL DEFAULT 0 CHECK (closed_day = 0 OR closed_day >= from_day)
);
CREATE INDEX partner_by_org ON partner (org_no);

-- What it was called, from a day until a day (0: open). name_key is the name as it is compared (org_key()).
CREATE TABLE partner_name (
	partner_no BIGINT NOT NULL REFERENCES partner (partner_no),
	from_day INTEGER NOT NULL,
	until_day INTEGER NOT NULL DEFAULT 0 CHECK (until_day = 0 OR until_day > from_day),
	name TEXT COLLATE "C" NOT NULL,
	name_key TEXT COLLATE "C" NOT NULL,
	PRIMARY KEY (partner_no, from_day)
);
CREATE UNIQUE INDEX partner_name_open ON partner_name (partner_no) WHERE until_day = 0;
CREATE INDEX partner_name_by_key ON partner_name (name_key);

CREATE TABLE partner_alias (
	alias_key TEXT COLLATE "C" NOT NULL PRIMARY KEY,
	alias TEXT COLLATE "C" NOT NULL,
	partner_no BIGINT NOT NULL REFERENCES partner (partner_no)
);
CREATE INDEX partner_alias_by_partner ON partner_alias (partner_no);

-- Every act with its day, who did it and when it was entered; words: the name, the alias or the USCC.
CREATE TABLE partner_event (
	event_id UUID NOT NULL PRIMARY KEY,
	partner_no BIGINT NOT NULL REFERENCES partner (partner_no),
	kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('add', 'uscc', 'alias', 'rename', 'close')),
	words TEXT COLLATE "C",
	day INTEGER NOT NULL,
	actor_id UUID,
	at_us BIGINT NOT NULL
);
CREATE INDEX partner_event_by_partner ON partner_event (partner_no);
