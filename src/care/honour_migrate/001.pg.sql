-- Honours of people, unions, partners and stations. org_no: the union that keeps it. NULL in giver, year, level, document:
-- the source does not say. A station is known by its union and its name until stations have codes. Nothing is deleted.
CREATE TABLE honour (
	shard BIGINT NOT NULL,
	honour_id UUID NOT NULL,
	org_no BIGINT NOT NULL,
	kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('person', 'union', 'partner', 'station')),
	person_id UUID,
	union_no BIGINT,
	partner_no BIGINT,
	station TEXT COLLATE "C",
	station_code TEXT COLLATE "C",
	award TEXT COLLATE "C" NOT NULL,
	giver TEXT COLLATE "C",
	year INTEGER CHECK (year > 0),
	level TEXT COLLATE "C" CHECK (level IN ('national', 'region', 'league', 'county', 'unit')),
	document TEXT COLLATE "C",
	words TEXT COLLATE "C",
	maker_id UUID,
	at_us BIGINT NOT NULL,
	withdrawn_us BIGINT,
	withdrawn_by UUID,
	why TEXT COLLATE "C",
	PRIMARY KEY (shard, honour_id),
	CHECK ((kind = 'person') = (person_id IS NOT NULL)),
	CHECK ((kind = 'union') = (union_no IS NOT NULL)),
	CHECK ((kind = 'partner') = (partner_no IS NOT NULL)),
	CHECK ((kind = 'station') = (station IS NOT NULL)),
	CHECK (station_code IS NULL OR station IS NOT NULL),
	CHECK ((withdrawn_us IS NULL) = (why IS NULL))
);
CREATE INDEX honour_by_id ON honour (honour_id);
CREATE INDEX honour_by_org ON honour (org_no, honour_id);
CREATE INDEX honour_by_person ON honour (shard, person_id) WHERE person_id IS NOT NULL;
CREATE INDEX honour_by_code ON honour (station_code) WHERE station_code IS NOT NULL;
