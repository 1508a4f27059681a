-- Honours of people, unions, partners and stations. org_no: the union that keeps it. NULL in giver, year, level, document:
-- the source does not say. A station is known by its union and its name until stations have codes. Nothing is deleted.
CREATE TABLE honour (
	shard INTEGER NOT NULL,
	honour_id BLOB NOT NULL,
	org_no INTEGER NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('person', 'union', 'partner', 'station')),
	person_id BLOB,
	union_no INTEGER,
	partner_no INTEGER,
	station TEXT,
	station_code TEXT,
	award TEXT NOT NULL,
	giver TEXT,
	year INTEGER CHECK (year > 0),
	level TEXT CHECK (level IN ('national', 'region', 'league', 'county', 'unit')),
	document TEXT,
	words TEXT,
	maker_id BLOB,
	at_us INTEGER NOT NULL,
	withdrawn_us INTEGER,
	withdrawn_by BLOB,
	why TEXT,
	PRIMARY KEY (shard, honour_id),
	CHECK ((kind = 'person') = (person_id IS NOT NULL)),
	CHECK ((kind = 'union') = (union_no IS NOT NULL)),
	CHECK ((kind = 'partner') = (partner_no IS NOT NULL)),
	CHECK ((kind = 'station') = (station IS NOT NULL)),
	CHECK (station_code IS NULL OR station IS NOT NULL),
	CHECK ((withdrawn_us IS NULL) = (why IS NULL))
) STRICT;
CREATE INDEX honour_by_id ON honour (honour_id);
CREATE INDEX honour_by_org ON honour (org_no, honour_id);
CREATE INDEX honour_by_person ON honour (shard, person_id) WHERE person_id IS NOT NULL;
CREATE INDEX honour_by_code ON honour (station_code) WHERE station_code IS NOT NULL;
